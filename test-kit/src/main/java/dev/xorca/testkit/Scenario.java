package dev.xorca.testkit;

import dev.xorca.dsl.JsonRecords;
import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.StepException;
import dev.xorca.statechart.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * One life of a machine, told as a test: {@code given(machine).input(…).when(event).thenIn(state).thenEmitted(event)}.
 *
 * <p>Data is a record, a map, or JSON as text. What goes in and what comes out is held against the contracts that the
 * machine declares. A step that fails fails the test, unless {@link #thenFails} is what comes next. Every failure tells
 * the steps so far.
 */
public final class Scenario {
    private final MachineDocument document;
    private final Story story;
    private @Nullable Object input;
    private Instant begin = Instant.EPOCH;
    private @Nullable Simulation started;
    private List<Effect.Emit> emitted = List.of();
    private List<Effect.Emit> notYetAsked = List.of();
    private boolean taken;
    private @Nullable StepException failure;

    private Scenario(MachineDocument document) {
        this.document = document;
        this.story = new Story(document.machine());
    }

    /** Begins a scenario. The machine starts when the first thing is done or asked. */
    public static Scenario given(MachineDocument document) {
        return new Scenario(document);
    }

    /** What the orchestration is started with. */
    public Scenario input(Object value) {
        if (started != null) {
            throw new IllegalStateException("the input comes before everything else");
        }
        input = json(value);
        return this;
    }

    /** What the clock shows when the machine starts; 1970 when nothing is said. */
    public Scenario startingAt(Instant time) {
        if (started != null) {
            throw new IllegalStateException("the time of the start comes before everything else");
        }
        begin = time;
        return this;
    }

    // When.

    /** An event without data comes in. */
    public Scenario when(String type) {
        return when(type, Map.of());
    }

    /** An event comes in; its data must keep to the contract, or the scenario would be about nothing. */
    public Scenario when(String type, Object data) {
        var simulation = settled();
        var value = json(data);
        var violations = violations(document.accepts().get(type), value);
        if (!violations.isEmpty()) {
            throw fail("the data of " + type + " breaks the contract that the machine declares: " + violations);
        }
        note(type + " " + Story.brief(value), simulation.send(Event.of(type, value)));
        return this;
    }

    /** Time passes; every delay that is over by then has its effect, at its own time. */
    public Scenario whenTimePasses(Duration time) {
        var simulation = settled();
        note(time + " pass", simulation.advance(time));
        return this;
    }

    // Then.

    /**
     * The machine is in these states and in no others: each is active, and each innermost active state is one of these or
     * lies below one. States are paths from the root, or {@code #id}.
     */
    public Scenario thenIn(String... states) {
        var configuration = state().configuration();
        var expected = Arrays.stream(states).map(this::node).toList();
        var asExpected = configuration.leaves().stream()
                        .map(this::node)
                        .allMatch(leaf -> expected.stream().anyMatch(node -> leaf.equals(node) || leaf.isBelow(node)))
                && expected.stream().allMatch(configuration::contains);
        if (!asExpected) {
            throw fail("the machine is in other states", List.of(states), configuration.leaves());
        }
        return this;
    }

    /** The last step emitted an event of this type. Asked again, another one of this type. */
    public Scenario thenEmitted(String type) {
        claim(type);
        return this;
    }

    /** The last step emitted an event of this type with exactly this data. */
    public Scenario thenEmitted(String type, Object data) {
        var expected = json(data);
        var event = claim(type);
        if (!Objects.equals(event.data(), expected)) {
            throw fail(type + " has other data", expected, event.data());
        }
        return this;
    }

    /** The last step emitted events of exactly these types, in this order. */
    public Scenario thenEmittedOnly(String... types) {
        settled();
        if (!typesOf(emitted).equals(List.of(types))) {
            throw fail("other events were emitted", List.of(types), typesOf(emitted));
        }
        return this;
    }

    /** The last step emitted nothing. */
    public Scenario thenNothingEmitted() {
        return thenEmittedOnly();
    }

    /** The last event was taken by no transition. */
    public Scenario thenIgnored() {
        settled();
        if (taken) {
            throw fail("a transition was taken, expected none");
        }
        return this;
    }

    /** A key of the context has this value. */
    public Scenario thenContext(String key, @Nullable Object value) {
        var context = state().context();
        var expected = value == null ? null : member(value);
        if (!context.containsKey(key) || !Objects.equals(context.get(key), expected)) {
            throw fail("context." + key + " has another value", expected, context.getOrDefault(key, "(no such key)"));
        }
        return this;
    }

    /** The machine is done. */
    public Scenario thenDone() {
        if (state().status() != MachineState.Status.DONE) {
            throw fail(
                    "the machine is not done",
                    "done",
                    "active in " + state().configuration().leaves());
        }
        return this;
    }

    /** The machine is done and hands over this output. */
    public Scenario thenDone(Object output) {
        thenDone();
        var expected = json(output);
        if (!Objects.equals(state().output(), expected)) {
            throw fail("the machine has another output", expected, state().output());
        }
        return this;
    }

    /**
     * The last step failed and changed nothing.
     *
     * @param reason a part of the message, or the reason's code, such as {@code guard-failed}
     */
    public Scenario thenFails(String reason) {
        simulation();
        var found = failure;
        if (found == null) {
            throw fail("nothing failed, expected: " + reason);
        }
        failure = null;
        if (!found.reason().code().equals(reason)
                && !String.valueOf(found.getMessage()).contains(reason)) {
            throw fail("it failed for another reason", reason, found.reason().code() + ": " + found.getMessage());
        }
        return this;
    }

    /** The machine would be spared this event: its data breaks the contract that is declared for it. */
    public Scenario thenRefuses(String type, Object data) {
        settled();
        if (violations(document.accepts().get(type), json(data)).isEmpty()) {
            throw fail("the contract of " + type + " lets " + Story.brief(json(data)) + " pass");
        }
        return this;
    }

    // For questions that are not foreseen here.

    /** The machine now. */
    public MachineState state() {
        return settled().state().orElseThrow(() -> fail("the machine did not start"));
    }

    /** What the last step emitted, in order. */
    public List<Effect.Emit> emitted() {
        settled();
        return emitted;
    }

    /** The steps so far, as failures tell them. */
    @Override
    public String toString() {
        return story.toString();
    }

    private Simulation simulation() {
        if (started == null) {
            var violations = violations(document.input(), input == null ? Map.of() : input);
            if (!violations.isEmpty()) {
                throw fail("the input breaks the contract that the machine declares: " + violations);
            }
            started = new Simulation(document.machine(), input, begin);
            note("start " + Story.brief(input), started.start());
        }
        return started;
    }

    /** The simulation, when no failed step waits to be expected. */
    private Simulation settled() {
        var simulation = simulation();
        if (failure != null) {
            throw new AssertionFailedError(told("the step failed: " + failure.getMessage()), failure);
        }
        return simulation;
    }

    private void note(String cause, Simulation.Outcome outcome) {
        emitted = outcome.emitted();
        notYetAsked = new ArrayList<>(emitted);
        taken = !outcome.microsteps().isEmpty();
        failure = outcome.error();
        var state = started == null ? null : started.state().orElse(null);
        story.add(cause, state, outcome);
        Coverage.note(document, outcome.microsteps());
        for (var event : emitted) {
            var violations = violations(document.emits().get(event.type()), event.data());
            if (!violations.isEmpty()) {
                throw fail(event.type() + " breaks the contract that the machine declares: " + violations
                        + ", with the data " + Story.brief(event.data()));
            }
        }
        if (failure == null && state != null && state.status() == MachineState.Status.DONE) {
            checkOutput(state);
        }
    }

    private void checkOutput(MachineState state) {
        var ending = document.lifeCycle().ending(state.configuration().leaves());
        var violations = ending == LifeCycle.Ending.DONE ? violations(document.output(), state.output()) : "";
        if (!violations.isEmpty()) {
            throw fail("the output breaks the contract that the machine declares: " + violations);
        }
    }

    private Effect.Emit claim(String type) {
        settled();
        for (int i = 0; i < notYetAsked.size(); i++) {
            if (notYetAsked.get(i).type().equals(type)) {
                return notYetAsked.remove(i);
            }
        }
        throw fail("no " + type + " was emitted", type, typesOf(notYetAsked));
    }

    private StateNode node(String reference) {
        return document.machine()
                .find(reference)
                .orElseThrow(() -> new IllegalArgumentException(
                        "machine " + document.machine() + " has no state '" + reference + "'"));
    }

    private static List<String> typesOf(List<Effect.Emit> events) {
        return events.stream().map(Effect.Emit::type).toList();
    }

    private static String violations(@Nullable PayloadSchema schema, @Nullable Object value) {
        return schema == null
                ? ""
                : schema.check(value).stream().map(Object::toString).collect(Collectors.joining("; "));
    }

    /** Whole data: text is JSON. */
    private static @Nullable Object json(Object value) {
        return value instanceof String text ? Json.read(text) : JsonRecords.toJson(value);
    }

    /** A single value: text is text. */
    private static @Nullable Object member(Object value) {
        return JsonRecords.toJson(value);
    }

    private AssertionFailedError fail(String what) {
        return new AssertionFailedError(told(what));
    }

    private AssertionFailedError fail(String what, @Nullable Object expected, @Nullable Object actual) {
        return new AssertionFailedError(
                told(what + "\n  expected: " + Story.brief(expected) + "\n  but was:  " + Story.brief(actual)),
                expected,
                actual);
    }

    private String told(String what) {
        return what + "\n" + story;
    }
}
