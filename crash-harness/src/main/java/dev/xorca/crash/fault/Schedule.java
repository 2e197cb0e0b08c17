package dev.xorca.crash.fault;

import dev.xorca.crash.fault.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The faults of a run, in order; a function of its arguments. Several victims may be away at the same time, one victim is
 * never struck while it is away. Some are struck again before they can have recovered.
 */
public record Schedule(List<Fault> faults) {
    /** One round of faults, of which each run of this many has all. */
    private static final List<Kind> ROUND = List.of(
            Kind.KILL_NODE,
            Kind.KILL_NODE,
            Kind.KILL_NODE,
            Kind.KILL_NODE,
            Kind.FREEZE_NODE,
            Kind.FREEZE_NODE,
            Kind.STOP_NODE,
            Kind.STOP_NODE,
            Kind.KILL_BROKER,
            Kind.STOP_BROKER);

    private static final long FIRST_AT_MS = 3_000;

    public Schedule {
        faults = List.copyOf(faults);
    }

    /**
     * The faults of a run.
     *
     * @param kinds the only kinds there may be; at least one
     * @param gap the mean time between two faults
     * @param session how long a node that is silent keeps its share of the work
     */
    public static Schedule of(long seed, int faults, Set<Kind> kinds, int nodes, Duration gap, Duration session) {
        var round = ROUND.stream().filter(kinds::contains).toList();
        return new Draft(new Random(seed), round, nodes, gap.toMillis(), session.toMillis()).draw(faults);
    }

    /** When the last victim is back. */
    public Duration end() {
        return faults.stream().map(Fault::end).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** What strikes this victim. */
    List<Fault> of(int victim) {
        return faults.stream().filter(fault -> fault.victim() == victim).toList();
    }

    private static final class Draft {
        private final Random random;
        private final List<Kind> allOnce;
        private final long gapMs;
        private final long sessionMs;
        /** From when on a victim may be struck again, by its number. */
        private final long[] freeAtMs;

        Draft(Random random, List<Kind> allOnce, int nodes, long gapMs, long sessionMs) {
            this.random = random;
            this.allOnce = allOnce;
            this.gapMs = gapMs;
            this.sessionMs = sessionMs;
            this.freeAtMs = new long[nodes + 1];
        }

        Schedule draw(int count) {
            var faults = new ArrayList<Fault>();
            var round = new ArrayList<Kind>();
            long atMs = FIRST_AT_MS;
            while (faults.size() < count) {
                if (round.isEmpty()) {
                    round.addAll(allOnce);
                    Collections.shuffle(round, random);
                }
                var fault = fault(round.remove(round.size() - 1), atMs);
                faults.add(fault);
                atMs = fault.at().toMillis() + between(gapMs * 2 / 5, gapMs * 8 / 5);
            }
            return new Schedule(faults);
        }

        private Fault fault(Kind kind, long earliestMs) {
            int victim = kind.isOfBroker() ? Fault.BROKER : node(earliestMs);
            long atMs = Math.max(earliestMs, freeAtMs[victim]);
            long awayMs = awayMs(kind);
            freeAtMs[victim] = atMs + awayMs + (random.nextInt(5) == 0 ? between(500, 3_000) : between(6_000, 9_000));
            return new Fault(Duration.ofMillis(atMs), kind, victim, Duration.ofMillis(awayMs));
        }

        /** Any that is free, else the one that is free first. */
        private int node(long atMs) {
            var free = IntStream.range(1, freeAtMs.length)
                    .filter(node -> freeAtMs[node] <= atMs)
                    .toArray();
            if (free.length > 0) {
                return free[random.nextInt(free.length)];
            }
            int first = 1;
            for (int node = 2; node < freeAtMs.length; node++) {
                first = freeAtMs[node] < freeAtMs[first] ? node : first;
            }
            return first;
        }

        private long awayMs(Kind kind) {
            return switch (kind) {
                // One time in four so long that others take its work over.
                case KILL_NODE, STOP_NODE ->
                    random.nextInt(4) == 0 ? sessionMs + between(1_000, 4_000) : between(0, 2_000);
                case FREEZE_NODE -> sessionMs + between(1_000, 6_000);
                case KILL_BROKER, STOP_BROKER -> between(0, 2_000);
            };
        }

        private long between(long from, long to) {
            return from + (long) (random.nextDouble() * (to - from));
        }
    }
}
