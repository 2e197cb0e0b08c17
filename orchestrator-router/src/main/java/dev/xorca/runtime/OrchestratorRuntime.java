package dev.xorca.runtime;

import dev.xorca.machine.Responder;
import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.runtime.RuntimeSettings.Guarantee;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router, running against a Kafka cluster: intake and orchestrator, each a Kafka Streams instance of its own. Several
 * of them with one application id share the work. Safe for several threads.
 */
public final class OrchestratorRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrchestratorRuntime.class);
    private static final Duration TOPIC_LIST_AGE = Duration.ofSeconds(5);
    private static final Duration LOST_AFTER = Duration.ofSeconds(15);
    private static final int MAX_FAILURES = 10;
    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final KafkaStreams intake;
    private final KafkaStreams orchestrator;
    private final OrchestrationQueries queries;
    private final InboxProducer inbox;
    private final OperatorOrders orders;
    private final EventPublisher publisher;
    private final NodeObserver observer;
    private final Optional<HangingTransactions> hangingTransactions;
    private final ScheduledExecutorService background;
    private final Deque<Long> failures = new ArrayDeque<>();
    private volatile Set<String> knownTopics = Set.of();
    private volatile long lastContact = System.nanoTime();
    private volatile String lastFailure = "";

    /** A router in whose process nobody answers. */
    public OrchestratorRuntime(Machines machines, RuntimeSettings settings) {
        this(machines, settings, Map.of());
    }

    /**
     * Prepares the cluster (checks, topics) and the two instances.
     *
     * @param responders who answers commands of a type within this process; every node of the cluster needs the same
     * @throws StartException when the router cannot start as things are
     */
    public OrchestratorRuntime(Machines machines, RuntimeSettings settings, Map<String, Responder> responders) {
        var topics = Topics.of(settings.topicPrefix(), settings.moreIntake(), machines, settings.router());
        cluster = new Cluster(settings, topics);
        Router router;
        try {
            cluster.prepare(machines);
            refreshTopics();
            router = new Router(machines, settings.router(), type -> isKnown(topics.topicOf(type)), responders);
            orchestrator =
                    streams(Topologies.orchestrator(router, topics, settings), StreamsSettings.orchestrator(settings));
            try {
                intake = streams(Topologies.intake(machines, topics, settings), StreamsSettings.intake(settings));
            } catch (RuntimeException e) {
                orchestrator.close();
                throw e;
            }
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        var progress = new RestoreProgress();
        orchestrator.setGlobalStateRestoreListener(progress);
        queries = new OrchestrationQueries(orchestrator, settings.placement(), cluster.inboxPartitions());
        inbox = new InboxProducer(settings, topics);
        orders = new OperatorOrders(inbox);
        publisher = new EventPublisher(router, settings, inbox);
        observer = new NodeObserver(settings, topics.inbox(), cluster, orchestrator, intake, progress);
        // Without transactions there are none to be forgotten.
        hangingTransactions = settings.guarantee() == Guarantee.EXACTLY_ONCE
                ? Optional.of(cluster.hangingTransactions())
                : Optional.empty();
        background = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "xorca-topics");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts both instances; returns at once, {@link #isReady()} tells when they work. */
    public void start() {
        var unused = background.scheduleWithFixedDelay(
                this::refreshTopics, TOPIC_LIST_AGE.toSeconds(), TOPIC_LIST_AGE.toSeconds(), TimeUnit.SECONDS);
        orchestrator.start();
        intake.start();
        hangingTransactions.ifPresent(HangingTransactions::start);
    }

    /** Whether both instances run and have their share of the work, and Kafka answers. */
    public boolean isReady() {
        return hasContact()
                && orchestrator.state() == KafkaStreams.State.RUNNING
                && intake.state() == KafkaStreams.State.RUNNING;
    }

    /** Whether the router works or may come to work again by itself. */
    public boolean isAlive() {
        return !hasEnded(orchestrator) && !hasEnded(intake);
    }

    /** The states of the two instances, for people, and the last failure when there was one. */
    public String describe() {
        return "orchestrator " + orchestrator.state() + ", intake " + intake.state()
                + (hasContact() ? "" : ", Kafka does not answer")
                + (lastFailure.isEmpty() ? "" : ", last failure: " + lastFailure);
    }

    /** What the nodes have of orchestrations. */
    public OrchestrationQueries queries() {
        return queries;
    }

    /** The way to give orders to orchestrations. */
    public OperatorOrders orders() {
        return orders;
    }

    /** The way in for events that do not come by Kafka. */
    public EventPublisher publisher() {
        return publisher;
    }

    /** How this node is now, and what it knows of the others; takes some seconds when Kafka does not answer. */
    public NodeStatus status() {
        return observer.look(isReady(), lastFailure);
    }

    /**
     * Stops both instances: what has been decided is committed, what was not is left for the next start or another node.
     */
    @Override
    public void close() {
        close(Duration.ofSeconds(8));
    }

    /** As {@link #close()}, waiting at most this long for each of the two instances. */
    public void close(Duration patience) {
        background.shutdownNow();
        hangingTransactions.ifPresent(HangingTransactions::close);
        inbox.close();
        observer.close();
        var options = CloseOptions.timeout(patience)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        intake.close(options);
        orchestrator.close(options);
        cluster.close();
    }

    private static boolean hasEnded(KafkaStreams streams) {
        return streams.state() == KafkaStreams.State.ERROR || streams.state().hasCompletedShutdown();
    }

    private boolean hasContact() {
        return System.nanoTime() - lastContact < LOST_AFTER.toNanos();
    }

    private boolean isKnown(String topic) {
        return knownTopics.contains(topic);
    }

    private void refreshTopics() {
        cluster.topicNames().ifPresent(names -> {
            knownTopics = Set.copyOf(names);
            lastContact = System.nanoTime();
        });
    }

    private KafkaStreams streams(Topology topology, Properties config) {
        try {
            var streams = new KafkaStreams(topology, config);
            streams.setUncaughtExceptionHandler(this::onFailure);
            return streams;
        } catch (StreamsException e) {
            throw new StartException(
                    "the state folder " + config.get(StreamsConfig.STATE_DIR_CONFIG)
                            + " cannot be used, most likely because another node uses it; give each node a "
                            + "--state-dir of its own",
                    e);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new StartException("Kafka does not take a setting: " + e.getMessage() + "; check --set", e);
        }
    }

    /**
     * A thread that fails is replaced, because brokers come back; but not for ever, because disks do not get larger.
     */
    private synchronized StreamThreadExceptionResponse onFailure(Throwable failure) {
        LOG.error("a stream thread failed", failure);
        lastFailure = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        long now = System.nanoTime();
        failures.addLast(now);
        while (now - failures.getFirst() > FAILURE_WINDOW.toNanos()) {
            failures.removeFirst();
        }
        if (failures.size() > MAX_FAILURES) {
            LOG.error("more than {} failures within {}; giving up", MAX_FAILURES, FAILURE_WINDOW);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
