package dev.xorca.store;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one step did to the invocations of an orchestration.
 *
 * @param put those that began, or wait for something else now; a fan-out has come as far as before as long as its
 *     attempt is the same, and begins anew with another one
 * @param items what came of items of fan-outs
 * @param ended those that ended
 * @param undos what could be undone from now on
 * @param undone tokens of what need not be undone any more
 * @param collected keys of the context that took the results of a fan-out, with its token
 */
public record CallChanges(
        List<PendingCall> put,
        List<ItemEnd> items,
        List<End> ended,
        List<Undo> undos,
        List<String> undone,
        Map<String, String> collected) {
    public static final CallChanges NONE =
            new CallChanges(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

    public CallChanges {
        put = put.stream().map(CallChanges::withoutProgress).toList();
        items = List.copyOf(items);
        ended = List.copyOf(ended);
        undos = List.copyOf(undos);
        undone = List.copyOf(undone);
        collected = Collections.unmodifiableMap(new TreeMap<>(collected));
    }

    /** How far a fan-out has come follows from what came of its items, and is not said with every change. */
    private static PendingCall withoutProgress(PendingCall call) {
        return call.fanOut() == null || call.fanOut().next() == 0
                ? call
                : call.with(FanOut.of(call.fanOut().total()));
    }

    /** How an invocation ended. */
    public enum How {
        DONE,
        FAILED,
        /** Nobody answered in time. */
        TIMED_OUT,
        /** Nobody waits for it any more. */
        ABANDONED
    }

    /** An invocation ended. */
    public record End(String token, How how) {}

    /**
     * An item of a fan-out ended.
     *
     * @param token of the fan-out
     * @param index of the item, from 0
     * @param well whether it was done
     * @param result what it takes among the results, a JSON value
     */
    public record ItemEnd(
            String token, int index, boolean well, @Nullable Object result) {}

    public boolean isEmpty() {
        return put.isEmpty()
                && items.isEmpty()
                && ended.isEmpty()
                && undos.isEmpty()
                && undone.isEmpty()
                && collected.isEmpty();
    }
}
