package dev.xorca.store;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts what is asked of a store. Of a range, it counts what was read of it, and all that lay in it once: a store that
 * only notes what was removed passes over that.
 */
class CountedStore implements KeyValueStore<Bytes, byte[]> {
    private final KeyValueStore<Bytes, byte[]> store;
    private final NavigableSet<Bytes> removed = new TreeSet<>();
    private int puts;
    private int deletes;
    private int reads;
    private int passed;

    /** Begins with an empty store. */
    CountedStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** How often something was written. */
    int puts() {
        return puts;
    }

    /** How often something was removed. */
    int deletes() {
        return deletes;
    }

    /** How often a value or a range was read. */
    int reads() {
        return reads;
    }

    /** How many keys were read of ranges, and how many removed ones lay in them. */
    int passed() {
        return passed;
    }

    void reset() {
        puts = 0;
        deletes = 0;
        reads = 0;
        passed = 0;
    }

    @Override
    public void put(Bytes key, byte[] value) {
        if (value == null) {
            deletes++;
            removed.add(key);
        } else {
            puts++;
            removed.remove(key);
        }
        store.put(key, value);
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] delete(Bytes key) {
        deletes++;
        removed.add(key);
        return store.delete(key);
    }

    @Override
    public byte[] get(Bytes key) {
        reads++;
        return store.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        reads++;
        passed += (to == null ? removed.tailSet(from, true) : removed.subSet(from, true, to, true)).size();
        var range = store.range(from, to);
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return range.hasNext();
            }

            @Override
            public KeyValue<Bytes, byte[]> next() {
                passed++;
                return range.next();
            }

            @Override
            public Bytes peekNextKey() {
                return range.peekNextKey();
            }

            @Override
            public void close() {
                range.close();
            }
        };
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long approximateNumEntries() {
        return store.approximateNumEntries();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }
}
