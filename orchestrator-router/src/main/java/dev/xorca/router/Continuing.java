package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.StepException;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.PendingCall;
import dev.xorca.store.Timer;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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
        if (timer) {
            return fire(document, state);
        }
        return input.type().equals(InternalEvents.ANSWER) ? answer(document, state) : offer(document, state);
    }

    private Decision fire(MachineDocument document, OrchestrationState state) {
        var timer = timer(input, state).orElseThrow();
        if (!CallTimers.isOurs(timer)) {
            return step(document, state, new Event(timer.type(), timer.data(), Map.of()));
        }
        var call = state.calls().get(CallTimers.token(timer));
        return call == null || Deadlines.isReminder(timer, call, document)
                ? turn(document, state, timer.type(), turn -> turn.invoking().fired(timer))
                : turnOf(
                        document,
                        state,
                        timer.type(),
                        call,
                        turn -> turn.invoking().fired(timer));
    }

    /**
     * An answer from somebody who holds the token, by whatever way but an event of the service. It must be what that event
     * would have to be.
     */
    private Decision answer(MachineDocument document, OrchestrationState state) {
        var data = Payload.read(event) instanceof Map<?, ?> fields ? fields : Map.of();
        var call = state.calls().get(InternalEvents.token(event));
        if (call == null || !(data.get("attempt") instanceof Long attempt) || !Question.isOpen(call, attempt)) {
            return Decision.nothing(Decision.Outcome.LATE, "it answers what nobody waits for any more");
        }
        var well = Boolean.TRUE.equals(data.get("well"));
        var type = Question.answerType(CallDefinition.of(call, document).call(), well);
        var schema = document.accepts().get(type);
        if (schema != null) {
            Payload.check(
                    schema, data.get("data"), ErrorCode.SCHEMA_MISMATCH, "the answer, as '" + type + "',", "/data");
        }
        return turnOf(document, state, event.getType(), call, turn -> {
            turn.invoking().answeredByToken(call, well, data.get("data"));
            return true;
        });
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
        var offered = EventJson.toEvent(event, data);
        var match = new Answers(input, document, state).find(offered);
        if (match instanceof Answers.Late late) {
            return Decision.nothing(Decision.Outcome.LATE, late.reason());
        } else if (match instanceof Answers.To to) {
            return turnOf(document, state, event.getType(), to.call(), turn -> {
                turn.invoking().answered(to.call(), to.well(), data);
                return true;
            });
        }
        return step(document, state, offered);
    }

    private Decision step(MachineDocument document, OrchestrationState state, Event offered) {
        return turn(document, state, offered.type(), turn -> turn.take(offered));
    }

    /**
     * What comes of a question, which nobody will say a second time. Where the machine fails at it, the question waits for
     * an operator.
     */
    private Decision turnOf(
            MachineDocument document,
            OrchestrationState state,
            String type,
            PendingCall call,
            Predicate<Turn> happens) {
        try {
            return turn(document, state, type, happens);
        } catch (Refusal refusal) {
            if (refusal.code().mayPass()) {
                throw refusal;
            }
            return incident(document, state, call, refusal);
        }
    }

    private Decision incident(MachineDocument document, OrchestrationState state, PendingCall call, Refusal refusal) {
        try {
            var turn = Turn.next(router, input, document, state);
            turn.send(turn.outgoing().error(EventTypes.error(subject.name()), refusal));
            var answered = !InternalEvents.isInternal(input.type());
            turn.invoking().stuck(call, answered, refusal.fault());
            return turn.failed(refusal);
        } catch (Refusal again) {
            // Not even that can be recorded.
            throw refusal;
        }
    }

    /** @param happens does what is to be done; says whether there was anything to do */
    private Decision turn(MachineDocument document, OrchestrationState state, String type, Predicate<Turn> happens) {
        try {
            var turn = Turn.next(router, input, document, state);
            var taken = happens.test(turn);
            turn.settle();
            return taken
                    ? turn.decision(Decision.Outcome.TRANSITIONED, JournalEntry.Outcome.TRANSITIONED)
                    : ignored(state, type);
        } catch (StepException e) {
            throw Router.machineFailed(e);
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
