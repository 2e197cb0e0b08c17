package dev.xorca.runtime;

import dev.xorca.router.Subject;
import dev.xorca.runtime.EventRecords.EventEncoding;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes events into the inbox from outside of any stream task. Safe for several threads. */
final class InboxProducer implements AutoCloseable {
    /** How long a caller is held when there is no room, or nobody to send to. */
    private static final Duration MAX_BLOCK = Duration.ofSeconds(5);

    private static final Duration DELIVERY = Duration.ofSeconds(10);
    private static final String PRODUCER = "producer.";

    private final RuntimeSettings settings;
    private final String inbox;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean closed;

    InboxProducer(RuntimeSettings settings, Topics topics) {
        this.settings = settings;
        this.inbox = topics.inbox();
    }

    /** An event as a record of the inbox. */
    ProducerRecord<byte[], byte[]> encode(Subject subject, CloudEvent event) {
        var headers = new RecordHeaders();
        var value = new EventRecords(EventEncoding.BINARY).write(inbox, event, headers);
        var key = subject.encode().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(inbox, null, key, value, headers);
    }

    /**
     * Sends a record; returns within some seconds.
     *
     * @return completed once Kafka has the record for good; exceptionally with a {@link NotAcknowledgedException} when it
     *     has not said so within some seconds
     */
    CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        var acknowledged = new CompletableFuture<Void>();
        try {
            var unused = producer().send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(NotAcknowledgedException.of(failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            acknowledged.completeExceptionally(NotAcknowledgedException.of(e));
        }
        return acknowledged;
    }

    /** The first record makes the connection; many nodes never need one. */
    private synchronized Producer<byte[], byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("the node is ending");
        }
        if (producer == null) {
            producer = new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private Map<String, Object> config() {
        var config = new HashMap<String, Object>();
        settings.kafka().forEach((key, value) -> {
            if (ProducerConfig.configNames().contains(key)) {
                config.put(key, value);
            }
        });
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxInboxBytes());
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis() / 2);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        settings.kafka().forEach((key, value) -> {
            if (key.startsWith(PRODUCER)) {
                config.put(key.substring(PRODUCER.length()), value);
            }
        });
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return config;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
        }
    }
}
