package dev.xorca.runtime;

import dev.xorca.store.StreamsStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at how a node is. What has to be asked of Kafka is left out when it does not answer soon: who looks wants to know
 * just then what is the matter. Safe for several threads.
 */
final class NodeObserver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeObserver.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final RuntimeSettings settings;
    private final String inbox;
    private final Cluster cluster;
    private final KafkaStreams orchestrator;
    private final KafkaStreams intake;
    private final RestoreProgress progress;
    /** Some questions to Kafka cannot be given up; those that nobody waits for any more must not become many. */
    private final ThreadPoolExecutor asking =
            new ThreadPoolExecutor(0, 2, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                var thread = new Thread(task, "xorca-status");
                thread.setDaemon(true);
                return thread;
            });

    NodeObserver(
            RuntimeSettings settings,
            String inbox,
            Cluster cluster,
            KafkaStreams orchestrator,
            KafkaStreams intake,
            RestoreProgress progress) {
        this.settings = settings;
        this.inbox = inbox;
        this.cluster = cluster;
        this.orchestrator = orchestrator;
        this.intake = intake;
        this.progress = progress;
    }

    private record Lags(Map<Integer, Long> copies, Map<Integer, Long> inbox, long intake) {}

    NodeStatus look(boolean ready, String lastFailure) {
        var lags = ask(this::lags);
        return new NodeStatus(
                settings.applicationId(),
                settings.instanceId(),
                settings.placement().address(),
                ready,
                orchestrator.state().name(),
                intake.state().name(),
                lastFailure,
                copies(lags.map(Lags::copies).orElse(Map.of())),
                inboxPartitions(lags.map(Lags::inbox).orElse(Map.of())),
                lags.map(Lags::intake),
                peers());
    }

    private Lags lags() throws ExecutionException, TimeoutException, InterruptedException {
        var copies = new TreeMap<Integer, Long>();
        orchestrator
                .allLocalStorePartitionLags()
                .getOrDefault(StreamsStore.NAME, Map.of())
                .forEach((partition, lag) -> copies.put(partition, lag.offsetLag()));
        var taken = new TreeMap<Integer, Long>();
        var partitions = IntStream.range(0, cluster.inboxPartitions())
                .mapToObj(number -> new TopicPartition(inbox, number))
                .toList();
        cluster.lag(settings.applicationId(), partitions, PATIENCE)
                .forEach((partition, lag) -> taken.put(partition.partition(), lag));
        var intakeId = StreamsSettings.intakeId(settings);
        long waiting = cluster.lag(intakeId, List.of(), PATIENCE).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Lags(copies, taken, waiting);
    }

    private <T> Optional<T> ask(Callable<T> question) {
        try {
            return Optional.of(asking.submit(question).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.debug("the lags cannot be had now", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private List<NodeStatus.Copy> copies(Map<Integer, Long> lags) {
        var copies = new ArrayList<NodeStatus.Copy>();
        for (var thread : orchestrator.metadataForLocalThreads()) {
            thread.activeTasks().forEach(task -> addCopies(copies, task, NodeStatus.Role.ACTIVE, lags));
            thread.standbyTasks().forEach(task -> addCopies(copies, task, NodeStatus.Role.STANDBY, lags));
        }
        copies.sort(Comparator.comparing(NodeStatus.Copy::partition));
        return copies;
    }

    private void addCopies(
            List<NodeStatus.Copy> copies, TaskMetadata task, NodeStatus.Role role, Map<Integer, Long> lags) {
        for (int partition : numbers(task.topicPartitions())) {
            var restoring = progress.of(partition);
            copies.add(new NodeStatus.Copy(
                    partition,
                    role,
                    Optional.ofNullable(lags.get(partition)),
                    restoring.map(RestoreProgress.Restoring::restored),
                    restoring.map(RestoreProgress.Restoring::total)));
        }
    }

    private static List<NodeStatus.InboxPartition> inboxPartitions(Map<Integer, Long> lags) {
        return lags.entrySet().stream()
                .map(each -> new NodeStatus.InboxPartition(each.getKey(), each.getValue()))
                .toList();
    }

    private List<NodeStatus.Peer> peers() {
        try {
            return orchestrator.metadataForAllStreamsClients().stream()
                    .map(this::peer)
                    .sorted(Comparator.comparing(NodeStatus.Peer::address))
                    .toList();
        } catch (IllegalStateException | InvalidStateStoreException e) {
            // Not started, or over.
            return List.of();
        }
    }

    private NodeStatus.Peer peer(StreamsMetadata node) {
        var address = node.hostInfo().equals(HostInfo.unavailable()) ? "" : OrchestrationQueries.text(node.hostInfo());
        return new NodeStatus.Peer(address, numbers(node.topicPartitions()), numbers(node.standbyTopicPartitions()));
    }

    private List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> partition.topic().equals(inbox))
                .map(TopicPartition::partition)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
