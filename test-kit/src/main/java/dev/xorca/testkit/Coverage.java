package dev.xorca.testkit;

import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.Microstep;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The states and transitions that scenarios took, by machine. Safe for several threads. */
final class Coverage {
    private static final ThreadLocal<List<Coverage>> LISTENING = ThreadLocal.withInitial(ArrayList::new);

    private final Map<String, Seen> byHash = new LinkedHashMap<>();

    /** One machine, and what was seen of it; transitions by their source and number there, for machines are read anew. */
    private record Seen(MachineDocument document, Set<String> states, Set<String> transitions) {}

    /**
     * What was covered of one machine.
     *
     * @param states how many there are to enter
     * @param notEntered those that were not entered
     * @param transitions how many there are to take
     * @param notTaken those that were not taken
     */
    record Covered(
            MachineDocument document,
            int states,
            List<StateNode> notEntered,
            int transitions,
            List<Transition> notTaken) {

        boolean reaches(int statesPercent, int transitionsPercent) {
            return reaches(states, notEntered.size(), statesPercent)
                    && reaches(transitions, notTaken.size(), transitionsPercent);
        }

        private static boolean reaches(int all, int missed, int percent) {
            return (all - missed) * 100L >= (long) all * percent;
        }
    }

    /** Listens to the scenarios of this thread. */
    void listen() {
        LISTENING.get().add(this);
    }

    void listenNoMore() {
        LISTENING.get().remove(this);
    }

    static void note(MachineDocument document, List<Microstep> steps) {
        LISTENING.get().forEach(coverage -> coverage.add(document, steps));
    }

    private synchronized void add(MachineDocument document, List<Microstep> steps) {
        var seen = byHash.computeIfAbsent(
                document.machine() + " " + document.hash(),
                hash -> new Seen(document, ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet()));
        for (var step : steps) {
            seen.states.addAll(step.entered());
            step.taken().forEach(transition -> seen.transitions.add(key(transition)));
        }
    }

    private static String key(Transition transition) {
        return transition.source().path() + "#"
                + transition.source().transitions().indexOf(transition);
    }

    synchronized List<Covered> result() {
        return byHash.values().stream().map(Coverage::result).toList();
    }

    private static Covered result(Seen seen) {
        var states = new ArrayList<StateNode>();
        var transitions = new ArrayList<Transition>();
        for (var state : seen.document.machine().states()) {
            if (state.parent().isPresent() && state.kind() != StateNode.Kind.HISTORY) {
                states.add(state);
            }
            transitions.addAll(state.transitions());
        }
        return new Covered(
                seen.document,
                states.size(),
                states.stream()
                        .filter(state -> !seen.states.contains(state.path()))
                        .toList(),
                transitions.size(),
                transitions.stream()
                        .filter(transition -> !seen.transitions.contains(key(transition)))
                        .toList());
    }
}
