package dev.xorca.benchmarks.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * What lies in the broker's log: bytes, and offsets given out (records and the marks of transactions), by what the topics
 * are for.
 */
record TopicSizes(Map<String, Size> groups) {

    /** The size of a group of topics. */
    record Size(long bytes, long offsets) {
        Size plus(Size other) {
            return new Size(bytes + other.bytes, offsets + other.offsets);
        }

        Size minus(Size other) {
            return new Size(bytes - other.bytes, offsets - other.offsets);
        }
    }

    static TopicSizes of(Admin admin) throws InterruptedException {
        try {
            var topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            var sizes = new HashMap<TopicPartition, Long>();
            var nodes = admin.describeCluster().nodes().get();
            for (var directories : admin.describeLogDirs(
                            nodes.stream().map(node -> node.id()).toList())
                    .allDescriptions()
                    .get()
                    .values()) {
                directories
                        .values()
                        .forEach(directory -> directory
                                .replicaInfos()
                                .forEach((partition, replica) -> sizes.merge(partition, replica.size(), Long::sum)));
            }
            sizes.keySet().removeIf(partition -> !topics.contains(partition.topic()));
            var latest = new HashMap<TopicPartition, OffsetSpec>();
            sizes.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            var groups = new TreeMap<String, Size>();
            admin.listOffsets(latest)
                    .all()
                    .get()
                    .forEach((partition, end) -> groups.merge(
                            group(partition.topic()),
                            new Size(sizes.getOrDefault(partition, 0L), end.offset()),
                            Size::plus));
            return new TopicSizes(groups);
        } catch (ExecutionException e) {
            throw new LoadException("the broker does not tell its sizes: " + e.getCause(), e);
        }
    }

    /** What was written from then to now. */
    TopicSizes since(TopicSizes before) {
        var written = new TreeMap<String, Size>();
        groups.forEach((group, size) ->
                written.put(group, size.minus(before.groups.getOrDefault(group, new Size(0, 0)))));
        return new TopicSizes(written);
    }

    long bytes() {
        return groups.values().stream().mapToLong(Size::bytes).sum();
    }

    /** The average record of a group, with its share of its batch; 0 when there is none. */
    int bytesPerRecord(String group) {
        var size = groups.getOrDefault(group, new Size(0, 0));
        return size.offsets == 0 ? 0 : (int) (size.bytes / size.offsets);
    }

    private static String group(String topic) {
        if (topic.startsWith("__")) {
            return "offsets and transactions";
        } else if (topic.endsWith("-changelog")) {
            return "changelog";
        } else if (topic.equals("xorca.inbox")) {
            return "inbox";
        } else if (topic.endsWith(".start")) {
            return "starts";
        } else if (topic.startsWith("evt.")) {
            return "answers";
        } else if (List.of("cmd.", "notif.").stream().anyMatch(topic::startsWith)) {
            return "outputs";
        }
        return topic.startsWith("bare.") ? topic : "other";
    }
}
