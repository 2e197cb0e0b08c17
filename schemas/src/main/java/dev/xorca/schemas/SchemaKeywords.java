package dev.xorca.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Which keywords of a schema hold schemas, and in what shape. */
final class SchemaKeywords {
    private static final Set<String> WITH_SCHEMA = Set.of(
            "additionalItems",
            "items",
            "contains",
            "additionalProperties",
            "propertyNames",
            "not",
            "if",
            "then",
            "else");
    private static final Set<String> WITH_LIST = Set.of("items", "allOf", "anyOf", "oneOf");

    /** By name; in {@code dependencies} a list of names may stand for a schema. */
    private static final Set<String> WITH_MAP =
            Set.of("properties", "patternProperties", "definitions", "$defs", "dependencies");

    /** Those whose schemas speak of the same value as the schema they are in. */
    private static final Set<String> IN_PLACE =
            Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependencies");

    private SchemaKeywords() {}

    /**
     * The schema with something else in the place of each schema directly below it.
     *
     * @param change given the way to the schema below, as a pointer from here, and that schema
     */
    static Map<String, Object> mapBelow(Map<?, ?> schema, BiFunction<String, Object, Object> change) {
        var changed = new LinkedHashMap<String, Object>();
        schema.forEach((key, value) -> {
            var keyword = String.valueOf(key);
            changed.put(keyword, mapKeyword(keyword, value, change));
        });
        return changed;
    }

    @SuppressWarnings("NullAway") // a JSON object has nulls as values
    private static Object mapKeyword(
            String keyword, @Nullable Object value, BiFunction<String, Object, Object> change) {
        if (value instanceof List<?> list && WITH_LIST.contains(keyword)) {
            var items = new ArrayList<Object>();
            list.forEach(item -> items.add(mapSchema("/" + keyword + "/" + items.size(), item, change)));
            return items;
        } else if (value instanceof Map<?, ?> map && WITH_MAP.contains(keyword)) {
            var members = new LinkedHashMap<String, Object>();
            map.forEach((key, member) -> members.put(
                    String.valueOf(key),
                    mapSchema("/" + keyword + "/" + Pointer.escape(String.valueOf(key)), member, change)));
            return members;
        }
        return WITH_SCHEMA.contains(keyword) ? mapSchema("/" + keyword, value, change) : value;
    }

    @SuppressWarnings("NullAway") // a JSON object has nulls as values
    private static Object mapSchema(String way, @Nullable Object value, BiFunction<String, Object, Object> change) {
        return value instanceof Map ? change.apply(way, value) : value;
    }

    /** Tells every schema directly below that is an object, with the way to it as a pointer from here. */
    static void forEachBelow(Map<?, ?> schema, BiConsumer<String, Map<?, ?>> consumer) {
        mapBelow(schema, (way, below) -> {
            consumer.accept(way, (Map<?, ?>) below);
            return below;
        });
    }

    /** Whether a way that leads to a schema below stays at the same value. */
    static boolean isInPlace(String way) {
        int end = way.indexOf('/', 1);
        return IN_PLACE.contains(end < 0 ? way.substring(1) : way.substring(1, end));
    }

    /** Whether a schema stands at this place of a schema, by the keywords on the way to it. */
    static boolean leadTo(@Nullable Object schema, String pointer) {
        Object at = schema;
        var steps = Pointer.steps(pointer);
        for (int i = 0; i < steps.size(); i++) {
            if (!(at instanceof Map<?, ?> map)) {
                return false;
            }
            var keyword = steps.get(i);
            var value = map.get(keyword);
            var isMany = value instanceof List<?> ? WITH_LIST.contains(keyword) : WITH_MAP.contains(keyword);
            if (isMany) {
                i++;
                if (i == steps.size()) {
                    return false;
                }
                at = Pointer.step(value, steps.get(i));
            } else if (WITH_SCHEMA.contains(keyword)) {
                at = value;
            } else {
                return false;
            }
        }
        return at instanceof Map || at instanceof Boolean;
    }
}
