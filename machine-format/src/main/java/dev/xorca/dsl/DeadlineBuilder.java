package dev.xorca.dsl;

import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.invoke.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens when nobody has answered in time. By default the invocation is done, with {@code { timedOut: true }}.
 *
 * @param <C> the context
 */
public final class DeadlineBuilder<C> {
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);

    private final Builds<C> builds;
    private final Duration after;
    private Deadline.Anchor anchor = Deadline.Anchor.STATE;
    private Deadline.Action action = Deadline.Action.RESUME;
    private Expression result = Expression.constant(Map.of("timedOut", true));
    private @Nullable String tag;
    private @Nullable Expression message;

    DeadlineBuilder(Builds<C> builds, Duration after) {
        this.builds = builds;
        this.after = after;
        if (after.isNegative()) {
            throw new IllegalArgumentException("a timeout is not negative, this is " + after);
        }
    }

    /** The time begins with the orchestration. */
    public DeadlineBuilder<C> ofOrchestration() {
        anchor = Deadline.Anchor.ORCHESTRATION;
        return this;
    }

    /** Each attempt has the whole time. */
    public DeadlineBuilder<C> ofEachAttempt() {
        anchor = Deadline.Anchor.ATTEMPT;
        return this;
    }

    /** What it is done with when the time is over: a record or a map. */
    public DeadlineBuilder<C> result(Function<C, ?> value) {
        BiFunction<C, TypedEvent<Object>, Object> ignoringTheEvent = (context, event) -> value.apply(context);
        result = builds.expression(Object.class, ignoringTheEvent);
        return this;
    }

    /** It fails with the code {@code timeout}. */
    public DeadlineBuilder<C> fail() {
        action = Deadline.Action.FAIL;
        return this;
    }

    /**
     * It is announced and waited on, again each time.
     *
     * @param label for those who sort announcements
     * @param words for people
     */
    public DeadlineBuilder<C> announce(String label, Function<C, String> words) {
        if (after.compareTo(SHORTEST_WINDOW) < 0) {
            throw new IllegalArgumentException("what is announced again and again waits a second at least");
        }
        action = Deadline.Action.NOTIFY;
        tag = label;
        BiFunction<C, TypedEvent<Object>, Object> ignoringTheEvent = (context, event) -> words.apply(context);
        message = builds.expression(Object.class, ignoringTheEvent);
        return this;
    }

    Deadline deadline() {
        return new Deadline(Delay.of(after), null, anchor, action, result, tag, message);
    }

    static Deadline failing(Deadline given) {
        return new Deadline(
                given.after(),
                given.until(),
                given.anchor(),
                Deadline.Action.FAIL,
                given.result(),
                given.tag(),
                given.message());
    }
}
