package dev.xorca.store;

import static dev.xorca.store.Entries.entry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal in RocksDB, as Kafka Streams opens it. */
class KeyValueJournalTest extends JournalContract {
    @TempDir
    Path folder;

    private final List<KeyValueStore<Bytes, byte[]>> open = new ArrayList<>();

    @Override
    Journal journal() {
        return new KeyValueJournal(store("journal" + open.size()));
    }

    private KeyValueStore<Bytes, byte[]> store(String name) {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "journal-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDbMemory.class);
        var store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(
                new MockProcessorContext<Void, Void>(settings, new TaskId(0, 0), folder.toFile())
                        .getStateStoreContext(),
                store);
        open.add(store);
        return store;
    }

    @AfterEach
    void close() {
        open.forEach(KeyValueStore::close);
    }

    @Test
    void aJournalOutlivesItsStore() {
        var store = store("lasting");
        new KeyValueJournal(store).append("a", entry(1));
        store.close();
        var again = new KeyValueJournal(store("lasting"));
        assertThat(again.read("a", 1, 10)).containsExactly(entry(1));
        again.append("a", entry(2));
        assertThat(again.load("a").orElseThrow().sequence()).isEqualTo(2);
    }

    @Test
    void whatElseTheStoreHoldsIsLeftAlone() {
        var store = store("shared");
        for (var key : List.of("a", "a|", "a|i|12345678", "a|j", "a|k|12345678", "a|snapshot", "|j|12345678")) {
            store.put(Bytes.wrap(key.getBytes(UTF_8)), "not an entry".getBytes(UTF_8));
        }
        var journal = new KeyValueJournal(store);
        journal.append("a", entry(1));
        assertThat(journal.read("a", 1, 10)).containsExactly(entry(1));
        assertThat(journal.load("a").orElseThrow().sequence()).isEqualTo(1);
    }

    @Test
    void theKeyIsSubjectAndPosition() {
        var store = store("keys");
        var journal = new KeyValueJournal(store);
        journal.append("ä", entry(1));
        journal.append("ä", entry(2));
        var key = ByteBuffer.allocate(2 + 3 + 8).put("ä|j|".getBytes(UTF_8)).putLong(2);
        assertThat(store.get(Bytes.wrap(key.array()))).isEqualTo(EntryCodec.write(entry(2)));
        assertThat(store.approximateNumEntries()).isEqualTo(2);
    }

    @Test
    void anEntryThatCannotBeReadIsNoState() {
        var store = store("broken");
        var journal = new KeyValueJournal(store);
        journal.append("a", entry(1));
        var key = ByteBuffer.allocate(1 + 3 + 8).put("a|j|".getBytes(UTF_8)).putLong(2);
        store.put(Bytes.wrap(key.array()), "{\"v\":99}".getBytes(UTF_8));
        assertThatThrownBy(() -> journal.load("a"))
                .isInstanceOf(JournalException.class)
                .hasMessage("a journal entry has format version 99, this release reads version 1");
        assertThatThrownBy(() -> journal.read("a", 1, 10)).isInstanceOf(JournalException.class);
        assertThat(journal.read("a", 1, 1)).hasSize(1);
        assertThatThrownBy(() -> journal.append("a", entry(2)))
                .isInstanceOf(JournalException.class)
                .hasMessage("position 2 of journal a is taken");
    }

    @Test
    void anEntryThatIsMissingIsNoState() {
        var store = store("holes");
        var journal = new KeyValueJournal(store);
        for (long sequence = 1; sequence <= 3; sequence++) {
            journal.append("a", entry(sequence));
        }
        var key = ByteBuffer.allocate(1 + 3 + 8).put("a|j|".getBytes(UTF_8)).putLong(2);
        store.delete(Bytes.wrap(key.array()));
        assertThatThrownBy(() -> journal.load("a"))
                .isInstanceOf(JournalException.class)
                .hasMessage("journal entry 3 does not follow: expected entry 2");
    }
}
