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
    private long longest;

    /** A wait that took its time. */
    private record Wait(long began, long ended) {
        long length() {
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
        longest = Math.max(longest, ended - began);
        if (ended - began > LONG_NANOS && longOnes.size() < MOST_KEPT) {
            longOnes.add(new Wait(began, ended));
        }
    }

    /** The longest of all, in nanoseconds. */
    public synchronized long longest() {
        return longest;
    }

    /** The longest that went on at some time between these, in nanoseconds; 0 when none took half a second. */
    public synchronized long longestWithin(long from, long to) {
        return longOnes.stream()
                .filter(wait -> wait.began < to && wait.ended > from)
                .mapToLong(Wait::length)
                .max()
                .orElse(0);
    }
}
