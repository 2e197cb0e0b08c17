package dev.xorca.router;

import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.StepException;
import dev.xorca.store.CallChanges;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationState.Status;
import dev.xorca.store.PendingCall;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.ArrayList;
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
        } else if (type.equals(InternalEvents.Order.RETRY.type())) {
            return retry(state);
        }
        return Decision.nothing(Decision.Outcome.IGNORED, "the orchestration is " + state.status() + " already");
    }

    /** What has failed for good is tried again: all of it, or what has the token that the order names. */
    private Decision retry(OrchestrationState state) {
        var token = InternalEvents.token(input.event());
        if (state.status() == Status.SUSPENDED) {
            return Decision.nothing(Decision.Outcome.IGNORED, "the orchestration is suspended; resume it first");
        }
        if (state.calls().values().stream().noneMatch(call -> isIncident(call, token))) {
            return Decision.nothing(Decision.Outcome.IGNORED, "nothing has failed for good");
        }
        try {
            var turn = Turn.next(router, input, router.successor(input.subject()), state);
            turn.invoking().retryIncidents(token.isEmpty() ? null : token);
            turn.settle();
            return turn.decision(Decision.Outcome.RETRIED, JournalEntry.Outcome.ORDERED);
        } catch (StepException e) {
            throw Router.machineFailed(e);
        }
    }

    private static boolean isIncident(PendingCall call, String token) {
        return call.status() == PendingCall.Status.INCIDENT && (token.isEmpty() || token.equals(call.token()));
    }

    private Decision ordered(OrchestrationState state, Status status, Decision.Outcome outcome) {
        var timers = new TimerChanges(state, state.sequence() + 1, input.at());
        var outgoing = router.continuing(input, state);
        var events = new ArrayList<CloudEvent>();
        var ended = new ArrayList<CallChanges.End>();
        for (var call : state.calls().values()) {
            if (call.child() != null) {
                events.add(outgoing.order(order(), Subject.parse(call.child()), "its parent was told the same"));
            }
            if (status.isOver()) {
                ended.add(new CallChanges.End(call.token(), CallChanges.How.ABANDONED));
            }
        }
        if (status.isOver()) {
            timers.endAll();
            var parent = state.start().parent();
            if (parent != null) {
                events.add(outgoing.completion(parent, status, null));
            }
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
                events.stream().map(EventJson::toJson).toList(),
                timers.toEntry(),
                new CallChanges(List.of(), List.of(), ended, List.of(), List.of(), Map.of()),
                List.of(),
                status.isOver() ? removal() : null);
        return Decision.entry(outcome, entry, events, "");
    }

    private InternalEvents.Order order() {
        for (var order : InternalEvents.Order.values()) {
            if (order.type().equals(input.type())) {
                return order;
            }
        }
        throw new IllegalStateException("no order: " + input.type());
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
