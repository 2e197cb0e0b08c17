package dev.xorca.store;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import dev.xorca.schemas.PackedJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Journal entries as JSON, packed where they are stored. The format has a version, {@code v}; every version ever written
 * stays readable, as text too. Members that say nothing are left out.
 */
public final class EntryCodec {
    private static final long VERSION = 3;
    /** What {@link OrchestrationState#apply} does not look at. */
    private static final Set<String> NOT_FOLDED = Set.of("emitted", "microsteps", "logs", "reason");

    private static final LastResult<Instant, String> AT = new LastResult<>(Instant::toString);
    private static final LastResult<Instant, String> REMOVE_AT = new LastResult<>(Instant::toString);

    private EntryCodec() {}

    /** Writes an entry in the newest format, packed. */
    public static byte[] write(JournalEntry entry) {
        return PackedJson.write(toJson(entry));
    }

    /**
     * Reads an entry.
     *
     * @throws JournalException when the bytes are no entry of a version known here
     */
    public static JournalEntry read(byte[] bytes) {
        return read(bytes, Set.of());
    }

    /**
     * Reads of an entry what a state is folded from; of the rest it has nothing.
     *
     * @throws JournalException when the bytes are no entry of a version known here
     */
    static JournalEntry readToFold(byte[] bytes) {
        return read(bytes, NOT_FOLDED);
    }

    private static JournalEntry read(byte[] bytes, Set<String> unwanted) {
        try {
            return fromJson(PackedJson.readObjectWithout(unwanted, bytes));
        } catch (JsonException e) {
            throw new JournalException("a journal entry cannot be read: " + e.getMessage(), e);
        }
    }

    /** An entry as a JSON object, in the newest format. */
    public static Map<String, Object> toJson(JournalEntry entry) {
        var json = new LinkedHashMap<String, Object>();
        json.put("v", VERSION);
        json.put("sequence", entry.sequence());
        json.put("at", AT.of(entry.at()));
        if (entry.offset() >= 0) {
            json.put("offset", entry.offset());
        }
        json.put("cause", entry.cause());
        json.put("machine", toJson(entry.machine()));
        json.put("outcome", entry.outcome().name().toLowerCase(Locale.ROOT));
        if (entry.reason() != null) {
            json.put("reason", toJson(entry.reason()));
        }
        if (entry.start() != null) {
            json.put("start", toJson(entry.start()));
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
        if (!entry.timers().isEmpty()) {
            var timers = new LinkedHashMap<String, Object>();
            putUnlessEmpty(
                    timers,
                    "started",
                    entry.timers().started().stream().map(EntryCodec::toJson).toList());
            putUnlessEmpty(timers, "ended", entry.timers().ended());
            json.put("timers", timers);
        }
        if (!entry.calls().isEmpty()) {
            json.put("calls", CallCodec.toJson(entry.calls()));
        }
        putUnlessEmpty(json, "logs", entry.logs());
        if (entry.removeAt() != null) {
            json.put("removeAt", REMOVE_AT.of(entry.removeAt()));
        }
        return json;
    }

    static Map<String, Object> toJson(MachineRef machine) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", machine.name());
        json.put("version", machine.version());
        json.put("hash", machine.hash());
        return json;
    }

    static Map<String, @Nullable Object> toJson(JournalEntry.Start start) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("input", start.input());
        json.put("correlationId", start.correlationId());
        if (start.tenant() != null) {
            json.put("tenant", start.tenant());
        }
        if (start.parent() != null) {
            json.put("parent", CallCodec.toJson(start.parent()));
        }
        return json;
    }

    static Map<String, Object> toJson(JournalEntry.Position position) {
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

    static Map<String, @Nullable Object> toJson(Timer timer) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("token", timer.token());
        if (timer.id() != null) {
            json.put("id", timer.id());
        }
        json.put("type", timer.type());
        if (!Map.of().equals(timer.data())) {
            json.put("data", timer.data());
        }
        json.put("due", timer.due().toString());
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

    private static void putUnlessEmpty(Map<String, Object> json, String key, List<?> list) {
        if (!list.isEmpty()) {
            json.put(key, list);
        }
    }

    /**
     * An entry from its JSON object.
     *
     * @throws JournalException when it is no entry of a version known here
     */
    public static JournalEntry fromJson(Map<String, Object> json) {
        var version = json.get("v");
        if (!(version instanceof Long known) || known < 1 || known > VERSION) {
            throw new JournalException(
                    "a journal entry has format version " + version + ", this release reads versions 1 to " + VERSION);
        }
        try {
            return new JournalEntry(
                    Fields.number(json, "sequence"),
                    Fields.time(json, "at"),
                    Fields.number(json, "offset", -1),
                    Fields.object(json, "cause"),
                    machine(Fields.object(json, "machine")),
                    Fields.word(json, "outcome", JournalEntry.Outcome.class),
                    Fields.optional(json, "reason", EntryCodec::reason),
                    Fields.optional(json, "start", EntryCodec::start),
                    Fields.list(json, "microsteps", item -> step(Json.object(item))),
                    Fields.objectOrEmpty(json, "context"),
                    Fields.optional(json, "after", EntryCodec::position),
                    Fields.list(json, "emitted", Json::object),
                    timers(Fields.objectOrEmpty(json, "timers")),
                    CallCodec.changes(Fields.objectOrEmpty(json, "calls")),
                    Fields.texts(json, "logs"),
                    json.containsKey("removeAt") ? Fields.time(json, "removeAt") : null);
        } catch (IllegalArgumentException | DateTimeException | JsonException e) {
            throw new JournalException("a journal entry cannot be read: " + e.getMessage(), e);
        }
    }

    static MachineRef machine(Map<String, Object> json) {
        return new MachineRef(Fields.text(json, "name"), Fields.text(json, "version"), Fields.text(json, "hash"));
    }

    static JournalEntry.Start start(Map<String, Object> json) {
        return new JournalEntry.Start(
                json.get("input"),
                Fields.text(json, "correlationId"),
                Fields.textOrNull(json, "tenant"),
                Fields.optional(json, "parent", CallCodec::parent));
    }

    static JournalEntry.Position position(Map<String, Object> json) {
        var history = new LinkedHashMap<String, List<String>>();
        var remembered = Fields.objectOrEmpty(json, "history");
        remembered.keySet().forEach(key -> history.put(key, Fields.texts(remembered, key)));
        return new JournalEntry.Position(
                Fields.texts(json, "configuration"),
                history,
                Fields.word(json, "status", OrchestrationState.Status.class),
                json.get("output"));
    }

    static Timer timer(Map<String, Object> json) {
        return new Timer(
                Fields.text(json, "token"),
                Fields.textOrNull(json, "id"),
                Fields.text(json, "type"),
                json.getOrDefault("data", Map.of()),
                Fields.time(json, "due"));
    }

    private static JournalEntry.Timers timers(Map<String, Object> json) {
        return json.isEmpty()
                ? JournalEntry.Timers.NONE
                : new JournalEntry.Timers(
                        Fields.list(json, "started", item -> timer(Json.object(item))), Fields.texts(json, "ended"));
    }

    private static JournalEntry.Reason reason(Map<String, Object> json) {
        return new JournalEntry.Reason(Fields.text(json, "code"), Fields.text(json, "message"));
    }

    private static JournalEntry.Step step(Map<String, Object> json) {
        return new JournalEntry.Step(
                Fields.text(json, "event"),
                Fields.texts(json, "taken"),
                Fields.texts(json, "exited"),
                Fields.texts(json, "entered"));
    }
}
