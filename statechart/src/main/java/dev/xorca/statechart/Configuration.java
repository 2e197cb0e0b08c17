package dev.xorca.statechart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The set of active states of one machine, in document order, compound and parallel states included. Immutable.
 *
 * <p>Because document order is the order of a walk through the tree, the active states below a state stand right behind
 * it.
 */
public final class Configuration {
    private static final Configuration EMPTY = new Configuration(new StateNode[0]);

    private final StateNode[] states;

    private Configuration(StateNode[] states) {
        this.states = states;
    }

    static Configuration empty() {
        return EMPTY;
    }

    static Configuration of(List<StateNode> inDocumentOrder) {
        return new Configuration(inDocumentOrder.toArray(new StateNode[0]));
    }

    /** The active states, outermost first, in document order. */
    public List<StateNode> states() {
        return List.of(states);
    }

    /** The paths of the innermost active states, in document order. This is what identifies a configuration. */
    public List<String> leaves() {
        var leaves = new ArrayList<String>();
        for (var state : states) {
            if (state.isLeaf()) {
                leaves.add(state.path());
            }
        }
        return List.copyOf(leaves);
    }

    public boolean contains(StateNode state) {
        return indexOf(state) >= 0;
    }

    /** Whether a compound state has reached a final child, or a parallel state has done so in every region. */
    boolean isDone(StateNode state) {
        return switch (state.kind()) {
            case COMPOUND ->
                state.childList().stream().anyMatch(child -> child.kind() == StateNode.Kind.FINAL && contains(child));
            case PARALLEL ->
                state.childList().stream()
                        .filter(child -> child.kind() != StateNode.Kind.HISTORY)
                        .allMatch(this::isDone);
            case FINAL -> contains(state);
            case ATOMIC, HISTORY -> false;
        };
    }

    int size() {
        return states.length;
    }

    StateNode get(int index) {
        return states[index];
    }

    /** The index behind the active states below the one at {@code index}. */
    int endOf(int index) {
        int last = states[index].last();
        int end = index + 1;
        while (end < states.length && states[end].order() <= last) {
            end++;
        }
        return end;
    }

    /** Adds the active states that lie below the given one to a set of document orders. */
    void addBelow(StateNode state, BitSet orders) {
        int index = indexOf(state);
        if (index < 0) {
            return;
        }
        int end = endOf(index);
        for (int i = index + 1; i < end; i++) {
            orders.set(states[i].order());
        }
    }

    Configuration without(BitSet left) {
        var remaining = new StateNode[states.length];
        int size = 0;
        for (var state : states) {
            if (!left.get(state.order())) {
                remaining[size++] = state;
            }
        }
        return new Configuration(Arrays.copyOf(remaining, size));
    }

    Configuration with(StateNode entered) {
        int index = indexOf(entered);
        if (index >= 0) {
            return this;
        }
        int at = -index - 1;
        var more = new StateNode[states.length + 1];
        System.arraycopy(states, 0, more, 0, at);
        more[at] = entered;
        System.arraycopy(states, at, more, at + 1, states.length - at);
        return new Configuration(more);
    }

    private int indexOf(StateNode state) {
        int low = 0;
        int high = states.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = states[middle].order();
            if (order == state.order()) {
                return middle;
            }
            if (order < state.order()) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Configuration that && Arrays.equals(states, that.states);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(states);
    }

    @Override
    public String toString() {
        return leaves().toString();
    }
}
