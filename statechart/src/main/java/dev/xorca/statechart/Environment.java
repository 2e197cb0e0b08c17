package dev.xorca.statechart;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one step may know beyond the machine's own state. The interpreter reads no clock and no identity but these.
 *
 * @param self who the orchestration is: {@code name}, {@code version}, {@code processId}, {@code subject}
 * @param input what the orchestration was started with, a JSON value
 * @param now the step's only time
 */
public record Environment(
        Map<String, Object> self, @Nullable Object input, Instant now) {

    /** An environment for a machine that is run by itself, without a router around it. */
    public static Environment of(@Nullable Object input, Instant now) {
        return new Environment(Map.of(), input, now);
    }
}
