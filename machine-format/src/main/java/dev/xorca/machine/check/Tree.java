package dev.xorca.machine.check;

import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Questions about the tree of states: what lies where, and what a transition leaves and enters. */
final class Tree {
    private Tree() {}

    /** A state and what lies around it, innermost first. */
    static List<StateNode> withAncestors(StateNode state) {
        var all = new ArrayList<StateNode>();
        for (@Nullable StateNode at = state; at != null; at = at.parent().orElse(null)) {
            all.add(at);
        }
        return all;
    }

    static boolean isSameOrBelow(StateNode state, StateNode ancestor) {
        return state.equals(ancestor) || state.isBelow(ancestor);
    }

    /** Whether two states lie in different regions of a parallel state, so that both can be active. */
    static boolean areOrthogonal(StateNode a, StateNode b) {
        if (isSameOrBelow(a, b) || b.isBelow(a)) {
            return false;
        }
        var ancestor = a.parent().orElseThrow();
        while (!b.isBelow(ancestor)) {
            ancestor = ancestor.parent().orElseThrow();
        }
        return ancestor.kind() == StateNode.Kind.PARALLEL;
    }

    /** The state that stays while everything active below it is left; null when even the root is left. */
    static @Nullable StateNode domain(Transition transition) {
        var source = transition.source();
        var inside = transition.targets().stream().allMatch(target -> isSameOrBelow(target, source));
        if (inside && !transition.reenter()) {
            return source;
        }
        var ancestor = source.parent();
        while (ancestor.isPresent() && !allBelow(transition.targets(), ancestor.get())) {
            ancestor = ancestor.get().parent();
        }
        return ancestor.orElse(null);
    }

    /** Whether taking the transition ends with its source left, and not only to be entered again. */
    static boolean leadsAway(Transition transition) {
        return !transition.targets().isEmpty()
                && transition.targets().stream().noneMatch(target -> isSameOrBelow(target, transition.source()));
    }

    /** What a transition enters, those states included that it enters by default; nothing remembered is counted. */
    static Set<StateNode> entered(Transition transition) {
        var entered = new LinkedHashSet<StateNode>();
        if (transition.targets().isEmpty()) {
            return entered;
        }
        var domain = domain(transition);
        for (var target : transition.targets()) {
            if (target.equals(domain)) {
                enterDefault(target, entered);
            } else {
                enter(target, entered);
            }
            for (var above = target.parent();
                    above.isPresent();
                    above = above.get().parent()) {
                var ancestor = above.get();
                if (ancestor.kind() == StateNode.Kind.PARALLEL) {
                    enterRegions(ancestor, transition.targets(), entered);
                }
                if (ancestor.equals(domain)) {
                    break;
                }
                entered.add(ancestor);
            }
        }
        return entered;
    }

    /** Adds a state and all that is entered below it by default. */
    static void enter(StateNode state, Set<StateNode> entered) {
        if (!entered.add(state)) {
            return;
        }
        switch (state.kind()) {
            case COMPOUND ->
                state.initial().ifPresent(initial -> initial.targets().forEach(target -> enter(target, entered)));
            case PARALLEL -> enterRegions(state, List.of(), entered);
            case HISTORY -> {
                if (state.historyTargets().isEmpty()) {
                    enter(state.parent().orElseThrow(), entered);
                    enterDefault(state.parent().orElseThrow(), entered);
                }
                for (var target : state.historyTargets()) {
                    enter(target, entered);
                    entered.addAll(withAncestors(target));
                }
            }
            case ATOMIC, FINAL -> {}
        }
    }

    private static void enterDefault(StateNode state, Set<StateNode> entered) {
        state.initial().ifPresent(initial -> initial.targets().forEach(target -> enter(target, entered)));
        if (state.kind() == StateNode.Kind.PARALLEL) {
            enterRegions(state, List.of(), entered);
        }
    }

    private static void enterRegions(StateNode parallel, List<StateNode> targets, Set<StateNode> entered) {
        for (var region : parallel.children()) {
            var chosen = targets.stream().anyMatch(target -> isSameOrBelow(target, region));
            if (region.kind() != StateNode.Kind.HISTORY && !chosen) {
                enter(region, entered);
            }
        }
    }

    private static boolean allBelow(List<StateNode> states, StateNode ancestor) {
        return states.stream().allMatch(state -> state.isBelow(ancestor));
    }
}
