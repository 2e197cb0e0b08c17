package dev.xorca.statechart;

/**
 * How much one macrostep may do before it fails instead of going on.
 *
 * @param microsteps transitions sets taken for one external event
 * @param raised events raised at once within one macrostep
 * @param effects events emitted, timers set and lines logged by one macrostep
 * @param states states in a machine
 * @param depth levels of nesting of states
 */
public record Limits(int microsteps, int raised, int effects, int states, int depth) {

    public static final Limits DEFAULT = new Limits(1_000, 1_000, 1_000, 10_000, 64);
}
