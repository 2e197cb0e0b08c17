package dev.xorca.dsl;

import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.Scope;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What all builders of one machine share. */
record Builds<C>(Class<C> contextType, Contracts accepts, Contracts emits) {
    C contextOf(Scope scope) {
        return JsonRecords.fromJson(scope.context(), contextType);
    }

    /** What a lambda yields, as JSON; named by its line. */
    <E> Expression expression(Class<E> dataType, BiFunction<C, TypedEvent<E>, ?> function) {
        var place = SourcePlace.ofCaller();
        return new Expression() {
            @Override
            public @Nullable Object evaluate(Scope scope) {
                return JsonRecords.toJson(function.apply(contextOf(scope), new TypedEvent<>(scope, dataType)));
            }

            @Override
            public String toString() {
                return place.toString();
            }
        };
    }

    /** Whether a lambda says yes; named by its line. */
    <E> Guard condition(Class<E> dataType, BiPredicate<C, TypedEvent<E>> condition) {
        return new Guard.Condition(
                SourcePlace.ofCaller().toString(),
                scope -> condition.test(contextOf(scope), new TypedEvent<>(scope, dataType)));
    }
}
