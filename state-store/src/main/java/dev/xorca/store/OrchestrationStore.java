package dev.xorca.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
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
    private final KeyValueStore<Bytes, byte[]> store;
    private final JournalReader reader;
    private final SnapshotWriter snapshots;
    private final Agenda agenda;
    private final LiveStates live;
    /** What was looked for last and has nothing: it is likely to start now. */
    private @Nullable String absent;

    /** Opens the store of a partition. */
    public OrchestrationStore(KeyValueStore<Bytes, byte[]> store) {
        this(store, new LiveStates());
    }

    OrchestrationStore(KeyValueStore<Bytes, byte[]> store, LiveStates live) {
        this.store = store;
        this.reader = new JournalReader(store);
        this.snapshots = new SnapshotWriter(store);
        this.agenda = new Agenda(store);
        this.live = live;
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
        return loaded(subject).map(LoadedState::state);
    }

    private Optional<LoadedState> loaded(String subject) {
        var known = live.find(subject);
        if (known.isPresent()) {
            return known;
        }
        if (subject.equals(absent)) {
            return Optional.empty();
        }
        var loaded = reader.loadWithSize(subject);
        loaded.ifPresentOrElse(found -> remember(subject, found), () -> absent = subject);
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
     * Adds an entry to a journal, and to the agenda what it says of times. When it is refused, nothing is written.
     *
     * @throws JournalException when its position is taken or leaves a gap, so that somebody else has written since the
     *     state was loaded, or when the journal cannot be read
     * @throws IllegalArgumentException when the entry holds what JSON has no words for
     */
    public void append(String subject, JournalEntry entry) {
        var before = loaded(subject).orElse(null);
        checkFollows(subject, before == null ? 1 : before.state().sequence() + 1, entry.sequence());
        var bytes = EntryCodec.write(entry);
        var after = LoadedState.after(before, entry, bytes.length);
        // In this order: where writes do not commit together, an entry without its times would be worse than the
        // reverse.
        startTimers(subject, after.state(), entry);
        store.put(Keys.journal(subject, entry.sequence()), bytes);
        absent = null;
        if (before != null) {
            endTimers(subject, before.state(), after.state(), entry);
        }
        remember(subject, after.isToBeWrittenDown() ? writtenDown(subject, after) : after);
    }

    /** Hardly anything comes for what is over, and there is ever more of it: the memory is for those that go on. */
    private void remember(String subject, LoadedState loaded) {
        if (loaded.state().status().isOver()) {
            live.remove(subject);
        } else {
            live.put(subject, loaded);
        }
    }

    private static void checkFollows(String subject, long expected, long sequence) {
        if (sequence != expected) {
            throw new JournalException("position " + sequence + " of journal " + subject
                    + (sequence < expected ? " is taken" : " leaves a gap"));
        }
    }

    private void startTimers(String subject, OrchestrationState after, JournalEntry entry) {
        for (var timer : entry.timers().started()) {
            if (timer.equals(after.timers().get(timer.token()))) {
                agenda.add(due(subject, timer));
            }
        }
        if (entry.removeAt() != null) {
            agenda.add(new Due(entry.removeAt(), Due.Kind.REMOVAL, subject, ""));
        }
    }

    private void endTimers(String subject, OrchestrationState before, OrchestrationState after, JournalEntry entry) {
        var tokens = new LinkedHashSet<>(entry.timers().ended());
        entry.timers().started().forEach(timer -> tokens.add(timer.token()));
        for (var token : tokens) {
            var ended = before.timers().get(token);
            var pending = after.timers().get(token);
            if (ended != null && (pending == null || !due(subject, pending).equals(due(subject, ended)))) {
                agenda.remove(due(subject, ended));
            }
        }
    }

    /** When a timer of an orchestration is due, as it stands in the agenda. */
    public static Due due(String subject, Timer timer) {
        return new Due(timer.due(), Due.Kind.TIMER, subject, timer.token());
    }

    private LoadedState writtenDown(String subject, LoadedState loaded) {
        int bytes = snapshots.write(subject, loaded.state(), loaded.snapshotBytes());
        return LoadedState.writtenDown(loaded.state(), bytes);
    }

    /** Puts an event in the line before an orchestration. */
    public void hold(String subject, HeldEvent held) {
        if (held.until() != null) {
            agenda.add(expiry(subject, held));
        }
        store.put(Keys.held(subject, held.number()), HeldEventCodec.write(held));
    }

    /** Takes an event from the line. */
    public void release(String subject, HeldEvent held) {
        store.delete(Keys.held(subject, held.number()));
        removeExpiry(subject, held);
    }

    private void removeExpiry(String subject, HeldEvent held) {
        if (held.until() != null) {
            agenda.remove(expiry(subject, held));
        }
    }

    private static Due expiry(String subject, HeldEvent held) {
        var until = Objects.requireNonNull(held.until(), "until");
        return new Due(until, Due.Kind.EXPIRY, subject, Long.toString(held.number()));
    }

    /**
     * Forgets an orchestration that is over, a slice at a time. While any of it is left it is still loaded, as far as that
     * could be done before, and still over; its data may be gone already.
     *
     * @param removal the agenda's line that says so; goes with the last slice, or when the orchestration goes on
     * @param most how many entries and held events to remove at most, at least 1
     * @return how many were removed; fewer than asked for when nothing is left to be done
     */
    public int remove(Due removal, int most) {
        var subject = removal.subject();
        var found = loadIfReadable(subject);
        if (found.isPresent() && !found.get().state().status().isOver()) {
            // Not the orchestration that this line was meant for.
            agenda.remove(removal);
            return 0;
        }
        live.remove(subject);
        found.ifPresent(last -> last.state().timers().values().forEach(timer -> agenda.remove(due(subject, timer))));
        var entries = keys(Keys.journal(subject, 1), Keys.journal(subject, Long.MAX_VALUE), most);
        var held = keys(Keys.held(subject, 0), Keys.held(subject, Long.MAX_VALUE), most - entries.size());
        int removed = entries.size() + held.size();
        if (removed == most) {
            found.ifPresent(last -> keepRemains(subject, last));
        }
        if (removed < most || found.isEmpty()) {
            // What cannot be read must not come to life again with an old snapshot.
            snapshots.remove(subject);
        }
        entries.forEach(store::delete);
        held.forEach(key -> removeHeld(subject, key));
        if (removed < most) {
            agenda.remove(removal);
        }
        return removed;
    }

    private Optional<LoadedState> loadIfReadable(String subject) {
        try {
            return reader.loadWithSize(subject);
        } catch (JournalException e) {
            return Optional.empty();
        }
    }

    /** The snapshot goes last, so that what is half removed is still seen to be over. */
    private void keepRemains(String subject, LoadedState last) {
        var isLarge = last.snapshotBytes() > SnapshotWriter.MAX_BYTES;
        if (isLarge || last.tailEntries() > 0 || !last.state().timers().isEmpty()) {
            snapshots.write(subject, last.state().remains(), last.snapshotBytes());
        }
    }

    private void removeHeld(String subject, Bytes key) {
        try {
            removeExpiry(subject, HeldEventCodec.read(store.get(key)));
        } catch (JournalException e) {
            // Then its line in the agenda stays, and leads to nothing when its time comes.
        }
        store.delete(key);
    }

    private List<Bytes> keys(Bytes first, Bytes last, int most) {
        var keys = new ArrayList<Bytes>();
        try (var range = store.range(first, last)) {
            while (range.hasNext() && keys.size() < most) {
                var key = range.next().key;
                if (Keys.belongTogether(first, key)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }
}
