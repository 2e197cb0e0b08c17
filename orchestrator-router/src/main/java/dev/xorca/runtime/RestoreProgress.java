package dev.xorca.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How far this node has come with the state of partitions that it is about to own. Safe for several threads. */
final class RestoreProgress implements StateRestoreListener {
    private final Map<Integer, Restoring> underWay = new ConcurrentHashMap<>();

    /**
     * One partition on its way.
     *
     * @param restored how many records of its changelog have been read
     * @param total how many there are to be read, roughly
     */
    record Restoring(long restored, long total) {}

    /** What has been restored of a partition; empty when nothing is being restored. */
    Optional<Restoring> of(int partition) {
        return Optional.ofNullable(underWay.get(partition));
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long end) {
        underWay.put(changelog.partition(), new Restoring(0, Math.max(0, end - from)));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEnd, long count) {
        underWay.computeIfPresent(
                changelog.partition(), (partition, now) -> new Restoring(now.restored + count, now.total));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long count) {
        underWay.remove(changelog.partition());
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long count) {
        underWay.remove(changelog.partition());
    }
}
