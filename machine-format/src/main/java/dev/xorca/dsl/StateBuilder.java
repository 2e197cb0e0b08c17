package dev.xorca.dsl;

/**
 * A state below the machine itself.
 *
 * @param <C> the context
 */
public final class StateBuilder<C> extends StateBody<C, StateBuilder<C>> {
    StateBuilder(Builds<C> builds, String key) {
        super(builds, key);
    }

    @Override
    StateBuilder<C> self() {
        return this;
    }
}
