package dev.xorca.statechart;

import java.util.List;

/**
 * One set of transitions taken together: what was left and entered, in order, and what came of it.
 *
 * @param event the event that the transitions were taken on; for eventless ones the event before
 * @param taken the transitions, in document order; empty for the step into the initial states
 * @param exited paths of the states left, in the order they were left
 * @param entered paths of the states entered, in the order they were entered
 * @param effects what the outside world is to do, in order
 * @param raised the events that wait in the machine's own queue because of this step, in order
 */
public record Microstep(
        Event event,
        List<Transition> taken,
        List<String> exited,
        List<String> entered,
        List<Effect> effects,
        List<Event> raised) {

    public Microstep {
        taken = List.copyOf(taken);
        exited = List.copyOf(exited);
        entered = List.copyOf(entered);
        effects = List.copyOf(effects);
        raised = List.copyOf(raised);
    }
}
