package dev.xorca.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Journals in a Kafka Streams key-value store, RocksDB in production: one key for each entry, {@code SUBJECT|j|} and the
 * position in eight bytes, so that a journal is one range of keys. Belongs to the task that owns the store.
 */
public final class KeyValueJournal implements Journal {
    private static final byte[] INFIX = "|j|".getBytes(StandardCharsets.UTF_8);

    private final KeyValueStore<Bytes, byte[]> store;

    public KeyValueJournal(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public void append(String subject, JournalEntry entry) {
        if (entry.sequence() > 1 && store.get(key(subject, entry.sequence() - 1)) == null) {
            throw new JournalException("position " + entry.sequence() + " of journal " + subject + " leaves a gap");
        }
        if (store.putIfAbsent(key(subject, entry.sequence()), EntryCodec.write(entry)) != null) {
            throw new JournalException("position " + entry.sequence() + " of journal " + subject + " is taken");
        }
    }

    @Override
    public List<JournalEntry> read(String subject, long from, int most) {
        var entries = new ArrayList<JournalEntry>();
        var first = key(subject, from);
        try (var range = store.range(first, key(subject, Long.MAX_VALUE))) {
            while (range.hasNext() && entries.size() < most) {
                var next = range.next();
                if (belongTogether(first, next.key)) {
                    entries.add(EntryCodec.read(next.value));
                }
            }
        }
        return entries;
    }

    @Override
    public Optional<OrchestrationState> load(String subject) {
        OrchestrationState state = null;
        var first = key(subject, 1);
        try (var range = store.range(first, key(subject, Long.MAX_VALUE))) {
            while (range.hasNext()) {
                var next = range.next();
                if (belongTogether(first, next.key)) {
                    state = OrchestrationState.apply(state, EntryCodec.read(next.value));
                }
            }
        }
        return Optional.ofNullable(state);
    }

    /** Of the keys within a subject's range, those of other subjects are longer. */
    private static boolean belongTogether(Bytes first, Bytes key) {
        return first.get().length == key.get().length;
    }

    private static Bytes key(String subject, long sequence) {
        var prefix = subject.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + INFIX.length + Long.BYTES)
                .put(prefix)
                .put(INFIX)
                .putLong(sequence)
                .array());
    }
}
