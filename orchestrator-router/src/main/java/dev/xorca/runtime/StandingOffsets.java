package dev.xorca.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** For how long nobody who reads committed could get to the end of partitions. For one thread. */
final class StandingOffsets {
    private final Map<TopicPartition, Since> standing = new HashMap<>();

    /**
     * How far a partition can be read.
     *
     * @param stable the first offset that those who read committed do not get to
     * @param end the first offset that nobody gets to
     */
    record Reach(long stable, long end) {}

    private record Since(long stable, long nanos) {}

    /**
     * Takes in how it is now.
     *
     * @param now what could be learnt; what is missing is taken to be as it was
     * @param nanos when that is, as {@link System#nanoTime()}
     * @return how long each partition among them has stood that has records, but lets nobody get to them
     */
    Map<TopicPartition, Duration> observe(Map<TopicPartition, Reach> now, long nanos) {
        var durations = new HashMap<TopicPartition, Duration>();
        now.forEach((partition, reach) -> {
            if (reach.stable >= reach.end) {
                standing.remove(partition);
                return;
            }
            var before = standing.get(partition);
            if (before == null || before.stable != reach.stable) {
                before = new Since(reach.stable, nanos);
                standing.put(partition, before);
            }
            durations.put(partition, Duration.ofNanos(nanos - before.nanos));
        });
        return durations;
    }
}
