package dev.xorca.rehearsal;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.Responder;
import dev.xorca.router.Address;
import dev.xorca.router.CallToken;
import dev.xorca.router.Input;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Known;
import dev.xorca.router.Machines;
import dev.xorca.router.Question;
import dev.xorca.router.Router;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.MachineState;
import dev.xorca.store.Due;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationStore;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A router at work in one thread, on journals in memory and a clock that moves only when it is told to. Events come in,
 * and what they lead to is carried out: what orchestrations send each other (starts, completions, orders) comes in again,
 * and what is due happens at its time, in the order of time. Everything else that leaves is the caller's to answer. Only
 * the removal of what is over is left out. Equal inputs lead to equal steps. Not safe for several threads.
 */
public final class Rehearsal {
    /** How many steps one input may lead to. */
    public static final int MAX_STEPS = 100_000;

    private static final URI SOURCE = URI.create("/rehearsal");
    private static final Duration MAX_ADVANCE = Duration.ofDays(366L * 200);

    private final Machines machines;
    private final Router router;
    private final OrchestrationStore store = OrchestrationStore.inMemory();
    private final Set<Subject> orchestrations = new LinkedHashSet<>();
    private final Deque<Coming> coming = new ArrayDeque<>();
    private Instant now;
    private long offset;

    /** An event on its way to an orchestration. */
    private record Coming(CloudEvent event, Subject subject) {}

    /** Machines and a clock, with the default settings, and nobody who answers within the process. */
    public Rehearsal(Machines machines, Instant now) {
        this(machines, RouterSettings.DEFAULT, Map.of(), now);
    }

    /**
     * Prepares a rehearsal.
     *
     * @param responders who answers commands of a type within the process
     * @param now the time that the clock shows at first
     */
    public Rehearsal(Machines machines, RouterSettings settings, Map<String, Responder> responders, Instant now) {
        this.machines = machines;
        this.router = new Router(machines, settings, type -> true, responders);
        this.now = now;
    }

    /**
     * An event comes in by the way that it would take in production.
     *
     * @return all that it led to, in order; nothing when it is addressed to no orchestration of these machines
     * @throws IllegalStateException when it leads to more than {@link #MAX_STEPS} steps
     */
    public List<Step> publish(CloudEvent event) {
        return Address.of(event, machines) instanceof Address.To to ? send(to.subject(), event) : List.of();
    }

    /**
     * Starts an orchestration.
     *
     * @param eventId tells starts apart
     * @param input what it is started with, a JSON object
     * @return all that it led to, in order
     * @throws IllegalStateException when it leads to more than {@link #MAX_STEPS} steps
     */
    public List<Step> start(Subject subject, String eventId, Object input) {
        var data = Map.of("processId", subject.processId(), "version", subject.version(), "context", input);
        return send(
                subject,
                CloudEventBuilder.v1()
                        .withId(eventId)
                        .withSource(SOURCE)
                        .withType(EventTypes.start(subject.name()))
                        .withData("application/json", Json.bytes(data))
                        .build());
    }

    /**
     * An event comes to an orchestration.
     *
     * @return all that it led to, in order
     * @throws IllegalStateException when it leads to more than {@link #MAX_STEPS} steps
     */
    public List<Step> send(Subject subject, CloudEvent event) {
        var steps = new ArrayList<Step>();
        coming.add(new Coming(event, subject));
        settle(steps);
        fireDue(now, steps);
        return steps;
    }

    /**
     * Time passes. What is due happens at its own time.
     *
     * @return all that happened, in order
     * @throws IllegalArgumentException when the time is negative or longer than two centuries
     * @throws IllegalStateException when it leads to more than {@link #MAX_STEPS} steps
     */
    public List<Step> advance(Duration time) {
        if (time.isNegative() || time.compareTo(MAX_ADVANCE) > 0) {
            throw new IllegalArgumentException("cannot advance by " + time);
        }
        var until = now.plus(time);
        var steps = new ArrayList<Step>();
        fireDue(until, steps);
        now = until;
        return steps;
    }

    private void fireDue(Instant until, List<Step> steps) {
        for (var due = store.agenda().take(until, 1);
                !due.isEmpty();
                due = store.agenda().take(until, 1)) {
            fire(due.get(0), steps);
        }
    }

    private void fire(Due due, List<Step> steps) {
        if (due.kind() == Due.Kind.REMOVAL) {
            return;
        }
        now = due.at().isAfter(now) ? due.at() : now;
        var subject = Subject.parse(due.subject());
        coming.add(new Coming(InternalEvents.of(due, subject), subject));
        settle(steps);
    }

    private void settle(List<Step> steps) {
        for (var next = coming.poll(); next != null; next = coming.poll()) {
            if (steps.size() >= MAX_STEPS) {
                coming.clear();
                throw new IllegalStateException("one input led to more than " + MAX_STEPS + " steps; the last one was '"
                        + next.event.getType() + "' for an orchestration of " + next.subject.name()
                        + ": look for timers, or orchestrations, that start each other faster than time passes");
            }
            decide(new Input(next.event, next.subject, now, offset++), steps);
        }
    }

    private void decide(Input input, List<Step> steps) {
        var subject = input.subject().encode();
        for (var decision : router.decide(input, Known.of(store, subject))) {
            if (decision.hold() != null) {
                store.hold(subject, decision.hold());
            }
            if (decision.entry() != null) {
                store.append(subject, decision.entry());
                orchestrations.add(input.subject());
            }
            if (decision.release() != null) {
                store.release(subject, decision.release());
            }
            steps.add(new Step(input, decision));
            decision.events().forEach(this::comeBack);
        }
    }

    private void comeBack(CloudEvent event) {
        var type = event.getType();
        if (InternalEvents.isInternal(type)) {
            coming.add(new Coming(event, Subject.parse(String.valueOf(event.getSubject()))));
        } else if ((EventTypes.startedName(type).isPresent() || isForParent(event))
                && Address.of(event, machines) instanceof Address.To to
                && machines.has(to.subject().name())) {
            coming.add(new Coming(event, to.subject()));
        }
    }

    private static boolean isForParent(CloudEvent event) {
        return EventTypes.isCompletion(event.getType()) && event.getExtension(CallToken.ATTRIBUTE) != null;
    }

    /** The time that the clock shows. */
    public Instant now() {
        return now;
    }

    /** The machines at work. */
    public Machines machines() {
        return machines;
    }

    /** All orchestrations that were started, in the order in which they were. */
    public List<Subject> orchestrations() {
        return List.copyOf(orchestrations);
    }

    /** What an orchestration is now; empty when it was never started. */
    public Optional<OrchestrationState> state(Subject subject) {
        return store.load(subject.encode());
    }

    /** Where the machine of an orchestration stands; empty when it was never started. */
    public Optional<MachineState> machine(Subject subject) {
        return state(subject)
                .flatMap(state ->
                        machines.find(subject.name(), subject.version()).map(document -> machine(document, state)));
    }

    private static MachineState machine(MachineDocument document, OrchestrationState state) {
        var position = state.position();
        var active =
                MachineState.active(document.machine(), position.configuration(), state.context(), position.history());
        return isAtItsEnd(document, state)
                ? new MachineState(
                        active.configuration(),
                        active.context(),
                        active.history(),
                        MachineState.Status.DONE,
                        position.output())
                : active;
    }

    /** An orchestration can be over without its machine being done: an operator, or a failure, has ended it. */
    private static boolean isAtItsEnd(MachineDocument document, OrchestrationState state) {
        return switch (state.status()) {
            case DONE -> true;
            case FAILED -> document.lifeCycle().ending(state.position().configuration()) == LifeCycle.Ending.FAILED;
            case ACTIVE, SUSPENDED, TERMINATED -> false;
        };
    }

    /** What an orchestration waits to be answered, in the order in which it was asked. */
    public List<Question> questions(Subject subject) {
        var state = state(subject);
        var document = machines.find(subject.name(), subject.version());
        return state.isEmpty() || document.isEmpty() ? List.of() : Question.open(subject, state.get(), document.get());
    }

    /** The journals and all else that is kept. */
    public OrchestrationStore store() {
        return store;
    }
}
