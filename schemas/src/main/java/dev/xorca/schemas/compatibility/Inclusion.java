package dev.xorca.schemas.compatibility;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.example.Samples;
import dev.xorca.schemas.structure.Constraints;
import dev.xorca.schemas.structure.Constraints.Bound;
import dev.xorca.schemas.structure.JsonType;
import dev.xorca.schemas.structure.JsonValues;
import dev.xorca.schemas.structure.SameSchema;
import dev.xorca.schemas.structure.SchemaNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Proves that every value that a writer's schema accepts is accepted by a reader's, or says what the proof got stuck on.
 *
 * <p>A proof goes along the reader's keywords, with all that the writer says of the same place at hand ("facts"). Where
 * the writer has alternatives and the proof fails with what they have in common, it is made for each alternative. A
 * schema that refers to itself is proven by induction over the depth of values: what is being proven may be used for
 * what lies deeper. What is not proven may hold all the same. One object, one proof; bounded in steps.
 */
final class Inclusion {
    private static final int MAX_STEPS = 5_000;
    private static final int MAX_DEPTH = 40;
    private static final int MAX_TOLD = 5;
    private static final Set<String> LOGIC = Set.of(
            "type",
            "enum",
            "const",
            "pattern",
            "format",
            "not",
            "oneOf",
            "anyOf",
            "contains",
            "propertyNames",
            "dependencies",
            "uniqueItems",
            "multipleOf");

    private final Fragments fragments;
    private final Emptiness emptiness;
    private final Map<Claim, Integer> underProof = new HashMap<>();
    private int stepsLeft = MAX_STEPS;

    private record Claim(Set<SchemaNode> facts, SchemaNode wanted) {}

    Inclusion(Fragments fragments) {
        this.fragments = fragments;
        this.emptiness = new Emptiness(this, fragments);
    }

    /** What stands against it; empty when it is proven. */
    List<Obstacle> obstacles(SchemaNode writer, SchemaNode reader) {
        if (SameSchema.test(writer, reader)) {
            return List.of();
        }
        return imply(new Facts(Constraints.of(List.of(writer)), Set.of()), reader, new Place.Whole());
    }

    /** Whether every value that all of these accept is surely accepted by this one. */
    boolean isImplied(Constraints known, SchemaNode wanted) {
        return imply(Facts.of(known), wanted, new Place.Whole()).isEmpty();
    }

    /** Takes one more step; whether it may still be taken. */
    boolean mayGoOn() {
        return --stepsLeft >= 0;
    }

    /** What is known of the writer's values, and of which nodes the alternatives have been chosen already. */
    private record Facts(Constraints known, Set<SchemaNode> chosen) {
        Facts and(SchemaNode... more) {
            return new Facts(known.and(more), chosen);
        }

        Facts choosing(SchemaNode node, SchemaNode... more) {
            var nodes = new HashSet<>(chosen);
            nodes.add(node);
            return new Facts(known.and(more), nodes);
        }

        static Facts of(Constraints known) {
            return new Facts(known, Set.of());
        }
    }

    private List<Obstacle> imply(Facts facts, SchemaNode wanted, Place place) {
        if (!mayGoOn() || place.depth() > MAX_DEPTH) {
            return List.of(stuck(facts, wanted, place, "", "the schemas are too large to be compared to the end"));
        }
        if (wanted.isAnything() || emptiness.of(facts.known)) {
            return List.of();
        }
        if (facts.known.nodes().stream().anyMatch(node -> SameSchema.test(node, wanted))) {
            return List.of();
        }
        if (wanted.isReference()) {
            var target = wanted.isReferenceAlone() ? wanted.referred() : Optional.<SchemaNode>empty();
            return target.filter(node -> !node.isReference())
                    .map(node -> imply(facts, node, place))
                    .orElseGet(() -> List.of(stuck(facts, wanted, place, "$ref", "what '$ref' means here is unclear")));
        }
        var claim = new Claim(Set.copyOf(facts.known.nodes()), wanted);
        var depth = underProof.get(claim);
        if (depth != null) {
            return depth < place.depth()
                    ? List.of()
                    : List.of(stuck(facts, wanted, place, "$ref", "the schema refers to itself in a circle"));
        }
        underProof.put(claim, place.depth());
        try {
            var values = facts.known.values();
            return values.isPresent()
                    ? listed(facts, values.get(), wanted, place)
                    : byKeywordsOrCases(facts, wanted, place);
        } finally {
            underProof.remove(claim);
        }
    }

    /** Values that can be counted are tried. */
    private List<Obstacle> listed(Facts facts, List<@Nullable Object> values, SchemaNode wanted, Place place) {
        var refused = new LinkedHashMap<String, List<@Nullable Object>>();
        for (var value : values) {
            boolean isWritten = facts.known.nodes().stream().noneMatch(node -> fragments.refuses(node, value));
            if (isWritten && !fragments.accepts(wanted, value)) {
                refused.computeIfAbsent(rule(wanted, value), rule -> new ArrayList<>())
                        .add(value);
            }
        }
        var obstacles = new ArrayList<Obstacle>();
        refused.forEach((rule, some) -> obstacles.add(new Obstacle(
                place, facts.known, wanted, rule, told(some), List.of(wanted.with(Map.of("enum", some))))));
        return obstacles;
    }

    private static String told(List<@Nullable Object> values) {
        var some = values.stream().limit(MAX_TOLD).map(Json::text).collect(Collectors.joining(", "));
        int more = values.size() - MAX_TOLD;
        return "may be " + some + (more > 0 ? " or one of " + more + " other values" : "") + ", which is not accepted";
    }

    private String rule(SchemaNode wanted, @Nullable Object value) {
        return wanted.keywords().keySet().stream()
                .filter(keyword -> fragments.refuses(only(wanted, keyword), value))
                .findFirst()
                .orElse(wanted.isNothing() ? "false" : "enum");
    }

    private List<Obstacle> byKeywordsOrCases(Facts facts, SchemaNode wanted, Place place) {
        if (wanted.isNothing()) {
            var obstacles = List.of(stuck(facts, wanted, place, "false", "no value is accepted here"));
            return inCases(facts, wanted, place, obstacles);
        }
        var obstacles = new ArrayList<Obstacle>();
        for (var keyword : wanted.keywords().keySet()) {
            if (wanted.has(keyword)) {
                var alone = byKeyword(facts, wanted, keyword, place);
                obstacles.addAll(alone.isEmpty() ? alone : inCases(facts, only(wanted, keyword), place, alone));
            }
        }
        return obstacles;
    }

    /** Tries the writer's alternatives one by one, where there are some left. */
    private List<Obstacle> inCases(Facts facts, SchemaNode wanted, Place place, List<Obstacle> without) {
        var cases = cases(facts, wanted);
        if (cases.isEmpty()) {
            return without;
        }
        var obstacles = new ArrayList<Obstacle>();
        for (var each : cases) {
            obstacles.addAll(imply(each, wanted, place));
        }
        return obstacles;
    }

    private static List<Facts> cases(Facts facts, SchemaNode wanted) {
        for (var node : facts.known.nodes()) {
            if (facts.chosen.contains(node)) {
                continue;
            }
            var cases = new ArrayList<Facts>();
            var one = node.children("oneOf");
            var any = node.children("anyOf");
            if (!one.isEmpty()) {
                for (int i = 0; i < one.size(); i++) {
                    var further = new ArrayList<SchemaNode>(List.of(one.get(i)));
                    for (int other = 0; other < one.size(); other++) {
                        if (other != i) {
                            further.add(node.with(Map.of("not", one.get(other).value())));
                        }
                    }
                    cases.add(facts.choosing(node, further.toArray(SchemaNode[]::new)));
                }
                return cases;
            }
            if (!any.isEmpty()) {
                any.forEach(alternative -> cases.add(facts.choosing(node, alternative)));
                return cases;
            }
            var condition = node.child("if");
            if (condition.isPresent()) {
                var then = node.child("then");
                var otherwise = node.child("else");
                var holds = facts.choosing(node, condition.get());
                var fails = facts.choosing(
                        node, node.with(Map.of("not", condition.get().value())));
                return List.of(
                        then.map(holds::and).orElse(holds),
                        otherwise.map(fails::and).orElse(fails));
            }
        }
        return typeCases(facts, wanted);
    }

    private static List<Facts> typeCases(Facts facts, SchemaNode wanted) {
        var types = facts.known.types();
        boolean isOne = types.size() == 1 || types.equals(JsonType.NUMERIC);
        boolean helps = wanted.has("anyOf")
                || wanted.has("oneOf")
                || wanted.has("not")
                || wanted.has("if")
                || wanted.has("enum")
                || wanted.has("const");
        if (isOne || !helps) {
            return List.of();
        }
        var words = new LinkedHashSet<String>();
        types.forEach(type ->
                words.add(type == JsonType.INTEGER && types.contains(JsonType.FRACTION) ? "number" : type.word()));
        return words.stream()
                .map(word -> facts.and(wanted.with(Map.of("type", word))))
                .toList();
    }

    private static SchemaNode only(SchemaNode node, String keyword) {
        var keywords = new LinkedHashMap<String, @Nullable Object>();
        for (var each : together(keyword, node.draft())) {
            if (node.keywords().containsKey(each)) {
                keywords.put(each, node.keywords().get(each));
            }
        }
        return node.with(keywords);
    }

    /** Keywords that mean something only together. */
    private static List<String> together(String keyword, int draft) {
        return switch (keyword) {
            case "additionalProperties" -> List.of("additionalProperties", "properties", "patternProperties");
            case "additionalItems" -> List.of("additionalItems", "items");
            case "minimum" -> draft == 4 ? List.of("minimum", "exclusiveMinimum") : List.of(keyword);
            case "maximum" -> draft == 4 ? List.of("maximum", "exclusiveMaximum") : List.of(keyword);
            case "if" -> List.of("if", "then", "else");
            default -> List.of(keyword);
        };
    }

    private List<Obstacle> byKeyword(Facts facts, SchemaNode wanted, String keyword, Place place) {
        if (LOGIC.contains(keyword)
                && facts.known.nodes().stream()
                        .anyMatch(node -> node.has(keyword) && SameSchema.test(keyword, node, wanted))) {
            return List.of();
        }
        return switch (keyword) {
            case "type" -> type(facts, wanted, place);
            case "enum", "const" -> unless(false, facts, wanted, keyword, place, "only listed values are accepted");
            case "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum" -> bound(facts, wanted, keyword, place);
            case "multipleOf" -> multipleOf(facts, wanted, place);
            case "minLength", "minItems", "minProperties" -> atLeast(facts, wanted, keyword, place);
            case "maxLength", "maxItems", "maxProperties" -> atMost(facts, wanted, keyword, place);
            case "pattern", "format" -> text(facts, wanted, keyword, place);
            case "required" -> required(facts, wanted, place);
            case "properties" -> properties(facts, wanted, place);
            case "patternProperties" -> patternProperties(facts, wanted, place);
            case "additionalProperties" -> additionalProperties(facts, wanted, place);
            case "propertyNames" -> propertyNames(facts, wanted, place);
            case "dependencies" -> dependencies(facts, wanted, place);
            case "items", "additionalItems" -> items(facts, wanted, keyword, place);
            case "uniqueItems" -> uniqueItems(facts, wanted, place);
            case "contains" -> contains(facts, wanted, place);
            case "allOf" -> allOf(facts, wanted, place);
            case "anyOf" -> anyOf(facts, wanted, place);
            case "oneOf" -> oneOf(facts, wanted, place);
            case "not" -> not(facts, wanted, place);
            case "if" -> conditional(facts, wanted, place);
            default -> List.of();
        };
    }

    private List<Obstacle> unless(
            boolean holds,
            Facts facts,
            SchemaNode wanted,
            String keyword,
            Place place,
            String message,
            SchemaNode... towards) {
        return holds
                ? List.of()
                : List.of(new Obstacle(place, facts.known, only(wanted, keyword), keyword, message, List.of(towards)));
    }

    private static Obstacle stuck(Facts facts, SchemaNode wanted, Place place, String rule, String message) {
        return new Obstacle(place, facts.known, wanted, rule, message, List.of());
    }

    private static boolean may(Facts facts, JsonType type) {
        return facts.known.types().contains(type);
    }

    private static boolean mayBeNumber(Facts facts) {
        return may(facts, JsonType.INTEGER) || may(facts, JsonType.FRACTION);
    }

    private List<Obstacle> type(Facts facts, SchemaNode wanted, Place place) {
        var allowed = Constraints.of(List.of(only(wanted, "type"))).types();
        var other = EnumSet.noneOf(JsonType.class);
        other.addAll(facts.known.types());
        other.removeAll(allowed);
        if (other.equals(EnumSet.of(JsonType.FRACTION))
                && facts.known.multiples().stream().anyMatch(Inclusion::isWhole)) {
            return List.of();
        }
        var towards = other.stream()
                .map(type -> wanted.with(Map.of("type", type.word())))
                .toArray(SchemaNode[]::new);
        return unless(
                other.isEmpty(),
                facts,
                wanted,
                "type",
                place,
                "must be " + words(allowed) + ", and may be " + words(other),
                towards);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() != 0 && number.remainder(BigDecimal.ONE).signum() == 0;
    }

    private static String words(Set<JsonType> types) {
        var words = new LinkedHashSet<String>();
        types.forEach(type -> words.add(type.word()));
        if (words.contains("number")) {
            words.remove("integer");
        }
        return words.isEmpty() ? "nothing" : String.join(" or ", words);
    }

    private List<Obstacle> bound(Facts facts, SchemaNode wanted, String keyword, Place place) {
        boolean isLower = keyword.endsWith("inimum");
        var reader = Constraints.of(List.of(only(wanted, keyword)));
        var needed = isLower ? reader.lower() : reader.upper();
        if (needed.isEmpty() || !mayBeNumber(facts)) {
            return List.of();
        }
        var known = isLower ? facts.known.lower() : facts.known.upper();
        boolean holds =
                known.filter(bound -> isWithin(bound, needed.get(), isLower)).isPresent();
        var beyond = needed.get().value();
        var direction = isLower ? "least" : "most";
        var message = "must be "
                + (needed.get().isExclusive() ? (isLower ? "more than " : "less than ") : "at " + direction + " ")
                + beyond.toPlainString() + ", and may be "
                + known.map(bound -> (isLower ? "as low as " : "as high as ")
                                + bound.value().toPlainString())
                        .orElse("any number");
        return unless(
                holds,
                facts,
                wanted,
                keyword,
                place,
                message,
                wanted.with(Map.of("type", "number", isLower ? "maximum" : "minimum", JsonValues.value(beyond))));
    }

    private static boolean isWithin(Bound known, Bound needed, boolean isLower) {
        int order = known.value().compareTo(needed.value()) * (isLower ? 1 : -1);
        return order > 0 || (order == 0 && (known.isExclusive() || !needed.isExclusive()));
    }

    private List<Obstacle> multipleOf(Facts facts, SchemaNode wanted, Place place) {
        if (!(wanted.get("multipleOf") instanceof Number number) || !mayBeNumber(facts)) {
            return List.of();
        }
        var needed = JsonValues.number(number);
        var known = new ArrayList<>(facts.known.multiples());
        if (!may(facts, JsonType.FRACTION)) {
            known.add(BigDecimal.ONE);
        }
        boolean holds = needed.signum() != 0
                && known.stream().anyMatch(each -> each.remainder(needed).signum() == 0);
        return unless(
                holds,
                facts,
                wanted,
                "multipleOf",
                place,
                "must be a multiple of " + needed.toPlainString(),
                wanted.with(Map.of("type", "number")));
    }

    private List<Obstacle> atLeast(Facts facts, SchemaNode wanted, String keyword, Place place) {
        long needed = Constraints.of(List.of(wanted.with(Map.of(keyword, number(wanted, keyword)))))
                .atLeast(keyword);
        long known = facts.known.atLeast(keyword);
        if (keyword.equals("minProperties")) {
            known = Math.max(known, facts.known.required().size());
        }
        boolean holds = needed <= known || !may(facts, sized(keyword));
        return unless(
                holds,
                facts,
                wanted,
                keyword,
                place,
                "must have at least " + needed + " " + unit(keyword) + ", and may have " + known,
                wanted.with(
                        Map.of("type", sized(keyword).word(), keyword.replace("min", "max"), Math.max(0, needed - 1))));
    }

    private List<Obstacle> atMost(Facts facts, SchemaNode wanted, String keyword, Place place) {
        long needed = Constraints.of(List.of(wanted.with(Map.of(keyword, number(wanted, keyword)))))
                .atMost(keyword);
        long known = facts.known.atMost(keyword);
        if (keyword.equals("maxProperties") && isClosed(facts.known)) {
            known = Math.min(known, possible(facts.known).size());
        } else if (keyword.equals("maxItems")) {
            known = Math.min(known, possibleItems(facts.known));
        }
        boolean holds = known <= needed || !may(facts, sized(keyword));
        return unless(
                holds,
                facts,
                wanted,
                keyword,
                place,
                "must have at most " + needed + " " + unit(keyword) + ", and may have "
                        + (known == Long.MAX_VALUE ? "more" : known),
                wanted.with(Map.of("type", sized(keyword).word(), keyword.replace("max", "min"), needed + 1)));
    }

    private static long possibleItems(Constraints known) {
        for (int i = 0; i <= known.tupleLength(); i++) {
            if (known.item(i).isNothing()) {
                return i;
            }
        }
        return Long.MAX_VALUE;
    }

    private static Object number(SchemaNode wanted, String keyword) {
        return wanted.get(keyword) instanceof Number number ? number : (Object) 0L;
    }

    private static JsonType sized(String keyword) {
        return switch (keyword) {
            case "minLength", "maxLength" -> JsonType.STRING;
            case "minItems", "maxItems" -> JsonType.ARRAY;
            default -> JsonType.OBJECT;
        };
    }

    private static String unit(String keyword) {
        return switch (sized(keyword)) {
            case STRING -> "characters";
            case ARRAY -> "elements";
            default -> "properties";
        };
    }

    private List<Obstacle> text(Facts facts, SchemaNode wanted, String keyword, Place place) {
        var needed = String.valueOf(wanted.get(keyword));
        return unless(
                !may(facts, JsonType.STRING),
                facts,
                wanted,
                keyword,
                place,
                (keyword.equals("pattern") ? "must match the pattern " : "must have the format ") + needed
                        + ", and may be another string",
                wanted.with(Map.of("type", "string")),
                wanted.with(Map.of("type", "string", "not", Map.of(keyword, needed))));
    }

    private List<Obstacle> required(Facts facts, SchemaNode wanted, Place place) {
        if (!may(facts, JsonType.OBJECT)) {
            return List.of();
        }
        var obstacles = new ArrayList<Obstacle>();
        for (var name : wanted.strings("required")) {
            if (!facts.known.required().contains(name)) {
                obstacles.add(new Obstacle(
                        place,
                        facts.known,
                        wanted.with(Map.of("required", List.of(name))),
                        "required",
                        "'" + name + "' is required, and may be missing",
                        List.of(wanted.with(Map.of("type", "object", "properties", Map.of(name, false))))));
            }
        }
        return obstacles;
    }

    private List<Obstacle> properties(Facts facts, SchemaNode wanted, Place place) {
        if (!may(facts, JsonType.OBJECT)) {
            return List.of();
        }
        var obstacles = new ArrayList<Obstacle>();
        wanted.named("properties").forEach((name, schema) -> obstacles.addAll(property(facts, name, schema, place)));
        return obstacles;
    }

    private List<Obstacle> property(Facts facts, String name, SchemaNode wanted, Place place) {
        return imply(Facts.of(facts.known.property(name)), wanted, new Place.Property(place, facts.known, name, false));
    }

    private List<Obstacle> patternProperties(Facts facts, SchemaNode wanted, Place place) {
        if (!may(facts, JsonType.OBJECT)) {
            return List.of();
        }
        var obstacles = new ArrayList<Obstacle>();
        wanted.named("patternProperties").forEach((pattern, schema) -> {
            for (var name : facts.known.named()) {
                if (Constraints.matches(pattern, name)) {
                    obstacles.addAll(property(facts, name, schema, place));
                }
            }
            var name = text(wanted.with(Map.of("type", "string", "pattern", pattern)));
            for (var others : facts.known.otherProperties()) {
                // Whoever has the same pattern says something for its names, whatever else.
                var known = others.known();
                for (var node : facts.known.nodes()) {
                    var same = node.named("patternProperties").get(pattern);
                    known = same == null ? known : known.and(same);
                }
                obstacles.addAll(imply(Facts.of(known), schema, new Place.Property(place, facts.known, name, true)));
            }
        });
        return obstacles;
    }

    private static String text(SchemaNode schema) {
        return Samples.preferred()
                .of(schema)
                .map(example -> String.valueOf(example.value()))
                .orElse("another");
    }

    private List<Obstacle> additionalProperties(Facts facts, SchemaNode wanted, Place place) {
        var additional = wanted.child("additionalProperties");
        if (additional.isEmpty() || !may(facts, JsonType.OBJECT)) {
            return List.of();
        }
        var own = wanted.named("properties").keySet();
        var patterns = wanted.named("patternProperties").keySet();
        var obstacles = new ArrayList<Obstacle>();
        for (var name : facts.known.named()) {
            if (!own.contains(name) && patterns.stream().noneMatch(pattern -> Constraints.matches(pattern, name))) {
                obstacles.addAll(
                        further(facts, facts.known.property(name), wanted, additional.get(), name, false, place));
            }
        }
        if (patterns.stream().anyMatch(pattern -> allMatch(facts, wanted, pattern, place))) {
            return obstacles;
        }
        for (var others : facts.known.otherProperties()) {
            if (others.patterns().stream().noneMatch(patterns::contains)) {
                var name = others.patterns().stream()
                        .findFirst()
                        .map(pattern -> text(wanted.with(Map.of("type", "string", "pattern", pattern))))
                        .orElse("another");
                obstacles.addAll(further(facts, others.known(), wanted, additional.get(), name, true, place));
            }
        }
        return obstacles;
    }

    /** Whether all names of properties match the pattern. */
    private boolean allMatch(Facts facts, SchemaNode wanted, String pattern, Place place) {
        return facts.known.nodes().stream()
                .flatMap(node -> node.child("propertyNames").stream())
                .anyMatch(names -> imply(
                                Facts.of(Constraints.of(List.of(names))),
                                wanted.with(Map.of("pattern", pattern)),
                                place)
                        .isEmpty());
    }

    private List<Obstacle> further(
            Facts facts,
            Constraints property,
            SchemaNode wanted,
            SchemaNode additional,
            String name,
            boolean isAny,
            Place place) {
        var obstacles = imply(Facts.of(property), additional, new Place.Property(place, facts.known, name, isAny));
        if (!additional.isNothing() || obstacles.isEmpty()) {
            return obstacles;
        }
        return List.of(new Obstacle(
                place,
                facts.known,
                only(wanted, "additionalProperties"),
                "additionalProperties",
                isAny
                        ? "no further properties are accepted, and there may be some"
                        : "the property '" + name + "' is not accepted, and may be there",
                List.of(wanted.with(Map.of("type", "object", "required", List.of(name))))));
    }

    private static boolean isClosed(Constraints known) {
        return known.otherProperties().isEmpty();
    }

    /** The properties that may be there, of those with names. */
    private static Set<String> possible(Constraints known) {
        var names = new LinkedHashSet<>(known.named());
        names.removeIf(name -> known.property(name).isNothing());
        return names;
    }

    private List<Obstacle> propertyNames(Facts facts, SchemaNode wanted, Place place) {
        var names = wanted.child("propertyNames");
        if (names.isEmpty() || !may(facts, JsonType.OBJECT)) {
            return List.of();
        }
        var towards = new ArrayList<SchemaNode>();
        boolean holds = facts.known.nodes().stream()
                .anyMatch(node -> namesOf(node)
                        .filter(known -> known.stream()
                                .allMatch(name -> imply(Facts.of(Constraints.of(List.of(name))), names.get(), place)
                                        .isEmpty()))
                        .isPresent());
        if (!holds) {
            towards.add(wanted.with(Map.of(
                    "type", "object", "minProperties", facts.known.required().size() + 1L)));
        }
        for (var name : facts.known.named()) {
            if (!facts.known.property(name).isNothing() && !fragments.accepts(names.get(), name)) {
                holds = false;
                towards.add(wanted.with(Map.of("type", "object", "required", List.of(name))));
            }
        }
        return unless(
                holds,
                facts,
                wanted,
                "propertyNames",
                place,
                "names of properties may be others than accepted",
                towards.toArray(SchemaNode[]::new));
    }

    /** What a schema says of the names that it does not list, one of it for each name; empty for nothing. */
    private static Optional<List<SchemaNode>> namesOf(SchemaNode node) {
        var names = node.child("propertyNames");
        if (names.isPresent()) {
            return Optional.of(List.of(names.get()));
        }
        boolean isClosed =
                node.child("additionalProperties").filter(SchemaNode::isNothing).isPresent();
        return isClosed
                ? Optional.of(node.named("patternProperties").keySet().stream()
                        .map(pattern -> node.with(Map.of("type", "string", "pattern", pattern)))
                        .toList())
                : Optional.empty();
    }

    private List<Obstacle> dependencies(Facts facts, SchemaNode wanted, Place place) {
        if (!may(facts, JsonType.OBJECT) || !(wanted.get("dependencies") instanceof Map<?, ?> all)) {
            return List.of();
        }
        var schemas = wanted.named("dependencies");
        var obstacles = new ArrayList<Obstacle>();
        all.forEach((key, value) -> {
            var name = String.valueOf(key);
            var present = facts.and(wanted.with(Map.of("type", "object", "required", List.of(name))));
            if (facts.known.property(name).isNothing() || emptiness.of(present.known)) {
                return;
            }
            if (schemas.containsKey(name)) {
                obstacles.addAll(imply(present, schemas.get(name), place));
            } else if (value instanceof List<?> needed) {
                var missing = needed.stream()
                        .map(String::valueOf)
                        .filter(each -> !present.known.required().contains(each))
                        .toList();
                for (var each : missing) {
                    obstacles.add(new Obstacle(
                            place,
                            present.known,
                            wanted.with(Map.of("required", List.of(each))),
                            "dependencies",
                            "with '" + name + "', '" + each + "' is required, and may be missing",
                            List.of(wanted.with(Map.of(
                                    "type", "object", "required", List.of(name), "properties", Map.of(each, false))))));
                }
            }
        });
        return obstacles;
    }

    private List<Obstacle> items(Facts facts, SchemaNode wanted, String keyword, Place place) {
        if (!may(facts, JsonType.ARRAY)) {
            return List.of();
        }
        boolean isTuple = wanted.get("items") instanceof List;
        if (keyword.equals("additionalItems") && !isTuple) {
            return List.of();
        }
        int own = wanted.children("items").size();
        int from = keyword.equals("additionalItems") ? own : 0;
        int to = isTuple && keyword.equals("items") ? own : Math.max(own, facts.known.tupleLength());
        boolean isOpen = !isTuple || keyword.equals("additionalItems");
        var obstacles = new ArrayList<Obstacle>();
        for (int i = from; i < to + (isOpen ? 1 : 0); i++) {
            if (i >= facts.known.atMost("maxItems")) {
                break;
            }
            var item = facts.known.item(i);
            if (item.isNothing()) {
                break;
            }
            var schema = keyword.equals("additionalItems")
                    ? wanted.child("additionalItems")
                    : isTuple ? Optional.of(wanted.children("items").get(i)) : wanted.child("items");
            if (schema.isPresent()) {
                obstacles.addAll(element(facts, item, wanted, schema.get(), keyword, i, i == to, place));
            }
        }
        return obstacles;
    }

    private List<Obstacle> element(
            Facts facts,
            Constraints item,
            SchemaNode wanted,
            SchemaNode schema,
            String keyword,
            int index,
            boolean isAny,
            Place place) {
        var obstacles = imply(Facts.of(item), schema, new Place.Element(place, facts.known, index, isAny));
        if (!schema.isNothing() || obstacles.isEmpty()) {
            return obstacles;
        }
        return List.of(new Obstacle(
                place,
                facts.known,
                only(wanted, keyword),
                keyword,
                "at most " + index + " elements are accepted, and there may be more",
                List.of(wanted.with(Map.of("type", "array", "minItems", index + 1L)))));
    }

    private List<Obstacle> uniqueItems(Facts facts, SchemaNode wanted, Place place) {
        boolean holds = !Boolean.TRUE.equals(wanted.get("uniqueItems"))
                || !may(facts, JsonType.ARRAY)
                || facts.known.atMost("maxItems") <= 1;
        return unless(
                holds,
                facts,
                wanted,
                "uniqueItems",
                place,
                "elements must differ, and may be the same",
                wanted.with(Map.of("type", "array", "minItems", 2L)),
                wanted.with(Map.of("type", "array", "minItems", 2L, "not", Map.of("uniqueItems", true))));
    }

    private List<Obstacle> contains(Facts facts, SchemaNode wanted, Place place) {
        var needed = wanted.child("contains");
        if (needed.isEmpty() || !may(facts, JsonType.ARRAY)) {
            return List.of();
        }
        boolean first = facts.known.atLeast("minItems") > 0
                && imply(Facts.of(facts.known.item(0)), needed.get(), new Place.Element(place, facts.known, 0, false))
                        .isEmpty();
        boolean holds = first
                || facts.known.nodes().stream()
                        .map(node -> node.child("contains"))
                        .flatMap(Optional::stream)
                        .anyMatch(known -> imply(
                                        Facts.of(Constraints.of(List.of(known))),
                                        needed.get(),
                                        new Place.Element(place, facts.known, 0, true))
                                .isEmpty());
        return unless(
                holds,
                facts,
                wanted,
                "contains",
                place,
                "must have an element of a kind, and may have none",
                wanted.with(Map.of("type", "array", "maxItems", 0L)),
                wanted.with(Map.of(
                        "type", "array", "items", Map.of("not", needed.get().value()))));
    }

    private List<Obstacle> allOf(Facts facts, SchemaNode wanted, Place place) {
        var obstacles = new ArrayList<Obstacle>();
        wanted.children("allOf").forEach(part -> obstacles.addAll(imply(facts, part, place)));
        return obstacles;
    }

    private List<Obstacle> anyOf(Facts facts, SchemaNode wanted, Place place) {
        boolean holds = wanted.children("anyOf").stream()
                .anyMatch(part -> imply(facts, part, place).isEmpty());
        return unless(holds, facts, wanted, "anyOf", place, "none of the alternatives takes all there may be");
    }

    private List<Obstacle> oneOf(Facts facts, SchemaNode wanted, Place place) {
        var ways = wanted.children("oneOf");
        for (int i = 0; i < ways.size(); i++) {
            if (imply(facts, ways.get(i), place).isEmpty() && areOut(facts, ways, i)) {
                return List.of();
            }
        }
        return unless(
                false,
                facts,
                wanted,
                "oneOf",
                place,
                "not always exactly one of the alternatives takes what there may be",
                ways.toArray(SchemaNode[]::new));
    }

    /** Whether none but one of the ways accepts anything there may be. */
    private boolean areOut(Facts facts, List<SchemaNode> ways, int one) {
        for (int i = 0; i < ways.size(); i++) {
            if (i != one && !emptiness.of(facts.known.and(ways.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private List<Obstacle> not(Facts facts, SchemaNode wanted, Place place) {
        var refused = wanted.child("not");
        return refused.isEmpty() || emptiness.of(facts.known.and(refused.get()))
                ? List.of()
                : unless(false, facts, wanted, "not", place, "what is refused may be there", refused.get());
    }

    private List<Obstacle> conditional(Facts facts, SchemaNode wanted, Place place) {
        var condition = wanted.child("if").orElseThrow();
        var obstacles = new ArrayList<Obstacle>();
        var then = wanted.child("then");
        if (then.isPresent() && !emptiness.of(facts.known.and(condition))) {
            obstacles.addAll(imply(facts.and(condition), then.get(), place));
        }
        var otherwise = wanted.child("else");
        if (otherwise.isPresent() && !imply(facts, condition, place).isEmpty()) {
            var fails = facts.and(wanted.with(Map.of("not", condition.value())));
            obstacles.addAll(imply(fails, otherwise.get(), place));
        }
        return obstacles.isEmpty()
                ? obstacles
                : unless(
                        false,
                        facts,
                        wanted,
                        "if",
                        place,
                        "what holds under a condition may not hold",
                        condition,
                        wanted.with(Map.of("not", condition.value())));
    }
}
