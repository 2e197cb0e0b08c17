package dev.xorca.server.demo;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.rw.CloudEventRWException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plain consumer of every event topic, as any service could be one: reads what is committed, from the beginning, on a
 * thread of its own.
 */
final class EventWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(EventWatcher.class);
    private static final Pattern EVENT_TOPICS =
            Pattern.compile("(cmd|evt|notif)\\..+|xorca\\..+\\.(start|error)|sys\\..+|xorca\\.deadletter");

    private final KafkaConsumer<String, byte[]> consumer;
    private final CloudEventDeserializer deserializer = new CloudEventDeserializer();
    private final Consumer<CloudEvent> listener;
    private final Thread thread = new Thread(this::run, "xorca-watcher");

    private EventWatcher(KafkaConsumer<String, byte[]> consumer, Consumer<CloudEvent> listener) {
        this.consumer = consumer;
        this.listener = listener;
    }

    /** Begins to watch the topics that exist now; the listener is called on the watcher's thread. */
    static EventWatcher start(String bootstrapServers, Consumer<CloudEvent> listener) throws InterruptedException {
        var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        20),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var partitions = topics(bootstrapServers).stream()
                .filter(topic -> EVENT_TOPICS.matcher(topic).matches())
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var watcher = new EventWatcher(consumer, listener);
        watcher.thread.start();
        return watcher;
    }

    private static Set<String> topics(String bootstrapServers) throws InterruptedException {
        try (var admin =
                Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            return admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics cannot be listed", e);
        }
    }

    private void run() {
        try (consumer) {
            while (!Thread.currentThread().isInterrupted()) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    try {
                        listener.accept(deserializer.deserialize(record.topic(), record.headers(), record.value()));
                    } catch (CloudEventRWException e) {
                        LOG.warn("a record in {} is no CloudEvent: {}", record.topic(), e.getMessage());
                    }
                }
            }
        } catch (WakeupException e) {
            LOG.debug("the watcher was told to end");
        }
    }

    /** Stops watching; the listener is not called any more. */
    void close() {
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
