package dev.xorca.schemas;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which places of a value a schema marks with {@code x-sensitive: true}. All schemas count that may speak of a place,
 * whether the value fits them or not.
 */
final class SensitivePlaces {
    static final String KEYWORD = "x-sensitive";

    private final Map<String, Object> document;

    SensitivePlaces(Map<String, Object> document) {
        this.document = document;
    }

    /** The outermost sensitive place at or around this one; empty when there is none. */
    Optional<String> around(String pointer) {
        var here = together(List.of(document));
        var at = "";
        for (var step : Pointer.steps(pointer)) {
            if (isSensitive(here)) {
                return Optional.of(at);
            }
            here = together(below(here, step));
            at += "/" + Pointer.escape(step);
        }
        return isSensitive(here) ? Optional.of(pointer) : Optional.empty();
    }

    private static boolean isSensitive(Set<Map<?, ?>> schemas) {
        return schemas.stream().anyMatch(schema -> Boolean.TRUE.equals(schema.get(KEYWORD)));
    }

    /** These schemas and all others that speak of the same value. */
    private Set<Map<?, ?>> together(List<?> schemas) {
        Set<Map<?, ?>> together = Collections.newSetFromMap(new IdentityHashMap<>());
        schemas.forEach(schema -> add(schema, together));
        return together;
    }

    private void add(@Nullable Object value, Set<Map<?, ?>> together) {
        if (!(value instanceof Map<?, ?> schema) || !together.add(schema)) {
            return;
        }
        if (schema.get("$ref") instanceof String reference) {
            var target = Pointer.unescaped(reference.substring(1));
            add(target == null ? null : Pointer.find(document, target), together);
        }
        SchemaKeywords.forEachBelow(schema, (way, below) -> {
            if (SchemaKeywords.isInPlace(way)) {
                add(below, together);
            }
        });
    }

    private static List<Object> below(Set<Map<?, ?>> schemas, String step) {
        var below = new ArrayList<Object>();
        for (var schema : schemas) {
            if (schema.get("properties") instanceof Map<?, ?> properties
                    && properties.get(step) instanceof Map<?, ?> named) {
                below.add(named);
            }
            if (schema.get("patternProperties") instanceof Map<?, ?> byPattern) {
                byPattern.forEach((pattern, of) -> {
                    if (of != null
                            && pattern(String.valueOf(pattern)).matcher(step).find()) {
                        below.add(of);
                    }
                });
            }
            if (schema.get("items") instanceof List<?> items) {
                items.stream().filter(Map.class::isInstance).forEach(below::add);
            }
            for (var keyword : List.of("additionalProperties", "items", "additionalItems", "contains")) {
                if (schema.get(keyword) instanceof Map<?, ?> of) {
                    below.add(of);
                }
            }
        }
        return below;
    }

    private static Pattern pattern(String pattern) {
        return EcmaPattern.compile(pattern);
    }
}
