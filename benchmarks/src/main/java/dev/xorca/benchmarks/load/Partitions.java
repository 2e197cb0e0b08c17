package dev.xorca.benchmarks.load;

import dev.xorca.router.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Utils;

/**
 * Which orchestrations share a partition of the router's inbox, and so are worked on one after the other.
 *
 * @param count how many partitions there are
 */
record Partitions(int count) {
    private static final String INBOX = "xorca.inbox";
    /** Of all machines of the benchmarks. */
    private static final String VERSION = "1.0.0";

    static Partitions of(String bootstrapServers) {
        try (var consumer = Clients.consumer(bootstrapServers, Map.of())) {
            return new Partitions(consumer.partitionsFor(INBOX).size());
        }
    }

    /** Process ids whose orchestrations share a partition with another orchestration. */
    Predicate<String> sharedWith(String processId, Flow its, Flow theirs) {
        int partition = of(processId, its);
        return id -> of(id, theirs) == partition;
    }

    /** As Kafka's producers choose it by the key. */
    private int of(String processId, Flow flow) {
        var key = new Subject(processId, flow.machine(), VERSION).encode();
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % count;
    }
}
