package dev.xorca.store;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * How Kafka Streams keeps {@link OrchestrationStore}: one store for each partition, in RocksDB, with a changelog topic
 * behind it.
 */
public final class StreamsStore {

    /** The store's name; the changelog topic is {@code APPLICATION_ID-NAME-changelog}. */
    public static final String NAME = "orchestrations";

    private StreamsStore() {}

    /**
     * Describes the store to Kafka Streams. Nothing is cached before it: what a transaction takes back must not linger.
     *
     * @param changelogConfig settings of the changelog topic when it is created
     */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(Map<String, String> changelogConfig) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(changelogConfig);
    }

    /** The name of the changelog topic of an application. */
    public static String changelogTopic(String applicationId) {
        return applicationId + "-" + NAME + "-changelog";
    }
}
