package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.store.CallChanges;
import dev.xorca.store.Fault;
import dev.xorca.store.PendingCall;
import dev.xorca.store.Undo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallLinesTest {

    @Test
    void aStepThatAskedNothingHasNoLines() {
        assertThat(CallLines.of(CallChanges.NONE)).isEmpty();
    }

    @Test
    void whatBeganFailedAndEndedIsToldBriefly() {
        var busy = new Fault("busy", "come back", null);
        var changes = new CallChanges(
                List.of(
                        call("1.0", "fetch", PendingCall.Kind.SINGLE, PendingCall.Status.ASKED, 1, null),
                        call("1.1", "pay", PendingCall.Kind.SINGLE, PendingCall.Status.ASKED, 2, busy),
                        call("1.2", "rate", PendingCall.Kind.SINGLE, PendingCall.Status.PAUSED, 1, busy),
                        call("1.3", "book", PendingCall.Kind.SINGLE, PendingCall.Status.INCIDENT, 3, busy),
                        call("1.4u", "room", PendingCall.Kind.COMPENSATION, PendingCall.Status.ASKED, 1, null),
                        call("1.5.0", "all", PendingCall.Kind.ITEM, PendingCall.Status.ASKED, 1, null),
                        call("1.5.1", "all", PendingCall.Kind.ITEM, PendingCall.Status.ASKED, 1, null),
                        call("1.5.2", "all", PendingCall.Kind.ITEM, PendingCall.Status.PAUSED, 1, busy)),
                List.of(new CallChanges.ItemEnd("1.5", 3, true, 7L), new CallChanges.ItemEnd("1.5", 4, false, null)),
                List.of(new CallChanges.End("1.6", CallChanges.How.TIMED_OUT)),
                List.of(new Undo("1.7", "block", null)),
                List.of("1.8"),
                Map.of());

        assertThat(CallLines.of(changes))
                .containsExactly(
                        "invokes fetch (1.0)",
                        "invokes pay (1.1), attempt 2",
                        "rate (1.2) failed in attempt 1: busy: come back",
                        "book (1.3) failed for good in attempt 3, incident: busy: come back",
                        "undoes room (1.4u)",
                        "begins 2 items",
                        "tries again later 1 item",
                        "1 item done",
                        "1 item failed",
                        "invocation 1.6 timed out",
                        "can undo block",
                        "has undone 1.8");
    }

    private static PendingCall call(
            String token, String id, PendingCall.Kind kind, PendingCall.Status status, int attempt, Fault fault) {
        var at = Instant.parse("2026-03-01T08:00:00Z");
        return new PendingCall(token, id, kind, status, attempt, at, at, null, fault, null, null);
    }
}
