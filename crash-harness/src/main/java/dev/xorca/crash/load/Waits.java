package dev.xorca.crash.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long orchestrations waited for the router: from what was sent to them until the next of their events was seen by a
 * consumer. Times are of {@link System#nanoTime()}. Safe for several threads.
 */
public final class Waits {
    private static final long LONG_NANOS = 500_000_000;
    private static final int MOST_KEPT = 1_000_000;

    private final Map<Integer, Long> waiting = new HashMap<>();
    private final List<Wait> longOnes = new ArrayList<>();
    private Wait longest = new Wait(0, 0);

    /** From when to when an orchestration waited. */
    public record Wait(long began, long ended) {
        /** In nanoseconds. */
        public long length() {
            return ended - began;
        }
    }

    /** The orchestration waits from then on, unless it does already. */
    synchronized void begin(int orchestration, long at) {
        waiting.putIfAbsent(orchestration, at);
    }

    /** Something of the orchestration was seen. */
    synchronized void end(int orchestration, long at) {
        var began = waiting.remove(orchestration);
        if (began != null) {
            add(began, at);
        }
    }

    /** Somebody waited from then to then. */
    public synchronized void add(long began, long ended) {
        var wait = new Wait(began, ended);
        if (wait.length() > longest.length()) {
            longest = wait;
        }
        if (wait.length() > LONG_NANOS && longOnes.size() < MOST_KEPT) {
            longOnes.add(wait);
        }
    }

    /** The longest of all; of no length when there was none. */
    public synchronized Wait longest() {
        return longest;
    }

    /**
     * Of all waits that went on at some time between these, the longest, in nanoseconds, not counting what lies before:
     * what happened then cannot have caused that. 0 when none took half a second.
     */
    public synchronized long longestWithin(long from, long to) {
        return longOnes.stream()
                .filter(wait -> wait.began < to && wait.ended > from)
                .mapToLong(wait -> wait.ended - Math.max(from, wait.began))
                .max()
                .orElse(0);
    }
}
