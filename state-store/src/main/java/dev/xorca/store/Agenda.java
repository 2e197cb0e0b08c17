package dev.xorca.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to happen when, for all orchestrations of a partition, in the order of time. What was handed out stays in the
 * store until it is removed, but is not handed out again by this agenda: one that is opened anew on the same store begins
 * from the start, so that nothing is lost with whoever was about to do it. Belongs to one thread.
 *
 * <p>Looking is cheap however much lies in the future, and whatever was removed is passed over once, not at every look.
 */
public final class Agenda {
    private static final Logger LOG = LoggerFactory.getLogger(Agenda.class);
    private static final byte[] PRESENT = {1};
    /** How many of those that came late are known one by one; with more, all from the first of them on comes again. */
    static final int MAX_LATE = 10_000;

    private final KeyValueStore<Bytes, byte[]> store;
    /** Nothing before this key is left to be handed out, but for those that came late. */
    private Bytes next = Keys.dueFrom(Due.FIRST.toEpochMilli());
    /** What was added before {@link #next}, and is to be handed out without what else lies there. */
    private final TreeSet<Bytes> late = new TreeSet<>();

    Agenda(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void add(Due due) {
        var key = Keys.due(due);
        store.put(key, PRESENT);
        if (key.compareTo(next) < 0) {
            late.add(key);
            if (late.size() > MAX_LATE) {
                reconsider(late.first());
            }
        }
    }

    /** Takes something away, whether or not it was handed out. */
    public void remove(Due due) {
        var key = Keys.due(due);
        // Unlike a deletion, this does not look for what was there.
        store.put(key, null);
        late.remove(key);
    }

    /** Has this and everything after it handed out again, as far as it is still there. */
    public void reconsider(Due due) {
        reconsider(Keys.due(due));
    }

    private void reconsider(Bytes key) {
        if (key.compareTo(next) < 0) {
            next = key;
            late.tailSet(key).clear();
        }
    }

    /**
     * Hands out what is due, in the order of time.
     *
     * @param now the end of the time looked at, itself included
     * @param most how much at most; the rest stays for the next call
     */
    public List<Due> take(Instant now, int most) {
        var due = new ArrayList<Due>();
        if (now.isBefore(Due.FIRST)) {
            return due;
        }
        var end = Keys.dueFrom((now.isAfter(Due.LAST) ? Due.LAST : now).toEpochMilli() + 1);
        while (due.size() < most && !late.isEmpty() && late.first().compareTo(end) < 0) {
            read(late.pollFirst()).ifPresent(due::add);
        }
        if (due.size() >= most || next.compareTo(end) >= 0) {
            return due;
        }
        // To the end of all, not of what is due: the first key that lies in the future says when to look again. Looking
        // costs more than it seems, because the store passes everything that was removed until it finds something.
        try (var range = store.range(next, Keys.subjects())) {
            while (range.hasNext()) {
                var key = range.next().key;
                if (due.size() >= most || key.compareTo(end) >= 0) {
                    next = key;
                    return due;
                }
                read(key).ifPresent(due::add);
            }
            next = Keys.subjects();
        }
        return due;
    }

    private static Optional<Due> read(Bytes key) {
        try {
            return Optional.of(Keys.due(key));
        } catch (JournalException e) {
            LOG.warn("passed over in the agenda, and left there: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
