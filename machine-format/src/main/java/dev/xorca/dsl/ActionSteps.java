package dev.xorca.dsl;

import dev.xorca.machine.Actions;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Actions, in the order in which they run. The lambdas are pure functions of what they are given: they may run again for
 * the same event, and must then say the same.
 *
 * @param <C> the context
 * @param <E> the data of the event
 * @param <S> the builder itself
 */
public abstract class ActionSteps<C, E, S extends ActionSteps<C, E, S>> {
    private static final Expression NO_DATA = Expression.constant(Map.of());

    final Builds<C> builds;
    private final Class<E> dataType;
    private final List<Action> actions = new ArrayList<>();

    ActionSteps(Builds<C> builds, Class<E> dataType) {
        this.builds = builds;
        this.dataType = dataType;
    }

    abstract S self();

    /** Puts another context in place: all components of the record are written. */
    public S assign(UnaryOperator<C> change) {
        return assign((context, event) -> change.apply(context));
    }

    /** Puts another context in place: all components of the record are written. */
    public S assign(BiFunction<C, TypedEvent<E>, C> change) {
        var changed = expression(change);
        return add(new Action.Custom("assign", scope -> List.of(Actions.assign(Json.object(changed.evaluate(scope))))));
    }

    /** Publishes an event without data. */
    public S emit(String type) {
        return add(new Action.Emit(type, NO_DATA, Map.of()));
    }

    /** Publishes an event; its data is a record or a map. */
    public S emit(String type, Function<C, ?> data) {
        return emit(type, ignoringTheEvent(data));
    }

    /** Publishes an event; its data is a record or a map. */
    public S emit(String type, BiFunction<C, TypedEvent<E>, ?> data) {
        return add(new Action.Emit(type, expression(data), Map.of()));
    }

    /** Publishes an event whose contract is derived from its data's record. */
    public <D> S emit(String type, Class<D> contract, Function<C, D> data) {
        builds.emits().derive(type, contract);
        return emit(type, data);
    }

    /** Publishes an event whose contract is derived from its data's record. */
    public <D> S emit(String type, Class<D> contract, BiFunction<C, TypedEvent<E>, D> data) {
        builds.emits().derive(type, contract);
        return emit(type, data);
    }

    /** Publishes an event with further attributes, such as {@code to}. */
    public S emit(String type, BiFunction<C, TypedEvent<E>, ?> data, Consumer<EventAttributes<C>> attributes) {
        var collected = new EventAttributes<>(builds.contextType());
        attributes.accept(collected);
        return add(new Action.Emit(type, expression(data), collected.expressions()));
    }

    /** Offers an event to the machine itself, in the same macrostep. */
    public S raise(String type) {
        return add(new Action.Raise(type, NO_DATA, null, null));
    }

    /** Offers an event to the machine itself, in the same macrostep. */
    public S raise(String type, BiFunction<C, TypedEvent<E>, ?> data) {
        return add(new Action.Raise(type, expression(data), null, null));
    }

    /** Offers an event to the machine itself, later; the id is for {@link #cancel}. */
    public S raiseAfter(Duration delay, String id, String type) {
        return add(new Action.Raise(type, NO_DATA, Delay.of(delay), id));
    }

    /** Offers an event to the machine itself, later; the id is for {@link #cancel}. */
    public S raiseAfter(Duration delay, String id, String type, BiFunction<C, TypedEvent<E>, ?> data) {
        return add(new Action.Raise(type, expression(data), Delay.of(delay), id));
    }

    /** Takes back a delayed event. */
    public S cancel(String id) {
        return add(new Action.Cancel(id));
    }

    /** Has what was done undone: the compensations of the invocations that are done, the last first. */
    public S compensate() {
        return add(new Action.Compensate());
    }

    /** Leaves a line in the journal. */
    public S log(String message) {
        return add(new Action.Log(Expression.constant(message)));
    }

    /** Leaves a line in the journal. */
    public S log(BiFunction<C, TypedEvent<E>, String> message) {
        return add(new Action.Log(expression(message)));
    }

    List<Action> actions() {
        return List.copyOf(actions);
    }

    Class<E> dataType() {
        return dataType;
    }

    private S add(Action action) {
        if (action instanceof Action.Emit emit && emit.type().isBlank()) {
            throw new IllegalArgumentException("an emitted event has a type");
        }
        actions.add(action);
        return self();
    }

    private Expression expression(BiFunction<C, TypedEvent<E>, ?> function) {
        return builds.expression(dataType, function);
    }

    private static <C, E> BiFunction<C, TypedEvent<E>, @Nullable Object> ignoringTheEvent(Function<C, ?> function) {
        return (context, event) -> function.apply(context);
    }
}
