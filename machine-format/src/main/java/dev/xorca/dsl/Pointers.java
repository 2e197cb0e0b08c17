package dev.xorca.dsl;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where a document would have what the Java code builds, and which line builds it. */
final class Pointers {
    private final Map<String, SourcePlace> places = new LinkedHashMap<>();

    void put(String pointer, SourcePlace place) {
        places.put(pointer, place);
    }

    /** The place of a pointer, or of the nearest one around it. */
    SourcePlace nearest(String pointer) {
        var at = pointer;
        while (!places.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
        }
        return places.getOrDefault(at, new SourcePlace("java", 1));
    }

    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
