package dev.xorca.store;

import static dev.xorca.store.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** In memory, Kafka Streams' own store is enough, without Kafka Streams. */
class InMemoryStoreTest
        implements JournalContract,
                SnapshotContract,
                LargeStateContract,
                TimerContract,
                HeldEventContract,
                RemovalContract,
                SubjectsContract {

    @Override
    public KeyValueStore<Bytes, byte[]> keyValues() {
        return Stores.inMemoryKeyValueStore(StreamsStore.NAME).get();
    }

    @Test
    void everyOneIsApart() {
        var one = OrchestrationStore.inMemory();
        var other = OrchestrationStore.inMemory();
        StoreContract.write(one, "a", 2);
        assertThat(one.read("a", 1, 10)).containsExactly(entry(1), entry(2));
        assertThat(other.load("a")).isEmpty();
    }
}
