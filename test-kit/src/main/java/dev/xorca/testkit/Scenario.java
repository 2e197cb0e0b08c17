package dev.xorca.testkit;

import dev.xorca.dsl.JsonRecords;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.Responder;
import dev.xorca.rehearsal.Rehearsal;
import dev.xorca.rehearsal.Step;
import dev.xorca.router.ErrorCode;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Machines;
import dev.xorca.router.Question;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.StateNode;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.PendingCall;
import dev.xorca.store.Undo;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    /** How many questions may be answered in one go. */
    private static final int MOST_ANSWERS = 1_000_000;

    private static final URI SOURCE = URI.create("/scenario");
    private static final Set<String> OF_THE_ROUTER =
            Set.of("causationid", "correlationid", "traceparent", "tracestate", "elapsedtime", "executionunits");
    private static final Pattern BROKEN_EMIT =
            Pattern.compile("emitted event '(.+?)' does not match its schema: (.*)", Pattern.DOTALL);

    private final MachineDocument document;
    private final Machines machines;
    private final Subject subject;
    private final Story story;
    private final Map<String, Responder> responders = new LinkedHashMap<>();
    private @Nullable Object input;
    private Instant begin = Instant.EPOCH;
    private @Nullable Rehearsal started;
    private int sent;
    private List<Step> steps = List.of();
    private List<Effect.Emit> emitted = List.of();
    private List<Effect.Emit> notYetAsked = List.of();
    private Step.@Nullable Failure failure;

    private Scenario(MachineDocument document, List<MachineDocument> others) {
        var all = new ArrayList<MachineDocument>(others);
        all.add(document);
        this.document = document;
        this.machines = Machines.of(all);
        this.subject = new Subject(
                "simulation", document.machine().name(), document.machine().version());
        this.story = new Story(document.machine());
    }

    /**
     * Begins a scenario. The machine starts when the first thing is done or asked.
     *
     * @param others the machines of orchestrations that this one starts
     */
    public static Scenario given(MachineDocument document, MachineDocument... others) {
        return new Scenario(document, List.of(others));
    }

    /** Commands of this type are answered within the process, in the step that asks. */
    public Scenario withResponder(String type, Responder responder) {
        checkNotStarted("responders come");
        if (responders.putIfAbsent(type, responder) != null) {
            throw new IllegalStateException("somebody answers '" + type + "' already");
        }
        return this;
    }

    /** What the orchestration is started with. */
    public Scenario input(Object value) {
        checkNotStarted("the input comes");
        input = json(value);
        return this;
    }

    /** What the clock shows when the machine starts; 1970 when nothing is said. */
    public Scenario startingAt(Instant time) {
        checkNotStarted("the time of the start comes");
        begin = time;
        return this;
    }

    private void checkNotStarted(String what) {
        if (started != null) {
            throw new IllegalStateException(what + " before everything else");
        }
    }

    // When.

    /** An event without data comes in. */
    public Scenario when(String type) {
        return when(type, Map.of());
    }

    /** An event comes in; its data must keep to the contract, or the scenario would be about nothing. */
    public Scenario when(String type, Object data) {
        var value = json(data);
        settled();
        checkAccepted(document, type, value);
        return come(
                type + " " + Story.brief(value),
                CloudEventBuilder.v1()
                        .withId(nextId())
                        .withSource(SOURCE)
                        .withType(type)
                        .withSubject(subject.encode())
                        .withData("application/json", Json.bytes(value))
                        .build());
    }

    /** This very event comes in, by the way that it would take in production. */
    public Scenario when(CloudEvent event) {
        return note(event.getType() + " from " + event.getSource(), settled().publish(event));
    }

    /** Time passes; every delay that is over by then has its effect, at its own time. */
    public Scenario whenTimePasses(Duration time) {
        return note(time + " pass", settled().advance(time));
    }

    /** The service answers that it is done, and has nothing to say. */
    public Scenario whenAnswered(String asked) {
        return whenAnswered(asked, Map.of());
    }

    /**
     * What was asked first of all that waits for such an answer is answered: it is done. The answer is the one that the
     * service would send, with the token.
     *
     * @param asked the type of the command, or the id of the invocation
     */
    public Scenario whenAnswered(String asked, Object data) {
        var value = json(data);
        return answer("answer to " + asked + " " + Story.brief(value), first(asked), true, value);
    }

    /**
     * What was asked first of all that waits for such an answer is answered: it has failed.
     *
     * @param asked the type of the command, or the id of the invocation
     */
    public Scenario whenFails(String asked, String code, String message) {
        var data = new LinkedHashMap<String, Object>();
        data.put("code", code);
        data.put("message", message);
        return answer("failure of " + asked + " " + Story.brief(data), first(asked), false, data);
    }

    /**
     * All that was asked is answered, and what is asked because of it, until nothing is left: what a service does that
     * always answers.
     *
     * @param asked the type of the command, or the id of the invocation
     * @param service gives the answer to the data of the question, a JSON value
     */
    public Scenario whenAllAnswered(String asked, Function<@Nullable Object, Object> service) {
        var open = open(asked);
        if (open.isEmpty()) {
            throw nobodyWaitsFor(asked);
        }
        var all = new ArrayList<Step>();
        int answers = 0;
        for (; !open.isEmpty() && failure == null; open = open(asked)) {
            for (var question : open) {
                if (++answers > MOST_ANSWERS) {
                    throw fail("after " + MOST_ANSWERS + " answers to " + asked + " there is still another question");
                }
                all.addAll(rehearsal()
                        .send(
                                question.token().subject(),
                                question.answer(SOURCE, nextId(), true, json(service.apply(question.data())))));
            }
        }
        return note(answers + (answers == 1 ? " answer to " : " answers to ") + asked, all);
    }

    /** An operator has all of it tried again that has failed for good. */
    public Scenario whenRetried() {
        return ordered(InternalEvents.Order.RETRY);
    }

    /** An operator suspends the orchestration: what comes waits. */
    public Scenario whenSuspended() {
        return ordered(InternalEvents.Order.SUSPEND);
    }

    /** An operator lets it go on. */
    public Scenario whenResumed() {
        return ordered(InternalEvents.Order.RESUME);
    }

    /** An operator ends it. */
    public Scenario whenTerminated() {
        return ordered(InternalEvents.Order.TERMINATE);
    }

    private Scenario ordered(InternalEvents.Order order) {
        settled();
        return come(
                "an operator orders to " + order.name().toLowerCase(Locale.ROOT),
                InternalEvents.order(order, subject, nextId(), "the scenario wants it"));
    }

    private Scenario come(String cause, CloudEvent event) {
        return note(cause, rehearsal().send(subject, event));
    }

    private Scenario answer(String cause, Question question, boolean well, @Nullable Object data) {
        var asking = question.token().subject();
        machines.find(asking.name(), asking.version())
                .ifPresent(machine -> checkAccepted(machine, question.answerType(well), data));
        return note(cause, rehearsal().send(asking, question.answer(SOURCE, nextId(), well, data)));
    }

    private void checkAccepted(MachineDocument machine, String type, @Nullable Object data) {
        var violations = violations(machine.accepts().get(type), data);
        if (!violations.isEmpty()) {
            throw fail("the data of " + type + " breaks the contract that the machine declares: " + violations);
        }
    }

    private Question first(String asked) {
        return open(asked).stream().findFirst().orElseThrow(() -> nobodyWaitsFor(asked));
    }

    private AssertionFailedError nobodyWaitsFor(String asked) {
        return fail("nobody waits for an answer to " + asked, asked, askedNow());
    }

    private List<Question> open(String asked) {
        return questions().stream()
                .filter(question -> asked.equals(question.command()) || asked.equals(question.id()))
                .toList();
    }

    private List<String> askedNow() {
        return questions().stream()
                .map(question -> question.command().isEmpty() ? question.id() : question.command())
                .toList();
    }

    private String nextId() {
        return "scenario-" + ++sent;
    }

    // Then.

    /**
     * The machine is in these states and in no others: each is active, and each innermost active state is one of these or
     * lies below one. States are paths from the root, or {@code #id}.
     */
    public Scenario thenIn(String... states) {
        settled();
        checkIn(subject, states);
        return this;
    }

    private void checkIn(Subject orchestration, String... states) {
        var machine = rehearsal().machine(orchestration).orElseThrow(() -> fail("the machine did not start"));
        var definition = machines.find(orchestration.name(), orchestration.version())
                .orElseThrow()
                .machine();
        var configuration = machine.configuration();
        var expected = Arrays.stream(states).map(path -> node(definition, path)).toList();
        var asExpected = configuration.leaves().stream()
                        .map(path -> node(definition, path))
                        .allMatch(leaf -> expected.stream().anyMatch(node -> leaf.equals(node) || leaf.isBelow(node)))
                && expected.stream().allMatch(configuration::contains);
        if (!asExpected) {
            throw fail("the machine is in other states", List.of(states), configuration.leaves());
        }
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
        if (taken()) {
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

    /** The orchestration has ended, and badly: in a state that is a failure, or because something failed for good. */
    public Scenario thenFailed() {
        return thenStatus(OrchestrationState.Status.FAILED, "has not failed");
    }

    /** An operator, or the orchestration that had started it, has ended the orchestration. */
    public Scenario thenTerminated() {
        return thenStatus(OrchestrationState.Status.TERMINATED, "was not terminated");
    }

    private Scenario thenStatus(OrchestrationState.Status expected, String otherwise) {
        settled();
        var status = orchestration().status();
        if (status != expected) {
            throw fail("the orchestration " + otherwise, expected.toString(), status.toString());
        }
        return this;
    }

    /** These are waited for, among others perhaps: types of commands, or ids of invocations. */
    public Scenario thenWaitsFor(String... asked) {
        settled();
        for (var one : asked) {
            first(one);
        }
        return this;
    }

    /** Nobody waits for any answer. */
    public Scenario thenWaitsForNothing() {
        settled();
        if (!questions().isEmpty()) {
            throw fail("answers are waited for", List.of(), askedNow());
        }
        return this;
    }

    /** Something has failed for good with this code, and waits for an operator. */
    public Scenario thenIncident(String code) {
        settled();
        var codes = calls().filter(call -> call.status() == PendingCall.Status.INCIDENT)
                .map(call -> call.fault() == null ? "" : call.fault().code())
                .toList();
        if (!codes.contains(code)) {
            throw fail("there is no incident of this code", code, codes);
        }
        return this;
    }

    /** Everything is undone that could be undone, and that was something. */
    public Scenario thenCompensated() {
        settled();
        var undone = rehearsal().store().read(subject.encode(), 1, Integer.MAX_VALUE).stream()
                .anyMatch(entry -> !entry.calls().undone().isEmpty());
        if (!undone || !orchestration().undos().isEmpty()) {
            throw fail(
                    "not everything was undone",
                    undone ? "nothing left to be undone" : "something undone",
                    orchestration().undos().stream().map(Undo::invocation).toList());
        }
        return this;
    }

    /** The orchestration of this machine that was started last is in these states, as {@link #thenIn} has it. */
    public Scenario thenChildIn(String machine, String... states) {
        settled();
        var children = rehearsal().orchestrations().stream()
                .filter(each -> each.name().equals(machine) && !each.equals(subject))
                .toList();
        if (children.isEmpty()) {
            throw fail("no orchestration of " + machine + " was started");
        }
        checkIn(children.get(children.size() - 1), states);
        return this;
    }

    /**
     * The last step failed and changed nothing.
     *
     * @param reason a part of the message, or the reason's code, such as {@code guard-failed}
     */
    public Scenario thenFails(String reason) {
        rehearsal();
        var found = failure;
        if (found == null) {
            throw fail("nothing failed, expected: " + reason);
        }
        failure = null;
        if (!found.code().equals(reason) && !found.message().contains(reason)) {
            throw fail("it failed for another reason", reason, found.code() + ": " + found.message());
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
        return settled().machine(subject).orElseThrow(() -> fail("the machine did not start"));
    }

    /** The orchestration now. */
    public OrchestrationState orchestration() {
        return settled().state(subject).orElseThrow(() -> fail("the machine did not start"));
    }

    /** All that is waited for now, of this orchestration and of those that it has started, in order. */
    public List<Question> questions() {
        var rehearsal = rehearsal();
        return rehearsal.orchestrations().stream()
                .flatMap(each -> rehearsal.questions(each).stream())
                .toList();
    }

    private Stream<PendingCall> calls() {
        var rehearsal = rehearsal();
        return rehearsal.orchestrations().stream()
                .flatMap(each -> rehearsal.state(each).stream())
                .flatMap(state -> state.calls().values().stream());
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

    private Rehearsal rehearsal() {
        if (started == null) {
            var violations = violations(document.input(), input == null ? Map.of() : input);
            if (!violations.isEmpty()) {
                throw fail("the input breaks the contract that the machine declares: " + violations);
            }
            var rehearsal = new Rehearsal(machines, RouterSettings.DEFAULT, responders, begin);
            started = rehearsal;
            note("start " + Story.brief(input), rehearsal.start(subject, nextId(), input == null ? Map.of() : input));
        }
        return started;
    }

    /** The rehearsal, when no failed step waits to be expected. */
    private Rehearsal settled() {
        var rehearsal = rehearsal();
        if (failure != null) {
            throw new AssertionFailedError(told("the step failed: " + failure.message()));
        }
        return rehearsal;
    }

    private Scenario note(String cause, List<Step> led) {
        var rehearsal = rehearsal();
        steps = led;
        emitted = led.stream()
                .flatMap(step -> step.emitted().stream())
                .map(Scenario::emit)
                .toList();
        notYetAsked = new ArrayList<>(emitted);
        failure = led.stream()
                .flatMap(step -> step.failure().stream())
                .reduce((first, second) -> second)
                .orElse(null);
        var others = new LinkedHashMap<String, MachineState>();
        for (var step : led) {
            machines.find(step.subject().name(), step.subject().version())
                    .ifPresent(machine -> Coverage.note(machine, step.decision().microsteps()));
            if (!step.subject().equals(subject)) {
                rehearsal
                        .machine(step.subject())
                        .ifPresent(state -> others.put(step.subject().name(), state));
            }
        }
        story.add(cause, rehearsal.machine(subject).orElse(null), taken(), others, emitted, failure);
        checkContracts();
        return this;
    }

    private boolean taken() {
        return steps.stream().anyMatch(step -> !step.decision().microsteps().isEmpty());
    }

    private static Effect.Emit emit(CloudEvent event) {
        var attributes = new LinkedHashMap<String, Object>();
        for (var name : event.getExtensionNames()) {
            var value = event.getExtension(name);
            if (value != null && !OF_THE_ROUTER.contains(name)) {
                attributes.put(name, value);
            }
        }
        var data = event.getData();
        return new Effect.Emit(event.getType(), data == null ? Map.of() : Json.read(data.toBytes()), attributes);
    }

    /** What a machine hands out must keep to what it declares; that is never what a scenario expects. */
    private void checkContracts() {
        var found = failure;
        if (found == null) {
            return;
        }
        var broken = BROKEN_EMIT.matcher(found.message());
        if (broken.matches()) {
            throw fail(broken.group(1) + " breaks the contract that the machine declares: " + broken.group(2));
        } else if (found.code().equals(ErrorCode.OUTPUT_INVALID.code())) {
            throw fail("the output breaks the contract that the machine declares: " + found.message());
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

    private static StateNode node(Machine machine, String reference) {
        return machine.find(reference)
                .orElseThrow(
                        () -> new IllegalArgumentException("machine " + machine + " has no state '" + reference + "'"));
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
