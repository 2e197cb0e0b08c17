package dev.xorca.dsl;

/**
 * What happens on entering or leaving a state, or on the way to the initial one.
 *
 * @param <C> the context
 */
public final class ActionList<C> extends ActionSteps<C, Object, ActionList<C>> {
    ActionList(Builds<C> builds) {
        super(builds, Object.class);
    }

    @Override
    ActionList<C> self() {
        return this;
    }
}
