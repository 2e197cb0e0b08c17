package dev.xorca.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.source.SourceMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule on a machine that has the fault, line and pointer of the finding with it, and on one that has not. */
class MachineCheckTest {

    static Stream<Arguments> faults() {
        return Stream.concat(faultsOfInvocations(), faultsOfStates());
    }

    private static Stream<Arguments> faultsOfInvocations() {
        return Stream.of(
                arguments("no-error-path", "4 /states/A/invoke", asking("{ command: cmd.a }")),
                arguments("no-error-path", "4 /states/A/invoke", asking("{ machine: m, onDone: B }")),
                arguments(
                        "no-error-path",
                        "4 /states/A/invoke",
                        asking("{ wait: true, timeout: { after: PT1M, action: fail }, onDone: B }")),
                arguments(
                        "no-error-path",
                        "4 /states/A/forEach",
                        fanOut("{ items: 5, invoke: { command: cmd.a }, onDone: B }")),
                arguments(
                        "retry-without-bound",
                        "4 /states/A/invoke",
                        asking("{ command: cmd.a, onError: B, retry: { attempts: 101 } }")),
                arguments(
                        "retry-without-bound",
                        "4 /states/A/invoke",
                        asking("{ command: cmd.a, onError: B, retry: { first: 0 } }")),
                arguments(
                        "retry-without-bound",
                        "4 /states/A/forEach/invoke",
                        fanOut("{ items: 5, invoke: { command: cmd.a, retry: 500 }, onDone: B }")),
                arguments(
                        "notify-without-handler",
                        "4 /states/A/timeout",
                        "initial: A\nstates:\n  A: { timeout: { after: PT1M, action: notify } }"),
                arguments(
                        "notify-without-handler",
                        "4 /states/A/invoke",
                        "initial: A\nstates:\n  A: { invoke: { command: cmd.a, retry: 2, timeout: { after: PT1M, action: notify }, onDone: B } }\n"
                                + "  B: {}"),
                arguments(
                        "compensation-never-runs",
                        "4 /states/A/invoke/compensate",
                        asking("{ command: cmd.a, onError: B, compensate: { command: cmd.b } }")),
                arguments(
                        "for-each-no-list",
                        "5 /states/A/forEach",
                        "context: { books: none }\n"
                                + fanOut("{ items: \"${context.books}\", invoke: { command: cmd.a, retry: 2 } }")),
                arguments(
                        "for-each-no-list",
                        "5 /states/A/forEach",
                        "context: { books: {} }\n"
                                + fanOut("{ items: \"${context.books}\", invoke: { command: cmd.a, retry: 2 } }")),
                arguments(
                        "timeout-breaks-guard",
                        "4 /states/A/invoke/onDone",
                        asking("{ wait: true, timeout: PT1M, onDone: { guard: event.data.ok, target: B } }")),
                arguments("command-name", "4 /states/A/invoke/command", asking("{ command: book.fetch, onError: B }")),
                arguments("command-name", "4 /states/A/invoke/command", asking("{ command: notif.a, onError: B }")),
                arguments(
                        "command-name",
                        "4 /states/A/invoke/compensate/command",
                        asking(
                                "{ command: cmd.a, compensate: { command: a.undo }, onError: { target: B, actions: { compensate: true } } }")),
                arguments(
                        "command-name",
                        "4 /states/A/forEach/invoke/command",
                        fanOut("{ items: 5, invoke: { command: a, retry: 2 }, onDone: B }")),
                arguments("result-overwritten", "5 /states/B/invoke", """
                        type: parallel
                        states:
                          A: { invoke: { command: cmd.a, retry: 2, result: { into: answer } } }
                          B: { invoke: { command: cmd.b, retry: 2, result: { into: answer } } }
                        """),
                arguments("result-overwritten", "6 /states/A/states/B/forEach", """
                        initial: A
                        states:
                          A:
                            invoke: { command: cmd.a, retry: 2, result: { into: answers.first } }
                            states: { B: { forEach: { items: 5, invoke: { command: cmd.b, retry: 2 }, collect: { into: answers } } } }
                            initial: B
                        """),
                arguments("child-unknown", "4 /states/A/invoke", asking("{ machine: child, onError: B }")),
                arguments("child-unknown", "4 /states/A/invoke", asking("{ machine: m, version: ^2, onError: B }")),
                arguments(
                        "context-field-unknown",
                        "4 /states/A/invoke/correlate",
                        asking("{ command: cmd.a, onError: B, correlate: event.data.id == context.id }")),
                arguments("event-not-declared", "5 /states/A/invoke", """
                        schemas: { accepts: { evt.a.success: {} } }
                        """ + asking("{ command: cmd.a, onError: B }")),
                arguments("emit-not-declared", "5 /states/A/invoke", """
                        schemas: { emits: { notif.b: {} } }
                        """ + asking("{ command: cmd.a, onError: B }")),
                arguments("emit-breaks-schema", "5 /states/A/invoke", """
                        schemas: { emits: { cmd.a: { type: object, required: [id] } } }
                        """ + asking("{ command: cmd.a, onError: B }")));
    }

    /** A machine that asks for this in its first state. */
    private static String asking(String invocation) {
        return "initial: A\nstates:\n  A: { invoke: " + invocation + " }\n  B: {}\non: { b: .B }";
    }

    private static String fanOut(String forEach) {
        return asking("").replace("invoke: ", "forEach: " + forEach);
    }

    private static Stream<Arguments> faultsOfStates() {
        return Stream.of(
                arguments(
                        "unreachable-state",
                        "5 /states/B",
                        "initial: A\nstates:\n  A: {}\n  B: { states: { C: {} }, initial: C }"),
                arguments("unreachable-state", "7 /states/P/states/H", """
                        initial: P
                        states:
                          P:
                            initial: A
                            states:
                              H: { type: history }
                              A: {}
                        """),
                arguments("unreachable-state", "4 /states/B", """
                        initial: A
                        states:
                          B: {}
                          A: { on: { x: { guard: "false", target: B }, y.error: A } }
                        """),
                arguments("transition-never-taken", "4 /states/A/always", """
                        initial: A
                        states:
                          A: { always: { guard: "context.a > 3 && context.a < 2", target: A } }
                        context: { a: 1 }
                        """),
                arguments("transition-never-taken", "5 /states/A/on/x.error", """
                        context: { mode: fast, n: 0 }
                        initial: A
                        states:
                          A: { on: { x.error: { guard: "context.mode == 'slow'", target: A } } }
                        """),
                arguments("transition-never-taken", "5 /states/A/on/x.error", """
                        initial: A
                        states:
                          B: { on: { x.error: A } }
                          A: { on: { x.error: { guard: { and: [ { stateIn: B }, "event.data.x" ] } }, y: B } }
                        """),
                arguments("transition-never-taken", "3 /on/x.error", """
                        initial: A
                        on: { x.error: .A }
                        states:
                          A: { on: { x.*: B } }
                          B: { on: { "*": A } }
                        """),
                arguments("transition-never-taken", "5 /states/A/on/x.error", """
                        initial: A
                        states:
                          B: { type: final }
                          A: { on: { x.error: A }, always: B }
                        """),
                arguments("transition-never-taken", "4 /states/P/onDone", """
                        initial: P
                        states:
                          P: { initial: A, states: { A: {}, B: { type: final } }, onDone: P }
                        x-ignore: [unreachable-state]
                        """),
                arguments("guard-always-true", "4 /states/A/on/x.error/0", """
                        initial: A
                        states:
                          A: { on: { x.error: [ { guard: "true || event.data.x", target: A }, A ] } }
                        """),
                arguments("no-way-to-end", "4 /states/Trap", """
                        initial: A
                        states:
                          Trap: { on: { z: Trap, x.error: Trap } }
                          A: { on: { x: End, y: Trap, x.error: A } }
                          End: { type: final }
                        """),
                arguments("no-way-to-end", "5 /states/P", """
                        initial: A
                        states:
                          A: { on: { x: P, x.error: End } }
                          P:
                            type: parallel
                            states:
                              R1: { initial: Trap, states: { Trap: { on: { x.error: Trap } }, Never: { type: final } } }
                              R2: { initial: F, states: { F: { type: final } } }
                            onDone: End
                          End: { type: final }
                        """),
                arguments("no-way-to-end", "1 ", """
                        initial: A
                        states: { A: { on: { x.error: A } }, End: { type: final } }
                        """),
                arguments("waits-forever", "4 /states/A", """
                        initial: A
                        states:
                          A: { on: { evt.a.success: A } }
                        """),
                arguments("always-cycle", "4 /states/A/always", """
                        initial: A
                        states:
                          A: { always: B }
                          B: { always: C }
                          C: { always: A }
                        """),
                arguments("always-cycle", "4 /states/A/always", """
                        context: { n: 0 }
                        initial: A
                        states: { A: { always: { actions: { assign: { n: "${context.n + 1}" } } } } }
                        """),
                arguments("raise-loop", "4 /states/A/on/x.error", """
                        initial: A
                        states:
                          A: { on: { x.error: { actions: { raise: x.error } } } }
                        """),
                arguments("raise-loop", "4 /states/A/on/ping", """
                        initial: A
                        states:
                          A: { on: { ping: B, x.error: A }, entry: { raise: ping } }
                          B: { on: { pong: A, x.error: A }, entry: { raise: pong } }
                        """),
                arguments("event-never-used", "2 /schemas/accepts/evt.a", "schemas: { accepts: { evt.a: {} } }"),
                arguments("event-never-used", "2 /early/evt.a", "early: { evt.a: {} }\non: { evt.b.error: {} }"),
                arguments("event-never-used", "2 /early", "early: { keep: PT1M }\non: { own.error: {} }"),
                arguments("early-dropped", "2 /early/evt.b", """
                        early: { evt.b: {} }
                        initial: A
                        states:
                          A: { on: { evt.a: B }, after: { PT1M: B } }
                          B: { on: { evt.b: A, evt.b.error: A } }
                        """),
                arguments("early-dropped", "2 /early/evt.b.*", """
                        early: { evt.b.*: {} }
                        initial: A
                        states:
                          A: { on: { evt.b.c: {}, x.error: B } }
                          B: { on: { evt.b.c: A } }
                        """),
                arguments("event-not-declared", "3 /on/evt.a.error", """
                        schemas: { accepts: { evt.b.error: {} } }
                        on: { evt.a.error: {}, evt.b.error: {}, own: {} }
                        """),
                arguments("emit-not-declared", "3 /entry/1", """
                        schemas: { input: {} }
                        entry: [ { log: x }, { emit: notif.a } ]
                        """),
                arguments("schema-never-emitted", "2 /schemas/emits/notif.a", "schemas: { emits: { notif.a: {} } }"),
                arguments("emit-breaks-schema", "3 /entry", """
                        schemas: { emits: { notif.a: { type: object, required: [b] } } }
                        entry: { emit: notif.a, data: { c: "${input.c}" } }
                        """),
                arguments("emit-breaks-schema", "3 /entry", """
                        schemas: { emits: { notif.a: { properties: { b: { $ref: "#/definitions/t" } }, definitions: { t: { type: string } } } } }
                        entry: { emit: notif.a, data: { c: "${input.c}", b: 3 } }
                        """),
                arguments("emit-breaks-schema", "3 /entry", """
                        schemas: { emits: { notif.a: { properties: { b: {} }, additionalProperties: false } } }
                        entry: { emit: notif.a, data: { c: "${input.c}" } }
                        """),
                arguments("emit-breaks-schema", "3 /entry", """
                        schemas: { emits: { notif.a: { properties: { b: { type: number } } } } }
                        entry: { emit: notif.a, data: { b: "about ${input.c}" } }
                        """),
                arguments(
                        "event-unknown", "2 /on/xorca.compensate", "on: { xorca.compensate: { actions: { log: x } } }"),
                arguments("event-unknown", "2 /on/xorca.order.*", "on: { xorca.order.*: { actions: { log: x } } }"),
                arguments("parallel-writes", "5 /states/B/on/x.error", """
                        type: parallel
                        states:
                          A: { on: { x.error: { actions: { assign: { n: 1 } } } } }
                          B: { on: { x.error: { actions: { assign: { n: 2 } } } } }
                        """),
                arguments("context-field-unknown", "3 /entry/assign/n", """
                        context: { m: 1 }
                        entry: { assign: { n: "${context.m + context.o}" } }
                        """),
                arguments("context-field-unknown", "2 /on/x.error/guard", "on: { x.error: { guard: context.done } }"),
                arguments("star-takes-internal", "3 /on/*", """
                        initial: P
                        on: { "*": { actions: { log: x } } }
                        states:
                          P: { initial: F, states: { F: { type: final } } }
                        """),
                arguments("star-takes-internal", "5 /states/P/states/A/on/*", """
                        initial: P
                        states:
                          P:
                            states: { A: { on: { "*": {} } } }
                            initial: A
                            after: { PT1S: P }
                        """),
                arguments("unknown-ignore", "2 /x-ignore", "x-ignore: [waits-for-ever]"));
    }

    static Stream<Arguments> sound() {
        return Stream.concat(soundInvocations(), soundStates());
    }

    private static Stream<Arguments> soundInvocations() {
        return Stream.of(
                arguments("a retry", asking("{ command: cmd.a, retry: 5, onDone: B }")),
                arguments("a way for errors", asking("{ command: cmd.a, onError: B }")),
                arguments("a failure that is compensated", "onFailure: compensate\n" + asking("{ command: cmd.a }")),
                arguments("nobody awaits it", asking("{ command: cmd.a, await: false }")),
                arguments(
                        "an approval that is asked for again",
                        asking("{ wait: true, timeout: { after: PT1H, action: notify, tag: approval }, onDone: B }")),
                arguments("an approval or a day", """
                        initial: A
                        states:
                          A: { on: { evt.approved: B }, timeout: P1D, onTimeout: B }
                          B: { type: final }
                        """),
                arguments("somebody may cancel what does not come", """
                        initial: A
                        states:
                          A:
                            invoke: { command: cmd.a, retry: 3, timeout: { after: PT1M, action: notify }, onDone: B }
                            on: { evt.cancel: B }
                          B: { type: final }
                        """),
                arguments(
                        "a compensation by action",
                        asking(
                                "{ command: cmd.a, compensate: { command: cmd.b }, onError: { target: B, actions: { compensate: true } } }")),
                arguments("results at places of their own, or one after the other", """
                        initial: P
                        states:
                          P:
                            type: parallel
                            states:
                              A: { invoke: { command: cmd.a, retry: 2, result: { into: answers.a } } }
                              B: { invoke: { command: cmd.b, retry: 2, result: { into: answers.b } } }
                            on: { evt.next: C, evt.x.error: C }
                          C: { invoke: { command: cmd.c, retry: 2, result: { into: answers.a }, onDone: D } }
                          D: { type: final }
                        """),
                arguments("a router's event, and one of the machine's own that has such a name", """
                        initial: A
                        states:
                          A: { on: { evt.go.error: B }, entry: { compensate: true } }
                          B: { on: { xorca.*: C, evt.x.error: C }, exit: { raise: xorca.mine } }
                          C: { on: { xorca.compensated: A, xorca.mine: A, evt.x.error: A } }
                        """),
                arguments("a result that is a list", """
                        context: { books: none }
                        initial: A
                        states:
                          A: { invoke: { command: cmd.a, retry: 2, result: { into: books }, onDone: B } }
                          B: { forEach: { items: "${context.books}", invoke: { command: cmd.b, retry: 2 }, collect: { into: texts }, onDone: C } }
                          C: { type: final, output: "${context.texts}" }
                        """),
                arguments(
                        "a timeout that is asked for first",
                        asking(
                                "{ wait: true, timeout: PT1M, onDone: [ { guard: event.timedOut, target: B }, { guard: event.data.ok, target: B } ] }")),
                arguments(
                        "a timeout with a result",
                        asking(
                                "{ wait: true, timeout: { after: PT1M, result: { ok: false } }, onDone: { guard: event.data.ok, target: B } }")),
                arguments("itself again", asking("{ machine: m, version: ^1, onError: B }")),
                arguments(
                        "a start by others and what it asks are declared",
                        """
                        schemas:
                          accepts: { evt.node: {}, evt.a.success: {}, evt.a.error: {} }
                          emits: { cmd.a: {}, notif.xorca.m.started: {} }
                        starts: { on: evt.node, announce: true }
                        """ + asking("{ command: cmd.a, onError: B }")));
    }

    private static Stream<Arguments> soundStates() {
        return Stream.of(
                arguments("a state entered through history, a parallel region and a final state", """
                        initial: A
                        states:
                          A: { on: { x: P.H, x.error: Failed } }
                          P:
                            type: parallel
                            on: { leave: A, x.error: Failed }
                            states:
                              H: { type: history, history: deep }
                              R1: { initial: B, states: { B: { on: { y: C } }, C: { type: final } } }
                              R2: { initial: B, states: { B: { on: { y: C } }, C: { type: final } } }
                            onDone: Done
                          Done: { type: final }
                          Failed: { type: final }
                        """),
                arguments("guards that may hold", """
                        context: { a: 1, b: 2, open: true }
                        initial: A
                        states:
                          A:
                            on:
                              x.error:
                                - { guard: "context.a > 1 && context.a < 3", target: A }
                                - { guard: "context.b == 2 || event.data.x", actions: { assign: { a: "${event.data.a}", b: 3 } } }
                                - { guard: "!has(event.data.y)", target: A }
                                - A
                        """),
                arguments("circles with a way out", """
                        context: { n: 0 }
                        initial: A
                        states:
                          A: { always: [ { guard: "context.n > 3", target: C }, B ] }
                          B: { always: A, entry: { assign: { n: "${context.n + 1}" } } }
                          C:
                            on:
                              more.error:
                                - { guard: "context.n > 10", target: A }
                                - { actions: [ { raise: more.error }, { assign: { n: "${context.n + 1}" } } ] }
                        """),
                arguments("an event raised for another state, and one that waits", """
                        initial: A
                        states:
                          A: { on: { go: { target: B, actions: { raise: go } }, x.error: A } }
                          B: { on: { go: C, x.error: A } }
                          C: { on: { tick: C }, entry: { raise: tick, delay: PT1S } }
                        """),
                arguments("a wait that another region ends", """
                        initial: P
                        states:
                          P:
                            type: parallel
                            states:
                              Work: { on: { answer: { actions: { log: x } } } }
                              Clock: { after: { PT1M: "#m.Late" } }
                          Late: { type: final }
                        """),
                arguments("declared and used, with data that fits", """
                        schemas:
                          accepts: { evt.a.success: {}, evt.a.error: {} }
                          emits:
                            cmd.a:
                              required: [b]
                              properties: { b: { type: [string, "null"] }, c: { type: array, items: { type: integer } } }
                              additionalProperties: false
                        entry: { emit: cmd.a, data: { b: "${input.b}", c: [ 1, "${input.c}" ] } }
                        on: { evt.a.*: { actions: { log: x } } }
                        """),
                arguments("events that may come early, and are taken one after the other", """
                        early: { evt.a: {}, evt.b.*: {}, evt.c: {} }
                        initial: A
                        states:
                          A: { on: { evt.a: B, x.error: A } }
                          B: { on: { evt.b.done: { target: C, actions: { raise: go } }, x.error: A } }
                          C: { on: { go: D, x.error: A } }
                          D: { on: { evt.*: A, x.error: A } }
                        """),
                arguments("all events may come early, though one is of no use then", """
                        early: { keep: PT1M, max: 5 }
                        initial: A
                        states:
                          A: { after: { PT1M: B } }
                          B: { on: { evt.b: A, evt.b.error: A } }
                        """),
                arguments("regions that write the same field on different events", """
                        type: parallel
                        context: { n: 0 }
                        states:
                          A: { on: { x.error: { actions: { assign: { n: 1 } } } } }
                          B: { on: { y.error: { actions: { assign: { n: 2 } } } } }
                        """),
                arguments("fields that are asked for", """
                        context: { m: "$${context.nothing}" }
                        entry: { assign: { n: "${has(context.o) ? context.o : context.?p.orValue(context.m)}" } }
                        output: "context.nothing is text"
                        """),
                arguments("'*' where no event of the machine's own comes along", """
                        initial: A
                        on: { "*": { actions: { log: x } } }
                        states: { A: { on: { go: F } }, F: { type: final } }
                        """));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundAtItsPlace(String code, String place, String body) {
        assertThat(check(body))
                .as("%s", check(body))
                .extracting(finding -> finding.code() + " " + finding.line() + " " + finding.pointer())
                .contains(code + " " + place);
    }

    @ParameterizedTest
    @MethodSource("sound")
    void whatIsSoundHasNoFinding(String what, String body) {
        assertThat(check(body)).as(what).isEmpty();
    }

    @Test
    void everyRuleHasAFaultInTheTable() {
        assertThat(faults().map(row -> row.get()[0]).collect(Collectors.toSet()))
                .isEqualTo(new HashSet<>(
                        Arrays.stream(Rule.values()).map(Rule::code).toList()));
    }

    @Test
    void theDocumentationHasEveryRuleWithItsSeverity() throws IOException {
        var documentation = Files.readString(Path.of("../docs/check.md"));
        assertThat(Rule.values())
                .allSatisfy(rule -> assertThat(documentation)
                        .contains("| `" + rule.code() + "` | " + rule.severity().label() + " | "));
    }

    @Test
    void anEventThatNobodySendsIsComparedWithThoseThatThereAre() {
        assertThat(check("initial: A\nstates: { A: { on: { xorca.compensate: A } } }"))
                .extracting(Finding::message)
                .contains(
                        "state 'A' waits for 'xorca.compensate', which nobody sends; did you mean 'xorca.compensated'?");
        assertThat(check("initial: A\nstates: { A: { on: { xorca.timer: A } } }"))
                .extracting(Finding::message)
                .contains("state 'A' waits for 'xorca.timer', which nobody sends; such events are xorca.compensated");
    }

    @Test
    void aWaitForEventsOfItsOwnIsOnlyWorthKnowing() {
        assertThat(check("initial: A\nstates: { A: { on: { go: A } } }"))
                .extracting(Finding::code, Finding::severity)
                .containsExactly(tuple("waits-forever", Severity.INFO));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFindingIsSilencedAtTheRoot(String code, String place, String body) {
        var text = body.contains("x-ignore")
                ? body.replace("x-ignore: [", "x-ignore: [" + code + ", ")
                : body + "\nx-ignore: " + code;
        assertThat(check(text)).extracting(Finding::code).doesNotContain(code);
    }

    @Test
    void aFindingIsSilencedOnTheStateOrTheTransition() {
        assertThat(check("initial: A\nstates:\n  A: {}\n  B: { x-ignore: [unreachable-state] }"))
                .isEmpty();
        assertThat(
                        check(
                                "initial: A\nstates: { A: { on: { a.error: { guard: \"false\", x-ignore: transition-never-taken } } } }"))
                .isEmpty();
        assertThat(check("initial: A\nstates:\n  A: { x-ignore: [unreachable-state] }\n  B: {}"))
                .hasSize(1);
    }

    @Test
    void aTransitionThatKeepsTheDocumentFromLoadingIsToldOnce() {
        assertThat(check(
                        "initial: A\nstates:\n  A:\n    on: { x: [ A, { guard: context.a, target: A } ], y.error: A }"))
                .extracting(finding -> finding.code() + " " + finding.severity() + " " + finding.pointer())
                .containsExactly("unreachable-transition ERROR /states/A/on/x/1");
    }

    @Test
    void whatCannotBeLoadedIsFoundToo() {
        var findings = new MachineCheck().check("m.machine.yaml", "name: m\ninitial: A\nstates: { B: { onn: {} } }");

        assertThat(findings).extracting(Finding::code).containsExactly("unknown-initial", "unknown-key");
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.file()).isEqualTo("m.machine.yaml");
            assertThat(finding.silence()).isEmpty();
        });
    }

    @Test
    void aMachineWithoutADocumentIsCheckedAsFarAsItGoes() {
        var document = new MachineDocuments().read("m.machine.yaml", "name: m\ninitial: A\nstates: { A: {}, B: {} }");

        assertThat(MachineCheck.check(document, SourceMap.none()))
                .extracting(Finding::code, Finding::line)
                .containsExactly(tuple("unreachable-state", 1));
    }

    @Test
    void otherMachinesAreOnlyMissedWhereTheyAreKnown() {
        var text = "name: m\n" + asking("{ machine: child, version: ^1.2, onError: B }");
        var old = new MachineDocuments().read("c.machine.yaml", "name: child\nversion: 1.1.0");
        var fit = new MachineDocuments().read("c.machine.yaml", "name: child\nversion: 1.3.0");
        var check = new MachineCheck();
        assertThat(check.check("m.machine.yaml", text)).isEmpty();
        assertThat(check.among(List.of(old, fit)).check("m.machine.yaml", text)).isEmpty();
        assertThat(check.among(List.of(old)).check("m.machine.yaml", text))
                .extracting(Finding::message)
                .containsExactly("no version of machine 'child' is in ^1.2; there are 1.1.0");
    }

    @Test
    void everyConformanceMachineCanBeChecked() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/conformance"))) {
            assertThat(files.filter(MachineDocuments::isMachineDocument))
                    .hasSizeGreaterThan(40)
                    .allSatisfy(file -> {
                        var findings = new MachineCheck().check(file.toString(), Files.readString(file));
                        assertThat(findings)
                                .allSatisfy(
                                        finding -> assertThat(finding.line()).isPositive());
                    });
        }
    }

    @Test
    void aLargeMachineIsCheckedQuickly() {
        var text = new StringBuilder("name: m\ninitial: S0\nstates:\n");
        for (int i = 0; i < 3_000; i++) {
            text.append("  S%d: { on: { evt.next: S%d, evt.x.error: End }, exit: { assign: { n: %d } } }%n"
                    .formatted(i, (i + 1) % 3_000, i));
        }
        text.append("  End: { type: final }\n");
        assertThat(new MachineCheck().check("large.machine.yaml", text.toString()))
                .isEmpty();
    }

    private static List<Finding> check(String body) {
        return new MachineCheck().among(List.of()).check("m.machine.yaml", "name: m\n" + body);
    }
}
