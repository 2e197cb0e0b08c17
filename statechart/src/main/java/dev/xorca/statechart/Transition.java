package dev.xorca.statechart;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way from one state to others, as the machine holds it: targets resolved, immutable.
 *
 * <p>Without targets only the actions run and nothing is left; without targets and actions it forbids the event to the
 * states above.
 */
public final class Transition {
    private final StateNode source;
    private final String descriptor;
    private final List<StateNode> targets;
    private final @Nullable Guard guard;
    private final List<Action> actions;
    private final boolean reenter;
    private final String at;

    Transition(
            StateNode source,
            String descriptor,
            List<StateNode> targets,
            @Nullable Guard guard,
            List<Action> actions,
            boolean reenter,
            String at) {
        this.source = source;
        this.descriptor = descriptor;
        this.targets = List.copyOf(targets);
        this.guard = guard;
        this.actions = List.copyOf(actions);
        this.reenter = reenter;
        this.at = at;
    }

    public StateNode source() {
        return source;
    }

    /** The event descriptor that leads here; empty for an eventless transition. */
    public String descriptor() {
        return descriptor;
    }

    public List<StateNode> targets() {
        return targets;
    }

    public Optional<Guard> guard() {
        return Optional.ofNullable(guard);
    }

    public List<Action> actions() {
        return actions;
    }

    /** Whether the source is left and entered again even when the targets lie within it. */
    public boolean reenter() {
        return reenter;
    }

    /** Where the definition has it, as a JSON pointer. */
    public String at() {
        return at;
    }

    boolean isEnabled(Scope scope) {
        if (guard == null) {
            return true;
        }
        try {
            return guard.test(scope);
        } catch (RuntimeException e) {
            throw StepException.guard(this, e);
        }
    }

    @Override
    public String toString() {
        var on = descriptor.isEmpty() ? "always" : descriptor;
        var to = targets.isEmpty()
                ? "no target"
                : String.join(", ", targets.stream().map(StateNode::label).toList());
        return source.label() + " --" + on + "--> " + to;
    }
}
