package dev.xorca.router;

import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineDocument;
import dev.xorca.store.CallChanges;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationState.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what an operator orders. No machine is asked: an orchestration whose machine is gone can be ended too. */
final class Ordering {
    private final Router router;
    private final Input input;

    Ordering(Router router, Input input) {
        this.router = router;
        this.input = input;
    }

    /**
     * Decides.
     *
     * @param state the orchestration; null when it was never started
     * @throws Refusal when there is no such orchestration
     */
    Decision decide(@Nullable OrchestrationState state) {
        if (state == null) {
            throw Refusal.of(
                    ErrorCode.NOT_STARTED, "there is no orchestration " + input.subject() + " to carry out an order");
        }
        if (state.status().isOver()) {
            return Decision.nothing(Decision.Outcome.OVER, "the orchestration is over");
        }
        var type = input.type();
        if (type.equals(InternalEvents.Order.SUSPEND.type()) && state.status() == Status.ACTIVE) {
            return ordered(state, Status.SUSPENDED, Decision.Outcome.SUSPENDED);
        } else if (type.equals(InternalEvents.Order.RESUME.type()) && state.status() == Status.SUSPENDED) {
            return ordered(state, Status.ACTIVE, Decision.Outcome.RESUMED);
        } else if (type.equals(InternalEvents.Order.TERMINATE.type())) {
            return ordered(state, Status.TERMINATED, Decision.Outcome.TERMINATED);
        }
        return Decision.nothing(Decision.Outcome.IGNORED, "the orchestration is " + state.status() + " already");
    }

    private Decision ordered(OrchestrationState state, Status status, Decision.Outcome outcome) {
        var timers = new TimerChanges(state, state.sequence() + 1, input.at());
        if (status.isOver()) {
            timers.endAll();
        }
        var position = state.position();
        var entry = new JournalEntry(
                state.sequence() + 1,
                input.at(),
                input.offset(),
                EventJson.toJson(input.event()),
                state.machine(),
                JournalEntry.Outcome.ORDERED,
                null,
                null,
                List.of(),
                Map.of(),
                new JournalEntry.Position(position.configuration(), position.history(), status, null),
                List.of(),
                timers.toEntry(),
                CallChanges.NONE,
                List.of(),
                status.isOver() ? removal() : null);
        return Decision.entry(outcome, entry, List.of(), "");
    }

    private Instant removal() {
        var subject = input.subject();
        var lifeCycle = router.machines()
                .find(subject.name(), subject.version())
                .map(MachineDocument::lifeCycle)
                .orElse(LifeCycle.PLAIN);
        return router.removal(lifeCycle, Status.TERMINATED, input.at());
    }
}
