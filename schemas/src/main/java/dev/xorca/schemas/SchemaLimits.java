package dev.xorca.schemas;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How large a schema may be. */
final class SchemaLimits {
    static final int MAX_VALUES = 10_000;

    /** How deep documents may be nested that a schema is only a part of. */
    private static final int MAX_DOCUMENT_DEPTH = 256;

    private SchemaLimits() {}

    /** Refuses a schema that is too large. */
    static void check(Map<String, Object> schema) {
        count(schema, 0, 0);
    }

    /** Gives the number of values, this one and those so far. */
    private static int count(@Nullable Object value, int depth, int valuesBefore) {
        if (depth > Json.MAX_DEPTH) {
            throw new SchemaException(
                    "limit-schema-depth", "#", "schema is nested more than " + Json.MAX_DEPTH + " deep");
        }
        int values = valuesBefore + 1;
        if (values > MAX_VALUES) {
            throw tooManyValues();
        }
        if (value instanceof Map<?, ?> map) {
            for (var member : map.values()) {
                values = count(member, depth + 1, values);
            }
        } else if (value instanceof List<?> list) {
            for (var item : list) {
                values = count(item, depth + 1, values);
            }
        }
        return values;
    }

    static SchemaException tooManyValues() {
        return new SchemaException("limit-schema-values", "#", "schema has more than " + MAX_VALUES + " values");
    }

    /** Refuses a document in which nothing can be looked for. */
    static void checkDepth(SchemaDocuments.Document document) {
        if (isDeeper(document.value(), MAX_DOCUMENT_DEPTH)) {
            throw new SchemaException(
                    "limit-schema-depth",
                    document.name(),
                    document.name() + " is nested more than " + MAX_DOCUMENT_DEPTH + " deep");
        }
    }

    private static boolean isDeeper(@Nullable Object value, int depthLeft) {
        var below = value instanceof Map<?, ?> map ? map.values() : value instanceof List<?> list ? list : List.of();
        return depthLeft < 0 || below.stream().anyMatch(each -> isDeeper(each, depthLeft - 1));
    }
}
