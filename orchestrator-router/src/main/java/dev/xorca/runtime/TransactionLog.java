package dev.xorca.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What the coordinators of a cluster have written down of transactions: whether one was to be committed. */
final class TransactionLog {
    static final String TOPIC = "__transaction_state";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Clocks of brokers and nodes may differ by so much. */
    private static final Duration BEFORE = Duration.ofMinutes(1);

    private final Map<String, Object> consumerSettings;

    /**
     * @param clientSettings how to reach the cluster
     */
    TransactionLog(Map<String, Object> clientSettings) {
        consumerSettings = new HashMap<>(clientSettings);
        consumerSettings.keySet().retainAll(ConsumerConfig.configNames());
        consumerSettings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        consumerSettings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    }

    /** What was decided on a transaction. */
    enum Decision {
        COMMIT,
        ABORT,
        /** Nothing is written, or not any more. */
        NONE
    }

    /**
     * Reads what the coordinator decided on a transaction.
     *
     * @throws KafkaException when it cannot be read, or not in time
     */
    Decision decisionOn(OpenTransaction open, String transactionalId) {
        try (var consumer =
                new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC, PATIENCE);
            var partition = new TopicPartition(TOPIC, partitionOf(transactionalId, partitions.size()));
            consumer.assign(List.of(partition));
            seek(consumer, partition, open.lastTimestamp());
            long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            var key = key(transactionalId);
            while (consumer.position(partition, PATIENCE) < end) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(
                            "what stands in " + partition + " since the transaction began is too much "
                                    + "to be read within " + PATIENCE.toSeconds() + " s");
                }
                for (var record : consumer.poll(POLL)) {
                    var decision = Arrays.equals(record.key(), key)
                            ? Entry.read(record.value()).map(entry -> entry.decisionOn(open))
                            : Optional.<Decision>empty();
                    if (decision.isPresent() && decision.get() != Decision.NONE) {
                        return decision.get();
                    }
                }
            }
            return Decision.NONE;
        }
    }

    private static void seek(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long timestamp) {
        long from = Math.min(timestamp, System.currentTimeMillis() - PATIENCE.toMillis()) - BEFORE.toMillis();
        var found = timestamp < 0
                ? null
                : consumer.offsetsForTimes(Map.of(partition, Math.max(0, from)), PATIENCE)
                        .get(partition);
        if (found == null) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, found.offset());
        }
    }

    /** The partition in which a group or a producer is, by Kafka's rule for its own topics. */
    static int partitionOf(String id, int partitions) {
        int hash = id.hashCode();
        return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % partitions;
    }

    /** The key of what is written of a producer: version 0, then its name. */
    static byte[] key(String transactionalId) {
        var name = transactionalId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Short.BYTES + name.length)
                .putShort((short) 0)
                .putShort((short) name.length)
                .put(name)
                .array();
    }

    /**
     * How one transaction stood, as far as that is of interest here.
     *
     * @param status 2 and 4 for one that is, or has been, committed; 3 and 5 for one that is, or has been, aborted
     */
    record Entry(long producerId, int epoch, int status) {
        private static final int LENGTH = Short.BYTES + Long.BYTES + Short.BYTES + Integer.BYTES + Byte.BYTES;

        /** What a value of version 0 or 1 says; empty for one that says nothing readable. */
        static Optional<Entry> read(byte @Nullable [] value) {
            if (value == null || value.length < LENGTH) {
                return Optional.empty();
            }
            var bytes = ByteBuffer.wrap(value);
            int version = bytes.getShort();
            if (version < 0 || version > 1) {
                return Optional.empty();
            }
            long producerId = bytes.getLong();
            int epoch = bytes.getShort();
            bytes.getInt();
            return Optional.of(new Entry(producerId, epoch, bytes.get()));
        }

        /**
         * Deciding raises the epoch of the producer by one, so that a transaction and the decision on it are known by it;
         * where the producer was fenced, some brokers raise it by two.
         */
        Decision decisionOn(OpenTransaction open) {
            int later = epoch - open.epoch();
            if (producerId != open.producerId()) {
                return Decision.NONE;
            }
            return switch (status) {
                case 2, 4 -> later == 1 ? Decision.COMMIT : Decision.NONE;
                case 3, 5 -> later == 1 || later == 2 ? Decision.ABORT : Decision.NONE;
                default -> Decision.NONE;
            };
        }
    }
}
