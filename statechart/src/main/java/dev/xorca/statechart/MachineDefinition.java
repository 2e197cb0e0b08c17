package dev.xorca.statechart;

import org.jspecify.annotations.Nullable;

/**
 * A machine as its author describes it, before {@link Machine#of} has checked it.
 *
 * @param name names the orchestrator; events carry it in their types
 * @param version of the form {@code 1.2.3}
 * @param description for people, null for none
 * @param context yields the initial context (an object) from the input; null for an empty one
 * @param root the outermost state
 * @param limits how much one step of this machine may do
 */
public record MachineDefinition(
        String name,
        String version,
        @Nullable String description,
        @Nullable Expression context,
        StateDefinition root,
        Limits limits) {}
