package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.store.Fault;
import dev.xorca.store.PendingCall;
import dev.xorca.store.PendingCall.Status;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** What has failed for good while nothing in the machine says what then: it waits for an operator. */
final class Incidents {
    private final Turn turn;
    private final CallAnnouncements announcements;
    private final Invoking invoking;

    Incidents(Turn turn, CallAnnouncements announcements, Invoking invoking) {
        this.turn = turn;
        this.announcements = announcements;
        this.invoking = invoking;
    }

    /** It stays as it is until an operator has it tried again. */
    void add(PendingCall call, Fault fault) {
        turn.calls().put(call.failed(Status.INCIDENT, fault));
        var more = new LinkedHashMap<String, @Nullable Object>();
        more.put("code", fault.code());
        more.put("message", fault.message());
        more.put("attempts", (long) call.attempt());
        announcements.send(EventTypes.INCIDENT, call, more);
    }

    /** An operator has all of it tried again, or only what has this token. */
    void retry(@Nullable String token) {
        for (var call : turn.calls().pending()) {
            if (call.status() == Status.INCIDENT && (token == null || token.equals(call.token()))) {
                invoking.attemptAnew(invoking.newCall(call.token(), call.invocation(), call.kind(), call.request())
                        .again(call.attempt() + 1, turn.now(), null));
            }
        }
    }
}
