package dev.xorca.machine.check;

import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which candidates of a state are tried, as far as that is known before anything runs. */
final class Selection {
    private final Conditions conditions;
    private final Map<Transition, Truth> truths = new HashMap<>();
    private final Map<StateNode, List<Transition>> transitions = new HashMap<>();

    Selection(Conditions conditions) {
        this.conditions = conditions;
    }

    Truth truth(Transition transition) {
        return truths.computeIfAbsent(transition, conditions::truth);
    }

    /** What starts at a state, in the order in which candidates are tried. */
    List<Transition> of(StateNode state) {
        return transitions.computeIfAbsent(state, StateNode::transitions);
    }

    /** The transitions that a state tries for an event of this type, in order. */
    List<Transition> candidates(StateNode state, String type) {
        return of(state).stream()
                .filter(transition -> Descriptors.covers(transition.descriptor(), type))
                .toList();
    }

    List<Transition> eventless(StateNode state) {
        return of(state).stream()
                .filter(transition -> transition.descriptor().isEmpty())
                .toList();
    }

    /** Whether the first of these candidates is taken, and no other can be. */
    boolean isFirstUnconditional(List<Transition> candidates) {
        return !candidates.isEmpty() && truth(candidates.get(0)) == Truth.ALWAYS;
    }

    /** Whether an earlier candidate of the same descriptor is always taken instead. */
    boolean isShadowed(Transition transition) {
        for (var earlier : of(transition.source())) {
            if (earlier.equals(transition)) {
                return false;
            }
            if (earlier.descriptor().equals(transition.descriptor()) && truth(earlier) == Truth.ALWAYS) {
                return true;
            }
        }
        return false;
    }

    /** Whether a state, or always something below it, takes every event that the descriptor stands for. */
    boolean takes(StateNode state, String descriptor) {
        var own = of(state).stream()
                .anyMatch(transition ->
                        Descriptors.covers(transition.descriptor(), descriptor) && truth(transition) == Truth.ALWAYS);
        return own || isTakenBelow(state, descriptor);
    }

    boolean isTakenBelow(StateNode state, String descriptor) {
        var children = state.children().stream()
                .filter(child -> child.kind() != StateNode.Kind.HISTORY)
                .toList();
        return switch (state.kind()) {
            case COMPOUND -> !children.isEmpty() && children.stream().allMatch(child -> takes(child, descriptor));
            case PARALLEL -> children.stream().anyMatch(child -> takes(child, descriptor));
            case ATOMIC, FINAL, HISTORY -> false;
        };
    }

    /** Whether an atomic state is left as soon as it is entered, before any event. */
    boolean isLeftAtOnce(StateNode state) {
        if (state.kind() != StateNode.Kind.ATOMIC) {
            return false;
        }
        for (var candidate : eventless(state)) {
            if (truth(candidate) == Truth.NEVER) {
                continue;
            }
            if (!Tree.leadsAway(candidate)) {
                return false;
            }
            if (truth(candidate) == Truth.ALWAYS) {
                return true;
            }
        }
        return false;
    }
}
