package dev.xorca.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Schemas as people may write them, and small changes to them; the same for the same seed. */
public final class RandomSchemas {
    private static final List<String> NAMES = List.of("bookId", "title", "amount", "tags", "email", "next");
    private static final List<String> PATTERNS =
            List.of("^[a-z]+$", "^[A-Z]{2,4}-\\d{3}$", "book", "^(yes|no)$", "^x?[0-9a-f]{4}");
    private static final List<String> FORMATS = List.of("date-time", "date", "email", "uri", "ipv4", "hostname");

    private final Random random;

    public RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    /** A whole document, with definitions that may refer to themselves. */
    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>(object(0));
        var node = new LinkedHashMap<String, Object>();
        node.put("type", "object");
        node.put("properties", Map.of("value", schema(3), "next", Map.of("$ref", "#/definitions/node")));
        node.put("required", List.of("value"));
        document.put("definitions", Map.of("node", node, "word", text()));
        return document;
    }

    private Map<String, Object> schema(int depth) {
        return switch (random.nextInt(depth > 2 ? 7 : 12)) {
            case 0, 1 -> text();
            case 2 -> number("integer");
            case 3 -> number("number");
            case 4 -> new LinkedHashMap<>(Map.of("type", random.nextBoolean() ? "boolean" : "null"));
            case 5 -> new LinkedHashMap<>(Map.of("enum", some(List.of("a", "b", "c", 1L, 2.5, true))));
            case 6 ->
                new LinkedHashMap<>(Map.of("$ref", random.nextBoolean() ? "#/definitions/node" : "#/definitions/word"));
            case 7, 8 -> object(depth + 1);
            case 9 -> array(depth + 1);
            case 10 -> combined(depth + 1);
            default -> new LinkedHashMap<>(Map.of("type", List.of("string", "null")));
        };
    }

    private Map<String, Object> combined(int depth) {
        var keyword = List.of("oneOf", "anyOf", "allOf").get(random.nextInt(3));
        if (keyword.equals("allOf")) {
            return new LinkedHashMap<>(Map.of("allOf", List.of(open(depth), open(depth))));
        }
        var schema = new LinkedHashMap<String, Object>();
        schema.put(keyword, List.of(object(depth), text(), number("integer")));
        return schema;
    }

    private Map<String, Object> open(int depth) {
        var object = object(depth);
        object.remove("additionalProperties");
        object.remove("maxProperties");
        // Both may name a property, and one type has to do for both.
        var properties = new LinkedHashMap<String, Object>();
        Json.object(object.get("properties")).keySet().forEach(name -> properties.put(name, text()));
        properties.replaceAll((name, schema) -> Map.of("type", "string"));
        object.put("properties", properties);
        return object;
    }

    private Map<String, Object> object(int depth) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        var properties = new LinkedHashMap<String, Object>();
        for (var name : some(NAMES)) {
            properties.put(name, schema(depth + 1));
        }
        schema.put("properties", properties);
        if (random.nextBoolean()) {
            schema.put("required", some(List.copyOf(properties.keySet())));
        }
        switch (random.nextInt(5)) {
            case 0 -> schema.put("additionalProperties", false);
            case 1 -> schema.put("additionalProperties", text());
            case 2 -> schema.put("patternProperties", Map.of("^x-", text()));
            default -> {}
        }
        if (random.nextInt(6) == 0) {
            schema.put("minProperties", 1L);
        }
        return schema;
    }

    private Map<String, Object> array(int depth) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "array");
        if (random.nextInt(4) == 0) {
            schema.put("items", List.of(schema(depth + 1), schema(depth + 1)));
            if (random.nextBoolean()) {
                schema.put("additionalItems", false);
            }
        } else {
            schema.put("items", schema(depth + 1));
        }
        if (random.nextInt(3) == 0) {
            schema.put("minItems", (long) random.nextInt(2));
        }
        if (random.nextInt(3) == 0) {
            schema.put("maxItems", 2L + random.nextInt(3));
        }
        return schema;
    }

    private Map<String, Object> text() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        switch (random.nextInt(5)) {
            case 0 -> schema.put("pattern", one(PATTERNS));
            case 1 -> schema.put("format", one(FORMATS));
            case 2 -> {
                schema.put("minLength", (long) random.nextInt(5));
                schema.put("maxLength", 5L + random.nextInt(20));
            }
            default -> {}
        }
        return schema;
    }

    private Map<String, Object> number(String type) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", type);
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", (long) random.nextInt(20) - 10);
        }
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", (long) random.nextInt(20) + 15);
        }
        if (random.nextInt(4) == 0) {
            schema.put("multipleOf", random.nextBoolean() ? (Object) 2L : (Object) 0.5);
        }
        return schema;
    }

    /** The document with one change somewhere, as the next version of a contract has it. */
    public Map<String, Object> changed(Map<String, Object> document) {
        return Json.object(changed(document, 0));
    }

    private Object changed(Object value, int depth) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            var copy = new LinkedHashMap<String, Object>();
            map.forEach((key, each) -> copy.put(String.valueOf(key), each));
            var key = one(List.copyOf(copy.keySet()));
            boolean isSchemas =
                    key.equals("properties") || key.equals("definitions") || key.equals("patternProperties");
            if (isSchemas || (depth < 6 && random.nextInt(3) > 0 && copy.get(key) instanceof Map)) {
                copy.put(key, changed(copy.get(key), depth + 1));
            } else if (copy.get(key) instanceof Map && depth > 0) {
                copy.put(key, schema(2));
            } else if (copy.get(key) instanceof Long number) {
                copy.put(key, Math.max(0, number + random.nextInt(7) - 3));
            } else if (key.equals("required") || key.equals("enum")) {
                copy.put(key, key.equals("enum") ? some(List.of("a", "b", "c", "d", 1L)) : some(NAMES));
            } else if (key.equals("type")) {
                copy.put(key, one(List.of("string", "object", "integer", "number", "array")));
            } else {
                copy.remove(key);
            }
            return copy;
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            var copy = new ArrayList<Object>(list);
            int index = random.nextInt(copy.size());
            copy.set(index, changed(copy.get(index), depth + 1));
            return copy;
        }
        return value;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private <T> List<T> some(List<T> choices) {
        var some = new ArrayList<T>();
        for (var choice : choices) {
            if (random.nextInt(3) > 0) {
                some.add(choice);
            }
        }
        return some.isEmpty() ? List.of(choices.get(0)) : some;
    }
}
