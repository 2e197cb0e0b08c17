package dev.xorca.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The references in a JSON document, and where they lead. */
final class References {
    private References() {}

    /** All of them, except what looks like one in examples. */
    static Set<String> in(Object document) {
        var references = new LinkedHashSet<String>();
        collect(document, references);
        return references;
    }

    private static void collect(Object value, Set<String> references) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> {
                if (key.equals("$ref") && child instanceof String reference) {
                    references.add(reference);
                } else if (!key.equals("examples")) {
                    collect(child, references);
                }
            });
        } else if (value instanceof List<?> list) {
            list.forEach(child -> collect(child, references));
        }
    }

    /** The value at a fragment such as {@code #/components/schemas/book}. */
    static Optional<Object> find(Object document, String fragment) {
        if (!fragment.startsWith("#/")) {
            return Optional.empty();
        }
        Object at = document;
        for (var step : fragment.substring(2).split("/", -1)) {
            var key = step.replace("~1", "/").replace("~0", "~");
            if (at instanceof Map<?, ?> map && map.containsKey(key)) {
                at = map.get(key);
            } else if (at instanceof List<?> list && key.matches("\\d+") && Integer.parseInt(key) < list.size()) {
                at = list.get(Integer.parseInt(key));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }
}
