package dev.xorca.statechart.invoke;

import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait, and what happens then.
 *
 * @param after how long after {@code anchor}; null when {@code until} says it
 * @param until yields the time, ISO-8601; null when {@code after} says it
 * @param anchor when {@code after} begins
 * @param action what happens then
 * @param result what the invocation is done with when it is resumed
 * @param tag goes into the announcement, for those who sort them; null for none
 * @param message goes into the announcement, for people
 */
public record Deadline(
        @Nullable Delay after,
        @Nullable Expression until,
        Anchor anchor,
        Action action,
        Expression result,
        @Nullable String tag,
        @Nullable Expression message) {

    /** When the time begins that a deadline gives. */
    public enum Anchor {
        /** When the state is entered. */
        STATE,
        /** When the orchestration starts. */
        ORCHESTRATION,
        /** When an attempt begins; each attempt has the whole time. */
        ATTEMPT
    }

    /** What happens when nobody has answered in time. */
    public enum Action {
        /** The invocation is done, with a result that says so. */
        RESUME,
        /** It is announced, and waited on; and announced again each time as much time has passed. */
        NOTIFY,
        /** The invocation fails with the code {@code timeout}. */
        FAIL
    }
}
