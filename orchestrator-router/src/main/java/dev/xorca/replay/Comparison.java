package dev.xorca.replay;

import dev.xorca.machine.EventTypes;
import dev.xorca.schemas.Json;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two entries in what matters to anybody outside: outcome, where the machine stands, context, events that left,
 * waits. Not compared is what depends on the node, such as attributes for tracing and when the orchestration is removed.
 */
final class Comparison {
    /** More of them would not be read. */
    private static final int MOST_DIFFERENCES = 20;

    private static final int MOST_CHARACTERS = 200;
    private static final int CHARACTERS_BEFORE = 20;
    private static final Object NOTHING = new Object();

    private final List<Difference> differences = new ArrayList<>();

    private Comparison() {}

    static List<Difference> of(JournalEntry recorded, JournalEntry now) {
        var comparison = new Comparison();
        comparison.compare("outcome", outcome(recorded), outcome(now));
        comparison.position(recorded.after(), now.after());
        comparison.compare("context", recorded.context(), now.context());
        comparison.emitted(recorded.emitted(), now.emitted());
        comparison.compare("timers.started", timers(recorded), timers(now));
        comparison.compare(
                "timers.ended",
                List.copyOf(new TreeSet<>(recorded.timers().ended())),
                List.copyOf(new TreeSet<>(now.timers().ended())));
        return comparison.differences;
    }

    static String outcome(JournalEntry entry) {
        var outcome = entry.outcome().name().toLowerCase(Locale.ROOT);
        return entry.reason() == null
                ? outcome
                : outcome + " (" + entry.reason().code() + ")";
    }

    private void position(JournalEntry.@Nullable Position recorded, JournalEntry.@Nullable Position now) {
        if (recorded == null || now == null) {
            compare(
                    "configuration",
                    recorded == null ? "unchanged" : recorded.configuration(),
                    now == null ? "unchanged" : now.configuration());
            return;
        }
        compare("configuration", recorded.configuration(), now.configuration(), false);
        compare("history", recorded.history(), now.history());
        compare("status", recorded.status().name(), now.status().name());
        compare("output", recorded.output(), now.output());
    }

    private void emitted(List<Map<String, Object>> recorded, List<Map<String, Object>> now) {
        for (int i = 0; i < Math.max(recorded.size(), now.size()); i++) {
            var what = "emitted[" + i + "]";
            var before = i < recorded.size() ? recorded.get(i) : null;
            var after = i < now.size() ? now.get(i) : null;
            if (before == null || after == null || !Objects.equals(before.get("type"), after.get("type"))) {
                compare(
                        what,
                        before == null ? NOTHING : before.get("type"),
                        after == null ? NOTHING : after.get("type"));
                continue;
            }
            for (var attribute : List.of("id", "subject")) {
                compare(what + "." + attribute, before.get(attribute), after.get(attribute));
            }
            compare(what + ".data", data(before), data(after));
            compare(what + ".data_base64", before.get("data_base64"), after.get("data_base64"));
        }
    }

    /** An error event may carry a stack trace; that is a matter of the node's settings. */
    private static @Nullable Object data(Map<String, Object> event) {
        if (event.get("data") instanceof Map<?, ?> data
                && data.containsKey("errorStack")
                && EventTypes.isOurError(String.valueOf(event.get("type")))) {
            var without = new LinkedHashMap<Object, Object>(data);
            without.remove("errorStack");
            return without;
        }
        return event.get("data");
    }

    private static Map<String, Object> timers(JournalEntry entry) {
        var timers = new LinkedHashMap<String, Object>();
        entry.timers().started().forEach(timer -> timers.put(timer.token(), timer(timer)));
        return timers;
    }

    private static Map<String, @Nullable Object> timer(Timer timer) {
        var parts = new LinkedHashMap<String, @Nullable Object>();
        parts.put("type", timer.type());
        parts.put("id", timer.id());
        parts.put("due", timer.due().toString());
        parts.put("data", timer.data());
        return parts;
    }

    private void compare(String what, @Nullable Object recorded, @Nullable Object now) {
        compare(what, recorded, now, true);
    }

    /** Goes down to where values differ, as far as they have the same shape. */
    private void compare(String what, @Nullable Object recorded, @Nullable Object now, boolean deep) {
        if (Objects.equals(recorded, now) || differences.size() >= MOST_DIFFERENCES) {
            return;
        }
        if (deep && recorded instanceof Map<?, ?> before && now instanceof Map<?, ?> after) {
            Set<Object> keys = new LinkedHashSet<>(before.keySet());
            keys.addAll(after.keySet());
            for (var key : keys) {
                compare(what + "." + key, member(before, key), member(after, key), true);
            }
        } else if (deep
                && recorded instanceof List<?> before
                && now instanceof List<?> after
                && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(what + "[" + i + "]", before.get(i), after.get(i), true);
            }
        } else {
            add(what, text(recorded), text(now));
        }
    }

    private static @Nullable Object member(Map<?, ?> map, Object key) {
        return map.containsKey(key) ? map.get(key) : NOTHING;
    }

    private void add(String what, String recorded, String now) {
        int same = 0;
        while (same < Math.min(recorded.length(), now.length()) && recorded.charAt(same) == now.charAt(same)) {
            same++;
        }
        int from = same < MOST_CHARACTERS / 2 ? 0 : same - CHARACTERS_BEFORE;
        differences.add(new Difference(what, shorten(recorded, from), shorten(now, from)));
    }

    private static String shorten(String text, int from) {
        int end = Math.min(text.length(), from + MOST_CHARACTERS);
        return (from > 0 ? "…" : "") + text.substring(from, end) + (end < text.length() ? "…" : "");
    }

    private static String text(@Nullable Object value) {
        return value == NOTHING ? "nothing" : value instanceof String text ? text : Json.text(value);
    }
}
