package dev.xorca.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Starts orchestrations and waits for their ends: one run, at one pace. The time of an orchestration is that from when its
 * start was due to be sent until a reader of committed records has its end.
 */
final class Load implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Flow flow;
    private final String run;
    private final Predicate<String> chosen;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread receiver = new Thread(this::receive, "load-receiver");
    private final Map<Integer, Long> underWay = new ConcurrentHashMap<>();
    private @Nullable Thread sender;
    private volatile Semaphore freed = new Semaphore(0);
    private Latencies latencies = new Latencies();
    private long completed;
    private volatile boolean closed;
    private volatile @Nullable String failure;

    /**
     * Prepares a run.
     *
     * @param run tells it from the others against the same broker
     */
    Load(String bootstrapServers, Flow flow, String run) {
        this(bootstrapServers, flow, run, id -> true);
    }

    /**
     * Prepares a run of chosen orchestrations.
     *
     * @param chosen whether one of this process id is to be started
     */
    Load(String bootstrapServers, Flow flow, String run, Predicate<String> chosen) {
        this.flow = flow;
        this.run = run + "-";
        this.chosen = chosen;
        producer = Clients.producer(bootstrapServers, Map.of());
        consumer = Clients.consumer(bootstrapServers, Map.of());
        var topics = new ArrayList<>(flow.errors());
        topics.add(flow.end());
        Clients.followFromNow(consumer, topics);
        receiver.start();
    }

    /** Begins to start orchestrations at a fixed rate, however long they take. */
    void open(double perSecond) {
        sendBy(() -> {
            long begin = System.nanoTime();
            int number = 0;
            for (int i = 0; !Thread.interrupted(); i++) {
                long due = begin + (long) (i * 1e9 / perSecond);
                while (System.nanoTime() < due && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                number = nextChosen(number);
                send(number++, due);
            }
        });
    }

    /** Begins to keep this many orchestrations under way, until so many were started. */
    void closed(int inFlight, int most) {
        var permits = new Semaphore(inFlight);
        freed = permits;
        sendBy(() -> {
            try {
                int number = 0;
                for (int i = 0; i < most; i++) {
                    permits.acquire();
                    number = nextChosen(number);
                    send(number++, System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void sendBy(Runnable pace) {
        sender = new Thread(pace, "load-sender");
        sender.start();
    }

    private int nextChosen(int number) {
        int next = number;
        while (!chosen.test(run + next)) {
            next++;
        }
        return next;
    }

    private void send(int number, long due) {
        var id = run + number;
        underWay.put(number, due);
        var unused = producer.send(start(flow, id), (metadata, e) -> {
            if (e != null) {
                fail("a start could not be sent: " + e);
            }
        });
    }

    /** A start event that is known again by its id, which the end carries as correlation id. */
    static ProducerRecord<byte[], byte[]> start(Flow flow, String id) {
        var start = new ProducerRecord<byte[], byte[]>(
                flow.start(), null, flow.data().apply(id));
        var headers = start.headers();
        Clients.put(headers, "ce_specversion", "1.0");
        Clients.put(headers, "ce_id", id);
        Clients.put(headers, "ce_source", "load");
        Clients.put(headers, "ce_type", flow.start());
        Clients.put(headers, "content-type", "application/json");
        return start;
    }

    private void receive() {
        while (!closed) {
            for (var end : consumer.poll(POLL)) {
                if (!end.topic().equals(flow.end())) {
                    fail("an error event on " + end.topic() + ": " + new String(end.value(), StandardCharsets.UTF_8));
                } else {
                    ended(end);
                }
            }
        }
    }

    private void ended(ConsumerRecord<byte[], byte[]> end) {
        var id = Clients.header(end.headers(), "ce_correlationid");
        if (!id.startsWith(run)) {
            return;
        }
        var due = underWay.remove(Integer.parseInt(id.substring(run.length())));
        if (due == null) {
            fail("orchestration " + id + " ended twice");
            return;
        }
        synchronized (this) {
            latencies.add(System.nanoTime() - due);
            completed++;
        }
        freed.release();
    }

    private void fail(String what) {
        if (failure == null) {
            failure = what;
        }
    }

    /** How many have ended. */
    synchronized long completed() {
        return completed;
    }

    /** The times of those that have ended since this was last asked for. */
    synchronized Latencies takeLatencies() {
        var taken = latencies;
        latencies = new Latencies();
        return taken;
    }

    /**
     * Waits until all that is to be started has ended.
     *
     * @throws LoadException when something went wrong, or one is missing
     */
    void awaitAll(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isSending() || !underWay.isEmpty()) {
            check();
            if (System.nanoTime() > deadline) {
                throw new LoadException(
                        underWay.size() + " orchestrations of " + flow.machine() + " have not ended within "
                                + patience.toSeconds() + " s, among them "
                                + underWay.keySet().stream()
                                        .limit(5)
                                        .map(number -> run + number)
                                        .toList());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        check();
    }

    /** @throws LoadException when something went wrong */
    void check() {
        var what = failure;
        if (what != null) {
            throw new LoadException(what);
        }
        if (!receiver.isAlive() && !closed) {
            throw new LoadException("the load's consumer has ended");
        }
    }

    /** Starts no more. */
    void stopSending() throws InterruptedException {
        if (sender != null) {
            sender.interrupt();
            sender.join();
        }
    }

    private boolean isSending() {
        return sender != null && sender.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        stopSending();
        closed = true;
        receiver.join();
        producer.close();
        consumer.close();
    }
}
