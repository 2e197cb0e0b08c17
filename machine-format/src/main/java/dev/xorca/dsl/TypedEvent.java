package dev.xorca.dsl;

import dev.xorca.statechart.ExpressionException;
import dev.xorca.statechart.Scope;
import java.time.Instant;
import java.util.Map;

/**
 * What a lambda sees besides the context: the event that the step is taken on, and what the step may know of time and
 * identity. Use {@link #now()} rather than a clock, or a replayed step would decide otherwise.
 *
 * @param <E> the type of the event's data; {@code Object} for the JSON value as it is
 */
public final class TypedEvent<E> {
    private final Scope scope;
    private final Class<E> dataType;

    TypedEvent(Scope scope, Class<E> dataType) {
        this.scope = scope;
        this.dataType = dataType;
    }

    public E data() {
        return JsonRecords.fromJson(scope.event().data(), dataType);
    }

    public String type() {
        return scope.event().type();
    }

    /** {@code id}, {@code source} and further attributes of the CloudEvent; empty for what the machine raised itself. */
    public Map<String, Object> attributes() {
        return scope.event().attributes();
    }

    /** The step's only time. */
    public Instant now() {
        return scope.environment().now();
    }

    /** Who the orchestration is: {@code name}, {@code version}, {@code processId}, {@code subject}. */
    public Map<String, Object> self() {
        return scope.environment().self();
    }

    /**
     * The item that this is about, in what a fan-out asks for each.
     *
     * @throws ExpressionException outside of a fan-out, and when the item does not have the record's shape
     */
    public <T> T item(Class<T> itemType) {
        if (!scope.locals().containsKey("item")) {
            throw new ExpressionException("there is no item outside of a fan-out");
        }
        return JsonRecords.fromJson(scope.locals().get("item"), itemType);
    }

    /** The number of that item, from 0; -1 outside of a fan-out. */
    public long index() {
        return scope.locals().get("index") instanceof Long index ? index : -1;
    }

    /** Whether a state is active, by {@code #id} or by its path from the root. */
    public boolean isIn(String state) {
        return scope.isIn(state);
    }
}
