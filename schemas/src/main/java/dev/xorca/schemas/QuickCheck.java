package dev.xorca.schemas;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A schema compiled to say quickly, of our own values, whether one fits: no conversion, no exceptions, and a bound on the
 * work. Of a value that does not fit it knows the first reason; a library tells all of them.
 */
final class QuickCheck {
    private static final int NULL = 1;
    private static final int BOOLEAN = 2;
    private static final int INTEGER = 4;
    private static final int NUMBER = 8;
    private static final int STRING = 16;
    private static final int ARRAY = 32;
    private static final int OBJECT = 64;
    private static final Map<String, Integer> TYPES = Map.of(
            "null", NULL, "boolean", BOOLEAN, "integer", INTEGER, "number", NUMBER, "string", STRING, "array", ARRAY,
            "object", OBJECT);

    /** What one unit of work stands for when a pattern is matched: characters times the size of the pattern. */
    private static final long PATTERN_UNIT = 64;

    private final Map<String, Object> document;
    private final Draft draft;
    private final IdentityHashMap<Map<?, ?>, Node> nodes = new IdentityHashMap<>();
    private final Node root;

    private QuickCheck(Map<String, Object> document, Draft draft) {
        this.document = document;
        this.draft = draft;
        this.root = node(document, "");
    }

    /** @param document a valid schema that refers to nothing outside of it */
    static QuickCheck of(Map<String, Object> document, Draft draft) {
        return new QuickCheck(document, draft);
    }

    /**
     * Whether a value fits.
     *
     * @param run afterwards knows the first reason why not
     * @throws LimitReached when that takes more work than the run has
     */
    boolean fits(@Nullable Object value, Run run) {
        return root.fits(value, run);
    }

    /** One check: the work that is left, and why the value does not fit. */
    static final class Run {
        private long left;
        private String place = "#";
        private String rule = "";
        private @Nullable String property;
        private final List<String> wayBack = new ArrayList<>();

        Run(long work) {
            left = work;
        }

        private void work(long units) {
            left -= units;
            if (left < 0) {
                throw new LimitReached();
            }
        }

        private boolean broken(Node node, String keyword) {
            return broken(node, keyword, null);
        }

        private boolean broken(Node node, String keyword, @Nullable String named) {
            place = node.place;
            rule = keyword;
            property = named;
            wayBack.clear();
            return false;
        }

        private boolean within(String step) {
            wayBack.add(step);
            return false;
        }

        /** The first reason. */
        PayloadSchema.Violation violation(Wording wording) {
            var pointer = new StringBuilder();
            for (int i = wayBack.size() - 1; i >= 0; i--) {
                pointer.append('/').append(Pointer.escape(wayBack.get(i)));
            }
            return wording.violation(pointer.toString(), place, rule, property);
        }
    }

    /** Ends a check that takes too much work. */
    static final class LimitReached extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LimitReached() {
            super("", null, false, false);
        }
    }

    private interface Rule {
        boolean holds(@Nullable Object value, Run run);
    }

    /** A schema; its rules are known a little later than itself, because it may refer to itself. */
    private static final class Node {
        private final String place;
        private Rule[] rules = {};

        Node(String place) {
            this.place = place;
        }

        boolean fits(@Nullable Object value, Run run) {
            run.work(1);
            for (var rule : rules) {
                if (!rule.holds(value, run)) {
                    return false;
                }
            }
            return true;
        }
    }

    private Node node(@Nullable Object schema, String pointer) {
        if (!(schema instanceof Map<?, ?> keywords)) {
            var node = new Node("#" + pointer);
            if (Boolean.FALSE.equals(schema)) {
                node.rules = new Rule[] {(value, run) -> run.broken(node, "false")};
            }
            return node;
        }
        var known = nodes.get(keywords);
        if (known != null) {
            return known;
        }
        var node = new Node("#" + pointer);
        nodes.put(keywords, node);
        var rules = new ArrayList<Rule>();
        if (keywords.get("$ref") instanceof String reference) {
            var target = Objects.requireNonNullElse(Pointer.unescaped(reference.substring(1)), "");
            var referred = node(Pointer.find(document, target), target);
            rules.add(referred::fits);
        } else {
            addAny(node, keywords, rules);
            addNumber(node, keywords, rules);
            addString(node, keywords, rules);
            addArray(node, keywords, pointer, rules);
            addObject(node, keywords, pointer, rules);
            addCombined(node, keywords, pointer, rules);
        }
        node.rules = rules.toArray(Rule[]::new);
        return node;
    }

    private void addAny(Node node, Map<?, ?> keywords, List<Rule> rules) {
        if (keywords.containsKey("type")) {
            var types = keywords.get("type") instanceof List<?> list ? list : List.of(keywords.get("type"));
            int allowed = types.stream()
                    .mapToInt(type -> TYPES.getOrDefault(String.valueOf(type), 0))
                    .reduce(0, (a, b) -> a | b);
            rules.add((value, run) -> (kinds(value) & allowed) != 0 || run.broken(node, "type"));
        }
        if (keywords.get("enum") instanceof List<?> values) {
            rules.add((value, run) -> isOneOf(value, values) || run.broken(node, "enum"));
        }
        if (keywords.containsKey("const") && draft != Draft.DRAFT_04) {
            var wanted = keywords.get("const");
            rules.add((value, run) -> isSame(value, wanted) || run.broken(node, "const"));
        }
    }

    private static int kinds(@Nullable Object value) {
        if (value instanceof String) {
            return STRING;
        } else if (value instanceof Long) {
            return INTEGER | NUMBER;
        } else if (value instanceof Double number) {
            return number == Math.rint(number) ? INTEGER | NUMBER : NUMBER;
        } else if (value instanceof Boolean) {
            return BOOLEAN;
        } else if (value == null) {
            return NULL;
        }
        return value instanceof Map ? OBJECT : value instanceof List ? ARRAY : 0;
    }

    private static boolean isOneOf(@Nullable Object value, List<?> values) {
        for (var each : values) {
            if (isSame(value, each)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String || a == null || a instanceof Boolean) {
            return Objects.equals(a, b);
        } else if (a instanceof Number number) {
            return b instanceof Number other && compare(number, other) == 0;
        } else if (a instanceof List<?> list) {
            if (!(b instanceof List<?> other) || list.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < list.size(); i++) {
                if (!isSame(list.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return a instanceof Map<?, ?> map
                && b instanceof Map<?, ?> other
                && map.size() == other.size()
                && map.entrySet().stream()
                        .allMatch(entry -> other.containsKey(entry.getKey())
                                && isSame(entry.getValue(), other.get(entry.getKey())));
    }

    private static int compare(Number a, Number b) {
        if (a instanceof Long whole && b instanceof Long other) {
            return Long.compare(whole, other);
        } else if (a instanceof Double number && b instanceof Double other) {
            return number.doubleValue() == other.doubleValue() ? 0 : Double.compare(number, other);
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Number number) {
        return new BigDecimal(number.toString());
    }

    private void addNumber(Node node, Map<?, ?> keywords, List<Rule> rules) {
        addLimit(node, keywords, "minimum", "exclusiveMinimum", 1, rules);
        addLimit(node, keywords, "maximum", "exclusiveMaximum", -1, rules);
        if (keywords.get("multipleOf") instanceof Number step) {
            rules.add((value, run) ->
                    !(value instanceof Number number) || isMultiple(number, step) || run.broken(node, "multipleOf"));
        }
    }

    /** @param sign 1 for a lower limit, -1 for an upper one */
    private static void addLimit(
            Node node, Map<?, ?> keywords, String inclusive, String exclusive, int sign, List<Rule> rules) {
        if (keywords.get(inclusive) instanceof Number limit) {
            var isExclusive = Boolean.TRUE.equals(keywords.get(exclusive));
            var rule = isExclusive ? exclusive : inclusive;
            int least = isExclusive ? 1 : 0;
            rules.add((value, run) -> !(value instanceof Number number)
                    || sign * compare(number, limit) >= least
                    || run.broken(node, rule));
        }
        if (keywords.get(exclusive) instanceof Number limit) {
            rules.add((value, run) -> !(value instanceof Number number)
                    || sign * compare(number, limit) > 0
                    || run.broken(node, exclusive));
        }
    }

    private static boolean isMultiple(Number number, Number step) {
        if (number instanceof Long whole && step instanceof Long divisor) {
            return whole % divisor == 0;
        }
        return exact(number).remainder(exact(step)).signum() == 0;
    }

    private static void addString(Node node, Map<?, ?> keywords, List<Rule> rules) {
        if (keywords.get("minLength") instanceof Number least) {
            rules.add((value, run) -> !(value instanceof String text)
                    || length(text) >= least.longValue()
                    || run.broken(node, "minLength"));
        }
        if (keywords.get("maxLength") instanceof Number most) {
            rules.add((value, run) -> !(value instanceof String text)
                    || length(text) <= most.longValue()
                    || run.broken(node, "maxLength"));
        }
        if (keywords.get("pattern") instanceof String given) {
            var pattern = EcmaPattern.compile(given);
            rules.add((value, run) ->
                    !(value instanceof String text) || finds(pattern, text, run) || run.broken(node, "pattern"));
        }
        if (keywords.get("format") instanceof String name && Formats.ALL.containsKey(name)) {
            Predicate<String> format = Objects.requireNonNull(Formats.ALL.get(name));
            rules.add(
                    (value, run) -> !(value instanceof String text) || format.test(text) || run.broken(node, "format"));
        }
    }

    private static long length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean finds(Pattern pattern, String text, Run run) {
        run.work(text.length() * (long) pattern.programSize() / PATTERN_UNIT);
        return pattern.matcher(text).find();
    }

    private void addArray(Node node, Map<?, ?> keywords, String pointer, List<Rule> rules) {
        addSize(node, keywords, "minItems", "maxItems", ARRAY, rules);
        if (keywords.get("items") instanceof List<?> tuple) {
            var heads = new ArrayList<Node>();
            tuple.forEach(each -> heads.add(node(each, pointer + "/items/" + heads.size())));
            var isClosed = Boolean.FALSE.equals(keywords.get("additionalItems"));
            var rest = node(isClosed ? true : keywords.get("additionalItems"), pointer + "/additionalItems");
            rules.add((value, run) -> {
                if (!(value instanceof List<?> list)) {
                    return true;
                }
                if (isClosed && list.size() > heads.size()) {
                    return run.broken(node, "items");
                }
                return eachFits(list, heads, rest, run);
            });
        } else if (keywords.containsKey("items")) {
            var all = node(keywords.get("items"), pointer + "/items");
            rules.add((value, run) -> !(value instanceof List<?> list) || eachFits(list, List.of(), all, run));
        }
        if (Boolean.TRUE.equals(keywords.get("uniqueItems"))) {
            rules.add((value, run) ->
                    !(value instanceof List<?> list) || isUnique(list, run) || run.broken(node, "uniqueItems"));
        }
        if (keywords.containsKey("contains") && draft != Draft.DRAFT_04) {
            var wanted = node(keywords.get("contains"), pointer + "/contains");
            rules.add((value, run) -> !(value instanceof List<?> list)
                    || list.stream().anyMatch(item -> wanted.fits(item, run))
                    || run.broken(node, "contains"));
        }
    }

    private static boolean eachFits(List<?> list, List<Node> heads, Node rest, Run run) {
        for (int i = 0; i < list.size(); i++) {
            if (!(i < heads.size() ? heads.get(i) : rest).fits(list.get(i), run)) {
                return run.within(String.valueOf(i));
            }
        }
        return true;
    }

    private static boolean isUnique(List<?> list, Run run) {
        if (list.size() < 2) {
            return true;
        }
        var seen = new HashSet<String>();
        for (var item : list) {
            run.work(Json.values(item));
            if (!seen.add(Json.text(inOneForm(item)))) {
                return false;
            }
        }
        return true;
    }

    /** Equal values are written alike in this form. */
    private static @Nullable Object inOneForm(@Nullable Object value) {
        if (value instanceof Double number && number == number.longValue() && Math.abs(number) < 1L << 53) {
            return number.longValue();
        } else if (value instanceof Double number) {
            return exact(number).stripTrailingZeros();
        } else if (value instanceof Long whole && Math.abs(whole) >= 1L << 53) {
            return exact(whole).stripTrailingZeros();
        } else if (value instanceof List<?> list) {
            var items = new ArrayList<@Nullable Object>();
            list.forEach(item -> items.add(inOneForm(item)));
            return items;
        } else if (value instanceof Map<?, ?> map) {
            var members = new TreeMap<String, @Nullable Object>();
            map.forEach((key, member) -> members.put(String.valueOf(key), inOneForm(member)));
            return members;
        }
        return value;
    }

    private static void addSize(Node node, Map<?, ?> keywords, String least, String most, int kind, List<Rule> rules) {
        if (keywords.get(least) instanceof Number limit) {
            rules.add((value, run) ->
                    size(value, kind, limit.longValue()) >= limit.longValue() || run.broken(node, least));
        }
        if (keywords.get(most) instanceof Number limit) {
            rules.add((value, run) ->
                    size(value, kind, limit.longValue()) <= limit.longValue() || run.broken(node, most));
        }
    }

    private static long size(@Nullable Object value, int kind, long otherwise) {
        if (kind == ARRAY) {
            return value instanceof List<?> list ? list.size() : otherwise;
        }
        return value instanceof Map<?, ?> map ? map.size() : otherwise;
    }

    private void addObject(Node node, Map<?, ?> keywords, String pointer, List<Rule> rules) {
        addSize(node, keywords, "minProperties", "maxProperties", OBJECT, rules);
        if (keywords.get("required") instanceof List<?> required) {
            var names = required.toArray();
            rules.add((value, run) -> {
                if (value instanceof Map<?, ?> map) {
                    for (var name : names) {
                        if (!map.containsKey(name)) {
                            return run.broken(node, "required", String.valueOf(name));
                        }
                    }
                }
                return true;
            });
        }
        addProperties(node, keywords, pointer, rules);
        if (keywords.containsKey("propertyNames") && draft != Draft.DRAFT_04) {
            var names = node(keywords.get("propertyNames"), pointer + "/propertyNames");
            rules.add((value, run) -> !(value instanceof Map<?, ?> map)
                    || map.keySet().stream().allMatch(name -> names.fits(name, run))
                    || run.broken(node, "propertyNames"));
        }
        if (keywords.get("dependencies") instanceof Map<?, ?> dependencies) {
            dependencies.forEach((name, needed) -> rules.add(dependency(
                    node,
                    String.valueOf(name),
                    needed,
                    pointer + "/dependencies/" + Pointer.escape(String.valueOf(name)))));
        }
    }

    private Rule dependency(Node node, String name, @Nullable Object needed, String pointer) {
        if (needed instanceof List<?> names) {
            return (value, run) -> {
                if (value instanceof Map<?, ?> map && map.containsKey(name)) {
                    for (var each : names) {
                        if (!map.containsKey(each)) {
                            return run.broken(node, "dependencies", String.valueOf(each));
                        }
                    }
                }
                return true;
            };
        }
        var schema = node(needed, pointer);
        return (value, run) -> !(value instanceof Map<?, ?> map) || !map.containsKey(name) || schema.fits(map, run);
    }

    private void addProperties(Node node, Map<?, ?> keywords, String pointer, List<Rule> rules) {
        var named = new LinkedHashMap<String, Node>();
        if (keywords.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, schema) -> named.put(
                    String.valueOf(name),
                    node(schema, pointer + "/properties/" + Pointer.escape(String.valueOf(name)))));
        }
        var byPattern = new LinkedHashMap<Pattern, Node>();
        if (keywords.get("patternProperties") instanceof Map<?, ?> patterns) {
            patterns.forEach((pattern, schema) -> byPattern.put(
                    EcmaPattern.compile(String.valueOf(pattern)),
                    node(schema, pointer + "/patternProperties/" + Pointer.escape(String.valueOf(pattern)))));
        }
        var additional = keywords.get("additionalProperties");
        var isClosed = Boolean.FALSE.equals(additional);
        var others = additional instanceof Map ? node(additional, pointer + "/additionalProperties") : null;
        if (byPattern.isEmpty() && others == null && !isClosed) {
            if (!named.isEmpty()) {
                rules.add(properties(named));
            }
            return;
        }
        rules.add((value, run) -> {
            if (value instanceof Map<?, ?> map) {
                for (var entry : map.entrySet()) {
                    var name = String.valueOf(entry.getKey());
                    var property = named.get(name);
                    var isKnown = property != null;
                    if (property != null && !property.fits(entry.getValue(), run)) {
                        return run.within(name);
                    }
                    for (var each : byPattern.entrySet()) {
                        if (finds(each.getKey(), name, run)) {
                            isKnown = true;
                            if (!each.getValue().fits(entry.getValue(), run)) {
                                return run.within(name);
                            }
                        }
                    }
                    if (!isKnown && isClosed) {
                        return run.broken(node, "additionalProperties", name);
                    } else if (!isKnown && others != null && !others.fits(entry.getValue(), run)) {
                        return run.within(name);
                    }
                }
            }
            return true;
        });
    }

    /** The common case: whatever has no name here is free. */
    private static Rule properties(Map<String, Node> named) {
        var names = named.keySet().toArray(String[]::new);
        var nodes = named.values().toArray(Node[]::new);
        return (value, run) -> {
            if (value instanceof Map<?, ?> map) {
                for (int i = 0; i < names.length; i++) {
                    var member = map.get(names[i]);
                    if ((member != null || map.containsKey(names[i])) && !nodes[i].fits(member, run)) {
                        return run.within(names[i]);
                    }
                }
            }
            return true;
        };
    }

    private void addCombined(Node node, Map<?, ?> keywords, String pointer, List<Rule> rules) {
        for (var part : parts(keywords, "allOf", pointer)) {
            rules.add(part::fits);
        }
        if (keywords.get("anyOf") instanceof List<?>) {
            var parts = parts(keywords, "anyOf", pointer);
            rules.add((value, run) ->
                    Arrays.stream(parts).anyMatch(part -> part.fits(value, run)) || run.broken(node, "anyOf"));
        }
        if (keywords.get("oneOf") instanceof List<?>) {
            var parts = parts(keywords, "oneOf", pointer);
            rules.add((value, run) -> {
                int fitting = 0;
                for (var part : parts) {
                    fitting += part.fits(value, run) ? 1 : 0;
                }
                return fitting == 1 || run.broken(node, "oneOf");
            });
        }
        if (keywords.containsKey("not")) {
            var refused = node(keywords.get("not"), pointer + "/not");
            rules.add((value, run) -> !refused.fits(value, run) || run.broken(node, "not"));
        }
        if (keywords.containsKey("if") && draft == Draft.DRAFT_07) {
            var condition = node(keywords.get("if"), pointer + "/if");
            var then = node(keywords.get("then"), pointer + "/then");
            var otherwise = node(keywords.get("else"), pointer + "/else");
            rules.add((value, run) -> (condition.fits(value, run) ? then : otherwise).fits(value, run));
        }
    }

    private Node[] parts(Map<?, ?> keywords, String keyword, String pointer) {
        var parts = new ArrayList<Node>();
        if (keywords.get(keyword) instanceof List<?> list) {
            list.forEach(each -> parts.add(node(each, pointer + "/" + keyword + "/" + parts.size())));
        }
        return parts.toArray(Node[]::new);
    }
}
