package dev.xorca.crash;

import dev.xorca.crash.fault.Fault;
import dev.xorca.crash.fault.Struck;
import dev.xorca.crash.load.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * How long orchestrations waited while things went wrong, in seconds.
 *
 * @param longest the longest wait of the run
 * @param longestFrom when that began, from the beginning of the run
 * @param atFaults the longest at each fault, in the order of the faults
 */
record Gaps(double longest, double longestFrom, List<AtFault> atFaults) {
    /** What a fault does to others goes on for a while after its victim is back. */
    private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(5);

    /**
     * A fault and the wait that it may be to blame for.
     *
     * @param from when it struck, from the beginning of the run
     * @param back how long it took until the victim was ready again, from when it was struck
     * @param isBack false when it was struck again before that
     * @param isAlone whether nobody else was away at that time
     */
    record AtFault(Fault fault, double from, double back, boolean isBack, boolean isAlone, double gap) {}

    Gaps {
        atFaults = List.copyOf(atFaults);
    }

    /**
     * From the waits of a run and its faults.
     *
     * @param began when the run began, as of {@link System#nanoTime()}
     */
    static Gaps of(long began, Waits waits, List<Struck> struck) {
        var atFaults = new ArrayList<AtFault>();
        for (var each : struck) {
            boolean isAlone = struck.stream().noneMatch(other -> !other.equals(each) && overlaps(each, other));
            long gap = waits.longestWithin(each.began(), each.ended() + AFTERMATH);
            atFaults.add(new AtFault(
                    each.fault(),
                    seconds(each.began() - began),
                    seconds(each.ended() - each.began()),
                    each.isBack(),
                    isAlone,
                    seconds(gap)));
        }
        var longest = waits.longest();
        return new Gaps(seconds(longest.length()), seconds(longest.began() - began), atFaults);
    }

    /** The faults that the longest wait may be due to. */
    List<AtFault> atLongest() {
        return atFaults.stream()
                .filter(each ->
                        each.from < longestFrom + longest && each.from + each.back + seconds(AFTERMATH) > longestFrom)
                .toList();
    }

    /** The longest while one node was away and nobody else, by what had befallen it. */
    Map<Fault.Kind, Double> oneNode() {
        var oneNode = new TreeMap<Fault.Kind, Double>();
        for (var each : atFaults) {
            if (each.isAlone && each.isBack && each.fault.victim() != Fault.BROKER) {
                oneNode.merge(each.fault.kind(), each.gap, Math::max);
            }
        }
        return oneNode;
    }

    private static boolean overlaps(Struck one, Struck other) {
        return one.began() < other.ended() + AFTERMATH && other.began() < one.ended() + AFTERMATH;
    }

    private static double seconds(long nanos) {
        return Math.round(nanos / 1e6) / 1e3;
    }
}
