package dev.xorca.dsl;

import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.InvocationDefinition;
import dev.xorca.statechart.TransitionDefinition;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;
import dev.xorca.statechart.invoke.VersionRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that a state asks for when it is entered, and gives up when it is left: what goes with the question, how long
 * and how often it is tried, and where its end leads. What documents say of {@code invoke} holds here, too.
 *
 * @param <C> the context
 * @param <R> the result; {@code Object} for the JSON value as it is
 */
public final class InvocationBuilder<C, R> {
    private static final Expression NOTHING = Expression.constant(Map.of());

    private final Builds<C> builds;
    private final Asked asked;
    private final String name;
    private final Class<R> resultType;
    private final SourcePlace place = SourcePlace.ofCaller();
    private final List<TransitionBuilder<C, ?>> onDone = new ArrayList<>();
    private final List<TransitionBuilder<C, ?>> onError = new ArrayList<>();
    private String id = "";
    private Expression request = NOTHING;
    private Map<String, Expression> attributes = Map.of();
    private List<String> doneTypes;
    private List<String> errorTypes;
    private @Nullable Guard correlate;
    private VersionRange versions = VersionRange.ANY;
    private boolean awaited = true;
    private @Nullable String into;
    private RetryPolicy retry = RetryPolicy.NONE;
    private @Nullable Deadline deadline;
    private @Nullable InvocationBuilder<C, Object> compensation;

    /** Who is asked. */
    enum Asked {
        COMMAND,
        MACHINE,
        NOBODY
    }

    InvocationBuilder(Builds<C> builds, Asked asked, String name, Class<R> resultType) {
        this.builds = builds;
        this.asked = asked;
        this.name = name;
        this.resultType = resultType;
        doneTypes = List.of(Call.Command.doneType(name));
        errorTypes = List.of(Call.Command.errorType(name));
        if (asked != Asked.NOBODY && name.isBlank()) {
            throw new IllegalArgumentException("an invocation names a command or a machine");
        }
    }

    /** Names it, once in a machine. */
    public InvocationBuilder<C, R> id(String value) {
        id = value;
        return this;
    }

    // The question.

    /** What goes with the question: the data of a command, the input of a machine; a record or a map. */
    public InvocationBuilder<C, R> data(Function<C, ?> value) {
        return data((context, event) -> value.apply(context));
    }

    /** What goes with the question; sees the event on which the state is entered, and in a fan-out the item. */
    public InvocationBuilder<C, R> data(BiFunction<C, TypedEvent<Object>, ?> value) {
        request = builds.expression(Object.class, value);
        return this;
    }

    /** What goes with a command, whose contract is derived from its record. */
    public <D> InvocationBuilder<C, R> data(Class<D> contract, Function<C, D> value) {
        builds.emits().derive(name, contract);
        return data(value);
    }

    /** Further attributes of a command, such as {@code to}. */
    public InvocationBuilder<C, R> attributes(Consumer<EventAttributes<C>> body) {
        var collected = new EventAttributes<>(builds.contextType());
        body.accept(collected);
        attributes = collected.expressions();
        return this;
    }

    /** Which versions of a machine will do: {@code ^1.2}, {@code ~1.2}, {@code >=1.2}, {@code 1.2.3}; by default any. */
    public InvocationBuilder<C, R> version(String range) {
        versions = VersionRange.parse(range)
                .orElseThrow(() -> new IllegalArgumentException("'" + range + "' is no range of versions"));
        return this;
    }

    // The answer.

    /** The types that say that a command is done; by default {@code evt.X.success} for {@code cmd.X}. */
    public InvocationBuilder<C, R> doneBy(String... types) {
        doneTypes = List.of(types);
        return this;
    }

    /** The types that say that a command failed; by default {@code evt.X.error} for {@code cmd.X}. */
    public InvocationBuilder<C, R> failedBy(String... types) {
        errorTypes = List.of(types);
        return this;
    }

    /** Whether an answer to a command that brings no token is for this invocation. */
    public InvocationBuilder<C, R> correlate(BiPredicate<C, TypedEvent<R>> condition) {
        correlate = builds.condition(resultType, condition);
        return this;
    }

    /** Asks and forgets: nothing is known of what comes of it. */
    public InvocationBuilder<C, R> forget() {
        awaited = false;
        return this;
    }

    /** Keeps the result under a key of the context, or under keys joined with dots. */
    public InvocationBuilder<C, R> into(String path) {
        into = path;
        return this;
    }

    /** When it is done, to a state. */
    public InvocationBuilder<C, R> onDone(String target) {
        return onDone(transition -> transition.target(target));
    }

    /** When it is done; the event's data is the result. Several are tried in the order of the code. */
    public InvocationBuilder<C, R> onDone(Consumer<TransitionBuilder<C, R>> body) {
        var transition = new TransitionBuilder<>(builds, resultType);
        body.accept(transition);
        onDone.add(transition);
        return this;
    }

    /** When it has failed for good, to a state. */
    public InvocationBuilder<C, R> onError(String target) {
        return onError(transition -> transition.target(target));
    }

    /** When it has failed for good; the event's attributes {@code code}, {@code message}, {@code attempts} say why. */
    public InvocationBuilder<C, R> onError(Consumer<TransitionBuilder<C, Object>> body) {
        var transition = new TransitionBuilder<>(builds, Object.class);
        body.accept(transition);
        onError.add(transition);
        return this;
    }

    // Trying again, waiting, undoing.

    /** How many attempts there are in all, a second apart at first and twice as long each time, at most a minute. */
    public InvocationBuilder<C, R> retry(int attempts) {
        return retry(policy -> policy.attempts(attempts));
    }

    /** What is done about an attempt that failed. */
    public InvocationBuilder<C, R> retry(Consumer<RetryBuilder> body) {
        var builder = new RetryBuilder();
        body.accept(builder);
        retry = builder.policy();
        return this;
    }

    /** How long to wait; then it is done with the result {@code { timedOut: true }}. */
    public InvocationBuilder<C, R> timeout(Duration after) {
        return timeout(after, wait -> {});
    }

    /** How long to wait, and what happens then. */
    public InvocationBuilder<C, R> timeout(Duration after, Consumer<DeadlineBuilder<C>> body) {
        var builder = new DeadlineBuilder<>(builds, after);
        body.accept(builder);
        deadline = builder.deadline();
        return this;
    }

    /** The command that undoes it once it is done; its data sees that answer. */
    public InvocationBuilder<C, R> compensate(String command, BiFunction<C, TypedEvent<R>, ?> data) {
        return compensate(command, data, undo -> {});
    }

    /** The command that undoes it once it is done, with retries and a timeout of its own. */
    public InvocationBuilder<C, R> compensate(
            String command, BiFunction<C, TypedEvent<R>, ?> data, Consumer<InvocationBuilder<C, Object>> body) {
        var undo = new InvocationBuilder<>(builds, Asked.COMMAND, command, Object.class);
        undo.request = builds.expression(resultType, data);
        body.accept(undo);
        compensation = undo;
        return this;
    }

    // Building.

    /** The record of the result is the contract of the answers that bring it. */
    void deriveContracts() {
        if (asked == Asked.COMMAND && awaited) {
            doneTypes.forEach(type -> builds.accepts().derive(type, resultType));
        }
    }

    InvocationDefinition define(String pointer, Pointers pointers) {
        var invocation = invocation(pointer, pointers);
        var done = new ArrayList<TransitionDefinition>();
        StateBody.define(
                onDone, pointer + "/onDone", (transition, at) -> done.add(transition.define("", at, pointers)));
        var error = new ArrayList<TransitionDefinition>();
        StateBody.define(
                onError, pointer + "/onError", (transition, at) -> error.add(transition.define("", at, pointers)));
        return new InvocationDefinition(invocation, done, error);
    }

    Invocation invocation(String pointer, Pointers pointers) {
        pointers.put(pointer, place);
        if (!awaited && isAwaitedInAnyWay()) {
            throw new IllegalArgumentException(
                    "invocation of '" + name + "' is forgotten, so nothing can be said of its answer");
        }
        var undo = compensation;
        return new Invocation(
                id,
                call(),
                request,
                into,
                awaited,
                retry,
                deadline,
                undo == null ? null : undo.asCompensation().invocation(pointer + "/compensate", pointers),
                pointer);
    }

    private boolean isAwaitedInAnyWay() {
        return into != null
                || deadline != null
                || compensation != null
                || retry.attempts() > 1
                || !onDone.isEmpty()
                || !onError.isEmpty();
    }

    private InvocationBuilder<C, R> asCompensation() {
        if (!awaited || into != null || compensation != null || !onDone.isEmpty() || !onError.isEmpty()) {
            throw new IllegalArgumentException(
                    "compensation '" + name + "' has only data, attributes, answers, retry and timeout");
        }
        var given = deadline;
        if (given != null && given.action() == Deadline.Action.RESUME) {
            // What is not undone in time is not undone.
            deadline = DeadlineBuilder.failing(given);
        }
        return this;
    }

    private Call call() {
        return switch (asked) {
            case COMMAND -> new Call.Command(name, attributes, doneTypes, errorTypes, correlate);
            case MACHINE -> new Call.Child(name, versions);
            case NOBODY -> new Call.Wait();
        };
    }
}
