package dev.xorca.server.kafka;

import static java.util.Objects.requireNonNullElse;

import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Apache Kafka broker in this JVM: a real one, alone in its cluster, reachable from this machine only. Its data and
 * cluster id stay in its directory and survive both a restart and a kill; the port may change between starts.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);
    private static final Duration STOP_LIMIT_AFTER_FAULT = Duration.ofSeconds(3);

    private final DataDirectory directory;
    private final BrokerPorts ports;
    private final LoneServer server;
    private final FaultWatch faults = FaultWatch.open();
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(DataDirectory directory, BrokerPorts ports, LoneServer server) {
        this.directory = directory;
        this.ports = ports;
        this.server = server;
    }

    /**
     * Returns once the broker accepts requests.
     *
     * @param dataDirectory made when missing
     * @param port what clients connect to; 0 takes any free port
     * @throws KafkaStartException when it cannot start; nothing of it is left running then
     */
    public static EmbeddedKafka start(Path dataDirectory, int port) {
        return start(dataDirectory, port, Time.SYSTEM);
    }

    /**
     * As above, with a clock of its own.
     *
     * @param clock what the broker stamps records by, and measures sessions and transactions with
     */
    public static EmbeddedKafka start(Path dataDirectory, int port, Time clock) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
        return start(dataDirectory, () -> BrokerPorts.free(port), clock);
    }

    /** As above; the ports are asked for a second time when somebody else took one of the first. */
    static EmbeddedKafka start(Path dataDirectory, Supplier<BrokerPorts> ports, Time clock) {
        var directory = DataDirectory.hold(dataDirectory);
        try {
            directory.formatIfNew();
            return startOrRetry(directory, ports, clock);
        } catch (KafkaStartException e) {
            directory.close();
            throw e;
        } catch (Throwable e) {
            directory.close();
            throw KafkaStartException.failed(directory.path(), e);
        }
    }

    private static EmbeddedKafka startOrRetry(DataDirectory directory, Supplier<BrokerPorts> ports, Time clock) {
        var first = ports.get();
        try {
            return start(directory, first, clock);
        } catch (KafkaStartException e) {
            if (!isBindFailure(e)) {
                throw e;
            }
            log.debug("A port was taken meanwhile; trying other ones", e);
        }
        return start(directory, ports.get(), clock);
    }

    private static EmbeddedKafka start(DataDirectory directory, BrokerPorts ports, Time clock) {
        var config = new KafkaConfig(BrokerSettings.of(directory.path(), ports), false);
        var kafka = new EmbeddedKafka(directory, ports, new LoneServer(config, clock));
        try {
            kafka.startUp();
            return kafka;
        } catch (ExecutionException e) {
            // Kafka leaves the threads of what it had started.
            kafka.stop(STOP_LIMIT);
            throw KafkaStartException.failed(directory.path(), requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            kafka.stop(STOP_LIMIT);
            Thread.currentThread().interrupt();
            throw KafkaStartException.failed(directory.path(), e);
        }
    }

    /** In a thread of its own, since after a fault in another thread Kafka might wait for its start for ever. */
    private void startUp() throws ExecutionException, InterruptedException {
        var startup = new FutureTask<@Nullable Void>(() -> {
            server.startUp();
            return null;
        });
        var thread = new Thread(startup, "xorca-kafka-start");
        thread.setDaemon(true);
        thread.start();
        faults.onFault(() -> {
            if (Thread.currentThread() != thread) {
                thread.interrupt();
            }
        });
        try {
            startup.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        }
    }

    private static boolean isBindFailure(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    /** Where clients connect, as their setting {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.clients();
    }

    /** The port that clients connect to. */
    public int port() {
        return ports.clients();
    }

    /** Runs this once if the broker fails after its start, at once if it has; it is of no use from then on. */
    public void onFault(Runnable action) {
        faults.onFault(action);
    }

    /** Stops the broker; what it acknowledged is on disk. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stop(faults.happened() ? STOP_LIMIT_AFTER_FAULT : STOP_LIMIT);
            directory.close();
        }
    }

    /** Not without a limit: a broker that has met a fault may never end its shutdown. */
    private void stop(Duration limit) {
        faults.close();
        var stopping = new Thread(this::shutDown, "xorca-kafka-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stopping.isAlive()) {
            log.warn("Kafka has not stopped within {} s; parts of it stay until this process ends", limit.toSeconds());
        }
    }

    private void shutDown() {
        try {
            server.shutDown();
        } catch (RuntimeException | Error e) {
            log.warn("Kafka did not stop in order; what it acknowledged is on disk", e);
        }
    }
}
