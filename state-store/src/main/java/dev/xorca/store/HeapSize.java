package dev.xorca.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many bytes of heap states take, by what the objects of a 64-bit JVM take that are read from JSON. */
final class HeapSize {
    /** What a state takes that has next to nothing: its own objects, the names that it is known by, a few events seen. */
    static final long OF_ANY_STATE = 1_500;

    private static final long NUMBER = 24;
    private static final long TEXT = 56;
    private static final long MAP = 56;
    /** An entry and its place in the table; names are shared. */
    private static final long MEMBER = 48;
    /** No table is smaller. */
    private static final long TABLE = 80;

    private static final long LIST = 40;
    private static final long REFERENCE = 4;
    private static final long CALL = 250;
    private static final long SEEN = 300;

    private HeapSize() {}

    /** What a state takes beyond {@link #OF_ANY_STATE}. */
    static long of(OrchestrationState state) {
        return of(state.start().input())
                + of(state.context())
                + of(state.position().output())
                + state.timers().values().stream()
                        .mapToLong(timer -> CALL + of(timer.data()))
                        .sum()
                + state.calls().values().stream().mapToLong(HeapSize::of).sum()
                + state.undos().stream()
                        .mapToLong(undo -> CALL / 2 + of(undo.request()))
                        .sum()
                + state.seen().chunks().stream()
                        .mapToLong(chunk -> SEEN * chunk.size())
                        .sum();
    }

    private static long of(PendingCall call) {
        var fanOut = call.fanOut();
        return CALL + of(call.request()) + (fanOut == null ? 0 : of(fanOut.list()));
    }

    static long of(@Nullable Object value) {
        if (value instanceof String text) {
            return TEXT + text.length();
        }
        if (value instanceof Number) {
            return NUMBER;
        }
        if (value instanceof Map<?, ?> map) {
            return MAP + Math.max(TABLE, MEMBER * map.size()) + MEMBER * map.size() + ofAll(map.values());
        }
        if (value instanceof List<?> list) {
            return LIST + REFERENCE * list.size() + ofAll(list);
        }
        return 0;
    }

    private static long ofAll(Collection<?> values) {
        long sum = 0;
        for (var value : values) {
            sum += of(value);
        }
        return sum;
    }
}
