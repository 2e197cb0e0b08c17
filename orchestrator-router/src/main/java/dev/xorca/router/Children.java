package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.store.Fault;
import dev.xorca.store.Parent;
import dev.xorca.store.PendingCall;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts the orchestrations that another one asks for, and ends them when they are not wanted any more. */
final class Children {
    /** How deep orchestrations may be started by orchestrations. */
    static final int MAX_DEPTH = 20;

    private final Turn turn;

    Children(Turn turn) {
        this.turn = turn;
    }

    /**
     * What came of a start.
     *
     * @param subject the orchestration that was started
     * @param fault why none was; then there is no subject
     */
    record Begun(@Nullable String subject, @Nullable Fault fault) {}

    /** Starts one whose end somebody waits for. */
    Begun start(PendingCall call, Call.Child child) {
        return start(call, child, true);
    }

    /** Starts one that goes its own way. One that cannot be started is not. */
    void startAlone(PendingCall call, Call.Child child) {
        start(call, child, false);
    }

    private Begun start(PendingCall call, Call.Child child, boolean awaited) {
        var parent = turn.start().parent();
        int depth = parent == null ? 1 : parent.depth() + 1;
        if (depth > MAX_DEPTH) {
            return failed(
                    "recursion-limit",
                    "orchestrations would be started by each other more than " + MAX_DEPTH + " deep");
        }
        var version = turn.router().machines().highest(child.machine(), child.versions());
        if (version.isEmpty()) {
            return failed(
                    "unknown-machine",
                    turn.router().machines().has(child.machine())
                            ? child.machine() + " has no version " + child.versions() + " here; there are "
                                    + String.join(", ", turn.router().machines().versions(child.machine()))
                            : "no machine named '" + child.machine() + "' runs here");
        }
        var token = CallToken.of(call, turn.subject());
        var processId = UUID.nameUUIDFromBytes(token.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        var subject = new Subject(processId, child.machine(), version.get());
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("processId", processId);
        data.put("version", version.get());
        data.put("context", call.request());
        var own = turn.subject().encode();
        var asking = new Parent(own, token.toString(), parent == null ? own : parent.root(), depth);
        turn.send(turn.outgoing().start(EventTypes.start(child.machine()), data, awaited ? asking : null));
        return new Begun(subject.encode(), null);
    }

    private static Begun failed(String code, String message) {
        return new Begun(null, new Fault(code, message, null));
    }

    /** Nobody waits any more for what this invocation has started. */
    void giveUp(PendingCall call) {
        if (call.child() != null && call.status() == PendingCall.Status.ASKED) {
            turn.send(turn.outgoing()
                    .order(
                            InternalEvents.Order.TERMINATE,
                            Subject.parse(call.child()),
                            "the orchestration that asked for it waits no more"));
        }
    }
}
