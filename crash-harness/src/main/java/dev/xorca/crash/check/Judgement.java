package dev.xorca.crash.check;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the checker found.
 *
 * @param orchestrations how many had to end
 * @param ended how many did
 * @param events events that stand in the topics, by type
 * @param repeats how many of these stand there again with the same id
 */
public record Judgement(
        int orchestrations, int ended, Map<String, Long> events, long repeats, List<Violation> violations) {
    public Judgement {
        events = Map.copyOf(events);
        violations = List.copyOf(violations);
    }

    /** Whether every promise was kept. */
    public boolean isGood() {
        return violations.isEmpty();
    }

    /** How many commands there are, repeated ones included. */
    public long commands() {
        return events.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("cmd."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How often each promise was broken. */
    public Map<Violation.Kind, Integer> broken() {
        var broken = new EnumMap<Violation.Kind, Integer>(Violation.Kind.class);
        violations.forEach(violation -> broken.merge(violation.kind(), 1, Integer::sum));
        return broken;
    }

    /** The events by type, in alphabetical order. */
    public Map<String, Long> sortedEvents() {
        return new TreeMap<>(events);
    }
}
