package dev.xorca.router;

import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Interpreter;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.Macrostep;
import dev.xorca.statechart.StepException;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.Timer;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides an event for an orchestration that runs: contract first, then the machine. */
final class Continuing {
    private final Router router;
    private final Input input;
    private final Known known;
    private final CloudEvent event;
    private final Subject subject;

    Continuing(Router router, Input input, Known known) {
        this.router = router;
        this.input = input;
        this.known = known;
        this.event = input.event();
        this.subject = input.subject();
    }

    /**
     * Decides.
     *
     * @param state the orchestration; null when it was never started
     * @throws Refusal when the event breaks its contract or the machine fails
     */
    Decision decide(@Nullable OrchestrationState state) {
        var timer = isTimer(input);
        if (state == null) {
            return timer
                    ? Decision.nothing(Decision.Outcome.STALE, "the orchestration is not there any more")
                    : new Waiting(router, input, known).early();
        }
        if (state.status().isOver()) {
            return Decision.nothing(Decision.Outcome.OVER, "the orchestration is over");
        }
        if (timer) {
            var due = timer(input, state);
            if (due.isEmpty()) {
                return Decision.nothing(Decision.Outcome.STALE, "nobody waits for this timer any more");
            } else if (input.at().isBefore(due.get().due())) {
                return Decision.nothing(
                        Decision.Outcome.EARLY,
                        "the timer is due at " + due.get().due());
            }
        }
        if (state.status() == OrchestrationState.Status.SUSPENDED) {
            return new Waiting(router, input, known).untilResumed();
        }
        var document = router.successor(subject);
        return timer ? fire(document, state) : offer(document, state);
    }

    private Decision fire(MachineDocument document, OrchestrationState state) {
        var timer = timer(input, state).orElseThrow();
        return step(document, state, new Event(timer.type(), timer.data(), Map.of()));
    }

    private Decision offer(MachineDocument document, OrchestrationState state) {
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
        return step(document, state, EventJson.toEvent(event, data));
    }

    private Decision step(MachineDocument document, OrchestrationState state, Event offered) {
        Macrostep macrostep;
        try {
            macrostep = Interpreter.transition(
                    document.machine(),
                    before(document.machine(), state),
                    offered,
                    Router.environment(subject, state.start().input(), input.at()));
        } catch (StepException e) {
            throw Router.machineFailed(e);
        }
        return macrostep.tookPlace()
                ? router.taken(input, document, macrostep, router.continuing(input, state), state, null)
                : ignored(state, offered.type());
    }

    private static MachineState before(Machine machine, OrchestrationState state) {
        try {
            return MachineState.active(
                    machine,
                    state.position().configuration(),
                    state.context(),
                    state.position().history());
        } catch (IllegalArgumentException e) {
            throw Refusal.of(
                    ErrorCode.STATE_UNAVAILABLE, "the machine has changed under the orchestration: " + e.getMessage());
        }
    }

    private Decision ignored(OrchestrationState state, String type) {
        var entry = JournalEntry.unmoved(
                state,
                input.at(),
                input.offset(),
                EventJson.toJson(event),
                JournalEntry.Outcome.IGNORED,
                null,
                List.of(),
                overWith(input, state));
        return Decision.entry(Decision.Outcome.IGNORED, entry, List.of(), "no transition takes '" + type + "'");
    }

    /** The wait that is over with this input, whatever comes of it. */
    static JournalEntry.Timers overWith(Input input, OrchestrationState state) {
        return timer(input, state)
                .map(timer -> new JournalEntry.Timers(List.of(), List.of(timer.token())))
                .orElse(JournalEntry.Timers.NONE);
    }

    private static boolean isTimer(Input input) {
        return input.type().equals(InternalEvents.TIMER);
    }

    private static Optional<Timer> timer(Input input, OrchestrationState state) {
        return isTimer(input)
                ? Optional.ofNullable(state.timers().get(InternalEvents.token(input.event())))
                : Optional.empty();
    }
}
