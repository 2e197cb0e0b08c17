package dev.xorca.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.Scope;
import dev.xorca.statechart.Transition;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Completion;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Deadline.Action;
import dev.xorca.statechart.invoke.Deadline.Anchor;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What documents ask of others, as the model has it. What is wrong about such documents is a list of mistakes. */
class InvocationDocumentsTest {

    @Test
    void aCommandIsAnsweredByConventionAndForOnce() {
        var invocation = invocation("{ command: cmd.book.fetch, data: { id: 5 } }");
        assertThat(invocation.id()).isEqualTo("0.m.A");
        assertThat(invocation.call())
                .isEqualTo(new Call.Command(
                        "cmd.book.fetch",
                        Map.of(),
                        List.of("evt.book.fetch.success"),
                        List.of("evt.book.fetch.error"),
                        null));
        assertThat(value(invocation.request())).isEqualTo(Map.of("id", 5L));
        assertThat(invocation.awaited()).isTrue();
        assertThat(invocation.retry()).isEqualTo(RetryPolicy.NONE);
        assertThat(invocation.into()).isNull();
        assertThat(invocation.deadline()).isNull();
        assertThat(invocation.compensation()).isNull();
        assertThat(invocation.at()).isEqualTo("/states/A/invoke");
    }

    @Test
    void aCommandSaysToWhomAndWhichAnswersCount() {
        var call = command("""
                { command: cmd.a, to: you, executionUnits: 2, attributes: { priority: high },
                  answers: { done: [evt.b, evt.c], error: sys.d }, correlate: "${event.data.n == context.n}" }""");
        assertThat(call.attributes()).containsOnlyKeys("to", "executionunits", "priority");
        assertThat(call.done()).containsExactly("evt.b", "evt.c");
        assertThat(call.error()).containsExactly("sys.d");
        var correlate = call.correlate();
        assertThat(correlate).isNotNull();
        assertThat(correlate.test(scope(Map.of("n", 1L), Map.of("n", 1L), Map.of())))
                .isTrue();
        assertThat(correlate.test(scope(Map.of("n", 1L), Map.of("n", 2L), Map.of())))
                .isFalse();
    }

    @Test
    void oneListOfAnswersLeavesTheOtherToTheConvention() {
        var call = command("{ command: cmd.a, answers: { done: evt.x } }");
        assertThat(call.done()).containsExactly("evt.x");
        assertThat(call.error()).containsExactly("evt.a.error");
        assertThat(command("{ command: cmd.a, answers: { error: [] } }").error())
                .isEmpty();
    }

    @Test
    void whatIsNotAwaitedIsAskedAndForgotten() {
        var invocation = invocation("{ command: cmd.a, await: false }");
        assertThat(invocation.awaited()).isFalse();
        var document = document("defaults: { timeout: PT1M, retry: 3 }", "invoke: { command: cmd.a, await: false }");
        var forgotten = invocations(document).get(0);
        assertThat(forgotten.deadline()).isNull();
        assertThat(forgotten.retry()).isEqualTo(RetryPolicy.NONE);
        assertThat(document.machine().acceptedDescriptors()).isEmpty();
        assertThat(document.emittedTypes()).containsExactly("cmd.a");
    }

    @ParameterizedTest
    @CsvSource({"text, text", "context.text, text", "a.b.c, a.b.c", "context.context, context"})
    void aResultIsKeptUnderAPathOfTheContext(String written, String into) {
        assertThat(invocation("{ command: cmd.a, result: { into: " + written + " } }")
                        .into())
                .isEqualTo(into);
    }

    @Test
    void anotherOrchestrationIsAMachineInARangeOfVersions() {
        var invocation = invocation("{ machine: client.creation, version: ^1, input: { name: x } }");
        var child = (Call.Child) invocation.call();
        assertThat(child.machine()).isEqualTo("client.creation");
        assertThat(child.versions().contains("1.9.0")).isTrue();
        assertThat(child.versions().contains("2.0.0")).isFalse();
        assertThat(value(invocation.request())).isEqualTo(Map.of("name", "x"));
        assertThat(((Call.Child) invocation("{ machine: a }").call()).versions().text())
                .isEqualTo("*");
    }

    @Test
    void whatIsEmittedAndWaitedForIsKnownBeforehand() {
        var document = document("completion: true\nstarts: { on: evt.node, announce: true }", """
                invoke:
                  - { command: cmd.a, compensate: { command: cmd.undo }, onError: A }
                  - { machine: child, onError: A }
                  - { wait: true, timeout: { after: PT1H, action: notify }, onError: A }
                forEach: { items: 5, invoke: { command: cmd.each }, onError: A }""");
        assertThat(document.emittedTypes())
                .containsExactlyInAnyOrder(
                        "cmd.a",
                        "cmd.undo",
                        "cmd.each",
                        "xorca.child.start",
                        "notif.xorca.m.started",
                        "notif.xorca.m.timedout",
                        "notif.xorca.m.incident",
                        "evt.xorca.m.done",
                        "evt.xorca.m.error");
        assertThat(document.acceptedDescriptors())
                .containsExactlyInAnyOrder(
                        "evt.a.success",
                        "evt.a.error",
                        "evt.undo.success",
                        "evt.undo.error",
                        "evt.each.success",
                        "evt.each.error",
                        "evt.xorca.child.done",
                        "evt.xorca.child.error",
                        "evt.node");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                    | { command: cmd.a }                             | true
            {}                    | { command: cmd.a, onError: A }                 | true
            {}                    | { command: cmd.a, await: false }               | false
            onFailure: compensate | { command: cmd.a }                             | true
            """)
    void incidentsAreAnnouncedWhereverSomethingIsWaitedFor(String head, String invoke, boolean announced) {
        var document = document(head.equals("{}") ? "" : head, "invoke: " + invoke);
        assertThat(document.emittedTypes().contains("notif.xorca.m.incident")).isEqualTo(announced);
    }

    @Test
    void retriesHaveDefaultsAndAShortForm() {
        assertThat(invocation("{ command: cmd.a, retry: 5 }").retry())
                .isEqualTo(policy(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 5, null, 0));
        assertThat(invocation("{ command: cmd.a, retry: {} }").retry())
                .isEqualTo(policy(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 3, null, 0));
        assertThat(invocation("{ command: cmd.a, retry: { first: PT5M } }").retry())
                .isEqualTo(policy(Duration.ofMinutes(5), 2, Duration.ofMinutes(5), 3, null, 0));
        assertThat(invocation("""
                        { command: cmd.a, retry: { first: 100, factor: 1.5, max: PT2S, attempts: 9, total: PT1H, jitter: 0.5,
                          on: [busy, timeout] } }""").retry())
                .isEqualTo(new RetryPolicy(
                        Duration.ofMillis(100),
                        1.5,
                        Duration.ofSeconds(2),
                        9,
                        Duration.ofHours(1),
                        0.5,
                        List.of("busy", "timeout")));
    }

    @Test
    void deadlinesHaveDefaultsAndAShortForm() {
        var deadline = deadline("PT10M");
        assertThat(deadline.after()).isEqualTo(Delay.of("PT10M"));
        assertThat(deadline.until()).isNull();
        assertThat(deadline.anchor()).isEqualTo(Anchor.STATE);
        assertThat(deadline.action()).isEqualTo(Action.RESUME);
        assertThat(value(deadline.result())).isEqualTo(Map.of("timedOut", true));
        assertThat(deadline("5000").after()).isEqualTo(Delay.of("5000"));
        assertThat(deadline("\"${context.wait}\"").after()).isNotNull();
    }

    @Test
    void deadlinesSayFromWhenWhatAndWithWhat() {
        var resumed = deadline("{ after: PT1M, anchor: orchestration, result: { late: true } }");
        assertThat(resumed.anchor()).isEqualTo(Anchor.ORCHESTRATION);
        assertThat(value(resumed.result())).isEqualTo(Map.of("late", true));
        var failed = deadline("{ after: PT1M, anchor: attempt, action: fail }");
        assertThat(failed.anchor()).isEqualTo(Anchor.ATTEMPT);
        assertThat(failed.action()).isEqualTo(Action.FAIL);
        var told = deadline("{ until: \"${context.until}\", action: notify, tag: t, message: \"for ${context.who}\" }");
        assertThat(told.action()).isEqualTo(Action.NOTIFY);
        assertThat(told.tag()).isEqualTo("t");
        var scope = scope(Map.of("until", "2030-01-01T00:00:00Z", "who", "Ada"), Map.of(), Map.of());
        assertThat(told.until()).isNotNull();
        assertThat(told.until().evaluate(scope)).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(told.message()).isNotNull();
        assertThat(told.message().evaluate(scope)).isEqualTo("for Ada");
    }

    @Test
    void defaultsCountForWhatSaysNothingItself() {
        var document = document("defaults: { timeout: { after: PT1M, anchor: attempt }, retry: 4 }", """
                invoke:
                  - { command: cmd.a, compensate: { command: cmd.undo } }
                  - { command: cmd.b, retry: 1, timeout: none, compensate: { command: cmd.undo, timeout: none } }
                  - { wait: true }
                forEach: { items: 5, invoke: { command: cmd.c } }""");
        var all = invocations(document);
        assertThat(all.get(0).retry().attempts()).isEqualTo(4);
        assertThat(deadlineOf(all.get(0)).anchor()).isEqualTo(Anchor.ATTEMPT);
        assertThat(all.get(1).retry().attempts()).isEqualTo(1);
        assertThat(all.get(1).deadline()).isNull();
        assertThat(deadlineOf(all.get(2)).anchor()).isEqualTo(Anchor.STATE);
        assertThat(all.get(2).retry()).isEqualTo(RetryPolicy.NONE);
        assertThat(all.get(3).deadline()).isNull();
        assertThat(all.get(3).retry()).isEqualTo(RetryPolicy.NONE);
        assertThat(deadlineOf(((Call.ForEach) all.get(3).call()).each()).anchor())
                .isEqualTo(Anchor.ATTEMPT);
    }

    @Test
    void whatIsNotUndoneInTimeIsNotUndone() {
        var document = document("defaults: { timeout: PT1M }", """
                invoke:
                  - { command: cmd.a, compensate: { command: cmd.undo } }
                  - { command: cmd.b, compensate: { command: cmd.undo, timeout: PT2M } }
                  - { command: cmd.c, compensate: { command: cmd.undo, timeout: { after: PT2M, action: notify } } }""");
        assertThat(invocations(document))
                .extracting(invocation -> deadlineOf(compensation(invocation)).action())
                .containsExactly(Action.FAIL, Action.FAIL, Action.NOTIFY);
    }

    @Test
    void aCompensationSeesTheAnswerToWhatItUndoes() {
        var compensation = compensation(invocation(
                "{ command: cmd.a, compensate: { command: cmd.undo, data: { id: \"${event.data.id}\" }, retry: 7 } }"));
        assertThat(compensation.request().evaluate(scope(Map.of(), Map.of("id", "x"), Map.of())))
                .isEqualTo(Map.of("id", "x"));
        assertThat(compensation.retry().attempts()).isEqualTo(7);
    }

    @Test
    void aStateHasADeadlineOfItsOwn() {
        var resumed = document("", "id: waiting\ntimeout: PT1H\nonTimeout: B\ninvoke: { command: cmd.a }");
        assertThat(invocations(resumed)).extracting(Invocation::id).containsExactly("0.waiting", "timeout.waiting");
        assertThat(invocations(resumed).get(1).call()).isEqualTo(new Call.Wait());
        assertThat(ways(resumed)).containsExactly("xstate.done.actor.timeout.waiting -> B");
        var failed = document("", "timeout: { after: PT1H, action: fail }\nonTimeout: B");
        assertThat(ways(failed)).containsExactly("xstate.error.actor.timeout.m.A -> B");
        assertThat(ways(document("", "timeout: { after: PT1H, action: notify, tag: x }")))
                .isEmpty();
    }

    @Test
    void theMachineAsAWholeHasADeadline() {
        var machine = read("name: m\ntimeout: PT1H\nonTimeout: .B\ninitial: A\nstates: { A: {}, B: { type: final } }")
                .machine();
        assertThat(machine.root().invocations()).extracting(Invocation::id).containsExactly("timeout.m");
        assertThat(machine.usesTime()).isTrue();
    }

    @Test
    void theEndOfAnInvocationLeadsOn() {
        var document = document("", """
                invoke:
                  - id: mine
                    command: cmd.a
                    onDone: [ { target: A, guard: "event.data.again" }, B ]
                    onError: { target: B, actions: { compensate: true } }
                  - { wait: true, onDone: B }
                forEach: { items: 5, invoke: { wait: true }, onDone: B, onError: B }""");
        assertThat(ways(document))
                .containsExactly(
                        "xstate.done.actor.mine -> A",
                        "xstate.done.actor.mine -> B",
                        "xstate.error.actor.mine -> B",
                        "xstate.done.actor.1.m.A -> B",
                        "xstate.done.actor.2.m.A -> B",
                        "xstate.error.actor.2.m.A -> B");
    }

    @Test
    void aFanOutAsksForEachItem() {
        var invocation = forEach("""
                items: "${context.books}"
                as: book
                concurrency: 7
                invoke:
                  command: cmd.a
                  data: { title: "${book.title}", number: "${index + 1}" }
                  correlate: "event.data.title == book.title"
                  compensate: { command: cmd.undo, data: "${book.title + event.data.x}" }
                collect: { into: context.results }
                onItemError: collect
                timeout: PT1H""");
        var call = (Call.ForEach) invocation.call();
        var books = List.of(Map.of("title", "one"));
        assertThat(invocation.request().evaluate(scope(Map.of("books", books), Map.of(), Map.of())))
                .isEqualTo(books);
        assertThat(call.as()).isEqualTo("book");
        assertThat(call.concurrency()).isEqualTo(7);
        assertThat(call.into()).isEqualTo("results");
        assertThat(call.collectsErrors()).isTrue();
        assertThat(call.completion()).isEqualTo(Completion.ALL);
        assertThat(invocation.deadline()).isNotNull();
        assertThat(invocation.retry()).isEqualTo(RetryPolicy.NONE);
        var scope = scope(Map.of(), Map.of("title", "one", "x", "!"), Map.of("book", books.get(0), "index", 2L));
        assertThat(call.each().request().evaluate(scope)).isEqualTo(Map.of("title", "one", "number", 3L));
        var correlate = ((Call.Command) call.each().call()).correlate();
        assertThat(correlate).isNotNull();
        assertThat(correlate.test(scope)).isTrue();
        assertThat(compensation(call.each()).request().evaluate(scope)).isEqualTo("one!");
    }

    @Test
    void aFanOutHasDefaultsAndMayBeOverANumber() {
        var invocation = forEach("items: 5\ninvoke: { machine: child, input: { n: \"${item}\" } }");
        var call = (Call.ForEach) invocation.call();
        assertThat(value(invocation.request())).isEqualTo(5L);
        assertThat(call.as()).isEqualTo("item");
        assertThat(call.concurrency()).isEqualTo(100);
        assertThat(call.into()).isNull();
        assertThat(call.collectsErrors()).isFalse();
        assertThat(value(forEach("items: [1, x]\ninvoke: { wait: true }").request()))
                .isEqualTo(List.of(1L, "x"));
    }

    @Test
    void aFanOutIsDoneWhenItSays() {
        assertThat(completion("all")).isEqualTo(Completion.ALL);
        assertThat(completion("any")).isEqualTo(Completion.ANY);
        assertThat(completion("{ count: 3 }")).isEqualTo(new Completion(3, null));
        var condition = completion("{ when: \"done >= 2 && failed == 0 && result.ok\" }")
                .condition();
        assertThat(condition).isNotNull();
        var progress = Map.of("done", 2L, "failed", 0L, "total", 5L, "result", Map.of("ok", true));
        assertThat(condition.test(scope(Map.of(), Map.of(), progress))).isTrue();
        var lone = completion("{ when: result.ok }").condition();
        assertThat(lone).isNotNull();
        assertThat(lone.test(scope(Map.of(), Map.of(), progress))).isTrue();
    }

    @Test
    void foreignEventsStartByRule() {
        var rules = read("""
                        name: m
                        schemas: { accepts: { evt.node: { type: object, properties: { type: {}, nid: { type: integer } } } } }
                        starts:
                          - on: evt.node
                            when: "event.data.type == 'article'"
                            processId: "${event.data.nid}"
                            context: { nid: "${event.data.nid}" }
                            announce: true
                          - { on: any.thing }
                        """).lifeCycle().starts();
        var rule = rules.get(0);
        var scope = scope(Map.of(), Map.of("type", "article", "nid", 7L), Map.of());
        assertThat(rule.on()).isEqualTo("evt.node");
        assertThat(rule.announces()).isTrue();
        assertThat(rule.when()).isNotNull();
        assertThat(rule.when().test(scope)).isTrue();
        assertThat(rule.processId()).isNotNull();
        assertThat(rule.processId().evaluate(scope)).isEqualTo(7L);
        assertThat(rule.context().evaluate(scope)).isEqualTo(Map.of("nid", 7L));
        assertThat(rules.get(1).when()).isNull();
        assertThat(rules.get(1).processId()).isNull();
        assertThat(rules.get(1).announces()).isFalse();
        assertThat(rules.get(1).context().evaluate(scope)).isEqualTo(Map.of("type", "article", "nid", 7L));
    }

    @Test
    void theHeadSaysWhatIsDoneAboutFailuresAndEnds() {
        assertThat(document("", "{}").lifeCycle().compensatesFailure()).isFalse();
        assertThat(document("onFailure: compensate", "{}").lifeCycle().compensatesFailure())
                .isTrue();
        assertThat(document("onFailure: incident", "{}").lifeCycle().compensatesFailure())
                .isFalse();
        assertThat(document("completion: true", "{}").lifeCycle().announcesCompletion())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            invoke: { command: cmd.a }     | invoke: { command: cmd.b }
            timeout: { after: PT1M, action: notify } | timeout: { after: PT2M, action: notify }
            forEach: { items: 1, invoke: { wait: true } } | forEach: { items: 2, invoke: { wait: true } }
            """)
    void theHashCoversIt(String one, String other) {
        assertThat(document("", one).hash()).isNotEqualTo(document("", other).hash());
    }

    @Test
    void versionsAreComparedNumberByNumber() {
        var machine = """
                name: m
                initial: A
                states:
                  A: { invoke: { command: cmd.a, data: "${atLeast(self.version, '1.10')}" } }
                """;
        for (var version : List.of("1.10.0", "1.10.5", "2.0.0", "1.11.0")) {
            assertThat(atLeast(machine, version)).as(version).isEqualTo(true);
        }
        for (var version : List.of("1.9.9", "1.2.0", "0.20.0")) {
            assertThat(atLeast(machine, version)).as(version).isEqualTo(false);
        }
        assertThatThrownBy(() -> atLeast(machine, "new")).hasMessageContaining("no version");
    }

    private static Object atLeast(String machine, String version) {
        var environment = new Environment(Map.of("version", version), Map.of(), Instant.EPOCH);
        var request = invocations(read(machine)).get(0).request();
        return request.evaluate(
                new Scope(MACHINE, MACHINE.configuration(List.of()), Map.of(), Event.of("e"), environment));
    }

    private static final Machine MACHINE = read("name: m").machine();

    private static Object value(Expression expression) {
        return expression.evaluate(scope(Map.of(), Map.of(), Map.of()));
    }

    private static Scope scope(Map<String, Object> context, Object data, Map<String, Object> locals) {
        return new Scope(
                MACHINE,
                MACHINE.configuration(List.of()),
                context,
                Event.of("e", data),
                new Environment(Map.of(), Map.of(), Instant.EPOCH),
                locals);
    }

    private static RetryPolicy policy(
            Duration first, double factor, Duration max, int attempts, Duration total, double jitter) {
        return new RetryPolicy(first, factor, max, attempts, total, jitter, List.of());
    }

    private static Deadline deadline(String text) {
        return deadlineOf(invocation("{ command: cmd.a, timeout: " + text + " }"));
    }

    private static Deadline deadlineOf(Invocation invocation) {
        assertThat(invocation.deadline()).isNotNull();
        return invocation.deadline();
    }

    private static Invocation compensation(Invocation invocation) {
        assertThat(invocation.compensation()).isNotNull();
        return invocation.compensation();
    }

    private static Completion completion(String text) {
        return ((Call.ForEach) forEach("items: 5\ninvoke: { wait: true }\ncompletion: " + text)
                        .call())
                .completion();
    }

    private static Call.Command command(String invoke) {
        return (Call.Command) invocation(invoke).call();
    }

    private static Invocation invocation(String invoke) {
        return invocations(document("", "invoke: " + invoke)).get(0);
    }

    private static Invocation forEach(String body) {
        return invocations(document("", "forEach:\n" + body.indent(2))).get(0);
    }

    private static List<Invocation> invocations(MachineDocument document) {
        return document.machine().find("A").orElseThrow().invocations();
    }

    private static List<String> ways(MachineDocument document) {
        return document.machine().find("A").orElseThrow().transitions().stream()
                .map(InvocationDocumentsTest::way)
                .toList();
    }

    private static String way(Transition transition) {
        return transition.descriptor() + " -> " + transition.targets().get(0).path();
    }

    /** A machine with this in its head and in its only state that does anything. */
    private static MachineDocument document(String head, String state) {
        return read("name: m\n" + head + "\ninitial: A\nstates:\n  B: {}\n  A:\n" + state.indent(4));
    }

    private static MachineDocument read(String text) {
        return new MachineDocuments().read("m.machine.yaml", text);
    }
}
