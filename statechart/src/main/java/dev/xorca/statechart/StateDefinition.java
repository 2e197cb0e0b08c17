package dev.xorca.statechart;

import dev.xorca.statechart.invoke.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A state as its author describes it: targets still names, nothing checked. Filled once, by a document reader or the
 * Java DSL, then handed to {@link Machine#of}. Not safe for several threads.
 */
public final class StateDefinition {
    final String key;
    final String at;

    @Nullable
    String id;

    StateNode.@Nullable Kind kind;

    @Nullable
    TransitionDefinition initial;

    StateNode.@Nullable HistoryDepth history;

    @Nullable
    TransitionDefinition historyDefault;

    @Nullable
    Expression output;

    StateNode.@Nullable Outcome outcome;

    @Nullable
    String description;

    final List<StateDefinition> states = new ArrayList<>();
    final List<Action> entry = new ArrayList<>();
    final List<Action> exit = new ArrayList<>();
    final List<TransitionDefinition> on = new ArrayList<>();
    final List<TransitionDefinition> always = new ArrayList<>();
    final List<TransitionDefinition> onDone = new ArrayList<>();
    final List<AfterDefinition> after = new ArrayList<>();
    final List<InvocationDefinition> invocations = new ArrayList<>();
    final Set<String> tags = new LinkedHashSet<>();

    @Nullable
    DeadlineDefinition deadline;

    /** Transitions that are taken when a delay after the state's entry is over. */
    record AfterDefinition(Delay delay, List<TransitionDefinition> transitions) {}

    /** How long the state may be active, and what is taken when that is over. */
    record DeadlineDefinition(Deadline deadline, List<TransitionDefinition> transitions, String at) {}

    private StateDefinition(String key, String at) {
        this.key = key;
        this.at = at;
    }

    /**
     * Begins a state.
     *
     * @param key its name among its siblings; for the root the machine's name
     * @param at where the author wrote it, as a JSON pointer
     */
    public static StateDefinition of(String key, String at) {
        return new StateDefinition(key, at);
    }

    /** Names the state for targets {@code #id}; the default is the path with the machine's id before it. */
    public StateDefinition id(String value) {
        id = value;
        return this;
    }

    /** Says the kind where it does not follow from the rest. */
    public StateDefinition kind(StateNode.Kind value) {
        kind = value;
        return this;
    }

    /** The way into a compound state: one target that is the key of a child. */
    public StateDefinition initial(TransitionDefinition value) {
        initial = value;
        return this;
    }

    /** Makes this a history state. */
    public StateDefinition history(StateNode.HistoryDepth value) {
        history = value;
        return this;
    }

    /** Where a history state leads while nothing is remembered. */
    public StateDefinition historyDefault(TransitionDefinition value) {
        historyDefault = value;
        return this;
    }

    /** What a final state, or on the root the whole machine, hands over when it is done. */
    public StateDefinition output(Expression value) {
        output = value;
        return this;
    }

    /** How the machine ends when this final state directly below the root is reached; the default is well. */
    public StateDefinition outcome(StateNode.Outcome value) {
        outcome = value;
        return this;
    }

    public StateDefinition description(String value) {
        description = value;
        return this;
    }

    public StateDefinition state(StateDefinition child) {
        states.add(child);
        return this;
    }

    public StateDefinition entry(Action action) {
        entry.add(action);
        return this;
    }

    public StateDefinition exit(Action action) {
        exit.add(action);
        return this;
    }

    /** A transition on the event that its descriptor names; candidates of one descriptor are tried in this order. */
    public StateDefinition on(TransitionDefinition transition) {
        on.add(transition);
        return this;
    }

    public StateDefinition always(TransitionDefinition transition) {
        always.add(transition);
        return this;
    }

    public StateDefinition onDone(TransitionDefinition transition) {
        onDone.add(transition);
        return this;
    }

    /** Transitions to try when the delay is over, counted from the entry of this state. */
    public StateDefinition after(Delay delay, List<TransitionDefinition> transitions) {
        after.add(new AfterDefinition(delay, List.copyOf(transitions)));
        return this;
    }

    /** Something to ask for as long as this state is active. */
    public StateDefinition invoke(InvocationDefinition invocation) {
        invocations.add(invocation);
        return this;
    }

    /**
     * How long this state may be active: a wait of its own, under the id {@code timeout.STATE_ID}.
     *
     * @param onTimeout taken when it resumes or fails, as the deadline says
     * @param where where the author wrote it, as a JSON pointer
     */
    public StateDefinition deadline(Deadline value, List<TransitionDefinition> onTimeout, String where) {
        deadline = new DeadlineDefinition(value, List.copyOf(onTimeout), where);
        return this;
    }

    public StateDefinition tag(String tag) {
        tags.add(tag);
        return this;
    }
}
