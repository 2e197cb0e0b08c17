package dev.xorca.schemas;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema that becomes a part of a larger document. */
final class EmbeddedSchema {
    private final String place;

    private EmbeddedSchema(String place) {
        this.place = place;
    }

    static Map<String, Object> at(Map<String, Object> document, String place) {
        var part = new EmbeddedSchema(place).moved(document);
        part.remove("$schema");
        part.remove("$id");
        part.remove("id");
        return part;
    }

    private @Nullable Object movedIfSchema(@Nullable Object value) {
        return value instanceof Map<?, ?> schema ? moved(schema) : value;
    }

    private Map<String, Object> moved(Map<?, ?> schema) {
        var moved = SchemaKeywords.mapBelow(schema, this::movedIfSchema);
        if (moved.get("$ref") instanceof String reference && reference.startsWith("#")) {
            moved.put("$ref", place + reference.substring(1));
        }
        return moved;
    }
}
