package dev.xorca.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the orchestrations of a partition have: journals, snapshots, held events, and the agenda of what is
 * due. Belongs to the task that owns the store, and must not outlive it: states that were used lately are remembered
 * beside the store, so that in the common case an event costs one write and no read.
 */
public final class OrchestrationStore {
    /** After how many entries the state is written down, so that a journal need not be folded whole. */
    static final int SNAPSHOT_ENTRIES = 50;
    /** After how many bytes of entries it is. */
    static final int SNAPSHOT_BYTES = 256 * 1024;
    /** A large state is not written down again before its journal has grown by a part of its size. */
    private static final int SNAPSHOT_PART = 2;

    private static final int SNAPSHOT_ENTRIES_AT_LAST = 1_000;
    private static final long DEFAULT_LIVE_WEIGHT = 32L << 20;

    private final KeyValueStore<Bytes, byte[]> store;
    private final JournalReader reader;
    private final Agenda agenda;
    private final LiveStates live;

    /** Opens the store of a partition. */
    public OrchestrationStore(KeyValueStore<Bytes, byte[]> store) {
        this(store, DEFAULT_LIVE_WEIGHT);
    }

    OrchestrationStore(KeyValueStore<Bytes, byte[]> store, long liveWeight) {
        this.store = store;
        this.reader = new JournalReader(store);
        this.agenda = new Agenda(store);
        this.live = new LiveStates(liveWeight);
    }

    /** A store that ends with the process: for replay, for tests and for trying machines out. */
    public static OrchestrationStore inMemory() {
        return new OrchestrationStore(
                Stores.inMemoryKeyValueStore(StreamsStore.NAME).get());
    }

    /** What is to happen when. */
    public Agenda agenda() {
        return agenda;
    }

    /**
     * The state of an orchestration; empty when it was never started, or was over and has been forgotten.
     *
     * @throws JournalException when its journal cannot be read
     */
    public Optional<OrchestrationState> load(String subject) {
        return loaded(subject).map(JournalReader.Loaded::state);
    }

    private Optional<JournalReader.Loaded> loaded(String subject) {
        var known = live.find(subject);
        if (known.isPresent()) {
            return known;
        }
        var loaded = reader.loadWithSize(subject);
        loaded.ifPresent(found -> live.put(subject, found));
        return loaded;
    }

    /** As {@link JournalReader#read}. */
    public List<JournalEntry> read(String subject, long from, int most) {
        return reader.read(subject, from, most);
    }

    /** As {@link JournalReader#held}. */
    public List<HeldEvent> held(String subject) {
        return reader.held(subject);
    }

    /**
     * Adds an entry to a journal, and to the agenda what it says of times.
     *
     * @throws JournalException when its position is taken or leaves a gap: somebody else has written since the state was
     *     loaded; then nothing is written
     */
    public void append(String subject, JournalEntry entry) {
        var before = loaded(subject).orElse(null);
        checkFollows(subject, before == null ? 1 : before.state().sequence() + 1, entry.sequence());
        var state = OrchestrationState.apply(before == null ? null : before.state(), entry);
        var bytes = EntryCodec.write(entry);
        store.put(Keys.journal(subject, entry.sequence()), bytes);
        if (before != null) {
            for (var token : entry.timers().ended()) {
                var timer = before.state().timers().get(token);
                if (timer != null) {
                    agenda.remove(due(subject, timer));
                }
            }
        }
        entry.timers().started().forEach(timer -> agenda.add(due(subject, timer)));
        if (entry.removeAt() != null) {
            agenda.add(new Due(entry.removeAt(), Due.Kind.REMOVAL, subject, ""));
        }
        live.put(subject, withSnapshotWhereDue(subject, before, state, bytes.length));
    }

    private static void checkFollows(String subject, long expected, long sequence) {
        if (sequence != expected) {
            throw new JournalException("position " + sequence + " of journal " + subject
                    + (sequence < expected ? " is taken" : " leaves a gap"));
        }
    }

    /** When a timer of an orchestration is due, as it stands in the agenda. */
    public static Due due(String subject, Timer timer) {
        return new Due(timer.due(), Due.Kind.TIMER, subject, timer.token());
    }

    private JournalReader.Loaded withSnapshotWhereDue(
            String subject, JournalReader.@Nullable Loaded before, OrchestrationState state, int bytes) {
        int snapshotBytes = before == null ? 0 : before.snapshotBytes();
        int entries = (before == null ? 0 : before.tailEntries()) + 1;
        long tailBytes = (before == null ? 0 : before.tailBytes()) + bytes;
        var many = entries >= SNAPSHOT_ENTRIES || tailBytes >= SNAPSHOT_BYTES;
        var worthwhile = tailBytes >= snapshotBytes / SNAPSHOT_PART || entries >= SNAPSHOT_ENTRIES_AT_LAST;
        if (!many || !worthwhile) {
            return new JournalReader.Loaded(state, snapshotBytes, entries, tailBytes);
        }
        return snapshot(subject, state);
    }

    private JournalReader.Loaded snapshot(String subject, OrchestrationState state) {
        var snapshot = SnapshotCodec.write(state);
        store.put(Keys.snapshot(subject), snapshot);
        return new JournalReader.Loaded(state, snapshot.length, 0, 0);
    }

    /** Puts an event in the line before an orchestration. */
    public void hold(String subject, HeldEvent held) {
        store.put(Keys.held(subject, held.number()), HeldEventCodec.write(held));
        if (held.until() != null) {
            agenda.add(expiry(subject, held));
        }
    }

    /** Takes an event from the line. */
    public void release(String subject, HeldEvent held) {
        store.delete(Keys.held(subject, held.number()));
        if (held.until() != null) {
            agenda.remove(expiry(subject, held));
        }
    }

    private static Due expiry(String subject, HeldEvent held) {
        var until = Objects.requireNonNull(held.until(), "until");
        return new Due(until, Due.Kind.EXPIRY, subject, Long.toString(held.number()));
    }

    /**
     * Forgets an orchestration that is over, a slice at a time: while any of it is left, its state can still be loaded.
     *
     * @param removal the agenda's line that says so; goes with the last slice
     * @param most how many keys to remove at most
     * @return how many were removed; fewer than asked for when nothing is left
     */
    public int remove(Due removal, int most) {
        var subject = removal.subject();
        var found = loadIfReadable(subject);
        if (found.isPresent() && !found.get().state().status().isOver()) {
            // Not the orchestration that this line was meant for.
            agenda.remove(removal);
            return 0;
        }
        if (found.isPresent() && found.get().tailEntries() > 0) {
            // The snapshot goes last, so that what is half removed is still seen to be over.
            snapshot(subject, found.get().state());
        }
        live.remove(subject);
        int removed = delete(Keys.journal(subject, 1), Keys.journal(subject, Long.MAX_VALUE), most);
        removed += delete(Keys.held(subject, 0), Keys.held(subject, Long.MAX_VALUE), most - removed);
        if (removed < most) {
            found.ifPresent(
                    last -> last.state().timers().values().forEach(timer -> agenda.remove(due(subject, timer))));
            store.delete(Keys.snapshot(subject));
            agenda.remove(removal);
        }
        return removed;
    }

    private Optional<JournalReader.Loaded> loadIfReadable(String subject) {
        try {
            return reader.loadWithSize(subject);
        } catch (JournalException e) {
            return Optional.empty();
        }
    }

    private int delete(Bytes first, Bytes last, int most) {
        var keys = new ArrayList<Bytes>();
        try (var range = store.range(first, last)) {
            while (range.hasNext() && keys.size() < most) {
                var key = range.next().key;
                if (Keys.belongTogether(first, key)) {
                    keys.add(key);
                }
            }
        }
        keys.forEach(store::delete);
        return keys.size();
    }
}
