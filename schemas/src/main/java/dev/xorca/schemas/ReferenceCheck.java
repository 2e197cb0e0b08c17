package dev.xorca.schemas;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Refuses references that go in a circle without a step into the value, and schemas that say too much of one value:
 * neither would come to an end, or soon enough.
 */
final class ReferenceCheck {
    /** How long a chain of schemas may be that all speak of the same value. */
    static final int MAX_DEPTH = 100;

    /** How many schemas may speak of one value, each counted as often as it is referred to. */
    static final int MAX_SCHEMAS_OF_ONE_VALUE = 2_000;

    private static final int OPEN = -1;

    private final Map<String, Object> document;
    private final IdentityHashMap<Map<?, ?>, Integer> counts = new IdentityHashMap<>();

    private ReferenceCheck(Map<String, Object> document) {
        this.document = document;
    }

    /** @param document refers to nothing outside of it */
    static void check(Map<String, Object> document) {
        new ReferenceCheck(document).checkBelow(document, "");
    }

    private void checkBelow(Map<?, ?> schema, String pointer) {
        count(schema, pointer, 0);
        SchemaKeywords.forEachBelow(schema, (way, below) -> checkBelow(below, pointer + way));
    }

    /** How many schemas speak of a value of which this one does. */
    private int count(Map<?, ?> schema, String pointer, int depth) {
        var known = counts.get(schema);
        if (known != null && known == OPEN) {
            throw new SchemaException(
                    "ref-circular",
                    Pointer.toFragment(pointer),
                    "the schema at " + Pointer.toFragment(pointer)
                            + " refers to itself in a circle, so that it says nothing of any value");
        } else if (known != null) {
            return known;
        } else if (depth > MAX_DEPTH) {
            throw new SchemaException(
                    "limit-schema-recursion",
                    Pointer.toFragment(pointer),
                    "more than " + MAX_DEPTH + " schemas lead to each other at " + Pointer.toFragment(pointer)
                            + " before one of them says anything of the parts of a value");
        }
        counts.put(schema, OPEN);
        int count = 1;
        if (schema.get("$ref") instanceof String reference) {
            var target = Pointer.unescaped(reference.substring(1));
            if (target != null && Pointer.find(document, target) instanceof Map<?, ?> referred) {
                count += count(referred, target, depth + 1);
            }
        } else {
            var sum = new int[] {count};
            SchemaKeywords.forEachBelow(schema, (way, below) -> {
                if (SchemaKeywords.isInPlace(way)) {
                    sum[0] += count(below, pointer + way, depth + 1);
                }
            });
            count = sum[0];
        }
        if (count > MAX_SCHEMAS_OF_ONE_VALUE) {
            throw new SchemaException(
                    "limit-schema-recursion",
                    Pointer.toFragment(pointer),
                    "more than " + MAX_SCHEMAS_OF_ONE_VALUE + " schemas speak of one value at "
                            + Pointer.toFragment(pointer));
        }
        counts.put(schema, count);
        return count;
    }
}
