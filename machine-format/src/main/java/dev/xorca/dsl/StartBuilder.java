package dev.xorca.dsl;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.StartRule;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A foreign event that starts an orchestration: which one, and with what. There is no context yet.
 *
 * @param <E> the data of the event
 */
public final class StartBuilder<E> {
    private final String event;
    private final Class<E> dataType;
    private @Nullable Guard when;
    private @Nullable Expression processId;
    private Expression context = scope -> scope.event().data();
    private boolean announces;

    StartBuilder(String event, Class<E> dataType) {
        this.event = event;
        this.dataType = dataType;
        if (event.isBlank() || event.contains("*") || event.startsWith("xorca.") || EventTypes.isOutbound(event)) {
            throw new IllegalArgumentException("'" + event + "' is no exact type of an event that others send");
        }
    }

    /** Which of these events. */
    public StartBuilder<E> when(Predicate<TypedEvent<E>> condition) {
        when = new Guard.Condition(
                SourcePlace.ofCaller().toString(), scope -> condition.test(new TypedEvent<>(scope, dataType)));
        return this;
    }

    /** What tells the orchestration from others; by default it derives from the event's source and id. */
    public StartBuilder<E> processId(Function<TypedEvent<E>, String> value) {
        processId = scope -> value.apply(new TypedEvent<>(scope, dataType));
        return this;
    }

    /** What the orchestration is started with, a record or a map; by default the event's data. */
    public StartBuilder<E> input(Function<TypedEvent<E>, ?> value) {
        context = scope -> JsonRecords.toJson(value.apply(new TypedEvent<>(scope, dataType)));
        return this;
    }

    /** Announces that one was started. */
    public StartBuilder<E> announce() {
        announces = true;
        return this;
    }

    StartRule rule() {
        return new StartRule(event, when, processId, context, announces);
    }
}
