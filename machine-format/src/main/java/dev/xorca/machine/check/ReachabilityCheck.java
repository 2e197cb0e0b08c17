package dev.xorca.machine.check;

import dev.xorca.statechart.StateNode;

/** States that nothing leads to; told of the outermost one. */
final class ReachabilityCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        for (var state : facts.machine().states()) {
            var parentReachable = state.parent().map(facts::isReachable).orElse(false);
            if (parentReachable && !facts.isReachable(state)) {
                findings.add(
                        Rule.UNREACHABLE_STATE,
                        state.at(),
                        state.kind() == StateNode.Kind.HISTORY
                                ? "no transition leads to history state '" + state.label() + "'"
                                : "state '" + state.label() + "' can never be active");
            }
        }
    }
}
