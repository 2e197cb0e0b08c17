package dev.xorca.machine.check;

import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * States from which the end of the machine cannot be reached, where it has one. Goes backwards from the final states at
 * the top: a transition is good when it enters a state that is good, and a state when one of the transitions is good
 * that can be taken while it is active.
 */
final class EndCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        var root = facts.machine().root();
        var ends = root.children().stream()
                .filter(child -> child.kind() == StateNode.Kind.FINAL)
                .toList();
        if (root.kind() != StateNode.Kind.COMPOUND || ends.isEmpty()) {
            return;
        }
        var good = new Backwards(facts).from(ends);
        for (var state : facts.machine().states()) {
            if (isTrap(state, good, facts)
                    && state.parent()
                            .map(parent -> !isTrap(parent, good, facts))
                            .orElse(true)) {
                findings.add(
                        Rule.NO_WAY_TO_END,
                        state.at(),
                        state.equals(root)
                                ? "the machine has a final state and can never reach it"
                                : "from state '" + state.label() + "' no final state of the machine can be reached");
            }
        }
    }

    /** Whether all reachable states innermost below this one, or it itself, lead to no end. */
    private static boolean isTrap(StateNode state, Set<StateNode> good, Facts facts) {
        if (!facts.isReachable(state) || state.kind() == StateNode.Kind.HISTORY) {
            return false;
        }
        return state.isLeaf()
                ? !good.contains(state)
                : state.children().stream()
                        .filter(facts::isReachable)
                        .filter(child -> child.kind() != StateNode.Kind.HISTORY)
                        .allMatch(child -> isTrap(child, good, facts));
    }

    private static final class Backwards {
        private final Map<StateNode, List<Transition>> leadingTo = new HashMap<>();
        private final Set<Transition> goodTransitions = new HashSet<>();
        private final Set<StateNode> good = new LinkedHashSet<>();
        private final Set<StateNode> whollyGood = new HashSet<>();
        private final ArrayDeque<StateNode> open = new ArrayDeque<>();

        Backwards(Facts facts) {
            for (var transition : facts.reach().transitions()) {
                for (var state : mayEnter(transition)) {
                    leadingTo.computeIfAbsent(state, key -> new ArrayList<>()).add(transition);
                }
            }
        }

        Set<StateNode> from(List<StateNode> ends) {
            ends.forEach(this::mark);
            while (!open.isEmpty()) {
                for (var transition : leadingTo.getOrDefault(open.pop(), List.of())) {
                    if (goodTransitions.add(transition)) {
                        markWhereTaken(transition);
                    }
                }
            }
            return good;
        }

        /** What is entered, and below history states all that they may remember. */
        private static Set<StateNode> mayEnter(Transition transition) {
            var entered = Tree.entered(transition);
            for (var target : transition.targets()) {
                if (target.kind() == StateNode.Kind.HISTORY) {
                    addAll(target.parent().orElseThrow(), entered);
                }
            }
            return entered;
        }

        private static void addAll(StateNode state, Set<StateNode> states) {
            states.add(state);
            state.children().forEach(child -> addAll(child, states));
        }

        private void markWhereTaken(Transition transition) {
            var source = transition.source();
            if (Descriptors.isDone(transition.descriptor())) {
                markFinals(source);
                return;
            }
            markAll(source);
            // Whatever leaves a parallel state takes its other regions along.
            for (var state : Tree.withAncestors(source)) {
                var leaves = transition.targets().stream().anyMatch(target -> !Tree.isSameOrBelow(target, state));
                if (leaves && state.parent().filter(Backwards::isParallel).isPresent()) {
                    markAll(state.parent().orElseThrow());
                }
            }
        }

        private void markFinals(StateNode done) {
            for (var child : done.children()) {
                if (child.kind() == StateNode.Kind.FINAL) {
                    mark(child);
                } else if (isParallel(done)) {
                    markFinals(child);
                }
            }
        }

        private void markAll(StateNode state) {
            if (whollyGood.add(state)) {
                mark(state);
                state.children().forEach(this::markAll);
            }
        }

        private void mark(StateNode state) {
            if (good.add(state)) {
                open.add(state);
            }
        }

        private static boolean isParallel(StateNode state) {
            return state.kind() == StateNode.Kind.PARALLEL;
        }
    }
}
