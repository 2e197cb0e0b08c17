package dev.xorca.machine.check;

import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/** Transitions that are never taken, and guards that make those behind them so. */
final class TransitionCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        for (var state : facts.machine().states()) {
            if (facts.isReachable(state)) {
                check(state, facts, findings);
            }
        }
    }

    private static void check(StateNode state, Facts facts, Findings findings) {
        var selection = facts.selection();
        var takenByTrueGuard = new HashSet<String>();
        for (var transition : selection.of(state)) {
            var descriptor = transition.descriptor();
            if (takenByTrueGuard.contains(descriptor)) {
                continue;
            }
            var what = Descriptors.label(descriptor) + " of state '" + state.label() + "'";
            var reason = reason(transition, facts);
            if (reason != null) {
                findings.add(
                        Rule.TRANSITION_NEVER_TAKEN,
                        transition.at(),
                        "transition " + what + " is never taken: " + reason);
            }
            if (transition.guard().isPresent() && selection.truth(transition) == Truth.ALWAYS) {
                takenByTrueGuard.add(descriptor);
                reportTrueGuard(transition, what, facts, findings);
            }
        }
    }

    private static void reportTrueGuard(Transition transition, String what, Facts facts, Findings findings) {
        var candidates = facts.selection().of(transition.source()).stream()
                .filter(other -> other.descriptor().equals(transition.descriptor()))
                .toList();
        if (candidates.indexOf(transition) < candidates.size() - 1) {
            findings.add(
                    Rule.GUARD_ALWAYS_TRUE,
                    transition.at(),
                    "the guard of this candidate of " + what + " always holds, and there are candidates behind it");
        }
    }

    private static @Nullable String reason(Transition transition, Facts facts) {
        var selection = facts.selection();
        var state = transition.source();
        var descriptor = transition.descriptor();
        if (selection.truth(transition) == Truth.NEVER) {
            return "its guard can never hold";
        } else if (descriptor.isEmpty()) {
            return null;
        } else if (selection.isLeftAtOnce(state)) {
            return "an eventless transition leaves the state as soon as it is entered";
        } else if (Descriptors.isDone(descriptor) && !facts.reach().canBeDone(state)) {
            return state.kind() == StateNode.Kind.PARALLEL
                    ? "the regions cannot all reach a final state"
                    : "no final state directly below can be reached";
        } else if (selection.isTakenBelow(state, descriptor)) {
            return "the states below it always take the event first";
        }
        return null;
    }
}
