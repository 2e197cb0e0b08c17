package dev.xorca.dsl;

import dev.xorca.statechart.StateNode;

/**
 * A state below the machine itself.
 *
 * @param <C> the context
 */
public final class StateBuilder<C> extends StateBody<C, StateBuilder<C>> {
    StateBuilder(Builds<C> builds, String key) {
        super(builds, key);
    }

    /** Makes the machine a failed one when it ends in this state, a final one directly below the machine. */
    public StateBuilder<C> failed() {
        outcome = StateNode.Outcome.FAILED;
        return this;
    }

    @Override
    StateBuilder<C> self() {
        return this;
    }
}
