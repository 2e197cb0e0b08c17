package dev.xorca.runtime;

import dev.xorca.router.Machines;
import dev.xorca.store.StreamsStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the router needs of a Kafka cluster before it may start: that it is there, new enough, and has the topics. Every
 * failure is one sentence that says how to mend it.
 */
final class Cluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String DEFAULT_PATIENCE_MS = "15000";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final String LOG_APPEND_TIME = "LogAppendTime";

    private final Admin admin;
    private final RuntimeSettings settings;
    private final Topics topics;
    private final Duration patience;
    private int inboxPartitions;

    Cluster(RuntimeSettings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
        var patienceMs =
                settings.kafka().getOrDefault(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, DEFAULT_PATIENCE_MS);
        this.patience = Duration.ofMillis(Long.parseLong(patienceMs));
        var config = new HashMap<String, Object>();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceMs);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMs);
        settings.kafka().forEach((key, value) -> {
            if (AdminClientConfig.configNames().contains(key)) {
                config.put(key, value);
            }
        });
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        try {
            this.admin = Admin.create(config);
        } catch (RuntimeException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new StartException(
                    "the address of Kafka is not usable: " + cause.getMessage() + "; check --bootstrap-servers", e);
        }
    }

    /**
     * Checks everything and creates the topics that are missing.
     *
     * @throws StartException when the router must not start
     */
    void prepare(Machines machines) {
        checkReachable();
        checkTransactions();
        checkGuarantee();
        var existing = existingTopics();
        var missing = new TreeSet<>(wanted().keySet());
        missing.removeAll(existing);
        if (!missing.isEmpty()) {
            if (!settings.createTopics()) {
                throw new StartException(
                        "topics are missing and may not be created: " + String.join(", ", missing)
                                + "; create them (the inbox with message.timestamp.type=LogAppendTime), or allow create-topics");
            }
            create(missing);
        }
        checkInbox();
        new DefinitionLog(settings, topics, patience).deploy(machines);
    }

    /** Looks for transactions that Kafka has forgotten to end, once started; to be closed before this is. */
    HangingTransactions hangingTransactions() {
        return HangingTransactions.of(admin, settings, topics);
    }

    /** The names of all topics there are; empty when the cluster does not answer. */
    Optional<Set<String>> topicNames() {
        try {
            return Optional.of(existingTopics());
        } catch (StartException e) {
            LOG.warn("Kafka does not answer: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** How many partitions the inbox has; known once all is prepared. */
    int inboxPartitions() {
        return inboxPartitions;
    }

    /**
     * How many records of its topics a consumer group has not committed yet, by partition.
     *
     * @param partitions partitions of which it is to be told even if the group has committed nothing there
     */
    Map<TopicPartition, Long> lag(String group, Collection<TopicPartition> partitions, Duration within)
            throws ExecutionException, TimeoutException, InterruptedException {
        long millis = within.toMillis();
        var committed = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> committed.put(partition, 0L));
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(millis, TimeUnit.MILLISECONDS)
                .forEach((partition, offset) -> committed.put(partition, offset == null ? 0 : offset.offset()));
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        var lags = new HashMap<TopicPartition, Long>();
        admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(millis, TimeUnit.MILLISECONDS)
                .forEach((partition, end) ->
                        lags.put(partition, Math.max(0, end.offset() - committed.getOrDefault(partition, 0L))));
        return lags;
    }

    private void checkReachable() {
        try {
            admin.describeCluster().clusterId().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException(
                    "no Kafka broker answers at " + settings.bootstrapServers() + " within " + patience.toSeconds()
                            + " s; check that it runs and that --bootstrap-servers is right",
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Before transactions v2 (Kafka 4.0) a late commit could hit the next transaction of the same producer. */
    private void checkTransactions() {
        var features = await(admin.describeFeatures().featureMetadata(), "the broker's features cannot be read");
        var transactions = features.finalizedFeatures().get("transaction.version");
        if (transactions == null || transactions.maxVersionLevel() < 2) {
            throw new StartException("the brokers at " + settings.bootstrapServers()
                    + " do not use transactions v2, on which exactly-once depends; run Kafka 4.0 or newer and "
                    + "'kafka-features.sh upgrade --feature transaction.version=2'");
        }
    }

    /** Nodes that guarantee different things would not keep what either promises. */
    private void checkGuarantee() {
        for (var member : membersOfTheGroup()) {
            var other = StreamsSettings.guaranteeOf(member.clientId());
            if (other.isPresent() && other.get() != settings.guarantee()) {
                throw new StartException("application '" + settings.applicationId() + "' runs with guarantee "
                        + other.get() + " (on " + member.host() + "), and this node was to run with "
                        + settings.guarantee() + "; all nodes must have the same: start this one with --guarantee="
                        + other.get() + ", or end the others first (one that was killed counts until its session is "
                        + "over)");
            }
        }
    }

    private Collection<MemberDescription> membersOfTheGroup() {
        var group = settings.applicationId();
        try {
            var described = admin.describeConsumerGroups(List.of(group)).all();
            return described.get(patience.toMillis(), TimeUnit.MILLISECONDS).values().stream()
                    .flatMap(description -> description.members().stream())
                    .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw new StartException(
                    "the nodes of application '" + group + "' cannot be listed: " + message(e)
                            + "; check the rights of this user",
                    e);
        } catch (TimeoutException e) {
            throw new StartException("the nodes of application '" + group + "' cannot be listed in time; try again", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Set<String> existingTopics() {
        return await(admin.listTopics().names(), "the topics cannot be listed");
    }

    /** The topics that are needed, with what is special about each. */
    private Map<String, Map<String, String>> wanted() {
        var wanted = new LinkedHashMap<String, Map<String, String>>();
        topics.inbound().forEach(topic -> wanted.put(topic, Map.of()));
        topics.outbound().forEach(topic -> wanted.put(topic, Map.of()));
        wanted.put(
                topics.inbox(),
                Map.of(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        LOG_APPEND_TIME,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(settings.maxInboxBytes())));
        wanted.put(
                topics.definitions(),
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(settings.maxRecordBytes())));
        if (settings.publishJournal()) {
            wanted.put(
                    topics.journal(),
                    Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(settings.maxRecordBytes())));
        }
        wanted.put(
                topics.deadLetter(),
                Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(settings.maxRecordBytes())));
        return wanted;
    }

    private void create(Set<String> missing) {
        var wanted = wanted();
        List<NewTopic> fresh = new ArrayList<>();
        for (var name : missing) {
            var replication = settings.replicationFactor() < 0
                    ? Optional.<Short>empty()
                    : Optional.of((short) settings.replicationFactor());
            int partitions = name.equals(topics.definitions()) ? 1 : settings.partitions();
            fresh.add(new NewTopic(name, Optional.of(partitions), replication)
                    .configs(wanted.getOrDefault(name, Map.of())));
        }
        admin.createTopics(fresh).values().forEach((name, created) -> {
            try {
                created.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new StartException(
                            "topic " + name + " could not be created: " + message(e)
                                    + "; create it by hand or give this user the right to",
                            e);
                }
            } catch (TimeoutException e) {
                throw new StartException("topic " + name + " could not be created in time; try again", e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        });
    }

    private void checkInbox() {
        int inbox = countInboxPartitions();
        inboxPartitions = inbox;
        var changelog = StreamsStore.changelogTopic(settings.applicationId());
        var store = partitions(changelog);
        if (store.isPresent() && store.get() != inbox) {
            throw new StartException(topics.inbox() + " has " + inbox + " partitions, but the state of application '"
                    + settings.applicationId() + "' (" + changelog + ") has " + store.get()
                    + "; the number cannot change once there is state: restore the topic with " + store.get()
                    + " partitions, or begin anew with another --application-id");
        }
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topics.inbox());
        var configs = await(admin.describeConfigs(List.of(resource)).all(), "the inbox's settings cannot be read");
        var type = configs.getOrDefault(resource, new Config(List.of())).get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
        if (type == null || !LOG_APPEND_TIME.equals(type.value())) {
            throw new StartException(topics.inbox() + " is not stamped by the broker; run 'kafka-configs.sh "
                    + "--bootstrap-server " + settings.bootstrapServers() + " --alter --entity-type topics "
                    + "--entity-name " + topics.inbox() + " --add-config message.timestamp.type=LogAppendTime'");
        }
    }

    /** A topic that was created a moment ago is not known to every broker yet. */
    private int countInboxPartitions() {
        long deadline = System.nanoTime() + patience.toNanos();
        var inbox = partitions(topics.inbox());
        while (inbox.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            inbox = partitions(topics.inbox());
        }
        return inbox.orElseThrow(() -> new StartException("topic " + topics.inbox()
                + " is not there although it was created; something may have removed it, try again"));
    }

    private Optional<Integer> partitions(String topic) {
        try {
            var descriptions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.ofNullable(descriptions.get(topic))
                    .map(description -> description.partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new StartException("topic " + topic + " cannot be looked at: " + message(e), e);
        } catch (TimeoutException e) {
            throw new StartException("topic " + topic + " could not be looked at in time; try again", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> T await(KafkaFuture<T> future, String failure) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new StartException(failure + ": " + message(e) + "; check the rights of this user", e);
        } catch (TimeoutException e) {
            throw new StartException(failure + " in time; try again", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static String message(ExecutionException e) {
        return String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    private static StartException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StartException("interrupted while starting", e);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
