package dev.xorca.machine.check;

import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import org.jspecify.annotations.Nullable;

/** {@code *} where the machine's own events come along: a done state inside, a delay outside, another region. */
final class StarCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        for (var transition : facts.reach().transitions()) {
            if (transition.descriptor().equals("*")) {
                var reason = reason(transition, facts);
                if (reason != null) {
                    findings.add(
                            Rule.STAR_TAKES_INTERNAL,
                            transition.at(),
                            "'*' of state '" + transition.source().label() + "' is also taken when " + reason);
                }
            }
        }
    }

    private static @Nullable String reason(Transition star, Facts facts) {
        var state = star.source();
        var delay = delayAround(state, facts);
        if (delay != null) {
            return "the delay of '" + delay.label() + "' is over, which then goes unheard";
        }
        if (star.targets().isEmpty() && star.actions().isEmpty()) {
            return null;
        }
        for (var other : facts.machine().states()) {
            var inside = Tree.isSameOrBelow(other, state) && other.parent().isPresent();
            if (((inside && !handlesDone(other, facts)) || Tree.areOrthogonal(other, state))
                    && !other.isLeaf()
                    && facts.reach().canBeDone(other)) {
                return "'" + other.label() + "' is done";
            }
        }
        return null;
    }

    private static @Nullable StateNode delayAround(StateNode state, Facts facts) {
        for (var ancestor : Tree.withAncestors(state)) {
            var delays = facts.selection().of(ancestor).stream()
                    .anyMatch(transition -> Descriptors.isDelay(transition.descriptor()));
            if (!ancestor.equals(state) && delays) {
                return ancestor;
            }
        }
        return null;
    }

    private static boolean handlesDone(StateNode state, Facts facts) {
        return facts.selection().of(state).stream()
                .anyMatch(transition -> Descriptors.isDone(transition.descriptor())
                        && facts.selection().truth(transition) == Truth.ALWAYS);
    }
}
