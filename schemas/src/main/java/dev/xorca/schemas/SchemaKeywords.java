package dev.xorca.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which keywords of a schema hold schemas, and in what shape. */
final class SchemaKeywords {
    static final Set<String> WITH_SCHEMA = Set.of(
            "additionalItems",
            "items",
            "contains",
            "additionalProperties",
            "propertyNames",
            "not",
            "if",
            "then",
            "else");
    static final Set<String> WITH_LIST = Set.of("items", "allOf", "anyOf", "oneOf");

    /** By name; in {@code dependencies} a list of names may stand for a schema. */
    static final Set<String> WITH_MAP =
            Set.of("properties", "patternProperties", "definitions", "$defs", "dependencies");

    private SchemaKeywords() {}

    /** The schema with something else in the place of each schema directly below it. */
    static Map<String, Object> mapBelow(Map<?, ?> schema, UnaryOperator<@Nullable Object> change) {
        var changed = new LinkedHashMap<String, Object>();
        schema.forEach((key, value) -> changed.put(String.valueOf(key), below(String.valueOf(key), value, change)));
        return changed;
    }

    @SuppressWarnings("NullAway") // a JSON object has nulls as values
    private static @Nullable Object below(
            String keyword, @Nullable Object value, UnaryOperator<@Nullable Object> change) {
        if (value instanceof List<?> list && WITH_LIST.contains(keyword)) {
            var items = new ArrayList<@Nullable Object>();
            list.forEach(item -> items.add(change.apply(item)));
            return items;
        } else if (value instanceof Map<?, ?> map && WITH_MAP.contains(keyword)) {
            var members = new LinkedHashMap<String, Object>();
            map.forEach((key, member) ->
                    members.put(String.valueOf(key), member instanceof List ? member : change.apply(member)));
            return members;
        }
        return WITH_SCHEMA.contains(keyword) ? change.apply(value) : value;
    }
}
