package dev.xorca.crash.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What the nodes have not taken yet, as any operator sees it: the lag of their consumer groups. */
public final class Backlog implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final long CALL_SECONDS = 30;

    private final Admin admin;

    public Backlog(String bootstrapServers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * Waits until all is taken.
     *
     * @return what is left when that took too long; empty when nothing is
     */
    public List<String> await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        var left = left();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            left = left();
        }
        return left;
    }

    private List<String> left() throws InterruptedException {
        try {
            var left = new ArrayList<String>();
            for (var group : admin.listGroups().all().get(CALL_SECONDS, TimeUnit.SECONDS)) {
                left.addAll(left(group));
            }
            return left;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not tell how far the nodes are: " + e, e);
        }
    }

    private List<String> left(GroupListing group) throws ExecutionException, TimeoutException, InterruptedException {
        var name = group.groupId();
        var taken = admin.listConsumerGroupOffsets(Map.of(name, new ListConsumerGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(name)
                .get(CALL_SECONDS, TimeUnit.SECONDS);
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        taken.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        var ends = admin.listOffsets(latest).all().get(CALL_SECONDS, TimeUnit.SECONDS);
        var left = new ArrayList<String>();
        ends.forEach((partition, end) -> {
            var offset = taken.get(partition);
            long lag = offset == null ? 0 : end.offset() - offset.offset();
            if (lag > 0) {
                left.add(name + " has not taken the last " + lag + " records of " + partition);
            }
        });
        return left;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
