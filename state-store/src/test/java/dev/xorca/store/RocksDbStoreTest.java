package dev.xorca.store;

import static dev.xorca.store.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In RocksDB, as Kafka Streams opens it. */
class RocksDbStoreTest
        implements JournalContract,
                SnapshotContract,
                LargeStateContract,
                TimerContract,
                HeldEventContract,
                RemovalContract,
                SubjectsContract {
    @TempDir
    Path folder;

    private final List<KeyValueStore<Bytes, byte[]>> open = new ArrayList<>();

    @Override
    public KeyValueStore<Bytes, byte[]> keyValues() {
        return open("store" + open.size());
    }

    private KeyValueStore<Bytes, byte[]> open(String name) {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "store-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDbMemory.class);
        var store = StreamsStore.builder(Map.of()).withLoggingDisabled().build();
        var context = new MockProcessorContext<Void, Void>(
                settings, new TaskId(0, 0), folder.resolve(name).toFile());
        store.init(context.getStateStoreContext(), store);
        open.add(store);
        return store;
    }

    @AfterEach
    void close() {
        open.forEach(KeyValueStore::close);
    }

    @Test
    void everythingOutlivesTheStore() {
        var before = open("lasting");
        var timer = Entries.timer("t", 30);
        var held = new HeldEvent(1, Entries.BEGIN, null, Entries.event("h"));
        var store = StoreContract.write(new OrchestrationStore(before), "a", 60);
        store.append("a", Entries.starting(61, timer));
        store.hold("a", held);
        var state = store.load("a");
        before.close();
        var after = open("lasting");
        var again = new OrchestrationStore(after);
        assertThat(again.load("a")).isEqualTo(state);
        assertThat(again.read("a", 1, 1)).containsExactly(entry(1));
        assertThat(again.held("a")).containsExactly(held);
        assertThat(StoreContract.agenda(after)).containsExactly(OrchestrationStore.due("a", timer));
        again.append("a", entry(62));
        assertThat(again.load("a").orElseThrow().sequence()).isEqualTo(62);
    }

    /** Each answer costs as much as the one before; if it did not, nobody would wait for the end of this. */
    @Test
    void aFanOutMayHaveAHundredThousandItems() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        LargeStateContract.fanOut(store, FanOut.MAX_ITEMS, 100, sequence -> {});
        var state = new JournalReader(keyValues).load("a");
        assertThat(state).isEqualTo(store.load("a"));
        var fanOut = state.orElseThrow().calls().get("1.0").fanOut();
        assertThat(fanOut.done()).isEqualTo(FanOut.MAX_ITEMS);
        assertThat(fanOut.list().get(FanOut.MAX_ITEMS - 1)).isEqualTo(LargeStateContract.result(FanOut.MAX_ITEMS - 1));
        assertThat(state.orElseThrow().calls()).hasSize(1);
    }
}
