package dev.xorca.dsl;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.StateDefinition;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.TransitionDefinition;
import dev.xorca.statechart.invoke.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What states have, the machine itself among them: states below, transitions, actions.
 *
 * @param <C> the context
 * @param <S> the builder itself
 */
public abstract class StateBody<C, S extends StateBody<C, S>> {
    final Builds<C> builds;
    private final String key;
    private final SourcePlace place = SourcePlace.ofCaller();
    private final Map<String, StateBuilder<C>> states = new LinkedHashMap<>();
    private final List<Action> entry = new ArrayList<>();
    private final List<Action> exit = new ArrayList<>();
    private final Map<String, List<TransitionBuilder<C, ?>>> on = new LinkedHashMap<>();
    private final List<TransitionBuilder<C, ?>> always = new ArrayList<>();
    private final List<TransitionBuilder<C, ?>> onDone = new ArrayList<>();
    private final Map<String, After<C>> after = new LinkedHashMap<>();
    private final List<InvocationBuilder<C, ?>> invocations = new ArrayList<>();
    private final List<FanOutBuilder<C>> fanOuts = new ArrayList<>();
    private final List<TransitionBuilder<C, ?>> onTimeout = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private @Nullable Deadline deadline;
    private @Nullable String id;
    private @Nullable String description;
    private @Nullable String initial;
    private List<Action> initialActions = List.of();
    private @Nullable Expression output;
    StateNode.@Nullable Kind kind;
    StateNode.@Nullable HistoryDepth history;
    StateNode.@Nullable Outcome outcome;

    @Nullable
    String historyDefault;

    private record After<C>(Delay delay, List<TransitionBuilder<C, ?>> transitions) {}

    StateBody(Builds<C> builds, String key) {
        this.builds = builds;
        this.key = key;
    }

    abstract S self();

    // What it is.

    /** Names this state for targets {@code #id}; the default is the path with the machine's name before it. */
    public S id(String value) {
        id = value;
        return self();
    }

    /** For people. */
    public S description(String text) {
        description = text;
        return self();
    }

    /** For people and tools. */
    public S tag(String tag) {
        tags.add(tag);
        return self();
    }

    /** The key of the state below that is entered first. */
    public S initial(String state) {
        initial = state;
        return self();
    }

    /** The key of the state below that is entered first, with actions on the way. */
    public S initial(String state, Consumer<ActionList<C>> actions) {
        initialActions = actionsOf(actions);
        return initial(state);
    }

    // States below.

    /** An atomic state, or a compound one when it has states itself. */
    public S state(String childKey, Consumer<StateBuilder<C>> body) {
        return put(childKey, null, body);
    }

    /** A state whose states are all active at once. */
    public S parallel(String childKey, Consumer<StateBuilder<C>> body) {
        return put(childKey, StateNode.Kind.PARALLEL, body);
    }

    /** A state in which its parent is done. */
    public S finalState(String childKey) {
        return finalState(childKey, state -> {});
    }

    /** A state in which its parent is done. */
    public S finalState(String childKey, Consumer<StateBuilder<C>> body) {
        return put(childKey, StateNode.Kind.FINAL, body);
    }

    /** Leads back to the child that was active last; at first to the default, a target as transitions have it. */
    public S history(String childKey, String defaultTarget) {
        return history(childKey, StateNode.HistoryDepth.SHALLOW, defaultTarget);
    }

    /** Leads back to the innermost states that were active last; at first to the default. */
    public S deepHistory(String childKey, String defaultTarget) {
        return history(childKey, StateNode.HistoryDepth.DEEP, defaultTarget);
    }

    private S history(String childKey, StateNode.HistoryDepth depth, String defaultTarget) {
        return put(childKey, StateNode.Kind.HISTORY, state -> {
            state.history = depth;
            state.historyDefault = defaultTarget;
        });
    }

    private S put(String childKey, StateNode.@Nullable Kind childKind, Consumer<StateBuilder<C>> body) {
        var child = new StateBuilder<>(builds, childKey);
        child.kind = childKind;
        body.accept(child);
        if (states.putIfAbsent(childKey, child) != null) {
            throw new IllegalArgumentException("there are two states '" + childKey + "' in '" + key + "'");
        }
        return self();
    }

    // Actions.

    /** What happens on entering. */
    public S entry(Consumer<ActionList<C>> actions) {
        entry.addAll(actionsOf(actions));
        return self();
    }

    /** What happens on leaving. */
    public S exit(Consumer<ActionList<C>> actions) {
        exit.addAll(actionsOf(actions));
        return self();
    }

    private List<Action> actionsOf(Consumer<ActionList<C>> actions) {
        var list = new ActionList<>(builds);
        actions.accept(list);
        return list.actions();
    }

    /** What a final state, or the whole machine, hands over when it is done: a record or a map. */
    public S output(Function<C, ?> value) {
        output = scope -> JsonRecords.toJson(value.apply(builds.contextOf(scope)));
        return self();
    }

    // Transitions. Several on one event are tried in the order of the code.

    /** On an event, to a state. */
    public S on(String event, String target) {
        return on(event, transition -> transition.target(target));
    }

    /** On an event whose data is taken as the JSON value that it is. */
    public S on(String event, Consumer<TransitionBuilder<C, Object>> body) {
        return on(event, Object.class, body);
    }

    /** On an event whose data is a record; its schema is the event's contract unless another is given. */
    public <E> S on(String event, Class<E> data, Consumer<TransitionBuilder<C, E>> body) {
        builds.accepts().derive(event, data);
        add(on.computeIfAbsent(event, descriptor -> new ArrayList<>()), data, body);
        return self();
    }

    /** Without an event, to a state. */
    public S always(String target) {
        return always(transition -> transition.target(target));
    }

    /** Without an event, tried first whenever something has changed. */
    public S always(Consumer<TransitionBuilder<C, Object>> body) {
        add(always, Object.class, body);
        return self();
    }

    /** When a final child is reached, in every region of a parallel state. */
    public S onDone(String target) {
        return onDone(transition -> transition.target(target));
    }

    /** When a final child is reached, in every region of a parallel state; the event's data is its output. */
    public S onDone(Consumer<TransitionBuilder<C, Object>> body) {
        return onDone(Object.class, body);
    }

    /** When a final child is reached whose output is a record. */
    public <E> S onDone(Class<E> output, Consumer<TransitionBuilder<C, E>> body) {
        add(onDone, output, body);
        return self();
    }

    /** When this state has been active for so long. */
    public S after(Duration length, String target) {
        return after(length, transition -> transition.target(target));
    }

    /** When this state has been active for so long. */
    public S after(Duration length, Consumer<TransitionBuilder<C, Object>> body) {
        return after(Delay.of(length), body);
    }

    /** When this state has been active for a time that is worked out on entering it; the name tells it from others. */
    public S after(String name, Function<C, Duration> length, Consumer<TransitionBuilder<C, Object>> body) {
        return after(
                Delay.computed(
                        name, scope -> length.apply(builds.contextOf(scope)).toString()),
                body);
    }

    private S after(Delay delay, Consumer<TransitionBuilder<C, Object>> body) {
        var same = after.computeIfAbsent(delay.text(), text -> new After<>(delay, new ArrayList<>()));
        add(same.transitions, Object.class, body);
        return self();
    }

    private <E> void add(List<TransitionBuilder<C, ?>> to, Class<E> data, Consumer<TransitionBuilder<C, E>> body) {
        var transition = new TransitionBuilder<C, E>(builds, data);
        body.accept(transition);
        to.add(transition);
    }

    // Others.

    /** Sends a command when the state is entered, and takes its answer as the JSON value that it is. */
    public S invoke(String command, Consumer<InvocationBuilder<C, Object>> body) {
        return invoke(command, Object.class, body);
    }

    /** Sends a command when the state is entered; the record of its answer is the contract of that, too. */
    public <R> S invoke(String command, Class<R> result, Consumer<InvocationBuilder<C, R>> body) {
        return add(new InvocationBuilder<>(builds, InvocationBuilder.Asked.COMMAND, command, result), body);
    }

    /** Starts an orchestration of another machine when the state is entered, and waits for its end. */
    public S invokeMachine(String machine, Consumer<InvocationBuilder<C, Object>> body) {
        return invokeMachine(machine, Object.class, body);
    }

    /** Starts an orchestration of another machine when the state is entered, whose output is a record. */
    public <R> S invokeMachine(String machine, Class<R> output, Consumer<InvocationBuilder<C, R>> body) {
        return add(new InvocationBuilder<>(builds, InvocationBuilder.Asked.MACHINE, machine, output), body);
    }

    /** Waits for an answer by token, which is a record, or for its timeout. */
    public <R> S awaitAnswer(Class<R> answer, Consumer<InvocationBuilder<C, R>> body) {
        return add(new InvocationBuilder<>(builds, InvocationBuilder.Asked.NOBODY, "", answer), body);
    }

    private <R> S add(InvocationBuilder<C, R> invocation, Consumer<InvocationBuilder<C, R>> body) {
        body.accept(invocation);
        invocation.deriveContracts();
        invocations.add(invocation);
        return self();
    }

    /** One question for each item of a list. */
    public S forEach(Function<C, List<?>> items, Consumer<FanOutBuilder<C>> body) {
        BiFunction<C, TypedEvent<Object>, Object> ignoringTheEvent = (context, event) -> items.apply(context);
        var fanOut = new FanOutBuilder<>(builds, builds.expression(Object.class, ignoringTheEvent));
        body.accept(fanOut);
        fanOuts.add(fanOut);
        return self();
    }

    /** How long this state may be active, and where to then. */
    public S timeout(Duration length, String target) {
        return timeout(length, wait -> {}, transition -> transition.target(target));
    }

    /** How long this state may be active, and what is done then. */
    public S timeout(
            Duration length, Consumer<DeadlineBuilder<C>> body, Consumer<TransitionBuilder<C, Object>> transition) {
        add(onTimeout, Object.class, transition);
        deadline = deadline(length, body);
        return self();
    }

    /** Announces that this state is active still, each time that so much time has passed. */
    public S remind(Duration every, String tag, Function<C, String> message) {
        deadline = deadline(every, wait -> wait.announce(tag, message));
        return self();
    }

    private Deadline deadline(Duration length, Consumer<DeadlineBuilder<C>> body) {
        var builder = new DeadlineBuilder<>(builds, length);
        body.accept(builder);
        return builder.deadline();
    }

    // Building.

    StateDefinition define(String pointer, Pointers pointers) {
        pointers.put(pointer, place);
        var state = StateDefinition.of(key, pointer);
        ifGiven(id, state::id);
        ifGiven(description, state::description);
        ifGiven(kind, state::kind);
        ifGiven(output, state::output);
        ifGiven(outcome, state::outcome);
        ifGiven(history, state::history);
        ifGiven(
                historyDefault,
                target -> state.historyDefault(TransitionDefinition.to("", target, pointer + "/target")));
        ifGiven(
                initial,
                target -> state.initial(new TransitionDefinition(
                        "", List.of(target), null, initialActions, false, pointer + "/initial")));
        tags.forEach(state::tag);
        entry.forEach(state::entry);
        exit.forEach(state::exit);
        states.forEach(
                (name, child) -> state.state(child.define(pointer + "/states/" + Pointers.escape(name), pointers)));
        on.forEach((descriptor, candidates) -> define(
                candidates,
                pointer + "/on/" + Pointers.escape(descriptor),
                (transition, at) -> state.on(transition.define(descriptor, at, pointers))));
        define(always, pointer + "/always", (transition, at) -> state.always(transition.define("", at, pointers)));
        define(onDone, pointer + "/onDone", (transition, at) -> state.onDone(transition.define("", at, pointers)));
        after.forEach((text, group) -> {
            var transitions = new ArrayList<TransitionDefinition>();
            define(
                    group.transitions,
                    pointer + "/after/" + Pointers.escape(text),
                    (transition, at) -> transitions.add(transition.define("", at, pointers)));
            state.after(group.delay, transitions);
        });
        define(invocations, pointer + "/invoke", (each, at) -> state.invoke(each.define(at, pointers)));
        define(fanOuts, pointer + "/forEach", (each, at) -> state.invoke(each.define(at, pointers)));
        ifGiven(deadline, given -> {
            var transitions = new ArrayList<TransitionDefinition>();
            define(
                    onTimeout,
                    pointer + "/onTimeout",
                    (transition, at) -> transitions.add(transition.define("", at, pointers)));
            state.deadline(given, transitions, pointer + "/timeout");
        });
        return state;
    }

    /** Numbers the candidates as a document does: only where there are several. */
    static <T> void define(List<T> candidates, String pointer, BiConsumer<T, String> define) {
        for (int i = 0; i < candidates.size(); i++) {
            define.accept(candidates.get(i), candidates.size() == 1 ? pointer : pointer + "/" + i);
        }
    }

    private static <T> void ifGiven(@Nullable T value, Consumer<T> use) {
        if (value != null) {
            use.accept(value);
        }
    }
}
