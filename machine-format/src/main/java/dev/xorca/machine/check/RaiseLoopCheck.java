package dev.xorca.machine.check;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Events that are raised because of themselves. Only what is sure is told: every transition of the circle is taken
 * whenever its event comes, and its source is active after the one before it.
 */
final class RaiseLoopCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        var graph = new Graph(facts);
        for (var cycle : Cycles.of(facts.reach().transitions(), graph::next)) {
            var events = cycle.stream()
                    .map(transition -> Descriptors.label(transition.descriptor()))
                    .distinct()
                    .collect(Collectors.joining(", then "));
            findings.add(
                    Rule.RAISE_LOOP,
                    cycle.get(0).at(),
                    "the transition on " + events + " raises the event that it is taken by, again and again");
        }
    }

    private static final class Graph {
        private final Facts facts;
        private final Map<String, List<Transition>> sureByType = new HashMap<>();

        Graph(Facts facts) {
            this.facts = facts;
        }

        List<Transition> next(Transition transition) {
            var next = new ArrayList<Transition>();
            var entered = Tree.entered(transition);
            for (var type : raisedBy(transition, entered)) {
                for (var candidate : sureByType.computeIfAbsent(type, this::sure)) {
                    if (isActiveAfter(candidate.source(), transition, entered)) {
                        next.add(candidate);
                    }
                }
            }
            return next;
        }

        private static Set<String> raisedBy(Transition transition, Set<StateNode> entered) {
            var actions = new ArrayList<Action>();
            var source = transition.source();
            if (!transition.targets().isEmpty() && !source.equals(Tree.domain(transition))) {
                actions.addAll(source.exit());
            }
            actions.addAll(transition.actions());
            entered.forEach(state -> actions.addAll(state.entry()));
            var types = new LinkedHashSet<String>();
            for (var action : actions) {
                if (action instanceof Action.Raise raise && raise.delay() == null) {
                    types.add(raise.type());
                }
            }
            return types;
        }

        /** The transitions that are taken whenever an event of this type meets their source. */
        private List<Transition> sure(String type) {
            var sure = new ArrayList<Transition>();
            for (var state : facts.machine().states()) {
                var candidates = facts.selection().candidates(state, type);
                if (facts.selection().isFirstUnconditional(candidates)
                        && facts.reach().transitions().contains(candidates.get(0))
                        && !isHandledBelow(state, type)) {
                    sure.add(candidates.get(0));
                }
            }
            return sure;
        }

        private boolean isHandledBelow(StateNode state, String type) {
            return state.children().stream()
                    .anyMatch(child ->
                            !facts.selection().candidates(child, type).isEmpty() || isHandledBelow(child, type));
        }

        private static boolean isActiveAfter(StateNode state, Transition taken, Set<StateNode> entered) {
            if (taken.targets().isEmpty()) {
                return Tree.isSameOrBelow(taken.source(), state);
            }
            var domain = Tree.domain(taken);
            return entered.contains(state) || (domain != null && Tree.isSameOrBelow(domain, state));
        }
    }
}
