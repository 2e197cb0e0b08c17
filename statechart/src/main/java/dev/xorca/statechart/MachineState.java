package dev.xorca.statechart;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a machine is at one moment, as a value.
 *
 * @param configuration the active states, or those that were active last
 * @param context the data carried along, unmodifiable
 * @param history for each history state (by path) the paths of the states to return to
 * @param status whether the machine goes on
 * @param output what a machine that is done has to say, a JSON value
 */
public record MachineState(
        Configuration configuration,
        Map<String, Object> context,
        Map<String, List<String>> history,
        Status status,
        @Nullable Object output) {

    static final MachineState NOT_STARTED =
            new MachineState(Configuration.empty(), Map.of(), Map.of(), Status.ACTIVE, null);

    /** Whether a machine takes events. */
    public enum Status {
        ACTIVE,
        DONE
    }

    /**
     * The state of an active machine from what identifies it.
     *
     * @param leaves paths of the innermost active states
     * @throws IllegalArgumentException when the machine has no such state
     */
    public static MachineState active(
            Machine machine, List<String> leaves, Map<String, Object> context, Map<String, List<String>> history) {
        return new MachineState(machine.configuration(leaves), context, history, Status.ACTIVE, null);
    }
}
