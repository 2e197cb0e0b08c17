package dev.xorca.machine.check;

import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What can become active and be taken at all, if any event may come at any time and every guard that is not constant
 * may hold. Too large rather than too small.
 */
record Reach(Set<StateNode> states, Set<Transition> transitions) {

    static Reach of(Machine machine, Selection selection) {
        return of(machine, selection, transition -> true);
    }

    /** The same where only these transitions come into question. */
    static Reach of(Machine machine, Selection selection, Predicate<Transition> question) {
        var states = new HashSet<StateNode>();
        var transitions = new LinkedHashSet<Transition>();
        var open = new ArrayDeque<StateNode>();
        var waiting = new ArrayList<Transition>();
        var initial = new LinkedHashSet<StateNode>();
        Tree.enter(machine.root(), initial);
        add(initial, states, open);
        while (!open.isEmpty()) {
            while (!open.isEmpty()) {
                var state = open.pop();
                for (var transition : selection.of(state)) {
                    if (!question.test(transition) || !canBeTaken(transition, selection)) {
                        continue;
                    }
                    if (Descriptors.isDone(transition.descriptor())) {
                        waiting.add(transition);
                    } else {
                        take(transition, states, transitions, open);
                    }
                }
            }
            for (var transition : new ArrayList<>(waiting)) {
                if (canBeDone(transition.source(), states)) {
                    waiting.remove(transition);
                    take(transition, states, transitions, open);
                }
            }
        }
        return new Reach(states, transitions);
    }

    boolean canBeDone(StateNode state) {
        return canBeDone(state, states);
    }

    private static boolean canBeTaken(Transition transition, Selection selection) {
        if (selection.truth(transition) == Truth.NEVER || selection.isShadowed(transition)) {
            return false;
        }
        var descriptor = transition.descriptor();
        return descriptor.isEmpty()
                || !(selection.isLeftAtOnce(transition.source())
                        || selection.isTakenBelow(transition.source(), descriptor));
    }

    private static void take(
            Transition transition, Set<StateNode> states, Set<Transition> transitions, ArrayDeque<StateNode> open) {
        if (transitions.add(transition)) {
            add(Tree.entered(transition), states, open);
        }
    }

    private static void add(Set<StateNode> entered, Set<StateNode> states, ArrayDeque<StateNode> open) {
        for (var state : entered) {
            if (states.add(state)) {
                open.add(state);
            }
        }
    }

    private static boolean canBeDone(StateNode state, Set<StateNode> states) {
        var children = state.children();
        return switch (state.kind()) {
            case COMPOUND ->
                children.stream().anyMatch(child -> child.kind() == StateNode.Kind.FINAL && states.contains(child));
            case PARALLEL ->
                children.stream()
                        .filter(child -> child.kind() != StateNode.Kind.HISTORY)
                        .allMatch(child -> canBeDone(child, states));
            case FINAL -> states.contains(state);
            case ATOMIC, HISTORY -> false;
        };
    }
}
