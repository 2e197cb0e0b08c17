package dev.xorca.router;

import dev.xorca.schemas.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds what differs between two JSON values, in words for people. The order of keys counts. */
final class JsonDifference {
    static final int MAX_LINES = 20;
    private static final int MAX_PLACE_LENGTH = 200;
    private static final int MAX_VALUE_LENGTH = 60;

    private final List<String> lines = new ArrayList<>();
    private int found;

    private JsonDifference() {}

    /** A line for each difference, in the order of the values; behind the first ones only their number. */
    static List<String> lines(@Nullable Object before, @Nullable Object after) {
        var difference = new JsonDifference();
        difference.compare("", before, after);
        if (difference.found > MAX_LINES) {
            difference.lines.add("and " + (difference.found - MAX_LINES) + " more");
        }
        return difference.lines;
    }

    private void compare(String at, @Nullable Object before, @Nullable Object after) {
        if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> current) {
            compareObjects(at, old, current);
        } else if (before instanceof List<?> old && after instanceof List<?> current) {
            compareArrays(at, old, current);
        } else if (!Objects.equals(before, after)) {
            tell("changed", at, () -> value(before) + " -> " + value(after));
        }
    }

    private void compareObjects(String at, Map<?, ?> before, Map<?, ?> after) {
        before.forEach((key, value) -> {
            if (after.containsKey(key)) {
                compare(below(at, key), value, after.get(key));
            } else {
                tell("removed", below(at, key), () -> value(value));
            }
        });
        after.forEach((key, value) -> {
            if (!before.containsKey(key)) {
                tell("added", below(at, key), () -> value(value));
            }
        });
        var old = before.keySet().stream().filter(after::containsKey).toList();
        var current = after.keySet().stream().filter(before::containsKey).toList();
        int same = 0;
        while (same < old.size() && old.get(same).equals(current.get(same))) {
            same++;
        }
        if (same < old.size()) {
            var from = same;
            tell(
                    "reordered",
                    at,
                    () -> value(old.subList(from, old.size())) + " -> " + value(current.subList(from, current.size())));
        }
    }

    /** Takes what both begin and end with for the same items; what lies between differs. */
    private void compareArrays(String at, List<?> before, List<?> after) {
        int shorter = Math.min(before.size(), after.size());
        int longer = after.size() - before.size();
        int begin = 0;
        while (begin < shorter && Objects.equals(before.get(begin), after.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin
                && Objects.equals(before.get(before.size() - 1 - end), after.get(after.size() - 1 - end))) {
            end++;
        }
        for (int i = 0; i < before.size(); i++) {
            var old = before.get(i);
            if (i < shorter - end) {
                compare(below(at, i), old, after.get(i));
            } else if (i < before.size() - end) {
                tell("removed", below(at, i), () -> value(old));
            } else {
                compare(below(at, i + longer), old, after.get(i + longer));
            }
        }
        for (int i = shorter - end; i < after.size() - end; i++) {
            var added = after.get(i);
            tell("added", below(at, i), () -> value(added));
        }
    }

    private void tell(String what, String at, Supplier<String> values) {
        if (++found <= MAX_LINES) {
            lines.add(what + " " + Text.shorten(at.isEmpty() ? "/" : at, MAX_PLACE_LENGTH) + ": " + values.get());
        }
    }

    private static String below(String at, Object key) {
        return at + "/" + String.valueOf(key).replace("~", "~0").replace("/", "~1");
    }

    private static String value(@Nullable Object value) {
        return Text.shorten(Json.text(value), MAX_VALUE_LENGTH);
    }
}
