package dev.xorca.statechart;

import dev.xorca.statechart.invoke.Invocation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One macrostep while it is under way. Its fields change, but it never leaves the {@link Interpreter} call that made
 * it.
 */
final class RunToCompletion {
    private final Machine machine;
    private final Environment environment;
    private final List<Microstep> microsteps = new ArrayList<>(2);
    private final Deque<Event> queue = new ArrayDeque<>(2);
    private final Map<String, Object> assigned = new LinkedHashMap<>(4);

    private Configuration configuration;
    private Map<String, Object> context;
    private Map<String, List<String>> history;
    private MachineState.Status status;
    private @Nullable Object output;
    private int raisedCount;
    private int effectCount;

    // Of the microstep that is being taken.
    private List<Effect> effects = List.of();
    private List<Event> raised = List.of();
    private List<String> entered = List.of();
    private @Nullable StateNode finished;

    RunToCompletion(Machine machine, MachineState before, Environment environment) {
        this.machine = machine;
        this.environment = environment;
        this.configuration = before.configuration();
        this.context = before.context();
        this.history = before.history();
        this.status = before.status();
        this.output = before.output();
    }

    void enterInitialStates(Event event) {
        var scope = scope(event);
        context = initialContext(scope);
        assigned.putAll(context);
        enter(StateSets.initialEntrySet(machine), event);
        record(event, List.of(), List.of());
        settle(event);
    }

    void offer(Event event) {
        var taken = TransitionSelection.forEvent(scope(event), history);
        if (!taken.isEmpty()) {
            microstep(event, taken);
            settle(event);
        }
    }

    Macrostep complete() {
        return new Macrostep(
                microsteps,
                Collections.unmodifiableMap(assigned),
                new MachineState(configuration, context, history, status, output));
    }

    private Map<String, Object> initialContext(Scope scope) {
        var expression = machine.context();
        if (expression == null) {
            return Map.of();
        }
        try {
            if (expression.evaluate(scope) instanceof Map<?, ?> values) {
                var initial = new LinkedHashMap<String, Object>();
                values.forEach((key, value) -> initial.put(String.valueOf(key), value));
                return Collections.unmodifiableMap(initial);
            }
        } catch (RuntimeException e) {
            throw StepException.context(e);
        }
        throw StepException.context(new ExpressionException("it is not an object"));
    }

    /** Eventless transitions first, then the oldest raised event, until neither is left (xstate.md S8). */
    private void settle(Event event) {
        var last = event;
        var lookForEventless = machine.hasEventless();
        while (status == MachineState.Status.ACTIVE) {
            var eventless =
                    lookForEventless ? TransitionSelection.eventless(scope(last), history) : List.<Transition>of();
            if (!eventless.isEmpty()) {
                // An eventless transition that changes nothing is taken once, not for ever.
                lookForEventless = microstep(last, eventless);
                continue;
            }
            var next = queue.poll();
            if (next == null) {
                return;
            }
            last = next;
            lookForEventless = machine.hasEventless();
            var taken = TransitionSelection.forEvent(scope(next), history);
            if (!taken.isEmpty()) {
                microstep(next, taken);
            }
        }
    }

    /** Takes a set of transitions: exits, actions, entries; says whether configuration or context changed. */
    private boolean microstep(Event event, List<Transition> taken) {
        if (microsteps.size() >= machine.limits().microsteps()) {
            throw StepException.tooManyMicrosteps(
                    machine.limits().microsteps(), taken.get(0).toString());
        }
        var contextBefore = context;
        @Nullable BitSet left = null;
        var domains = new @Nullable StateNode[taken.size()];
        for (int i = 0; i < domains.length; i++) {
            if (!taken.get(i).targets().isEmpty()) {
                domains[i] = StateSets.domain(machine, taken.get(i), history);
                var exit = StateSets.exitSet(machine, configuration, domains[i]);
                if (left == null) {
                    left = exit;
                } else {
                    left.or(exit);
                }
            }
        }
        var exited = exit(left, event);
        for (var transition : taken) {
            run(transition.actions(), transition.source(), transition.at(), "/actions", event);
        }
        // Only now, because leaving may have changed what a history state stands for.
        enter(StateSets.entrySet(machine, taken, domains, history), event);
        var changed = !exited.isEmpty() || !entered.isEmpty() || context != contextBefore;
        record(event, taken, exited);
        return changed;
    }

    private List<String> exit(@Nullable BitSet left, Event event) {
        if (left == null || left.isEmpty()) {
            return List.of();
        }
        remember(left);
        var exited = List.<String>of();
        for (int order = left.length() - 1; order >= 0; order = left.previousSetBit(order - 1)) {
            var state = machine.node(order);
            exited = with(state.path(), exited);
            leave(state, event);
        }
        configuration = configuration.without(left);
        return exited;
    }

    private void leave(StateNode state, Event event) {
        run(state.exit(), state, state.at(), "/exit", event);
        for (var timer : state.timers()) {
            add(new Effect.CancelTimer(timer.eventType()));
        }
        for (var invocation : state.invocations()) {
            add(new Effect.Abandon(invocation.id()));
        }
    }

    private void invoke(Invocation invocation, StateNode state, Event event) {
        Object request;
        try {
            request = invocation.request().evaluate(scope(event));
        } catch (RuntimeException e) {
            throw StepException.action(state, invocation.at(), "invoke '" + invocation.id() + "'", e);
        }
        add(new Effect.Invoke(invocation, state, request));
    }

    /** Notes for every history state whose parent is left what it will lead back to (H1, H5). */
    private void remember(BitSet left) {
        Map<String, List<String>> remembered = null;
        for (int order = left.nextSetBit(0); order >= 0; order = left.nextSetBit(order + 1)) {
            var parent = machine.node(order);
            for (var child : parent.childList()) {
                if (child.kind() == StateNode.Kind.HISTORY) {
                    remembered = remembered == null ? new LinkedHashMap<>(history) : remembered;
                    remembered.put(child.path(), activeBelow(parent, child.historyDepth()));
                }
            }
        }
        if (remembered != null) {
            history = Collections.unmodifiableMap(remembered);
        }
    }

    private List<String> activeBelow(StateNode parent, StateNode.HistoryDepth depth) {
        return configuration.states().stream()
                .filter(state -> switch (depth) {
                    case DEEP -> state.isLeaf() && state.isBelow(parent);
                    case SHALLOW -> state.parent().filter(parent::equals).isPresent();
                })
                .map(StateNode::path)
                .toList();
    }

    private void enter(StateSets.Entry entry, Event event) {
        var states = entry.states();
        for (int order = states.nextSetBit(0); order >= 0; order = states.nextSetBit(order + 1)) {
            var state = machine.node(order);
            configuration = configuration.with(state);
            entered = with(state.path(), entered);
            run(state.entry(), state, state.at(), "/entry", event);
            for (var timer : state.timers()) {
                startTimer(timer.eventType(), timer.eventType(), Map.of(), timer.delay(), scope(event), state);
            }
            for (var invocation : state.invocations()) {
                invoke(invocation, state, event);
            }
            if (entry.byDefault().get(order)) {
                state.initial().ifPresent(initial -> run(initial.actions(), state, initial.at(), "/actions", event));
            }
            if (state.kind() == StateNode.Kind.FINAL) {
                reach(state, event);
            }
        }
        if (finished != null) {
            finish(finished, event);
        }
    }

    /** Tells the states above that a final state was reached (xstate.md D1, D2, D4). */
    private void reach(StateNode finalState, Event event) {
        var result = outputOf(finalState, event);
        var parent = finalState.parent().orElseThrow();
        if (parent.kind() == StateNode.Kind.COMPOUND) {
            raise(Event.done(parent, result));
            if (parent.parent().isEmpty()) {
                finished = finalState;
                return;
            }
        }
        var above = parent.kind() == StateNode.Kind.PARALLEL
                ? parent
                : parent.parent().orElseThrow();
        while (above.kind() == StateNode.Kind.PARALLEL && configuration.isDone(above)) {
            raise(Event.done(above, null));
            if (above.parent().isEmpty()) {
                finished = above;
                return;
            }
            above = above.parent().get();
        }
    }

    /** Ends the machine: through a final state of the root, or by all regions of a root that is parallel. */
    private void finish(StateNode completed, Event event) {
        status = MachineState.Status.DONE;
        queue.clear();
        var result = completed.kind() == StateNode.Kind.FINAL ? outputOf(completed, event) : null;
        output =
                machine.root().output() == null ? result : outputOf(machine.root(), Event.done(machine.root(), result));
        var active = configuration.states();
        for (int i = active.size() - 1; i >= 0; i--) {
            leave(active.get(i), event);
        }
        queue.clear();
        finished = null;
    }

    private @Nullable Object outputOf(StateNode state, Event event) {
        var expression = state.output();
        if (expression == null) {
            return null;
        }
        try {
            return expression.evaluate(scope(event));
        } catch (RuntimeException e) {
            throw StepException.output(state, e);
        }
    }

    /**
     * Runs actions in order. Where each of them stands is put together only when it is asked for.
     *
     * @param at where the definition has the owner of the actions
     * @param member the owner's member that has them
     */
    private void run(List<Action> actions, StateNode state, String at, String member, Event event) {
        for (int i = 0; i < actions.size(); i++) {
            run(actions.get(i), i, state, at, member, event);
        }
    }

    private void run(Action action, int index, StateNode state, String at, String member, Event event) {
        var scope = scope(event);
        try {
            if (action instanceof Action.Assign assign) {
                assign(assign, scope);
            } else if (action instanceof Action.Emit emit) {
                add(new Effect.Emit(emit.type(), emit.data().evaluate(scope), attributes(emit, scope)));
            } else if (action instanceof Action.Raise raise) {
                var data = raise.data().evaluate(scope);
                if (raise.delay() == null) {
                    raise(Event.of(raise.type(), data));
                } else {
                    startTimer(raise.id(), raise.type(), data, raise.delay(), scope, state);
                }
            } else if (action instanceof Action.Cancel cancel) {
                add(new Effect.CancelTimer(cancel.id()));
            } else if (action instanceof Action.Log log) {
                add(new Effect.Log(String.valueOf(log.message().evaluate(scope))));
            } else if (action instanceof Action.Compensate) {
                add(new Effect.Compensate());
            } else if (action instanceof Action.Custom custom) {
                run(custom.plan().apply(scope), state, at + member + "/" + index, "", event);
            } else {
                throw new IllegalStateException("unknown kind of action " + action.getClass());
            }
        } catch (StepException e) {
            throw e;
        } catch (RuntimeException e) {
            throw StepException.action(state, at + member + "/" + index, describe(action), e);
        }
    }

    private static String describe(Action action) {
        if (action instanceof Action.Assign) {
            return "assign";
        } else if (action instanceof Action.Emit emit) {
            return "emit '" + emit.type() + "'";
        } else if (action instanceof Action.Raise raise) {
            return "raise '" + raise.type() + "'";
        } else if (action instanceof Action.Custom custom) {
            return "action '" + custom.name() + "'";
        }
        return action.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private void assign(Action.Assign assign, Scope scope) {
        Map<String, Object> changed = null;
        for (var entry : assign.values().entrySet()) {
            var key = entry.getKey();
            var value = entry.getValue().evaluate(scope);
            var before = context.get(key);
            if (!Objects.equals(before, value) || (before == null && !context.containsKey(key))) {
                changed = changed == null ? copyOf(context) : changed;
                changed.put(key, value);
                assigned.put(key, value);
            }
        }
        if (changed != null) {
            context = Collections.unmodifiableMap(changed);
        }
    }

    /** A copy by forEach, for which an unmodifiable map need not wrap each of its entries. */
    private static Map<String, Object> copyOf(Map<String, Object> map) {
        var copy = new LinkedHashMap<String, Object>(2 * map.size() + 2);
        map.forEach(copy::put);
        return copy;
    }

    private static Map<String, Object> attributes(Action.Emit emit, Scope scope) {
        if (emit.attributes().isEmpty()) {
            return Map.of();
        }
        var attributes = new LinkedHashMap<String, Object>();
        emit.attributes().forEach((name, expression) -> {
            var value = expression.evaluate(scope);
            if (value != null) {
                attributes.put(name, value);
            }
        });
        return attributes;
    }

    private void startTimer(
            @Nullable String id, String type, @Nullable Object data, Delay delay, Scope scope, StateNode state) {
        Duration length;
        try {
            length = delay.length(scope);
        } catch (RuntimeException e) {
            throw StepException.action(state, state.at(), "delay '" + delay.text() + "'", e);
        }
        add(new Effect.StartTimer(id, type, data, length));
    }

    private void raise(Event event) {
        if (++raisedCount > machine.limits().raised()) {
            throw StepException.tooManyRaised(machine.limits().raised(), event.type());
        }
        raised = with(event, raised);
        queue.add(event);
    }

    private void add(Effect effect) {
        if (++effectCount > machine.limits().effects()) {
            throw StepException.tooManyEffects(machine.limits().effects());
        }
        effects = with(effect, effects);
    }

    private void record(Event event, List<Transition> taken, List<String> exited) {
        microsteps.add(new Microstep(event, taken, exited, entered, effects, raised));
        effects = List.of();
        raised = List.of();
        entered = List.of();
    }

    /** The list with one more. Most lists of a step stay at none or one, so only a second element makes one that grows. */
    private static <T> List<T> with(T more, List<T> list) {
        if (list.isEmpty()) {
            return List.of(more);
        }
        var longer = list instanceof ArrayList<T> ? list : new ArrayList<>(list);
        longer.add(more);
        return longer;
    }

    private Scope scope(Event event) {
        return new Scope(machine, configuration, context, event, environment);
    }
}
