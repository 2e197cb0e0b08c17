package dev.xorca.crash.load;

import dev.xorca.crash.story.Repeat;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to the topics of their types, some of them a second time. Each copy arrives exactly once: a broker that is
 * away is waited for. Safe for several threads.
 */
public final class Sender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long SOONEST_REPEAT_MS = 3_000;
    private static final long REPEAT_SPREAD_MS = 12_000;

    private final KafkaProducer<String, byte[]> producer;
    private final DelayQueue<Later> later = new DelayQueue<>();
    private final AtomicLong repeated = new AtomicLong();
    private volatile @Nullable Exception failure;

    private record Later(ProducerRecord<String, byte[]> event, boolean isRepeat, long due) implements Delayed {
        static Later of(ProducerRecord<String, byte[]> event, boolean isRepeat, Duration delay) {
            return new Later(event, isRepeat, System.nanoTime() + delay.toNanos());
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    public Sender(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        2,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        PATIENCE.toMillis(),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis(),
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        200),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Sends the event after a while, and again as told. */
    void send(CloudEvent event, Repeat repeat, Duration after) {
        var record = KafkaMessageFactory.<String>createWriter(event.getType(), event.getSubject())
                .writeBinary(event);
        send(record, false, after);
        switch (repeat) {
            case NO -> {}
            case AT_ONCE -> send(record, true, after);
            case LATER -> {
                long spread = Math.floorMod(event.getId().hashCode(), REPEAT_SPREAD_MS);
                send(record, true, after.plusMillis(SOONEST_REPEAT_MS + spread));
            }
        }
    }

    private void send(ProducerRecord<String, byte[]> record, boolean isRepeat, Duration after) {
        if (after.isZero()) {
            send(record, isRepeat);
        } else {
            later.add(Later.of(record, isRepeat, after));
        }
    }

    /** Sends what was held back and is due; to be called again and again. */
    void sendDue() {
        for (var due = later.poll(); due != null; due = later.poll()) {
            send(due.event, due.isRepeat);
        }
    }

    private void send(ProducerRecord<String, byte[]> record, boolean isRepeat) {
        if (isRepeat) {
            repeated.incrementAndGet();
        }
        var unused = producer.send(record, (sent, problem) -> {
            if (problem != null) {
                failure = problem;
            }
        });
    }

    /** How many events were sent a second time. */
    public long repeated() {
        return repeated.get();
    }

    /** Whether nothing is left to be sent. */
    boolean isDone() {
        return later.isEmpty();
    }

    /**
     * Returns when all that was sent has arrived.
     *
     * @throws IllegalStateException when something never did: then nothing can be said about the router
     */
    void flush() {
        producer.flush();
        check();
    }

    void check() {
        if (failure != null) {
            throw new IllegalStateException("an event could not be sent, so that this run says nothing: " + failure);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
