package dev.xorca.machine.check;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Eventless transitions that lead in a circle with no guard on the way. */
final class AlwaysCycleCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        var unconditional = new LinkedHashMap<StateNode, Transition>();
        for (var state : facts.machine().states()) {
            var candidates = facts.selection().eventless(state);
            if (facts.isReachable(state) && facts.selection().isFirstUnconditional(candidates)) {
                unconditional.put(state, candidates.get(0));
            }
        }
        for (var cycle : Cycles.of(unconditional.keySet(), state -> next(state, unconditional))) {
            var path = cycle.stream().map(StateNode::label).collect(Collectors.joining("' to '"));
            findings.add(
                    Rule.ALWAYS_CYCLE,
                    facts.selection().eventless(cycle.get(0)).get(0).at(),
                    "eventless transitions lead in a circle from '" + path
                            + (cycle.size() == 1 ? "' to itself" : "' and back"));
        }
    }

    private static List<StateNode> next(StateNode state, Map<StateNode, Transition> unconditional) {
        var transition = unconditional.get(state);
        var next = new ArrayList<StateNode>();
        if (transition == null) {
            return next;
        }
        if (staysAndChanges(transition)) {
            next.add(state);
        }
        for (var entered : Tree.entered(transition)) {
            if (unconditional.containsKey(entered)) {
                next.add(entered);
            }
        }
        return next;
    }

    /** Whether the source stays active, and something changes, so that the same transition is enabled again. */
    private static boolean staysAndChanges(Transition transition) {
        var source = transition.source();
        if (!transition.targets().isEmpty() && !source.equals(Tree.domain(transition))) {
            return false;
        }
        return (!transition.targets().isEmpty() && !source.isLeaf())
                || transition.actions().stream()
                        .anyMatch(action -> action instanceof Action.Assign
                                || (action instanceof Action.Raise raise && raise.delay() == null));
    }
}
