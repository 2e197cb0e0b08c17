package dev.xorca.runtime;

import dev.xorca.runtime.StandingOffsets.Reach;
import dev.xorca.runtime.TransactionLog.Decision;
import dev.xorca.store.StreamsStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that Kafka has forgotten to end: a partition holds them open, but the coordinator of their producer has
 * done with them, so that nobody who reads committed would ever get any further. It looks from time to time, ends what
 * producers of this application have left, and tells of what others have. What was to be committed is told of, too, and
 * left as it is, for nothing but giving up can be asked of Kafka. Looking fails softly: there is a next time.
 */
final class HangingTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final String OFFSETS_TOPIC = "__consumer_offsets";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Admin admin;
    private final Watched watched;
    private final Timing timing;
    private final TransactionLog log;
    private final Pattern ours;
    private final StandingOffsets offsets = new StandingOffsets();
    private final Map<OpenTransaction, Long> suspects = new HashMap<>();
    private final Map<OpenTransaction, Decision> decisions = new HashMap<>();
    private final Set<OpenTransaction> told = new HashSet<>();
    private final Set<String> toldRights = new HashSet<>();
    private final Metrics metrics;
    private final Sensor ended;
    private final ScheduledExecutorService looking;

    /**
     * What is looked at.
     *
     * @param applicationId whose producers are ours
     * @param topics that these producers write
     */
    record Watched(String applicationId, Set<String> topics) {
        Watched {
            topics = Set.copyOf(topics);
        }

        static Watched of(RuntimeSettings settings, Topics topics) {
            var names = new LinkedHashSet<>(topics.outbound());
            names.add(topics.inbox());
            names.add(topics.deadLetter());
            names.add(StreamsStore.changelogTopic(settings.applicationId()));
            if (settings.publishJournal()) {
                names.add(topics.journal());
            }
            return new Watched(settings.applicationId(), names);
        }
    }

    /**
     * When.
     *
     * @param every how often to look, and how far apart a transaction must have been found twice
     * @param standing how long nobody can have got any further before anything is looked into
     */
    record Timing(Duration every, Duration standing) {
        private static final Duration EVERY = Duration.ofSeconds(10);
        /** A broker looks for transactions whose time is out every 10 s, unless it is told to do so more often. */
        private static final Duration MARGIN = Duration.ofSeconds(15);

        static Timing of(RuntimeSettings settings) {
            return new Timing(
                    EVERY, StreamsSettings.transactionTimeout(settings).plus(MARGIN));
        }
    }

    /**
     * @param admin stays open
     * @param clientSettings how to reach the cluster, by Kafka's names
     */
    HangingTransactions(Admin admin, Map<String, String> clientSettings, Watched watched, Timing timing) {
        this.admin = admin;
        this.watched = watched;
        this.timing = timing;
        this.log = new TransactionLog(new HashMap<>(clientSettings));
        // Kafka Streams names them so: the application, the process, the thread.
        this.ours = Pattern.compile(Pattern.quote(watched.applicationId()) + "-[0-9a-f-]{36}-[0-9]+");
        this.metrics = new Metrics(
                new MetricConfig(), List.of(new JmxReporter()), Time.SYSTEM, new KafkaMetricsContext("xorca"));
        this.ended = metrics.sensor("ended");
        ended.add(
                metrics.metricName(
                        "ended-total",
                        "hanging-transactions",
                        "transactions that Kafka had forgotten to end, and this node has ended",
                        Map.of("application-id", watched.applicationId())),
                new CumulativeCount());
        this.looking = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "xorca-hanging-transactions");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** For the node with these settings. */
    static HangingTransactions of(Admin admin, RuntimeSettings settings, Topics topics) {
        var client = new HashMap<>(settings.kafka());
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        return new HangingTransactions(admin, client, Watched.of(settings, topics), Timing.of(settings));
    }

    /** Looks from now on. */
    void start() {
        var unused = looking.scheduleWithFixedDelay(
                this::look, timing.every.toMillis(), timing.every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many it has ended. */
    long ended() {
        return metrics.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("ended-total"))
                .mapToLong(metric -> ((Number) metric.metricValue()).longValue())
                .sum();
    }

    private void look() {
        try {
            lookAtAll();
        } catch (InterruptedException | InterruptException e) {
            // It is closed.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("looking for hanging transactions failed", e);
        }
    }

    private void lookAtAll() throws InterruptedException {
        long now = System.nanoTime();
        var standing = offsets.observe(reaches(partitions()), now);
        standing.values().removeIf(duration -> duration.compareTo(timing.standing) < 0);
        var forgotten = standing.isEmpty() ? Map.<OpenTransaction, String>of() : forgotten(standing.keySet());
        suspects.keySet().retainAll(forgotten.keySet());
        decisions.keySet().retainAll(forgotten.keySet());
        told.retainAll(forgotten.keySet());
        for (var each : forgotten.entrySet()) {
            long since = suspects.computeIfAbsent(each.getKey(), found -> now);
            if (now - since >= timing.every.toNanos()) {
                settle(each.getKey(), each.getValue());
            }
        }
    }

    private List<TopicPartition> partitions() throws InterruptedException {
        var topics = new LinkedHashSet<>(watched.topics);
        topics.add(OFFSETS_TOPIC);
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
            answer(topic.getValue(), "DESCRIBE on topic " + topic.getKey()).ifPresent(description -> {
                int count = description.partitions().size();
                var numbers = topic.getKey().equals(OFFSETS_TOPIC)
                        ? IntStream.of(TransactionLog.partitionOf(watched.applicationId, count))
                        : IntStream.range(0, count);
                numbers.forEach(number -> partitions.add(new TopicPartition(topic.getKey(), number)));
            });
        }
        return partitions;
    }

    private Map<TopicPartition, Reach> reaches(List<TopicPartition> partitions) throws InterruptedException {
        var latest = partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        var stable = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        var end = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
        var reaches = new HashMap<TopicPartition, Reach>();
        for (var partition : partitions) {
            var right = "DESCRIBE on topic " + partition.topic();
            var stableOffset = answer(stable.partitionResult(partition), right);
            var endOffset = answer(end.partitionResult(partition), right);
            if (stableOffset.isPresent() && endOffset.isPresent()) {
                reaches.put(
                        partition,
                        new Reach(stableOffset.get().offset(), endOffset.get().offset()));
            }
        }
        return reaches;
    }

    /** The open transactions of these partitions that no coordinator will end, each with its producer's transactional id. */
    private Map<OpenTransaction, String> forgotten(Collection<TopicPartition> partitions) throws InterruptedException {
        var open = open(partitions);
        var producerIds = open.stream().map(OpenTransaction::producerId).collect(Collectors.toSet());
        if (producerIds.isEmpty()) {
            return Map.of();
        }
        var right = "DESCRIBE on the transactional ids that begin with " + watched.applicationId;
        var listing = admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producerIds));
        var listed = answer(listing.all(), right);
        if (listed.isEmpty()) {
            return Map.of();
        }
        var idOf = listed.get().stream()
                .collect(Collectors.toMap(
                        TransactionListing::producerId, TransactionListing::transactionalId, (one, other) -> one));
        var described = admin.describeTransactions(new HashSet<>(idOf.values()));
        var forgotten = new HashMap<OpenTransaction, String>();
        for (var each : open) {
            var id = idOf.get(each.producerId());
            if (id == null) {
                forgotten.put(each, "");
                continue;
            }
            answer(described.description(id), right)
                    .filter(each::isForgottenBy)
                    .ifPresent(description -> forgotten.put(each, id));
        }
        return forgotten;
    }

    private List<OpenTransaction> open(Collection<TopicPartition> partitions) throws InterruptedException {
        var described = admin.describeProducers(partitions);
        var open = new ArrayList<OpenTransaction>();
        for (var partition : partitions) {
            answer(described.partitionResult(partition), "READ on topic " + partition.topic())
                    .ifPresent(state -> state.activeProducers().stream()
                            .filter(producer ->
                                    producer.currentTransactionStartOffset().isPresent())
                            .forEach(producer -> open.add(OpenTransaction.of(partition, producer))));
        }
        return open;
    }

    private void settle(OpenTransaction open, String transactionalId) throws InterruptedException {
        if (!ours.matcher(transactionalId).matches()) {
            if (told.add(open)) {
                LOG.warn(
                        "{} This is no producer of application '{}', so nothing was done; if its owner agrees, end it "
                                + "with '{}'",
                        text(open, transactionalId),
                        watched.applicationId,
                        command(open));
            }
            return;
        }
        var decision = decisionOn(open, transactionalId);
        if (decision.isEmpty()) {
            return;
        }
        switch (decision.get()) {
            case COMMIT -> {
                if (told.add(open)) {
                    LOG.error(
                            "{} It was committed, so it was not ended here: the next transaction of that producer in "
                                    + "this partition ends it. Where that does not come, '{}' lets readers on, but gives "
                                    + "up what it has written",
                            text(open, transactionalId),
                            command(open));
                }
            }
            case ABORT -> end(open, transactionalId, "It was to be aborted, and is now");
            case NONE -> end(open, transactionalId, "What was decided on it is not known any more; it is aborted now");
        }
    }

    /** Empty when it cannot be read. */
    private Optional<Decision> decisionOn(OpenTransaction open, String transactionalId) {
        try {
            return Optional.of(
                    decisions.computeIfAbsent(open, undecided -> log.decisionOn(undecided, transactionalId)));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            if (told.add(open)) {
                LOG.warn(
                        "{} It was not ended, because what was decided on it cannot be read ({}); let this user READ "
                                + "topic {}, or end it with '{}'",
                        text(open, transactionalId),
                        e.getMessage(),
                        TransactionLog.TOPIC,
                        command(open));
            }
            return Optional.empty();
        }
    }

    private void end(OpenTransaction open, String transactionalId, String how) throws InterruptedException {
        var future = admin.abortTransaction(open.abort()).all();
        try {
            future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            ended.record();
            suspects.remove(open);
            LOG.warn("{} {}", text(open, transactionalId), how);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                if (told.add(open)) {
                    LOG.warn(
                            "{} It was not ended, because this user has not the right to: give it ALTER on the cluster, "
                                    + "or end it with '{}'",
                            text(open, transactionalId),
                            command(open));
                }
            } else {
                LOG.info("{} It could not be ended now", text(open, transactionalId), e.getCause());
            }
        } catch (TimeoutException e) {
            LOG.info("{} It could not be ended in time", text(open, transactionalId), e);
        }
    }

    private static String text(OpenTransaction open, String transactionalId) {
        return "Kafka has forgotten a transaction: " + open.partition() + " cannot be read beyond offset "
                + open.firstOffset() + " by those who read committed, because producer " + open.producerId()
                + " (epoch " + open.epoch() + (transactionalId.isEmpty() ? "" : ", " + transactionalId)
                + ") has had a transaction open there since "
                + (open.lastTimestamp() < 0
                        ? "some time"
                        : Instant.ofEpochMilli(open.lastTimestamp()).toString())
                + ", which no coordinator knows of.";
    }

    private static String command(OpenTransaction open) {
        return "kafka-transactions.sh --bootstrap-server HOST:PORT abort --topic "
                + open.partition().topic() + " --partition " + open.partition().partition() + " --start-offset "
                + open.firstOffset();
    }

    /**
     * What comes of a question; empty when there is no answer.
     *
     * @param right that is needed for it
     */
    private <T> Optional<T> answer(KafkaFuture<T> future, String right) throws InterruptedException {
        try {
            return Optional.of(future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException && toldRights.add(right)) {
                LOG.warn(
                        "transactions that Kafka has forgotten to end are not looked for everywhere, because this user "
                                + "lacks {}; where reading stands still, 'kafka-transactions.sh find-hanging' finds them",
                        right);
            } else {
                LOG.debug("no answer to what takes {}", right, e.getCause());
            }
            return Optional.empty();
        } catch (TimeoutException e) {
            LOG.debug("no answer in time to what takes {}", right, e);
            return Optional.empty();
        }
    }

    /** Ends looking; returns at once. */
    @Override
    public void close() {
        looking.shutdownNow();
        metrics.close();
    }
}
