package dev.xorca.runtime;

import dev.xorca.router.RouterSettings;
import dev.xorca.runtime.EventRecords.EventEncoding;
import java.nio.file.Path;
import java.util.Map;

/**
 * How the router runs on Kafka.
 *
 * @param bootstrapServers brokers to begin with, {@code host:port} separated by commas
 * @param applicationId names the group of nodes that share the work, and their state
 * @param stateDir where this node keeps its copy of the state
 * @param instanceId tells this node from the others across restarts; empty for none
 * @param topicPrefix before the name of every topic
 * @param moreIntake a pattern of further topics to read events from; empty for none
 * @param createTopics whether missing topics are created at the start
 * @param partitions partitions of topics that are created, the inbox among them
 * @param replicationFactor replicas of topics that are created; -1 for the broker's default
 * @param eventEncoding how events are written
 * @param commitIntervalMs the longest wait between two commits
 * @param threads stream threads of the orchestrator
 * @param maxInputBytes the largest record that is taken from a foreign topic
 * @param router how events are decided
 * @param kafka further settings of the Kafka clients, by their Kafka names; they win over ours
 */
public record RuntimeSettings(
        String bootstrapServers,
        String applicationId,
        Path stateDir,
        String instanceId,
        String topicPrefix,
        String moreIntake,
        boolean createTopics,
        int partitions,
        int replicationFactor,
        EventEncoding eventEncoding,
        int commitIntervalMs,
        int threads,
        int maxInputBytes,
        RouterSettings router,
        Map<String, String> kafka) {

    public RuntimeSettings {
        kafka = Map.copyOf(kafka);
    }

    /** The settings that differ from node to node, with defaults for all others. */
    public static RuntimeSettings of(String bootstrapServers, String applicationId, Path stateDir) {
        return new RuntimeSettings(
                bootstrapServers,
                applicationId,
                stateDir,
                "",
                "",
                "",
                true,
                4,
                -1,
                EventEncoding.BINARY,
                20,
                1,
                1_000_000,
                RouterSettings.DEFAULT,
                Map.of());
    }

    /** The largest record that is taken from the inbox: one from a foreign topic, with room for what intake adds. */
    public int maxInboxBytes() {
        return toInt(2L * maxInputBytes);
    }

    /**
     * The largest record that the router writes: a journal entry, with room for its cause, which as JSON can be more
     * than twice as large as it came, and what it emitted.
     */
    public int maxRecordBytes() {
        return toInt(Math.max(2L * router.maxStepBytes(), 3L * maxInboxBytes()));
    }

    private static int toInt(long bytes) {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /** The most that is kept of a record in a dead letter. */
    public int maxDeadLetterBytes() {
        return router.maxStepBytes();
    }
}
