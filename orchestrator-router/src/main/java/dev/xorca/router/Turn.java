package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Interpreter;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.Macrostep;
import dev.xorca.statechart.Microstep;
import dev.xorca.statechart.Scope;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.store.Fault;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.MachineRef;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationState.Status;
import dev.xorca.store.PendingCall;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that one input does to one orchestration: the machine's steps one after the other, and what they ask of the outside
 * world. Changes while it is being decided; in the end it is one journal entry, or nothing. Belongs to one decision.
 */
final class Turn {
    /** How often the machine may be told within one step how something ended. */
    private static final int MOST_OFFERS = 1_000;

    private final Router router;
    private final Input input;
    private final MachineDocument document;
    private final OutgoingEvents outgoing;
    private final @Nullable OrchestrationState before;
    private final JournalEntry.Start start;
    private final long sequence;
    private final Environment environment;
    private final TimerChanges timers;
    private final CallLedger calls;
    private final Invoking invoking;
    private final List<CloudEvent> events = new ArrayList<>();
    private final List<String> logs = new ArrayList<>();
    private final List<Microstep> microsteps = new ArrayList<>();
    private final Map<String, Object> assigned = new LinkedHashMap<>();
    private final Deque<Offer> offers = new ArrayDeque<>(2);
    private MachineState state;
    private @Nullable Fault failure;

    /** An event for the machine, and what to do when no transition takes it. */
    private record Offer(Event event, Runnable otherwise) {}

    private Turn(
            Router router,
            Input input,
            MachineDocument document,
            OutgoingEvents outgoing,
            @Nullable OrchestrationState before,
            JournalEntry.Start start,
            MachineState state) {
        this.router = router;
        this.input = input;
        this.document = document;
        this.outgoing = outgoing;
        this.before = before;
        this.start = start;
        this.sequence = before == null ? 1 : before.sequence() + 1;
        this.environment = Router.environment(input.subject(), start, input.at());
        this.timers = new TimerChanges(before, sequence, input.at());
        this.calls = new CallLedger(before, sequence);
        this.invoking = new Invoking(this);
        this.state = state;
    }

    /** The first turn of an orchestration. */
    static Turn first(
            Router router, Input input, MachineDocument document, OutgoingEvents outgoing, JournalEntry.Start start) {
        var nothing = MachineState.active(document.machine(), List.of(), Map.of(), Map.of());
        return new Turn(router, input, document, outgoing, null, start, nothing);
    }

    /**
     * A turn of an orchestration that goes on. The timer that leads to it is over.
     *
     * @throws Refusal when the machine has no such states any more
     */
    static Turn next(Router router, Input input, MachineDocument document, OrchestrationState before) {
        MachineState state;
        try {
            state = MachineState.active(
                    document.machine(),
                    before.position().configuration(),
                    before.context(),
                    before.position().history());
        } catch (IllegalArgumentException e) {
            throw Refusal.of(
                    ErrorCode.STATE_UNAVAILABLE, "the machine has changed under the orchestration: " + e.getMessage());
        }
        var turn = new Turn(router, input, document, router.continuing(input, before), before, before.start(), state);
        Continuing.overWith(input, before).ended().forEach(turn.timers::end);
        return turn;
    }

    // What happens.

    /** The machine enters its initial states. */
    void start(Event event) {
        absorb(Interpreter.start(document.machine(), event, environment));
        settle();
    }

    /** The machine is offered an event; says whether a transition took it. */
    boolean take(Event event) {
        var taken = offer(event);
        settle();
        return taken;
    }

    /** What is asked of others; {@link #settle} tells the machine what came of it. */
    Invoking invoking() {
        return invoking;
    }

    /** Lets the machine know, once it has done what it is at. */
    void tell(Event event, Runnable otherwise) {
        offers.add(new Offer(event, otherwise));
    }

    void settle() {
        for (int told = 0; !offers.isEmpty(); told++) {
            if (told >= MOST_OFFERS) {
                throw Refusal.of(
                        ErrorCode.MACHINE_FAILED,
                        "more than " + MOST_OFFERS + " answers were given within one step: the machine asks again and "
                                + "again what is answered at once");
            }
            var next = offers.remove();
            if (isOver()) {
                offers.clear();
            } else if (!offer(next.event)) {
                next.otherwise.run();
            }
        }
    }

    private boolean offer(Event event) {
        var macrostep = Interpreter.transition(document.machine(), state, event, environment);
        if (macrostep.tookPlace()) {
            absorb(macrostep);
        }
        return macrostep.tookPlace();
    }

    private void absorb(Macrostep macrostep) {
        state = macrostep.after();
        microsteps.addAll(macrostep.microsteps());
        assigned.putAll(macrostep.assigned());
        var effects = withoutWhatIsGivenUpAtOnce(macrostep.effects());
        effects.forEach(effect -> effect.match(effecting));
    }

    /** A state that is left in the step in which it is entered asks for nothing (SCXML 6.4). */
    private static List<Effect> withoutWhatIsGivenUpAtOnce(List<Effect> effects) {
        if (effects.stream().noneMatch(Effect.Invoke.class::isInstance)) {
            return effects;
        }
        var kept = new ArrayList<Effect>();
        var givenUp = new HashSet<String>();
        for (int i = effects.size() - 1; i >= 0; i--) {
            var effect = effects.get(i);
            if (effect instanceof Effect.Abandon abandon) {
                givenUp.add(abandon.id());
            }
            if (!(effect instanceof Effect.Invoke invoke
                    && givenUp.remove(invoke.invocation().id()))) {
                kept.add(effect);
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    private final Effect.Cases<Void> effecting = new Effect.Cases<>() {
        @Override
        public Void emit(Effect.Emit effect) {
            Turn.this.emit(effect);
            return null;
        }

        @Override
        public Void startTimer(Effect.StartTimer effect) {
            timers.start(effect);
            return null;
        }

        @Override
        public Void cancelTimer(Effect.CancelTimer effect) {
            timers.cancel(effect);
            return null;
        }

        @Override
        public Void log(Effect.Log effect) {
            logs.add(Text.shorten(effect.message(), 2_000));
            return null;
        }

        @Override
        public Void invoke(Effect.Invoke effect) {
            invoking.begin(effect);
            return null;
        }

        @Override
        public Void abandon(Effect.Abandon effect) {
            invoking.abandon(effect.id());
            return null;
        }

        @Override
        public Void compensate(Effect.Compensate effect) {
            invoking.compensate();
            return null;
        }
    };

    // What it consists of, for those that carry invocations out.

    Router router() {
        return router;
    }

    MachineDocument document() {
        return document;
    }

    Subject subject() {
        return input.subject();
    }

    Instant now() {
        return input.at();
    }

    Instant startedAt() {
        return before == null ? input.at() : before.startedAt();
    }

    JournalEntry.Start start() {
        return start;
    }

    Environment environment() {
        return environment;
    }

    TimerChanges timers() {
        return timers;
    }

    CallLedger calls() {
        return calls;
    }

    OutgoingEvents outgoing() {
        return outgoing;
    }

    Scope scope(Event event, Map<String, Object> locals) {
        return new Scope(document.machine(), state.configuration(), state.context(), event, environment, locals);
    }

    /** What expressions about an invocation see beside the rest: the item, when it is about one. */
    Map<String, Object> locals(PendingCall call) {
        return CallDefinition.locals(call, document, calls.find(call.whole()).orElse(null));
    }

    /** @throws Refusal when the expression fails */
    @Nullable
    Object evaluate(Expression expression, PendingCall call, Invocation invocation) {
        return evaluate(expression, invocation, Event.of("xorca.call.attempt"), locals(call));
    }

    /** @throws Refusal when the expression fails */
    @Nullable
    Object evaluate(Expression expression, Invocation invocation, Event event, Map<String, Object> locals) {
        try {
            return expression.evaluate(scope(event, locals));
        } catch (RuntimeException e) {
            throw Refusal.of(invocation, e);
        }
    }

    /** @throws Refusal when the event breaks its contract, has no topic, or is too large */
    void emit(Effect.Emit effect) {
        events.add(router.emitted(document, effect, outgoing));
    }

    /** An event that is not the machine's own. */
    void send(CloudEvent event) {
        events.add(router.checked(event));
    }

    /** Sets a value in the context, without the machine being asked. */
    void keep(String path, @Nullable Object value) {
        var keys = path.split("\\.", -1);
        var context = new LinkedHashMap<>(state.context());
        context.put(keys[0], nested(context.get(keys[0]), keys, 1, value));
        assigned.put(keys[0], context.get(keys[0]));
        state = with(context);
    }

    private static @Nullable Object nested(@Nullable Object before, String[] keys, int depth, @Nullable Object value) {
        if (depth == keys.length) {
            return value;
        }
        var object = new LinkedHashMap<String, Object>();
        if (before instanceof Map<?, ?> map) {
            map.forEach((key, member) -> object.put(String.valueOf(key), member));
        }
        object.put(keys[depth], nested(object.get(keys[depth]), keys, depth + 1, value));
        return Collections.unmodifiableMap(object);
    }

    /** Sets a key of the context to the results of a fan-out, which the journal has already, item by item. */
    void collect(String key, List<@Nullable Object> results, String token) {
        var context = new LinkedHashMap<>(state.context());
        context.put(key, results);
        assigned.remove(key);
        calls.collected(key, token);
        state = with(context);
    }

    private MachineState with(Map<String, Object> context) {
        return new MachineState(
                state.configuration(),
                Collections.unmodifiableMap(context),
                state.history(),
                state.status(),
                state.output());
    }

    /** Ends the orchestration, wherever its machine stands. */
    void fail(Fault why) {
        failure = why;
    }

    boolean isOver() {
        return failure != null || state.status() == MachineState.Status.DONE;
    }

    // What it comes to.

    /** Whether nothing has happened that the journal would have to tell. */
    boolean isEmpty() {
        return microsteps.isEmpty() && events.isEmpty() && failure == null && calls.isUntouched();
    }

    /**
     * The entry and the events of this turn.
     *
     * @throws Refusal when that breaks a contract or a limit
     */
    Decision decision(Decision.Outcome outcome, JournalEntry.Outcome recorded) {
        return Decision.moved(outcome, entry(recorded, null), events, microsteps);
    }

    /**
     * The same for a turn that does what remains to be done after the machine has failed.
     *
     * @throws Refusal when that breaks a limit
     */
    Decision failed(Refusal why) {
        var entry = entry(JournalEntry.Outcome.FAILED, new JournalEntry.Reason(why.detailCode(), why.reason()));
        return Decision.entry(Decision.Outcome.FAILED, entry, events, why.reason());
    }

    private JournalEntry entry(JournalEntry.Outcome recorded, JournalEntry.@Nullable Reason reason) {
        var status = status();
        var output = failure == null ? state.output() : Map.of("error", Invoking.json(failure));
        if (status == Status.DONE && document.output() != null) {
            Payload.check(document.output(), output, ErrorCode.OUTPUT_INVALID, "the output", "");
        }
        if (status.isOver()) {
            invoking.abandonAll();
            timers.endAll();
            if (start.parent() != null || document.lifeCycle().announcesCompletion()) {
                send(outgoing.completion(start.parent(), status, output));
            }
        }
        var changes = calls.toEntry();
        checkSize(output);
        return new JournalEntry(
                sequence,
                input.at(),
                input.offset(),
                EventJson.toJson(input.event()),
                new MachineRef(document.machine().name(), document.machine().version(), document.hash()),
                recorded,
                reason,
                before == null ? start : null,
                microsteps.stream().map(Turn::step).toList(),
                Collections.unmodifiableMap(assigned),
                new JournalEntry.Position(state.configuration().leaves(), state.history(), status, output),
                events.stream().map(EventJson::toJson).toList(),
                timers.toEntry(),
                changes,
                logs,
                status.isOver() ? router.removal(document.lifeCycle(), status, input.at()) : null);
    }

    private Status status() {
        if (failure != null) {
            return Status.FAILED;
        }
        return switch (state.status()) {
            case ACTIVE -> Status.ACTIVE;
            case DONE ->
                document.lifeCycle().ending(state.configuration().leaves()) == LifeCycle.Ending.FAILED
                        ? Status.FAILED
                        : Status.DONE;
        };
    }

    private void checkSize(@Nullable Object output) {
        long size = EventJson.size(input.event());
        for (var event : events) {
            size += EventJson.size(event);
        }
        try {
            size += Json.size(assigned, Json.MAX_DEPTH);
            size += Json.size(output, Json.MAX_DEPTH);
            size += calls.requestsSize();
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ErrorCode.STEP_TOO_LARGE, "the context after the step: " + e.getMessage());
        }
        int most = router.settings().maxStepBytes();
        if (size > most) {
            throw Refusal.of(
                    ErrorCode.STEP_TOO_LARGE,
                    "the step would record " + size + " bytes, more than the limit of " + most + " (max-step-bytes)");
        }
    }

    private static JournalEntry.Step step(Microstep microstep) {
        return new JournalEntry.Step(
                microstep.event().type(),
                microstep.taken().stream().map(Object::toString).toList(),
                microstep.exited(),
                microstep.entered());
    }

    /** How long it is until a time; nothing when that is past. */
    Duration until(Instant time) {
        return time.isAfter(now()) ? Duration.between(now(), time) : Duration.ZERO;
    }

    /** The type of an announcement of this orchestration. */
    String announcement(String what) {
        return EventTypes.announcement(document.machine().name(), what);
    }
}
