package dev.xorca.server.pages;

import dev.xorca.schemas.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema as a list of what may stand where, for people: one row for each member, nested ones with their path. What such
 * a list cannot say is left to the schema itself.
 */
final class SchemaTable {
    private static final int MAX_ROWS = 300;
    private static final int MAX_DEPTH = 8;

    /** Keywords that say something of a value beside its type, in the order in which they are told. */
    private static final List<String> RULES = List.of(
            "const",
            "enum",
            "format",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "default");

    private final Map<String, Object> root;
    private final List<Row> rows = new ArrayList<>();

    private SchemaTable(Map<String, Object> root) {
        this.root = root;
    }

    /**
     * One member.
     *
     * @param path where, members joined with dots, {@code []} for each element of an array; empty for the whole
     * @param isRequired whether it must be there, where what it is in is there
     * @param type what it is
     * @param rules what else holds
     * @param description the author's words; empty for none
     */
    record Row(String path, boolean isRequired, String type, String rules, String description) {}

    /** The rows of a schema, those of the members of a whole before those of the next whole. */
    static List<Row> of(Map<String, Object> schema) {
        var table = new SchemaTable(schema);
        table.add("", true, schema, 0, Set.of());
        if (table.rows.size() > 1
                && table.rows.get(0).rules.isEmpty()
                && table.rows.get(0).description.isEmpty()) {
            table.rows.remove(0);
        }
        return table.rows;
    }

    private void add(String path, boolean isRequired, @Nullable Object schema, int depth, Set<String> seen) {
        if (rows.size() >= MAX_ROWS) {
            return;
        }
        if (!(schema instanceof Map<?, ?>)) {
            rows.add(new Row(path, isRequired, Boolean.FALSE.equals(schema) ? "nothing" : "anything", "", ""));
            return;
        }
        var map = Json.object(schema);
        if (map.get("$ref") instanceof String reference) {
            addReferenced(path, isRequired, reference, depth, seen);
            return;
        }
        var whole = merged(map);
        rows.add(new Row(path, isRequired, type(whole), rules(whole), text(whole.get("description"))));
        if (depth < MAX_DEPTH) {
            addMembers(path, whole, depth, seen);
        }
    }

    private void addReferenced(String path, boolean isRequired, String reference, int depth, Set<String> seen) {
        var target = find(reference);
        if (target == null || seen.contains(reference) || depth >= MAX_DEPTH) {
            rows.add(new Row(path, isRequired, "as " + reference, "", ""));
            return;
        }
        var deeper = new LinkedHashSet<>(seen);
        deeper.add(reference);
        add(path, isRequired, target, depth + 1, deeper);
    }

    private void addMembers(String path, Map<String, Object> whole, int depth, Set<String> seen) {
        var required = whole.get("required") instanceof List<?> names ? names : List.of();
        if (whole.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, schema) ->
                    add(member(path, String.valueOf(name)), required.contains(name), schema, depth + 1, seen));
        }
        if (whole.get("additionalProperties") instanceof Map<?, ?> others && !others.isEmpty()) {
            add(member(path, "*"), false, others, depth + 1, seen);
        }
        if (whole.get("items") instanceof Map<?, ?> items && !isPlain(items)) {
            add(path + "[]", true, items, depth + 1, seen);
        }
    }

    /** An element of which the line of the array says all. */
    private static boolean isPlain(Map<?, ?> items) {
        return items.keySet().equals(Set.of("type")) && items.get("type") instanceof String;
    }

    private static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** What stands in {@code allOf} as if it stood in the schema itself, as far as that means the same to a reader. */
    private Map<String, Object> merged(Map<String, Object> schema) {
        if (!(schema.get("allOf") instanceof List<?> parts)) {
            return schema;
        }
        var merged = new LinkedHashMap<>(schema);
        merged.remove("allOf");
        var properties = new LinkedHashMap<String, Object>(objectOf(schema.get("properties")));
        var required = new LinkedHashSet<Object>(listOf(schema.get("required")));
        for (var part : parts) {
            var target = part instanceof Map<?, ?> map && map.get("$ref") instanceof String reference
                    ? find(reference)
                    : part;
            var each = objectOf(target);
            each.forEach(merged::putIfAbsent);
            properties.putAll(objectOf(each.get("properties")));
            required.addAll(listOf(each.get("required")));
        }
        if (!properties.isEmpty()) {
            merged.put("properties", properties);
            merged.put("required", List.copyOf(required));
        }
        return merged;
    }

    private @Nullable Object find(String reference) {
        if (!reference.startsWith("#")) {
            return null;
        }
        @Nullable Object at = root;
        for (var step : reference.substring(1).split("/", -1)) {
            if (step.isEmpty()) {
                continue;
            }
            at = at instanceof Map<?, ?> map ? map.get(step.replace("~1", "/").replace("~0", "~")) : null;
        }
        return at;
    }

    private static String type(Map<String, Object> schema) {
        if (schema.get("type") instanceof List<?> types) {
            return types.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        } else if (schema.get("type") instanceof String type) {
            return type.equals("array") ? "array" + elements(schema.get("items")) : type;
        }
        for (var keyword : List.of("oneOf", "anyOf")) {
            if (schema.get(keyword) instanceof List<?> alternatives) {
                return alternatives.stream()
                        .map(each -> each instanceof Map<?, ?> ? type(Json.object(each)) : "anything")
                        .distinct()
                        .collect(Collectors.joining(" or "));
            }
        }
        return schema.containsKey("properties") ? "object" : schema.containsKey("const") ? "value" : "anything";
    }

    private static String elements(@Nullable Object items) {
        return items instanceof Map<?, ?> map && map.get("type") instanceof String type ? " of " + type + "s" : "";
    }

    private static String rules(Map<String, Object> schema) {
        var rules = new ArrayList<String>();
        for (var keyword : RULES) {
            if (schema.containsKey(keyword)) {
                rules.add(keyword + " " + shortened(Json.text(schema.get(keyword))));
            }
        }
        if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
            rules.add("no other members");
        }
        if (Boolean.TRUE.equals(schema.get("x-sensitive"))) {
            rules.add("sensitive");
        }
        return String.join(", ", rules);
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private static Map<String, Object> objectOf(@Nullable Object value) {
        return value instanceof Map<?, ?> ? Json.object(value) : Map.of();
    }

    private static List<?> listOf(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
