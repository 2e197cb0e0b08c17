package dev.xorca.schemas;

import java.util.Map;

/** Refuses regular expressions that cannot be matched in a time that grows with the text alone. */
final class PatternCheck {
    private PatternCheck() {}

    static void check(Map<String, Object> document) {
        check(document, "");
    }

    private static void check(Map<?, ?> schema, String pointer) {
        if (schema.get("pattern") instanceof String pattern) {
            check(pattern, pointer + "/pattern");
        }
        if (schema.get("patternProperties") instanceof Map<?, ?> byPattern) {
            byPattern.keySet().forEach(pattern -> check(String.valueOf(pattern), pointer + "/patternProperties"));
        }
        SchemaKeywords.forEachBelow(schema, (way, below) -> check(below, pointer + way));
    }

    private static void check(String pattern, String pointer) {
        try {
            EcmaPattern.compile(pattern);
        } catch (IllegalArgumentException e) {
            throw new SchemaException(
                    "bad-pattern",
                    Pointer.toFragment(pointer),
                    "pattern '" + (pattern.length() > 100 ? pattern.substring(0, 100) + "…" : pattern) + "' at "
                            + Pointer.toFragment(pointer) + ": " + e.getMessage(),
                    e);
        }
    }
}
