package dev.xorca.machine;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a registered action can ask for, with values that it has worked out already. Values are JSON values. */
public final class Actions {
    private Actions() {}

    /** Changes one key of the context. */
    public static Action assign(String key, @Nullable Object value) {
        return new Action.Assign(Map.of(key, Expression.constant(value)));
    }

    /** Changes several keys of the context. */
    public static Action assign(Map<String, ? extends @Nullable Object> values) {
        var constants = new LinkedHashMap<String, Expression>();
        values.forEach((key, value) -> constants.put(key, Expression.constant(value)));
        return new Action.Assign(constants);
    }

    /** Publishes an event. The document names its type under {@code schemas.emits}, or nobody knows of it beforehand. */
    public static Action emit(String type, @Nullable Object data) {
        return new Action.Emit(type, Expression.constant(data), Map.of());
    }

    /** Offers an event to the machine itself, in the same macrostep. */
    public static Action raise(String type, @Nullable Object data) {
        return new Action.Raise(type, Expression.constant(data), null, null);
    }

    /**
     * Offers an event to the machine itself, later.
     *
     * @param id under which it can be cancelled, or null
     */
    public static Action raiseAfter(Duration delay, @Nullable String id, String type, @Nullable Object data) {
        return new Action.Raise(type, Expression.constant(data), Delay.of(delay), id);
    }

    /** Takes back a delayed event. */
    public static Action cancel(String id) {
        return new Action.Cancel(id);
    }

    /** Has what was done undone: the compensations of the invocations that are done, the last first. */
    public static Action compensate() {
        return new Action.Compensate();
    }

    /** Leaves a line in the journal. */
    public static Action log(String message) {
        return new Action.Log(Expression.constant(message));
    }
}
