package dev.xorca.schemas;

import java.util.Map;

/** A schema that becomes a part of a larger document, in the words of draft-07. */
final class EmbeddedSchema {
    private final String place;
    private final Draft draft;

    private EmbeddedSchema(String place, Draft draft) {
        this.place = place;
        this.draft = draft;
    }

    static Map<String, Object> at(Map<String, Object> document, String place) {
        var draft = Draft.of(document, Draft.DRAFT_07, "");
        var part = new EmbeddedSchema(place, draft).moved(document);
        part.remove("$schema");
        part.remove(draft == Draft.DRAFT_04 ? "id" : "$id");
        return part;
    }

    private Map<String, Object> moved(Map<?, ?> schema) {
        var moved = SchemaKeywords.mapBelow(schema, (way, below) -> moved((Map<?, ?>) below));
        if (moved.get("$ref") instanceof String reference) {
            moved.put("$ref", place + reference.substring(1));
        }
        if (draft == Draft.DRAFT_04) {
            exclude(moved, "minimum", "exclusiveMinimum");
            exclude(moved, "maximum", "exclusiveMaximum");
        }
        return moved;
    }

    /** Where draft-04 says of a limit whether it is itself excluded, draft-07 has a limit of another name. */
    private static void exclude(Map<String, Object> schema, String limit, String exclusive) {
        if (schema.remove(exclusive) instanceof Boolean excluded && excluded && schema.containsKey(limit)) {
            schema.put(exclusive, schema.remove(limit));
        }
    }
}
