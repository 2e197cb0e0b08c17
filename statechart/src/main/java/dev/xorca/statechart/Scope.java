package dev.xorca.statechart;

import java.util.Map;

/**
 * All that a guard, a template or an action may look at while a step is under way. Immutable; holds for one evaluation.
 *
 * @param machine the machine that is stepping
 * @param configuration the states that are active now
 * @param context the context as the actions before this one left it
 * @param event the event that caused the microstep
 * @param environment identity, input and time
 * @param locals further variables by name, such as the item of a fan-out; JSON values
 */
public record Scope(
        Machine machine,
        Configuration configuration,
        Map<String, Object> context,
        Event event,
        Environment environment,
        Map<String, Object> locals) {

    /** A scope without further variables. */
    public Scope(
            Machine machine,
            Configuration configuration,
            Map<String, Object> context,
            Event event,
            Environment environment) {
        this(machine, configuration, context, event, environment, Map.of());
    }

    /**
     * Whether a state is active.
     *
     * @param reference {@code #id} or the state's path from the root
     * @throws ExpressionException when the machine has no such state
     */
    public boolean isIn(String reference) {
        return machine.find(reference)
                .map(configuration::contains)
                .orElseThrow(() -> new ExpressionException("stateIn: the machine has no state '" + reference + "'"));
    }

    Scope withContext(Map<String, Object> changed) {
        return new Scope(machine, configuration, changed, event, environment, locals);
    }

    Scope withEvent(Event other) {
        return new Scope(machine, configuration, context, other, environment, locals);
    }
}
