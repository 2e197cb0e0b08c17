package dev.xorca.store;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import dev.xorca.schemas.PackedJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** States as JSON, so that a long journal need not be folded from its beginning. A cache: another version is no state. */
final class SnapshotCodec {
    private static final long VERSION = 2;

    private SnapshotCodec() {}

    static byte[] write(OrchestrationState state) {
        return PackedJson.write(toJson(state));
    }

    static Map<String, Object> toJson(OrchestrationState state) {
        var json = new LinkedHashMap<String, Object>();
        json.put("v", VERSION);
        json.put("machine", EntryCodec.toJson(state.machine()));
        json.put("sequence", state.sequence());
        json.put("startedAt", state.startedAt().toString());
        json.put("changedAt", state.changedAt().toString());
        json.put("startedAtOffset", state.startedAtOffset());
        json.put("offset", state.offset());
        json.put("start", EntryCodec.toJson(state.start()));
        json.put(
                "startedBy",
                List.of(state.startedBy().source(), state.startedBy().id()));
        json.put("position", EntryCodec.toJson(state.position()));
        json.put("context", state.context());
        json.put(
                "timers",
                state.timers().values().stream().map(EntryCodec::toJson).toList());
        if (!state.calls().isEmpty()) {
            json.put(
                    "calls",
                    state.calls().values().stream().map(CallCodec::toJson).toList());
        }
        if (!state.undos().isEmpty()) {
            json.put("undos", state.undos().stream().map(CallCodec::toJson).toList());
        }
        var seen = new ArrayList<List<Object>>();
        for (var chunk : state.seen().chunks()) {
            var events = new ArrayList<Object>();
            chunk.forEach((event, answer) -> events.add(List.of(
                    event.source(), event.id(), answer.sequence(), answer.at().toString())));
            seen.add(events);
        }
        json.put("seen", seen);
        return json;
    }

    /** @throws JournalException when the bytes are no snapshot of this version */
    static OrchestrationState read(byte[] bytes) {
        try {
            var json = PackedJson.readObject(bytes);
            if (Fields.number(json, "v") != VERSION) {
                throw new JournalException("a snapshot has format version " + json.get("v"));
            }
            var startedBy = Fields.texts(json, "startedBy");
            if (startedBy.size() != 2) {
                throw new IllegalArgumentException("'startedBy' has not 2 members");
            }
            var timers = new LinkedHashMap<String, Timer>();
            Fields.list(json, "timers", item -> EntryCodec.timer(Json.object(item)))
                    .forEach(timer -> timers.put(timer.token(), timer));
            var calls = new LinkedHashMap<String, PendingCall>();
            Fields.list(json, "calls", item -> CallCodec.call(Json.object(item)))
                    .forEach(call -> calls.put(call.token(), call));
            return new OrchestrationState(
                    EntryCodec.machine(Fields.object(json, "machine")),
                    Fields.number(json, "sequence"),
                    Fields.time(json, "startedAt"),
                    Fields.time(json, "changedAt"),
                    Fields.number(json, "startedAtOffset"),
                    Fields.number(json, "offset"),
                    EntryCodec.start(Fields.object(json, "start")),
                    new EventIdentity(startedBy.get(0), startedBy.get(1)),
                    EntryCodec.position(Fields.object(json, "position")),
                    Collections.unmodifiableMap(Fields.object(json, "context")),
                    Collections.unmodifiableMap(timers),
                    Collections.unmodifiableMap(calls),
                    List.copyOf(Fields.list(json, "undos", item -> CallCodec.undo(Json.object(item)))),
                    seen(json));
        } catch (IllegalArgumentException | DateTimeException | JsonException e) {
            throw new JournalException("a snapshot cannot be read: " + e.getMessage(), e);
        }
    }

    private static SeenEvents seen(Map<String, Object> json) {
        return SeenEvents.of(Fields.list(json, "seen", chunk -> {
            var events = new LinkedHashMap<EventIdentity, SeenEvents.Answer>();
            if (!(chunk instanceof List<?> list)) {
                throw new IllegalArgumentException("'seen' holds something that is no list");
            }
            for (var event : list) {
                if (!(event instanceof List<?> parts
                        && parts.size() == 4
                        && parts.get(0) instanceof String source
                        && parts.get(1) instanceof String id
                        && parts.get(2) instanceof Long sequence
                        && parts.get(3) instanceof String at)) {
                    throw new IllegalArgumentException(
                            "'seen' holds something else than source, id, position and time");
                }
                events.put(new EventIdentity(source, id), new SeenEvents.Answer(sequence, Instant.parse(at)));
            }
            return events;
        }));
    }
}
