package dev.xorca.router;

import dev.xorca.statechart.Interpreter;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.Macrostep;
import dev.xorca.statechart.StepException;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides an event for an orchestration that runs: contract first, then the machine. */
final class Continuing {
    private final Router router;
    private final CloudEvent event;
    private final Subject subject;
    private final Instant at;

    Continuing(Router router, CloudEvent event, Subject subject, Instant at) {
        this.router = router;
        this.event = event;
        this.subject = subject;
        this.at = at;
    }

    /**
     * Decides.
     *
     * @param state the orchestration; null when it was never started
     * @throws Refusal when the event breaks its contract or the machine fails
     */
    Decision decide(@Nullable OrchestrationState state) {
        if (state == null) {
            throw Refusal.of(
                    ErrorCode.NOT_STARTED,
                    "no orchestration of " + subject.name() + " " + subject.version() + " with processId '"
                            + subject.processId() + "' was ever started");
        }
        if (state.position().status().isOver()) {
            return Decision.nothing(Decision.Outcome.OVER, "the orchestration is over");
        }
        var document = router.machine(subject);
        var wanted = event.getExtension("statemachineversion");
        if (wanted != null && !wanted.equals(subject.version())) {
            throw Refusal.of(
                    ErrorCode.VERSION_MISMATCH,
                    "statemachineversion is " + wanted + ", the orchestration runs on version " + subject.version());
        }
        var data = Payload.read(event);
        var schema = document.accepts().get(event.getType());
        if (schema != null) {
            Payload.check(schema, data, ErrorCode.SCHEMA_MISMATCH, "event '" + event.getType() + "'", "");
        }
        var macrostep = step(document.machine(), state, data);
        if (!macrostep.tookPlace()) {
            return ignored(state);
        }
        return router.taken(
                Decision.Outcome.TRANSITIONED,
                document,
                event,
                macrostep,
                router.continuing(subject, event, at, state),
                at,
                state.sequence() + 1,
                null);
    }

    private Macrostep step(Machine machine, OrchestrationState state, @Nullable Object data) {
        MachineState before;
        try {
            before = MachineState.active(
                    machine,
                    state.position().configuration(),
                    state.context(),
                    state.position().history());
        } catch (IllegalArgumentException e) {
            throw Refusal.of(
                    ErrorCode.STATE_UNAVAILABLE, "the machine has changed under the orchestration: " + e.getMessage());
        }
        try {
            return Interpreter.transition(
                    machine,
                    before,
                    EventJson.toEvent(event, data),
                    Router.environment(subject, state.start().input(), at));
        } catch (StepException e) {
            throw Router.machineFailed(e);
        }
    }

    private Decision ignored(OrchestrationState state) {
        var entry = new JournalEntry(
                state.sequence() + 1,
                at,
                EventJson.toJson(event),
                state.machine(),
                JournalEntry.Outcome.IGNORED,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                List.of(),
                List.of());
        return new Decision(
                Decision.Outcome.IGNORED, entry, List.of(), "no transition takes '" + event.getType() + "'");
    }
}
