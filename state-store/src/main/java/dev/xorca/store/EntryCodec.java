package dev.xorca.store;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Journal entries as JSON. The format has a version, {@code v}; every version ever written stays readable. Members that
 * say nothing are left out.
 */
public final class EntryCodec {
    private static final long VERSION = 1;

    private EntryCodec() {}

    /** Writes an entry in the newest format. */
    public static byte[] write(JournalEntry entry) {
        return Json.bytes(toJson(entry));
    }

    /**
     * Reads an entry.
     *
     * @throws JournalException when the bytes are no entry of a version known here
     */
    public static JournalEntry read(byte[] bytes) {
        try {
            return fromJson(Json.readOwnObject(bytes));
        } catch (JsonException | IllegalArgumentException | DateTimeParseException e) {
            throw new JournalException("a journal entry cannot be read: " + e.getMessage(), e);
        }
    }

    /** An entry as a JSON object, in the newest format. */
    public static Map<String, Object> toJson(JournalEntry entry) {
        var json = new LinkedHashMap<String, Object>();
        json.put("v", VERSION);
        json.put("sequence", entry.sequence());
        json.put("at", entry.at().toString());
        json.put("cause", entry.cause());
        json.put("machine", toJson(entry.machine()));
        json.put("outcome", entry.outcome().name().toLowerCase(Locale.ROOT));
        if (entry.reason() != null) {
            json.put("reason", toJson(entry.reason()));
        }
        if (entry.start() != null) {
            var start = new LinkedHashMap<String, @Nullable Object>();
            start.put("input", entry.start().input());
            start.put("correlationId", entry.start().correlationId());
            json.put("start", start);
        }
        putUnlessEmpty(
                json,
                "microsteps",
                entry.microsteps().stream().map(EntryCodec::toJson).toList());
        if (!entry.context().isEmpty()) {
            json.put("context", entry.context());
        }
        if (entry.after() != null) {
            json.put("after", toJson(entry.after()));
        }
        putUnlessEmpty(json, "emitted", entry.emitted());
        putUnlessEmpty(json, "logs", entry.logs());
        return json;
    }

    private static Map<String, Object> toJson(MachineRef machine) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", machine.name());
        json.put("version", machine.version());
        json.put("hash", machine.hash());
        return json;
    }

    private static Map<String, Object> toJson(JournalEntry.Reason reason) {
        var json = new LinkedHashMap<String, Object>();
        json.put("code", reason.code());
        json.put("message", reason.message());
        return json;
    }

    private static Map<String, Object> toJson(JournalEntry.Step step) {
        var json = new LinkedHashMap<String, Object>();
        json.put("event", step.event());
        putUnlessEmpty(json, "taken", step.taken());
        putUnlessEmpty(json, "exited", step.exited());
        putUnlessEmpty(json, "entered", step.entered());
        return json;
    }

    private static Map<String, Object> toJson(JournalEntry.Position position) {
        var json = new LinkedHashMap<String, Object>();
        json.put("configuration", position.configuration());
        if (!position.history().isEmpty()) {
            json.put("history", position.history());
        }
        json.put("status", position.status().name().toLowerCase(Locale.ROOT));
        if (position.output() != null) {
            json.put("output", position.output());
        }
        return json;
    }

    private static void putUnlessEmpty(Map<String, Object> json, String key, List<?> list) {
        if (!list.isEmpty()) {
            json.put(key, list);
        }
    }

    private static JournalEntry fromJson(Map<String, Object> json) {
        var version = json.get("v");
        if (!(version instanceof Long known) || known != VERSION) {
            throw new JournalException(
                    "a journal entry has format version " + version + ", this release reads version " + VERSION);
        }
        var machine = object(json, "machine");
        if (!(json.get("sequence") instanceof Long sequence)) {
            throw new IllegalArgumentException("'sequence' is missing or no number");
        }
        return new JournalEntry(
                sequence,
                Instant.parse(text(json, "at")),
                object(json, "cause"),
                new MachineRef(text(machine, "name"), text(machine, "version"), text(machine, "hash")),
                word(json, "outcome", JournalEntry.Outcome.class),
                optional(
                        json,
                        "reason",
                        reason -> new JournalEntry.Reason(text(reason, "code"), text(reason, "message"))),
                optional(
                        json,
                        "start",
                        start -> new JournalEntry.Start(start.get("input"), text(start, "correlationId"))),
                list(json, "microsteps", item -> step(Json.object(item))),
                json.containsKey("context") ? object(json, "context") : Map.of(),
                optional(json, "after", EntryCodec::position),
                list(json, "emitted", Json::object),
                texts(json, "logs"));
    }

    private static JournalEntry.Step step(Map<String, Object> json) {
        return new JournalEntry.Step(
                text(json, "event"), texts(json, "taken"), texts(json, "exited"), texts(json, "entered"));
    }

    private static JournalEntry.Position position(Map<String, Object> json) {
        var history = new LinkedHashMap<String, List<String>>();
        if (json.containsKey("history")) {
            var remembered = object(json, "history");
            remembered.keySet().forEach(key -> history.put(key, texts(remembered, key)));
        }
        return new JournalEntry.Position(
                texts(json, "configuration"),
                history,
                word(json, "status", OrchestrationState.Status.class),
                json.get("output"));
    }

    private static String text(Map<String, Object> json, String key) {
        if (json.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + key + "' is missing or no text");
    }

    private static Map<String, Object> object(Map<String, Object> json, String key) {
        if (json.get(key) instanceof Map<?, ?> object) {
            return Json.object(object);
        }
        throw new IllegalArgumentException("'" + key + "' is missing or no object");
    }

    private static List<String> texts(Map<String, Object> json, String key) {
        return list(json, key, item -> {
            if (item instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("'" + key + "' holds something that is no text");
        });
    }

    private static <E extends Enum<E>> E word(Map<String, Object> json, String key, Class<E> words) {
        var word = text(json, key);
        for (var each : words.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("'" + key + "' is '" + word + "', which means nothing here");
    }

    private static <T> @Nullable T optional(
            Map<String, Object> json, String key, Function<Map<String, Object>, T> read) {
        return json.containsKey(key) ? read.apply(object(json, key)) : null;
    }

    private static <T> List<T> list(Map<String, Object> json, String key, Function<Object, T> read) {
        var list = new ArrayList<T>();
        if (json.get(key) instanceof List<?> items) {
            items.forEach(item -> list.add(read.apply(item)));
        } else if (json.containsKey(key)) {
            throw new IllegalArgumentException("'" + key + "' is no list");
        }
        return list;
    }
}
