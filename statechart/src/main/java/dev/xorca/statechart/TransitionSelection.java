package dev.xorca.statechart;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which transitions an event takes: innermost first, one for each region, and of those that would leave the same state
 * the one whose source lies deeper, else the first in document order (SCXML selectTransitions,
 * removeConflictingTransitions; xstate.md S1, S2).
 */
final class TransitionSelection {
    private TransitionSelection() {}

    static List<Transition> forEvent(Scope scope, Map<String, List<String>> history) {
        return select(scope, scope.event().type(), history);
    }

    static List<Transition> eventless(Scope scope, Map<String, List<String>> history) {
        return select(scope, null, history);
    }

    private static List<Transition> select(Scope scope, @Nullable String type, Map<String, List<String>> history) {
        var enabled = new ArrayList<Transition>(2);
        select(scope, 0, type, enabled);
        return enabled.size() < 2 ? enabled : withoutConflicts(scope, enabled, history);
    }

    /**
     * Adds what the state at an index of the configuration, or states below it, would take.
     *
     * @return whether anything was added
     */
    private static boolean select(Scope scope, int index, @Nullable String type, List<Transition> enabled) {
        var configuration = scope.configuration();
        var state = configuration.get(index);
        boolean inner = switch (state.kind()) {
            case COMPOUND -> index + 1 < configuration.endOf(index) && select(scope, index + 1, type, enabled);
            case PARALLEL -> selectInRegions(scope, index, type, enabled);
            case ATOMIC, FINAL, HISTORY -> false;
        };
        if (inner) {
            return true;
        }
        var own = type == null ? state.enabledAlways(scope) : state.enabled(type, scope);
        if (own != null) {
            enabled.add(own);
        }
        return own != null;
    }

    private static boolean selectInRegions(Scope scope, int index, @Nullable String type, List<Transition> enabled) {
        var any = false;
        int end = scope.configuration().endOf(index);
        for (int region = index + 1;
                region < end;
                region = scope.configuration().endOf(region)) {
            any |= select(scope, region, type, enabled);
        }
        return any;
    }

    private static List<Transition> withoutConflicts(
            Scope scope, List<Transition> enabled, Map<String, List<String>> history) {
        var kept = new ArrayList<Transition>();
        var exits = new ArrayList<BitSet>();
        for (var candidate : enabled) {
            var exit = StateSets.exitSet(scope.machine(), scope.configuration(), candidate, history);
            var rivals = new BitSet();
            var preempted = false;
            for (int i = 0; i < kept.size() && !preempted; i++) {
                if (exit.intersects(exits.get(i))) {
                    rivals.set(i);
                    preempted = !candidate.source().isBelow(kept.get(i).source());
                }
            }
            if (!preempted) {
                for (int i = rivals.length() - 1; i >= 0; i = rivals.previousSetBit(i - 1)) {
                    kept.remove(i);
                    exits.remove(i);
                }
                kept.add(candidate);
                exits.add(exit);
            }
        }
        return kept;
    }
}
