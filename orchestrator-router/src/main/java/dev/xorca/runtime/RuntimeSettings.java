package dev.xorca.runtime;

import dev.xorca.router.RouterSettings;
import dev.xorca.runtime.EventRecords.EventEncoding;
import java.nio.file.Path;
import java.util.Locale;
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
 * @param guarantee what holds when a node dies
 * @param commitIntervalMs the time between two commits under full load; exactly-once commits sooner when it can
 * @param threads stream threads of the orchestrator
 * @param maxInputBytes the largest record that is taken from a foreign topic
 * @param deploymentChecks what is asked of machines before they run
 * @param publishJournal whether every journal entry is published as an event as well
 * @param placement where this node stands among others
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
        Guarantee guarantee,
        int commitIntervalMs,
        int threads,
        int maxInputBytes,
        DeploymentChecks deploymentChecks,
        boolean publishJournal,
        Placement placement,
        RouterSettings router,
        Map<String, String> kafka) {

    public RuntimeSettings {
        kafka = Map.copyOf(kafka);
        router = router.withRepeatsRecords(guarantee == Guarantee.IDEMPOTENT);
    }

    /** What holds when a node dies in the middle of its work. */
    public enum Guarantee {
        /** What was read, the journal and what leaves commit together: each step happens once, for whoever reads committed. */
        EXACTLY_ONCE,
        /** A step may be told twice, the second time with the same events and the same ids; nobody waits for a commit. */
        IDEMPOTENT;

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Where a node stands among the nodes that share its application id.
     *
     * @param standbyReplicas how many further nodes keep a copy of each partition's state
     * @param rack where this node runs, so that copies stand elsewhere; empty for nowhere in particular
     * @param address where other nodes reach this one's HTTP interface, {@code host:port}; empty for nowhere
     */
    public record Placement(int standbyReplicas, String rack, String address) {
        /** A node by itself. */
        public static final Placement ALONE = new Placement(0, "", "");
    }

    /** The same settings for a node that stands elsewhere. */
    public RuntimeSettings withPlacement(Placement value) {
        return new RuntimeSettings(
                bootstrapServers,
                applicationId,
                stateDir,
                instanceId,
                topicPrefix,
                moreIntake,
                createTopics,
                partitions,
                replicationFactor,
                eventEncoding,
                guarantee,
                commitIntervalMs,
                threads,
                maxInputBytes,
                deploymentChecks,
                publishJournal,
                value,
                router,
                kafka);
    }

    /** Whether to commit before the interval is over when little goes on. */
    boolean commitsSoon() {
        return guarantee == Guarantee.EXACTLY_ONCE;
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
                Guarantee.EXACTLY_ONCE,
                100,
                1,
                1_000_000,
                DeploymentChecks.DEFAULT,
                false,
                Placement.ALONE,
                RouterSettings.DEFAULT,
                Map.of());
    }

    /** The largest record that is taken from the inbox: one from a foreign topic, with room for what intake adds. */
    public int maxInboxBytes() {
        return toInt(2L * maxInputBytes);
    }

    /**
     * The largest record that the router writes: a journal entry, with room for its cause, which as JSON can be more
     * than twice as large as it came, and what it emitted; packed, it can be up to three times as large as its text.
     */
    public int maxRecordBytes() {
        return toInt(3L * Math.max(router.maxStepBytes(), maxInboxBytes()));
    }

    private static int toInt(long bytes) {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /** The most that is kept of a record in a dead letter. */
    public int maxDeadLetterBytes() {
        return router.maxStepBytes();
    }
}
