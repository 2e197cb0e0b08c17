package dev.xorca.router;

import dev.xorca.statechart.Event;
import dev.xorca.store.CallChanges.How;
import dev.xorca.store.PendingCall;
import dev.xorca.store.PendingCall.Kind;
import dev.xorca.store.PendingCall.Status;
import dev.xorca.store.Undo;
import java.util.Objects;

/** Has what was done undone, the last first, one after the other. */
final class Compensating {
    private static final String SUFFIX = "u";

    private final Turn turn;
    private final Invoking invoking;
    private boolean goingOn;

    Compensating(Turn turn, Invoking invoking) {
        this.turn = turn;
        this.invoking = invoking;
    }

    /** Begins, unless it is under way already. */
    void begin() {
        if (turn.calls().pending().stream().noneMatch(call -> call.kind() == Kind.COMPENSATION)) {
            goOn();
        }
    }

    /** One has been undone. */
    void undone(PendingCall call, How how) {
        turn.calls().end(call, how);
        turn.calls().undone(call.token().substring(0, call.token().length() - SUFFIX.length()));
        goOn();
    }

    private void goOn() {
        // What is undone at once leads back here while the loop below is at it.
        if (!goingOn) {
            goingOn = true;
            undoWhatIsLeft();
            goingOn = false;
        }
    }

    private void undoWhatIsLeft() {
        for (var undo = turn.calls().lastUndo();
                undo.isPresent();
                undo = turn.calls().lastUndo()) {
            var call = undoing(undo.get());
            invoking.attemptAlone(call, CallDefinition.of(call, turn.document()));
            if (turn.calls().find(call.token()).isPresent()) {
                return;
            }
        }
        allUndone();
    }

    private PendingCall undoing(Undo undo) {
        return invoking.newCall(undo.token() + SUFFIX, undo.invocation(), Kind.COMPENSATION, undo.request());
    }

    private void allUndone() {
        turn.tell(Event.of(Event.COMPENSATED), () -> {});
        if (turn.document().lifeCycle().compensatesFailure()) {
            turn.calls().pending().stream()
                    .filter(call -> call.status() == Status.INCIDENT && call.fault() != null)
                    .findFirst()
                    .ifPresent(call -> turn.fail(Objects.requireNonNull(call.fault())));
        }
    }
}
