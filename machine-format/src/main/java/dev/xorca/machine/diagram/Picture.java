package dev.xorca.machine.diagram;

import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every notation draws of a machine: names for its states that any notation takes, and its arrows. */
public final class Picture {
    private final Machine machine;
    private final Map<StateNode, String> names = new HashMap<>();
    private final List<Arrow> arrows;

    /** An arrow; transitions between the same two states that bear the same label are one. */
    public record Arrow(StateNode from, StateNode to, List<String> label) {}

    private Picture(Machine machine) {
        this.machine = machine;
        var arrowsByKey = new LinkedHashMap<List<Object>, Arrow>();
        for (var state : machine.states()) {
            names.put(state, "s" + names.size());
            for (var transition : state.transitions()) {
                add(transition, arrowsByKey);
            }
        }
        this.arrows = List.copyOf(new ArrayList<>(arrowsByKey.values()));
    }

    public static Picture of(Machine machine) {
        return new Picture(machine);
    }

    public Machine machine() {
        return machine;
    }

    /** A name of one letter and digits, different for every state. */
    public String nameOf(StateNode state) {
        return names.getOrDefault(state, "s");
    }

    /** The arrows from state to state, in document order; a transition has one for each of its targets. */
    public List<Arrow> arrows() {
        return arrows;
    }

    private static void add(Transition transition, Map<List<Object>, Arrow> arrows) {
        for (var target : transition.targets()) {
            var arrow = new Arrow(transition.source(), target, Labels.lines(transition));
            arrows.putIfAbsent(List.of(arrow.from, arrow.to, arrow.label), arrow);
        }
    }
}
