package dev.xorca.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is to happen when, for all orchestrations of a partition, in the order of time. What was handed out stays in the
 * store until it is removed, but is not handed out again by this agenda: one that is opened anew on the same store begins
 * from the start, so that nothing is lost with whoever was about to do it. Belongs to one thread.
 *
 * <p>Looking is cheap however much lies in the future, and whatever was removed is passed over once, not at every look.
 */
public final class Agenda {
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<Bytes, byte[]> store;
    /** Nothing before this key is left to be handed out. */
    private Bytes next = Keys.dueFrom(0);

    Agenda(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void add(Due due) {
        var key = Keys.due(due);
        store.put(key, PRESENT);
        reconsider(key);
    }

    /** Takes something away, whether or not it was handed out. */
    public void remove(Due due) {
        store.delete(Keys.due(due));
    }

    /** Has this and everything after it handed out again, as far as it is still there. */
    public void reconsider(Due due) {
        reconsider(Keys.due(due));
    }

    private void reconsider(Bytes key) {
        if (key.compareTo(next) < 0) {
            next = key;
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
        var end = Keys.dueFrom(now.toEpochMilli() + 1);
        if (most <= 0 || next.compareTo(end) >= 0) {
            return due;
        }
        try (var range = store.range(next, end)) {
            while (range.hasNext() && due.size() < most) {
                var key = range.next().key;
                due.add(Keys.due(key));
                next = Keys.after(key);
            }
            if (!range.hasNext()) {
                next = end;
            }
        }
        return due;
    }
}
