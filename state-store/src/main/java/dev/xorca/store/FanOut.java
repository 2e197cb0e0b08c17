package dev.xorca.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a fan-out has come. Immutable; an answer costs the same however many there are.
 *
 * @param total how many items there are
 * @param next the number of the first item that has not begun
 * @param done how many were done well
 * @param failed how many failed
 * @param results what came of each item so far, null for those that are not over
 */
public record FanOut(int total, int next, int done, int failed, ItemResults results) {

    /** Nothing has begun. */
    public static FanOut of(int total) {
        return new FanOut(total, 0, 0, 0, ItemResults.ofNone(total));
    }

    /** Whether no item is left. */
    public boolean isExhausted() {
        return done + failed == total;
    }

    /** The results as a JSON value, in the order of the items. */
    public List<@Nullable Object> list() {
        return results.list();
    }

    /** The same, with an item begun. */
    public FanOut begun(int index) {
        return new FanOut(total, Math.max(next, index + 1), done, failed, results);
    }

    /** The same, with an item over. */
    public FanOut ended(int index, @Nullable Object result, boolean well) {
        return new FanOut(total, next, well ? done + 1 : done, well ? failed : failed + 1, results.with(index, result));
    }
}
