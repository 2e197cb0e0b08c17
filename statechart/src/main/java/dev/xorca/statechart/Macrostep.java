package dev.xorca.statechart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A run to completion: the microsteps that one external event caused.
 *
 * @param microsteps in order; empty when no transition took the event
 * @param assigned the top-level keys of the context that changed, with their new values
 * @param after the machine when nothing is left to do
 */
public record Macrostep(List<Microstep> microsteps, Map<String, Object> assigned, MachineState after) {

    public Macrostep {
        microsteps = List.copyOf(microsteps);
    }

    /** Whether any transition took the event. */
    public boolean tookPlace() {
        return !microsteps.isEmpty();
    }

    /** What the outside world is to do, in order. */
    public List<Effect> effects() {
        var effects = new ArrayList<Effect>();
        microsteps.forEach(step -> effects.addAll(step.effects()));
        return effects;
    }
}
