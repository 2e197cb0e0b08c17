package dev.xorca.benchmarks.load;

import dev.xorca.schemas.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the timers of one run fire, as a reader of committed records. Fails when one fires twice, or before its time by
 * the clock of the broker, which is that of this machine.
 */
final class Firings implements AutoCloseable {
    private static final String TOPIC = "notif.timer.fired";
    private static final Duration POLL = Duration.ofMillis(100);

    private final String run;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread receiver = new Thread(this::receive, "firings-receiver");
    private final BitSet fired = new BitSet();
    private final Latencies steps = new Latencies();
    private final Latencies seen = new Latencies();
    private volatile boolean closed;
    private volatile @Nullable String failure;

    /**
     * How late the timers of a run were.
     *
     * @param steps from when one was due until its step, by the broker's clock
     * @param seen from when one was due until a reader of committed records had what the step emitted
     */
    record Lateness(String name, int count, Latencies steps, Latencies seen) {
        /** From when they were due until the last was seen, where all were due together. */
        double allSeconds() {
            return seen.millis(1) / 1e3;
        }

        Map<String, Object> toJson() {
            var json = new LinkedHashMap<String, Object>();
            json.put("name", name);
            json.put("timers", count);
            json.put("stepLateMillis", steps.toJson());
            json.put("seenLateMillis", seen.toJson());
            return json;
        }
    }

    Firings(String bootstrapServers, String run) {
        this.run = run + "-";
        consumer = Clients.consumer(bootstrapServers, Map.of());
        var topics = new ArrayList<>(Flow.timer(() -> Instant.EPOCH).errors());
        topics.add(TOPIC);
        Clients.followFromNow(consumer, topics);
        receiver.start();
    }

    private void receive() {
        while (!closed) {
            for (var record : consumer.poll(POLL)) {
                if (record.topic().equals(TOPIC)) {
                    fired(record, Instant.now());
                } else {
                    fail("an error event on " + record.topic() + ": " + text(record));
                }
            }
        }
    }

    private synchronized void fired(ConsumerRecord<byte[], byte[]> record, Instant now) {
        var data = Json.readObject(record.value());
        var id = String.valueOf(data.get("id"));
        if (!id.startsWith(run)) {
            return;
        }
        var due = Instant.parse(String.valueOf(data.get("due")));
        var step = OffsetDateTime.parse(Clients.header(record.headers(), "ce_time"))
                .toInstant();
        int number = Integer.parseInt(id.substring(run.length()));
        if (fired.get(number)) {
            fail("timer " + id + " fired twice");
        } else if (step.isBefore(due)) {
            fail("timer " + id + " fired at " + step + ", before its time " + due);
        }
        fired.set(number);
        steps.add(Duration.between(due, step).toNanos());
        seen.add(Duration.between(due, now).toNanos());
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private void fail(String what) {
        if (failure == null) {
            failure = what;
        }
    }

    private synchronized int count() {
        return fired.cardinality();
    }

    /**
     * Waits until so many have fired.
     *
     * @throws LoadException when they have not in time, or something went wrong
     */
    Lateness await(String name, int count, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (count() < count) {
            check();
            if (System.nanoTime() > deadline) {
                throw new LoadException("of " + count + " timers only " + count() + " have fired in time");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        check();
        synchronized (this) {
            return new Lateness(name, count, steps, seen);
        }
    }

    private void check() {
        var what = failure;
        if (what != null) {
            throw new LoadException(what);
        }
        if (!receiver.isAlive()) {
            throw new LoadException("the consumer that watches timers has ended");
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        receiver.join();
        consumer.close();
    }
}
