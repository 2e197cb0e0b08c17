package dev.xorca.machine.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Data that a person may start from: what a schema asks for, with the simplest values that it could mean. */
final class Example {
    private static final int MAX_DEPTH = 6;

    private Example() {}

    static @Nullable Object of(Map<String, Object> schema) {
        return of(schema, schema, 0);
    }

    private static @Nullable Object of(@Nullable Object value, Map<String, Object> document, int depth) {
        if (!(value instanceof Map<?, ?> schema) || depth > MAX_DEPTH) {
            return null;
        }
        if (schema.get("$ref") instanceof String reference) {
            return of(referred(reference, document), document, depth + 1);
        }
        for (var key : List.of("default", "const")) {
            if (schema.containsKey(key)) {
                return schema.get(key);
            }
        }
        for (var key : List.of("examples", "enum")) {
            if (schema.get(key) instanceof List<?> values && !values.isEmpty()) {
                return values.get(0);
            }
        }
        for (var key : List.of("oneOf", "anyOf")) {
            if (schema.get(key) instanceof List<?> choices && !choices.isEmpty()) {
                return of(choices.get(0), document, depth + 1);
            }
        }
        return ofType(schema, document, depth);
    }

    private static @Nullable Object ofType(Map<?, ?> schema, Map<String, Object> document, int depth) {
        var type = schema.get("type") instanceof List<?> types && !types.isEmpty() ? types.get(0) : schema.get("type");
        if ("string".equals(type)) {
            return "text";
        } else if ("integer".equals(type) || "number".equals(type)) {
            return schema.get("minimum") instanceof Number least ? least : (Object) 1L;
        } else if ("boolean".equals(type)) {
            return true;
        } else if ("array".equals(type)) {
            var items = new ArrayList<@Nullable Object>();
            if (schema.get("items") instanceof Map<?, ?> item) {
                items.add(of(item, document, depth + 1));
            }
            return items;
        } else if ("null".equals(type)) {
            return null;
        }
        var object = new LinkedHashMap<String, @Nullable Object>();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((key, property) -> object.put(String.valueOf(key), of(property, document, depth + 1)));
        }
        return object;
    }

    private static @Nullable Object referred(String reference, Map<String, Object> document) {
        Object at = document;
        for (var step : reference.replaceFirst("^#/?", "").split("/", -1)) {
            if (!step.isEmpty()) {
                at = at instanceof Map<?, ?> map
                        ? map.get(step.replace("~1", "/").replace("~0", "~"))
                        : null;
            }
        }
        return at;
    }
}
