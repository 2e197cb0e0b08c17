package dev.xorca.store;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pure function that remembers what it has said last, for arguments that are mostly those of the time before: all that
 * one step writes has the step's time, and so has most of what the steps beside it write. Safe for any number of threads.
 *
 * @param <A> the argument, a value
 * @param <R> the result, a value
 */
public final class LastResult<A, R> {
    private final Function<A, R> function;
    private volatile @Nullable Said<A, R> last;

    private record Said<A, R>(A argument, R result) {}

    public LastResult(Function<A, R> function) {
        this.function = function;
    }

    public R of(A argument) {
        var said = last;
        if (said == null || !said.argument.equals(argument)) {
            said = new Said<>(argument, function.apply(argument));
            last = said;
        }
        return said.result;
    }
}
