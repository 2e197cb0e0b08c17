package dev.xorca.schemas;

import java.util.Map;

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
        return part;
    }

    private Map<String, Object> moved(Map<?, ?> schema) {
        var moved = SchemaKeywords.mapBelow(schema, (way, below) -> moved((Map<?, ?>) below));
        if (moved.get("$ref") instanceof String reference) {
            moved.put("$ref", place + reference.substring(1));
        }
        return moved;
    }
}
