package dev.xorca.router;

import dev.xorca.store.PendingCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the outside of an invocation that somebody should look at. */
final class CallAnnouncements {
    private final Turn turn;

    CallAnnouncements(Turn turn) {
        this.turn = turn;
    }

    /**
     * Sends an announcement.
     *
     * @param what the last part of its type
     * @param more what it says beside what the invocation is
     */
    void send(String what, PendingCall call, Map<String, @Nullable Object> more) {
        var subject = turn.subject();
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("token", CallToken.of(call, subject).toString());
        data.put("subject", subject.encode());
        data.put("processId", subject.processId());
        data.put("name", subject.name());
        data.put("version", subject.version());
        data.put("state", state(call));
        data.put("invocation", call.invocation());
        data.put("tenant", turn.start().tenant());
        data.putAll(more);
        turn.send(turn.outgoing().announcement(turn.announcement(what), data));
    }

    private String state(PendingCall call) {
        return turn.document()
                .machine()
                .invocation(call.invocation())
                .map(invoked -> invoked.state().path())
                .orElse("");
    }
}
