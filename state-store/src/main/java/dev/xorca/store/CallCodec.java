package dev.xorca.store;

import dev.xorca.schemas.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Invocations and what becomes of them as JSON. Members that say nothing are left out. */
final class CallCodec {
    private CallCodec() {}

    static Map<String, Object> toJson(CallChanges changes) {
        var json = new LinkedHashMap<String, Object>();
        put(json, "put", changes.put().stream().map(CallCodec::toJson).toList());
        put(json, "items", changes.items().stream().map(CallCodec::toJson).toList());
        put(json, "ended", changes.ended().stream().map(CallCodec::toJson).toList());
        put(json, "undos", changes.undos().stream().map(CallCodec::toJson).toList());
        put(json, "undone", changes.undone());
        if (!changes.collected().isEmpty()) {
            json.put("collected", changes.collected());
        }
        return json;
    }

    static CallChanges changes(Map<String, Object> json) {
        if (json.isEmpty()) {
            return CallChanges.NONE;
        }
        var collected = new LinkedHashMap<String, String>();
        var keys = Fields.objectOrEmpty(json, "collected");
        keys.keySet().forEach(key -> collected.put(key, Fields.text(keys, key)));
        return new CallChanges(
                Fields.list(json, "put", item -> call(Json.object(item))),
                Fields.list(json, "items", item -> itemEnd(Json.object(item))),
                Fields.list(json, "ended", item -> end(Json.object(item))),
                Fields.list(json, "undos", item -> undo(Json.object(item))),
                Fields.texts(json, "undone"),
                collected);
    }

    static Map<String, @Nullable Object> toJson(PendingCall call) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("token", call.token());
        json.put("invocation", call.invocation());
        if (call.kind() != PendingCall.Kind.SINGLE) {
            json.put("kind", word(call.kind()));
        }
        json.put("status", word(call.status()));
        json.put("attempt", (long) call.attempt());
        json.put("begun", call.begun().toString());
        if (!call.attempted().equals(call.begun())) {
            json.put("attempted", call.attempted().toString());
        }
        if (call.request() != null) {
            json.put("request", call.request());
        }
        if (call.fault() != null) {
            json.put("fault", toJson(call.fault()));
        }
        if (call.child() != null) {
            json.put("child", call.child());
        }
        if (call.fanOut() != null) {
            json.put("fanOut", toJson(call.fanOut()));
        }
        return json;
    }

    static PendingCall call(Map<String, Object> json) {
        var begun = Fields.time(json, "begun");
        return new PendingCall(
                Fields.text(json, "token"),
                Fields.text(json, "invocation"),
                json.containsKey("kind") ? Fields.word(json, "kind", PendingCall.Kind.class) : PendingCall.Kind.SINGLE,
                Fields.word(json, "status", PendingCall.Status.class),
                Fields.integer(json, "attempt"),
                begun,
                json.containsKey("attempted") ? Fields.time(json, "attempted") : begun,
                json.get("request"),
                Fields.optional(json, "fault", CallCodec::fault),
                Fields.textOrNull(json, "child"),
                Fields.optional(json, "fanOut", CallCodec::fanOut));
    }

    private static Map<String, @Nullable Object> toJson(Fault fault) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("code", fault.code());
        json.put("message", fault.message());
        if (fault.data() != null) {
            json.put("data", fault.data());
        }
        return json;
    }

    private static Fault fault(Map<String, Object> json) {
        return new Fault(Fields.text(json, "code"), Fields.text(json, "message"), json.get("data"));
    }

    private static Map<String, Object> toJson(FanOut fanOut) {
        var json = new LinkedHashMap<String, Object>();
        json.put("total", (long) fanOut.total());
        if (fanOut.next() > 0) {
            json.put("next", (long) fanOut.next());
            json.put("done", (long) fanOut.done());
            json.put("failed", (long) fanOut.failed());
            json.put("results", fanOut.list());
        }
        return json;
    }

    private static FanOut fanOut(Map<String, Object> json) {
        int total = Fields.integer(json, "total");
        if (!json.containsKey("next")) {
            return FanOut.of(total);
        }
        return new FanOut(
                total,
                Fields.integer(json, "next"),
                Fields.integer(json, "done"),
                Fields.integer(json, "failed"),
                Fields.list(json, "results", result -> result));
    }

    private static Map<String, @Nullable Object> toJson(CallChanges.ItemEnd item) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("token", item.token());
        json.put("index", (long) item.index());
        json.put("well", item.well());
        if (item.result() != null) {
            json.put("result", item.result());
        }
        return json;
    }

    private static CallChanges.ItemEnd itemEnd(Map<String, Object> json) {
        return new CallChanges.ItemEnd(
                Fields.text(json, "token"),
                Fields.integer(json, "index"),
                Fields.truth(json, "well"),
                json.get("result"));
    }

    private static Map<String, Object> toJson(CallChanges.End end) {
        var json = new LinkedHashMap<String, Object>();
        json.put("token", end.token());
        json.put("how", word(end.how()));
        return json;
    }

    private static CallChanges.End end(Map<String, Object> json) {
        return new CallChanges.End(Fields.text(json, "token"), Fields.word(json, "how", CallChanges.How.class));
    }

    static Map<String, @Nullable Object> toJson(Undo undo) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("token", undo.token());
        json.put("invocation", undo.invocation());
        if (undo.request() != null) {
            json.put("request", undo.request());
        }
        return json;
    }

    static Undo undo(Map<String, Object> json) {
        return new Undo(Fields.text(json, "token"), Fields.text(json, "invocation"), json.get("request"));
    }

    static Map<String, Object> toJson(Parent parent) {
        var json = new LinkedHashMap<String, Object>();
        json.put("subject", parent.subject());
        json.put("token", parent.token());
        json.put("root", parent.root());
        json.put("depth", (long) parent.depth());
        return json;
    }

    static Parent parent(Map<String, Object> json) {
        return new Parent(
                Fields.text(json, "subject"),
                Fields.text(json, "token"),
                Fields.text(json, "root"),
                Fields.integer(json, "depth"));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void put(Map<String, Object> json, String key, List<?> list) {
        if (!list.isEmpty()) {
            json.put(key, list);
        }
    }
}
