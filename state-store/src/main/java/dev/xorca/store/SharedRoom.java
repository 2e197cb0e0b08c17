package dev.xorca.store;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room in the heap that several parts of a process share. What a part takes it gives back when it says so, or when nobody
 * knows the part any more and its memory is free. Safe for several threads.
 */
final class SharedRoom {
    private final long bytes;
    private final Set<AtomicLong> parts = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    SharedRoom(long bytes) {
        this.bytes = bytes;
    }

    /** A part that takes nothing yet. Its owner counts in it what it takes, and must keep it as long as it takes that. */
    AtomicLong newPart() {
        var part = new AtomicLong();
        parts.add(part);
        return part;
    }

    /** Whether all parts together take more than there is. */
    boolean isExceeded() {
        long taken = 0;
        synchronized (parts) {
            for (var part : parts) {
                taken += part.get();
            }
        }
        return taken > bytes;
    }
}
