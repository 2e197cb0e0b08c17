package dev.xorca.statechart.invoke;

import dev.xorca.statechart.Guard;
import org.jspecify.annotations.Nullable;

/**
 * When a fan-out is done. It is done in any case once no item is left.
 *
 * @param count how many items must be done well; 0 for all of them
 * @param condition sees the variables {@code done}, {@code failed} and {@code total}, and {@code result}, that of the item
 *     that was answered last; null when the count decides
 */
public record Completion(long count, @Nullable Guard condition) {
    public static final Completion ALL = new Completion(0, null);
    public static final Completion ANY = new Completion(1, null);
}
