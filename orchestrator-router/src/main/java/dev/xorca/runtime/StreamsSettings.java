package dev.xorca.runtime;

import dev.xorca.runtime.RuntimeSettings.Guarantee;
import dev.xorca.store.SharedRocksDbMemory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of the two Kafka Streams instances; where a number stands, it was measured. */
final class StreamsSettings {
    private StreamsSettings() {}

    private static final String INTAKE = "-intake";

    /** After this long others take over from a node that says nothing; brokers take no less unless told to. */
    private static final int SESSION_MS = 6_000;

    private static final String GUARANTEE = "guarantee-";

    /** Where a node stands, for Kafka Streams to keep copies apart. */
    private static final String RACK_TAG = "rack";

    /** The instance that holds state. */
    static Properties orchestrator(RuntimeSettings settings) {
        var config = common(settings, "");
        config.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                switch (settings.guarantee()) {
                    case EXACTLY_ONCE -> StreamsConfig.EXACTLY_ONCE_V2;
                    case IDEMPOTENT -> StreamsConfig.AT_LEAST_ONCE;
                });
        config.put(StreamsConfig.CLIENT_ID_CONFIG, clientId(settings));
        if (settings.guarantee() == Guarantee.EXACTLY_ONCE) {
            // What a node that died has left open holds up whoever takes over; Kafka Streams wants it no shorter
            // than the commit interval.
            config.put(
                    StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                    Math.max(SESSION_MS, 2 * settings.commitIntervalMs()));
        }
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitIntervalMs());
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDbMemory.class);
        // A commit sends what lingers, and nobody sees it before; without transactions nothing else would send it.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), settings.commitsSoon() ? 50 : 1);
        var placement = settings.placement();
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, placement.standbyReplicas());
        if (!placement.rack().isEmpty()) {
            config.put(StreamsConfig.clientTagPrefix(RACK_TAG), placement.rack());
            config.put(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG, RACK_TAG);
        }
        if (!placement.address().isEmpty()) {
            config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, placement.address());
        }
        config.putAll(settings.kafka());
        return config;
    }

    /** At least once and fast: the orchestrator recognises what comes twice. */
    static Properties intake(RuntimeSettings settings) {
        var config = common(settings, INTAKE);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // What a service takes back must not start anything.
        config.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
                IsolationLevel.READ_COMMITTED.toString());
        // Topics of machines that other nodes deploy are found within this time.
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), 3_000);
        config.putAll(settings.kafka());
        return config;
    }

    /** After this long brokers give up a transaction of ours that nobody ends. */
    static Duration transactionTimeout(RuntimeSettings settings) {
        var key = StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return Duration.ofMillis(
                Long.parseLong(String.valueOf(orchestrator(settings).get(key)).trim()));
    }

    /** The application id of the instance that takes events in. */
    static String intakeId(RuntimeSettings settings) {
        return settings.applicationId() + INTAKE;
    }

    /** By its name among the members of the group, others see what a node guarantees. */
    private static String clientId(RuntimeSettings settings) {
        return settings.applicationId() + "-" + GUARANTEE + settings.guarantee() + "-" + UUID.randomUUID();
    }

    /** What the node guarantees whose client this is; empty when its name does not tell. */
    static Optional<Guarantee> guaranteeOf(String clientId) {
        return Arrays.stream(Guarantee.values())
                .filter(each -> clientId.contains("-" + GUARANTEE + each + "-"))
                .findFirst();
    }

    private static Properties common(RuntimeSettings settings, String suffix) {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId() + suffix);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        // For every source alike: with a policy of its own for a source, a partition without an offset can be fatal.
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // Without a prefix, so that users win whether they write one or not.
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        // By its heartbeats a node learns that others have gone or come, too: moving a partition takes two or three.
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MS / 6);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
        // Topics are independent of each other: none waits until it is known how far another one lags behind.
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // An idle thread commits no sooner than its poll returns.
        config.put(StreamsConfig.POLL_MS_CONFIG, 10);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), settings.maxRecordBytes());
        // A transaction right behind another one is told to come back; without these it would wait 100 ms.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 20);
        if (!settings.instanceId().isEmpty()) {
            config.put(
                    StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                    settings.instanceId() + suffix);
        }
        return config;
    }
}
