package dev.xorca.dsl;

import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.InvocationDefinition;
import dev.xorca.statechart.TransitionDefinition;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Completion;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One question for each item of a list. What is asked for an item sees it by {@link TypedEvent#item} and its number by
 * {@link TypedEvent#index}.
 *
 * @param <C> the context
 */
public final class FanOutBuilder<C> {
    private final Builds<C> builds;
    private final Expression items;
    private final SourcePlace place = SourcePlace.ofCaller();
    private final List<TransitionBuilder<C, ?>> onDone = new ArrayList<>();
    private final List<TransitionBuilder<C, ?>> onError = new ArrayList<>();
    private String id = "";
    private int concurrency = 100;
    private @Nullable InvocationBuilder<C, Object> each;
    private @Nullable String into;
    private Completion completion = Completion.ALL;
    private boolean collectsErrors;
    private @Nullable Deadline deadline;

    /**
     * How far a fan-out has come.
     *
     * @param done how many items were done well
     * @param failed how many failed
     * @param total how many there are
     * @param result what came of the item that was answered last, a JSON value
     */
    public record Progress(
            long done, long failed, long total, @Nullable Object result) {}

    FanOutBuilder(Builds<C> builds, Expression items) {
        this.builds = builds;
        this.items = items;
    }

    /** Names it, once in a machine. */
    public FanOutBuilder<C> id(String value) {
        id = value;
        return this;
    }

    /** How many items may be under way at once, 1 to 1000; by default 100. */
    public FanOutBuilder<C> concurrency(int value) {
        if (value < 1 || value > 1_000) {
            throw new IllegalArgumentException("1 to 1000 items are under way at once, this is " + value);
        }
        concurrency = value;
        return this;
    }

    /** The command that is sent for each item. */
    public FanOutBuilder<C> invoke(String command, Consumer<InvocationBuilder<C, Object>> body) {
        return invoke(InvocationBuilder.Asked.COMMAND, command, body);
    }

    /** The machine that is started for each item. */
    public FanOutBuilder<C> invokeMachine(String machine, Consumer<InvocationBuilder<C, Object>> body) {
        return invoke(InvocationBuilder.Asked.MACHINE, machine, body);
    }

    private FanOutBuilder<C> invoke(
            InvocationBuilder.Asked asked, String name, Consumer<InvocationBuilder<C, Object>> body) {
        each = new InvocationBuilder<>(builds, asked, name, Object.class);
        body.accept(each);
        return this;
    }

    /** Keeps all results, in the order of the items, under a key of the context. */
    public FanOutBuilder<C> collect(String key) {
        into = key;
        return this;
    }

    /** Done with the first item that is. */
    public FanOutBuilder<C> any() {
        return count(1);
    }

    /** Done with so many items. */
    public FanOutBuilder<C> count(long items) {
        if (items < 1) {
            throw new IllegalArgumentException("a fan-out is done with one item or more, this is " + items);
        }
        completion = new Completion(items, null);
        return this;
    }

    /** Done when this holds. */
    public FanOutBuilder<C> until(Predicate<Progress> condition) {
        completion = new Completion(
                0,
                new Guard.Condition(
                        SourcePlace.ofCaller().toString(),
                        scope -> condition.test(JsonRecords.fromJson(scope.locals(), Progress.class))));
        return this;
    }

    /** Items that failed take their place among the results, instead of failing the whole. */
    public FanOutBuilder<C> collectErrors() {
        collectsErrors = true;
        return this;
    }

    /** How long the whole may take, and what happens then. */
    public FanOutBuilder<C> timeout(Duration after, Consumer<DeadlineBuilder<C>> body) {
        var builder = new DeadlineBuilder<>(builds, after);
        body.accept(builder);
        deadline = builder.deadline();
        return this;
    }

    /** When the whole is done, to a state. */
    public FanOutBuilder<C> onDone(String target) {
        return onDone(transition -> transition.target(target));
    }

    /** When the whole is done; the event's data has {@code results}, {@code done}, {@code failed} and {@code total}. */
    public FanOutBuilder<C> onDone(Consumer<TransitionBuilder<C, Object>> body) {
        return add(onDone, body);
    }

    /** When the whole has failed, to a state. */
    public FanOutBuilder<C> onError(String target) {
        return onError(transition -> transition.target(target));
    }

    /** When the whole has failed; the event's attribute {@code index} is the number of the item. */
    public FanOutBuilder<C> onError(Consumer<TransitionBuilder<C, Object>> body) {
        return add(onError, body);
    }

    private FanOutBuilder<C> add(List<TransitionBuilder<C, ?>> to, Consumer<TransitionBuilder<C, Object>> body) {
        var transition = new TransitionBuilder<>(builds, Object.class);
        body.accept(transition);
        to.add(transition);
        return this;
    }

    InvocationDefinition define(String pointer, Pointers pointers) {
        pointers.put(pointer, place);
        if (each == null) {
            throw new IllegalArgumentException("a fan-out says what is done for each item: add invoke(…)");
        }
        var item = each.invocation(pointer + "/invoke", pointers);
        var call = new Call.ForEach("item", concurrency, item, into, completion, collectsErrors);
        var invocation = new Invocation(id, call, items, null, true, RetryPolicy.NONE, deadline, null, pointer);
        var done = new ArrayList<TransitionDefinition>();
        StateBody.define(
                onDone, pointer + "/onDone", (transition, at) -> done.add(transition.define("", at, pointers)));
        var error = new ArrayList<TransitionDefinition>();
        StateBody.define(
                onError, pointer + "/onError", (transition, at) -> error.add(transition.define("", at, pointers)));
        return new InvocationDefinition(invocation, done, error);
    }
}
