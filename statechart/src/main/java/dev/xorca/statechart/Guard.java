package dev.xorca.statechart;

import java.util.List;
import java.util.function.Predicate;

/** A condition on a transition. Closed, so that analysis can look inside; what is opaque is a {@link Condition}. */
public sealed interface Guard {

    /**
     * Whether the transition may be taken.
     *
     * @throws ExpressionException when that cannot be said
     */
    boolean test(Scope scope);

    /**
     * A predicate the engine knows nothing about.
     *
     * @param text the source text or the registered name, for messages
     * @param predicate must give equal answers for equal scopes
     */
    record Condition(String text, Predicate<Scope> predicate) implements Guard {
        @Override
        public boolean test(Scope scope) {
            return predicate.test(scope);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Holds when all of its parts do; the first that does not ends the evaluation. */
    record And(List<Guard> guards) implements Guard {
        public And {
            guards = List.copyOf(guards);
        }

        @Override
        public boolean test(Scope scope) {
            return guards.stream().allMatch(guard -> guard.test(scope));
        }
    }

    /** Holds when one of its parts does; the first that does ends the evaluation. */
    record Or(List<Guard> guards) implements Guard {
        public Or {
            guards = List.copyOf(guards);
        }

        @Override
        public boolean test(Scope scope) {
            return guards.stream().anyMatch(guard -> guard.test(scope));
        }
    }

    /** Holds when its part does not. */
    record Not(Guard guard) implements Guard {
        @Override
        public boolean test(Scope scope) {
            return !guard.test(scope);
        }
    }

    /**
     * Holds while a state is active.
     *
     * @param reference {@code #id} or the path from the root; must name a state of the machine
     */
    record StateIn(String reference) implements Guard {
        @Override
        public boolean test(Scope scope) {
            return scope.isIn(reference);
        }
    }
}
