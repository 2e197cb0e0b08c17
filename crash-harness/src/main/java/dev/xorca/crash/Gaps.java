package dev.xorca.crash;

import dev.xorca.crash.fault.Fault;
import dev.xorca.crash.fault.Struck;
import dev.xorca.crash.load.Waits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long orchestrations waited while things went wrong.
 *
 * @param longest the longest wait of the run
 * @param oneNode the longest while one node was away and no other, nor the broker, by what had befallen it
 */
record Gaps(double longest, Map<Fault.Kind, Double> oneNode) {
    /** What a fault does to others goes on for a while after its victim is back. */
    private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(5);

    /** In seconds, from the waits of a run and its faults. */
    static Gaps of(Waits waits, List<Struck> struck) {
        var oneNode = new LinkedHashMap<Fault.Kind, Double>();
        for (var each : struck) {
            if (each.isBack() && struck.stream().noneMatch(other -> !other.equals(each) && overlaps(each, other))) {
                var longest = waits.longestWithin(each.began(), each.ended() + AFTERMATH);
                longest.ifPresent(nanos -> oneNode.merge(each.fault().kind(), seconds(nanos), Math::max));
            }
        }
        oneNode.keySet().removeIf(kind -> kind == Fault.Kind.KILL_BROKER || kind == Fault.Kind.STOP_BROKER);
        return new Gaps(seconds(waits.longest()), oneNode);
    }

    private static boolean overlaps(Struck one, Struck other) {
        return one.began() < other.ended() + AFTERMATH && other.began() < one.ended() + AFTERMATH;
    }

    private static double seconds(long nanos) {
        return Math.round(nanos / 1e6) / 1e3;
    }
}
