package dev.xorca.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a fan-out has come. Immutable; an answer costs the same however many there are.
 *
 * @param total how many items there are, at most {@link #MAX_ITEMS}
 * @param next the number of the first item that has not begun
 * @param done how many were done well
 * @param failed how many failed
 * @param list what came of each item so far, a JSON value in the order of the items; null for those that are not over
 */
public record FanOut(int total, int next, int done, int failed, List<@Nullable Object> list) {
    /** How many items a fan-out may have. */
    public static final int MAX_ITEMS = 100_000;

    public FanOut {
        if (total < 0 || total > MAX_ITEMS) {
            throw new IllegalArgumentException("a fan-out has 0 to " + MAX_ITEMS + " items, not " + total);
        }
        if (next < 0 || next > total || done < 0 || failed < 0 || done + failed > total || list.size() != total) {
            throw new IllegalArgumentException("of " + total + " items, " + next + " cannot have begun, " + done
                    + " be done and " + failed + " have failed with " + list.size() + " results");
        }
        list = ChunkedList.of(list);
    }

    /** Nothing has begun. */
    public static FanOut of(int total) {
        return new FanOut(total, 0, 0, 0, ChunkedList.ofNulls(Math.max(0, Math.min(total, MAX_ITEMS))));
    }

    /** Whether no item is left. */
    public boolean isExhausted() {
        return done + failed == total;
    }

    /** The same, with an item begun. */
    public FanOut begun(int index) {
        return new FanOut(total, Math.max(next, check(index) + 1), done, failed, list);
    }

    /** The same, with an item over, whether or not it had begun. */
    public FanOut ended(int index, @Nullable Object result, boolean well) {
        return new FanOut(
                total,
                Math.max(next, check(index) + 1),
                well ? done + 1 : done,
                well ? failed : failed + 1,
                ChunkedList.of(list).with(index, result));
    }

    private int check(int index) {
        if (index < 0 || index >= total) {
            throw new IllegalArgumentException("a fan-out of " + total + " items has no item " + index);
        }
        return index;
    }
}
