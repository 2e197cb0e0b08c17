package dev.xorca.runtime;

import dev.xorca.router.InternalEvents;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.router.Subject;
import dev.xorca.runtime.EventRecords.EventEncoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an operator orders into the inbox, where it stands in line with everything else. Safe for several threads.
 */
public final class OperatorOrders implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PRODUCER = "producer.";

    private final RuntimeSettings settings;
    private final String inbox;
    private @Nullable Producer<byte[], byte[]> producer;

    OperatorOrders(RuntimeSettings settings, Topics topics) {
        this.settings = settings;
        this.inbox = topics.inbox();
    }

    /** Kafka has not said that it took an order; it may have, nevertheless. */
    public static final class NotAcknowledgedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotAcknowledgedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Gives an order; returns when Kafka has it for good. It is carried out in its turn.
     *
     * @param reason why, for the journal
     * @return the id of the event that carries the order
     * @throws NotAcknowledgedException when Kafka has not said within some seconds that it has it
     */
    public String give(Order order, Subject subject, String reason) throws NotAcknowledgedException {
        var id = UUID.randomUUID().toString();
        var event = InternalEvents.order(order, subject, id, reason);
        try {
            var headers = new RecordHeaders();
            var value = new EventRecords(EventEncoding.BINARY).write(inbox, event, headers);
            var key = subject.encode().getBytes(StandardCharsets.UTF_8);
            producer()
                    .send(new ProducerRecord<>(inbox, null, key, value, headers))
                    .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return id;
        } catch (ExecutionException e) {
            throw new NotAcknowledgedException("Kafka has not taken the order: " + message(e.getCause()), e);
        } catch (TimeoutException | KafkaException e) {
            throw new NotAcknowledgedException("Kafka has not taken the order: " + message(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAcknowledgedException("interrupted while Kafka takes the order", e);
        }
    }

    private static String message(@Nullable Throwable cause) {
        return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
    }

    /** Orders are rare: the first one makes the connection. */
    private synchronized Producer<byte[], byte[]> producer() {
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
        settings.kafka().forEach((key, value) -> {
            if (key.startsWith(PRODUCER)) {
                config.put(key.substring(PRODUCER.length()), value);
            }
        });
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return config;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
        }
    }
}
