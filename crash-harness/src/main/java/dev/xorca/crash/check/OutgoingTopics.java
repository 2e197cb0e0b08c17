package dev.xorca.crash.check;

import dev.xorca.crash.check.Violation.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that left the router, read as a plain consumer reads it. */
public final class OutgoingTopics implements EventLog {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DEAD_LETTERS = "xorca.deadletter";
    private static final int MOST_DETAIL = 2_000;

    private final String bootstrapServers;
    private final Set<String> others;

    /**
     * @param others the topics that it cannot be told of by their names that events leave in them
     */
    public OutgoingTopics(String bootstrapServers, Set<String> others) {
        this.bootstrapServers = bootstrapServers;
        this.others = Set.copyOf(others);
    }

    /** Whether events leave the router in this topic: commands, notifications, completions, errors, dead letters. */
    static boolean isOutgoing(String topic) {
        return topic.startsWith("cmd.")
                || topic.startsWith("notif.")
                || topic.startsWith("evt.xorca.")
                || topic.equals(DEAD_LETTERS)
                || ((topic.startsWith("xorca.") || topic.startsWith("sys.")) && topic.endsWith(".error"));
    }

    /** The router must have ended, so that nothing comes after. */
    @Override
    public void read(Consumer<Observed> events, Consumer<Violation> violations) throws InterruptedException {
        readUntilEnd(
                record -> {
                    if (record.topic().equals(DEAD_LETTERS)) {
                        violations.accept(new Violation(Kind.DEAD_LETTER, 0, describe(record)));
                        return;
                    }
                    try {
                        events.accept(Observed.of(record));
                    } catch (IllegalArgumentException e) {
                        violations.accept(new Violation(Kind.UNREADABLE, 0, e.getMessage() + ": " + describe(record)));
                    }
                },
                (partition, position) -> violations.accept(new Violation(
                        Kind.OPEN_TRANSACTION, 0, partition + " cannot be read beyond offset " + position)));
    }

    /** The end is where the last record stands, committed or not: what was begun must have been ended. */
    private void readUntilEnd(
            Consumer<ConsumerRecord<byte[], byte[]>> each, BiConsumer<TopicPartition, Long> unfinished)
            throws InterruptedException {
        var partitions = partitions();
        try (var consumer = new KafkaConsumer<>(
                settings("read_committed"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var ends = new HashMap<>(ends(partitions));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!ends.isEmpty() && System.nanoTime() < deadline) {
                var records = consumer.poll(POLL);
                records.forEach(each);
                var atEnd = ends.entrySet().stream()
                        .filter(end -> consumer.position(end.getKey()) >= end.getValue())
                        .map(Map.Entry::getKey)
                        .toList();
                if (!records.isEmpty() || !atEnd.isEmpty()) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                }
                atEnd.forEach(ends::remove);
            }
            ends.keySet().forEach(partition -> unfinished.accept(partition, consumer.position(partition)));
        }
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        try (var consumer = new KafkaConsumer<>(
                settings("read_uncommitted"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions);
        }
    }

    private List<TopicPartition> partitions() throws InterruptedException {
        try (var admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Set<String> topics = admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).stream()
                    .filter(topic -> isOutgoing(topic) || others.contains(topic))
                    .collect(Collectors.toSet());
            return admin
                    .describeTopics(topics)
                    .allTopicNames()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .toList();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not tell its topics: " + e, e);
        }
    }

    private Map<String, Object> settings(String isolation) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000);
    }

    private static String describe(ConsumerRecord<byte[], byte[]> record) {
        var text = new StringBuilder(record.topic() + "-" + record.partition() + "@" + record.offset());
        record.headers()
                .forEach(header -> text.append(' ')
                        .append(header.key())
                        .append('=')
                        .append(header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        return text.substring(0, Math.min(text.length(), MOST_DETAIL));
    }
}
