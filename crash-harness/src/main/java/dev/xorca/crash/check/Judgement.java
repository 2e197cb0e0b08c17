package dev.xorca.crash.check;

import dev.xorca.crash.story.Plot;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the checker found.
 *
 * @param tallies what became of the stories of each kind
 * @param events events that stand in the topics, by type
 * @param repeats how many of these stand there again with the same id
 */
public record Judgement(Map<Plot, Tally> tallies, Map<String, Long> events, long repeats, List<Violation> violations) {

    /**
     * What became of the stories of one kind.
     *
     * @param started how many had to end
     * @param ended how many did
     * @param commands how many they gave, repeated ones included
     * @param violations how many promises were broken to them
     */
    public record Tally(int started, int ended, long commands, int violations) {
        static final Tally NONE = new Tally(0, 0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(
                    started + other.started,
                    ended + other.ended,
                    commands + other.commands,
                    violations + other.violations);
        }
    }

    public Judgement {
        tallies = Collections.unmodifiableMap(new TreeMap<>(tallies));
        events = Map.copyOf(events);
        violations = List.copyOf(violations);
    }

    /** Whether every promise was kept. */
    public boolean isGood() {
        return violations.isEmpty();
    }

    /** How many orchestrations had to end. */
    public int orchestrations() {
        return tallies.values().stream().mapToInt(Tally::started).sum();
    }

    /** How many did. */
    public int ended() {
        return tallies.values().stream().mapToInt(Tally::ended).sum();
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
