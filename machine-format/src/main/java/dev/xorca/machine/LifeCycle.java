package dev.xorca.machine;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a machine says of the time before and after its orchestrations run.
 *
 * @param early which events may come before the start, by event descriptor
 * @param retention how long an orchestration is kept once it is over; an ending without a line is left to the router
 * @param failures the paths of the final states that are a failure of the whole
 */
public record LifeCycle(Map<String, Early> early, Map<Ending, Duration> retention, Set<String> failures) {
    /** Nothing comes early, retention is the router's, and every end is a good one. */
    public static final LifeCycle PLAIN = new LifeCycle(Map.of(), Map.of(), Set.of());

    public LifeCycle {
        early = Map.copyOf(early);
        retention = retention.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(retention));
        failures = Set.copyOf(failures);
    }

    /**
     * How events that come before the start are kept.
     *
     * @param keep how long; then they are errors
     * @param max how many for one orchestration
     */
    public record Early(Duration keep, int max) {}

    /** How an orchestration can end. */
    public enum Ending {
        DONE,
        FAILED,
        TERMINATED
    }

    /** How an event of this type is kept that comes before the start; empty when it is an error. */
    public Optional<Early> early(String type) {
        var exact = early.get(type);
        if (exact != null) {
            return Optional.of(exact);
        }
        return early.entrySet().stream()
                .filter(each -> each.getKey().endsWith("*")
                        && type.startsWith(
                                each.getKey().substring(0, each.getKey().length() - 1)))
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue);
    }
}
