package dev.xorca.dsl;

import dev.xorca.statechart.Guard;
import dev.xorca.statechart.TransitionDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A transition: when it may be taken, what it does, where it leads. Without a target only the actions run; with nothing
 * at all it forbids the event to the states above.
 *
 * @param <C> the context
 * @param <E> the data of the event
 */
public final class TransitionBuilder<C, E> extends ActionSteps<C, E, TransitionBuilder<C, E>> {
    private final SourcePlace place = SourcePlace.ofCaller();
    private final List<Guard> guards = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    private boolean reenter;

    TransitionBuilder(Builds<C> builds, Class<E> dataType) {
        super(builds, dataType);
    }

    /** A condition; with several, all must hold. */
    public TransitionBuilder<C, E> when(Predicate<C> condition) {
        return when((context, event) -> condition.test(context));
    }

    /** A condition; with several, all must hold. */
    public TransitionBuilder<C, E> when(BiPredicate<C, TypedEvent<E>> condition) {
        guards.add(builds.condition(dataType(), condition));
        return this;
    }

    /** The condition that a state is active, by {@code #id} or by its path from the root. */
    public TransitionBuilder<C, E> whenIn(String state) {
        guards.add(new Guard.StateIn(state));
        return this;
    }

    /** Where to: {@code Sibling}, {@code Sibling.Below}, {@code .Below} or {@code #id}; several in different regions. */
    public TransitionBuilder<C, E> target(String... states) {
        targets.addAll(List.of(states));
        return this;
    }

    /** Leaves and enters the source even when the target lies within it. */
    public TransitionBuilder<C, E> reenter() {
        reenter = true;
        return this;
    }

    @Override
    TransitionBuilder<C, E> self() {
        return this;
    }

    TransitionDefinition define(String descriptor, String pointer, Pointers pointers) {
        pointers.put(pointer, place);
        var guard = guards.isEmpty() ? null : guards.size() == 1 ? guards.get(0) : new Guard.And(guards);
        return new TransitionDefinition(descriptor, targets, guard, actions(), reenter, pointer);
    }
}
