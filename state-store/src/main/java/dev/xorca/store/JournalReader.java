package dev.xorca.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the store of one partition has of its orchestrations. As safe for several threads as the store is; who reads
 * while an orchestration is being removed may find that its journal cannot be read.
 */
public final class JournalReader {
    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final SnapshotReader snapshots;

    public JournalReader(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        this.snapshots = new SnapshotReader(store);
    }

    /**
     * The state of an orchestration; empty when it was never started.
     *
     * @throws JournalException when its journal cannot be read
     */
    public Optional<OrchestrationState> load(String subject) {
        return loadWithSize(subject).map(LoadedState::state);
    }

    Optional<LoadedState> loadWithSize(String subject) {
        var snapshot = snapshots.read(subject);
        var loaded = snapshot == null ? null : LoadedState.writtenDown(snapshot.state(), snapshot.bytes());
        var first = Keys.journal(subject, loaded == null ? 1 : loaded.state().sequence() + 1);
        try (var range = store.range(first, Keys.journal(subject, Long.MAX_VALUE))) {
            while (range.hasNext()) {
                var next = range.next();
                if (Keys.belongTogether(first, next.key)) {
                    loaded = LoadedState.after(loaded, EntryCodec.readToFold(next.value), next.value.length);
                }
            }
        }
        return Optional.ofNullable(loaded);
    }

    /**
     * Reads a stretch of a journal.
     *
     * @param from the position of the first entry wanted
     * @param most how many entries at most
     * @return the entries in order; empty when there are none
     * @throws JournalException when an entry cannot be read
     */
    public List<JournalEntry> read(String subject, long from, int most) {
        var entries = new ArrayList<JournalEntry>();
        if (most > 0) {
            read(subject, from, entry -> {
                entries.add(entry);
                return entries.size() < most;
            });
        }
        return entries;
    }

    /**
     * Reads a journal as long as more of it is wanted.
     *
     * @param from the position of the first entry wanted
     * @param taker is given the entries in order, and says whether it wants the next one
     * @throws JournalException when an entry cannot be read
     */
    public void read(String subject, long from, Predicate<JournalEntry> taker) {
        var first = Keys.journal(subject, Math.max(1, from));
        try (var range = store.range(first, Keys.journal(subject, Long.MAX_VALUE))) {
            var wanted = true;
            while (wanted && range.hasNext()) {
                var next = range.next();
                if (Keys.belongTogether(first, next.key)) {
                    wanted = taker.test(EntryCodec.read(next.value));
                }
            }
        }
    }

    /** How many events wait for an orchestration. */
    public int countHeld(String subject) {
        int count = 0;
        var first = Keys.held(subject, 0);
        try (var range = store.range(first, Keys.held(subject, Long.MAX_VALUE))) {
            while (range.hasNext()) {
                if (Keys.belongTogether(first, range.next().key)) {
                    count++;
                }
            }
        }
        return count;
    }

    /** The events that wait for an orchestration, in their order. */
    public List<HeldEvent> held(String subject) {
        var held = new ArrayList<HeldEvent>();
        var first = Keys.held(subject, 0);
        try (var range = store.range(first, Keys.held(subject, Long.MAX_VALUE))) {
            while (range.hasNext()) {
                var next = range.next();
                if (Keys.belongTogether(first, next.key)) {
                    held.add(HeldEventCodec.read(next.value));
                }
            }
        }
        return held;
    }

    /**
     * The subjects of orchestrations, in an order that stays the same. They hold no {@code |}.
     *
     * @param after the subject after which to begin, whether or not it is still there; empty for the beginning
     * @param most how many at most
     */
    public List<String> subjects(String after, int most) {
        var subjects = new ArrayList<String>();
        var from = after.isEmpty() ? Keys.subjects() : Keys.snapshot(after);
        while (subjects.size() < most) {
            var next = nextSubject(from);
            if (next == null) {
                break;
            }
            subjects.add(next);
            from = Keys.snapshot(next);
        }
        return subjects;
    }

    /** Passes over the journal of a subject by beginning behind it. */
    private @Nullable String nextSubject(Bytes from) {
        try (var range = store.range(from, null)) {
            while (range.hasNext()) {
                var subject = Keys.startedSubject(range.next().key);
                if (subject.isPresent()) {
                    return subject.get();
                }
            }
        }
        return null;
    }
}
