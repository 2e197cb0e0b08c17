package dev.xorca.store;

import static dev.xorca.store.Entries.entry;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** What every store keeps to; one interface for each thing that it promises. */
interface StoreContract {

    /** What Kafka Streams keeps, with nothing in it. */
    KeyValueStore<Bytes, byte[]> keyValues();

    /** Adds entries to a journal until it has so many. */
    static OrchestrationStore write(OrchestrationStore store, String subject, int entries) {
        long first = store.load(subject).map(OrchestrationState::sequence).orElse(0L) + 1;
        for (long sequence = first; sequence <= entries; sequence++) {
            store.append(subject, entry(sequence));
        }
        return store;
    }

    /** A store with one journal. */
    default OrchestrationStore written(String subject, int entries) {
        return write(new OrchestrationStore(keyValues()), subject, entries);
    }

    /** All keys that are there. */
    static List<Bytes> keys(KeyValueStore<Bytes, byte[]> store) {
        var keys = new ArrayList<Bytes>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    /** All that is in the agenda. */
    static List<Due> agenda(KeyValueStore<Bytes, byte[]> store) {
        return new Agenda(store).take(Due.LAST, Integer.MAX_VALUE);
    }
}
