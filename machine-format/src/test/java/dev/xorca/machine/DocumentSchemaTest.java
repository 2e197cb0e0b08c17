package dev.xorca.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.machine.source.SourceLimits;
import dev.xorca.machine.source.SourceReader;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schema that editors use says what the reader says. */
class DocumentSchemaTest {
    private static final Map<String, Object> DOCUMENT = document();
    private static final PayloadSchema SCHEMA = SchemaCompiler.standard().compile(DOCUMENT);

    static Stream<Path> machines() throws IOException {
        var found = new TreeSet<Path>();
        for (var folder : List.of("src/test/resources", "../sample-machines")) {
            try (var files = Files.walk(Path.of(folder))) {
                files.filter(MachineDocuments::isMachineDocument)
                        .filter(file -> !file.toString().contains("/target/"))
                        .forEach(found::add);
            }
        }
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("machines")
    void machinesThatWorkAreValid(Path machine) throws IOException {
        assertThat(SCHEMA.check(read(machine.toString(), Files.readString(machine))))
                .isEmpty();
    }

    @Test
    void everyFormThatTheReaderTakesIsValid() {
        assertThat(violations("""
                $schema: x
                id: all
                version: "1.2.3"
                x-mine: 1
                starts: { on: evt.a, when: "event.data.ok", processId: "${event.id}", context: { a: 1 }, announce: true, x-why: 1 }
                defaults: { timeout: PT1M, retry: { attempts: 3 } }
                onFailure: compensate
                completion: true
                early: { evt.a: { keep: PT1M, max: 5, x-why: 1 }, evt.b.*: { keep: 1000 }, "sys.*": {}, "*": { max: 1 }, x-why: 1 }
                retention: { done: 0, failed: P30D, terminated: "1000", x-why: 1 }
                tags: one
                initial: { target: a, actions: { log: start } }
                states:
                  a:
                    entry: named
                    exit: [ { type: named, params: { n: 1 } }, { raise: soon, delay: 5, id: r }, { cancel: r } ]
                    always: [ b, { target: [.c, .d], guard: { and: [ x.y, { not: { or: [] } }, { stateIn: { a: b } } ] } } ]
                    after: { 10: b, PT1S: { target: b } }
                    on: { "*": {}, e: [], f: { guard: { type: not, guard: { type: named, params: {} } }, reenter: true } }
                    initial: h
                    states: { h: { history: true, target: x }, x: {} }
                  b: { type: final, output: [1], outcome: failed }
                  c:
                    timeout: { after: PT1H, action: notify, tag: t, message: "for ${context.a}" }
                    entry: { compensate: true }
                    invoke:
                      - id: one
                        command: cmd.a
                        data: { a: "${context.a}" }
                        to: you
                        executionUnits: 5
                        attributes: { priority: high }
                        answers: { done: evt.x, error: [evt.y, sys.z] }
                        correlate: "event.data.a == context.a"
                        result: { into: a.b }
                        retry: { first: PT1S, factor: 1.5, max: PT1M, attempts: 5, total: PT10M, jitter: 0.2, on: [busy] }
                        timeout: { until: "${context.until}", action: fail }
                        compensate: { command: cmd.b, data: "${event.data.id}", retry: 3, timeout: none, answers: { done: evt.u } }
                        onDone: b
                        onError: [ { target: b, guard: "event.code == 'x'" } ]
                      - { command: cmd.c, await: false }
                      - { machine: other, version: ^1.2, input: {}, retry: 2, compensate: { machine: undo } }
                      - { wait: true, timeout: { after: 5, anchor: orchestration, action: resume, result: [1] } }
                    forEach:
                      id: all
                      items: "${context.books}"
                      as: book
                      concurrency: 10
                      invoke: { command: cmd.d, data: "${book}", compensate: { command: cmd.e, data: "${index}" } }
                      collect: { into: results }
                      completion: { when: "done >= 2 && result.ok" }
                      onItemError: collect
                      timeout: PT1H
                      onDone: b
                      onError: b
                  d: { timeout: 1000, onTimeout: b, forEach: [ { items: 5, invoke: { wait: true }, completion: any }, { items: [1], invoke: { machine: m, timeout: none }, completion: { count: 1 }, onItemError: fail } ] }
                """)).isEmpty();
        assertThat(violations("{ name: m, starts: [ { on: sys.a }, { on: anything, context: '${event.data}' } ] }"))
                .isEmpty();
        assertThat(violations("{ name: m, early: { keep: pt1m, max: 1000, x-why: 1 }, retention: P1D }"))
                .isEmpty();
        assertThat(violations("{ name: m, early: { max: 1 }, retention: 5 }")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}
            { name: 1 }
            { name: a b }
            { name: orders. }
            { name: m, version: 1 }
            { name: m, version: "1.0" }
            { name: m, typo: 1 }
            { name: m, context: [] }
            { name: m, schemas: { inputs: {} } }
            { name: m, schemas: { accepts: { e: 1 } } }
            { name: m, states: { a: {} } }
            { name: m, initial: a, states: { a: { states: { b: {} } } } }
            { name: m, initial: a, states: [] }
            { name: m, initial: a, states: { a: 1 } }
            { name: m, initial: { actions: [] }, states: { a: {} } }
            { name: m, initial: a, states: { a: { type: end } } }
            { name: m, initial: a, states: { a: { history: long } } }
            { name: m, initial: a, states: { a: { entyr: [] } } }
            { name: m, on: [] }
            { name: m, on: { e: 1 } }
            { name: m, on: { e: { cond: x } } }
            { name: m, on: { e: { target: 1 } } }
            { name: m, on: { e: { reenter: "yes" } } }
            { name: m, on: { e: { guard: 1 } } }
            { name: m, on: { e: { guard: { and: x } } } }
            { name: m, on: { e: { guard: { and: [], or: [] } } } }
            { name: m, entry: 1 }
            { name: m, entry: { } }
            { name: m, entry: { emitt: a } }
            { name: m, entry: { emit: 1 } }
            { name: m, entry: { emit: a, dta: {} } }
            { name: m, entry: { emit: a, log: b } }
            { name: m, entry: { emit: a, attributes: { Upper: 1 } } }
            { name: m, entry: { assign: x } }
            { name: m, entry: { raise: a, delay: [] } }
            { name: m, entry: { cancel: 1 } }
            { name: m, tags: [1] }
            { name: m, early: PT1M }
            { name: m, early: {} }
            { name: m, early: { kepe: PT1M } }
            { name: m, early: { keep: soon } }
            { name: m, early: { keep: 0 } }
            { name: m, early: { max: 0 } }
            { name: m, early: { max: 1001 } }
            { name: m, early: { evt.a: PT1M } }
            { name: m, early: { evt.a: { mx: 1 } } }
            { name: m, early: { evt.a: {}, keep: PT1M } }
            { name: m, early: { cmd.a: {} } }
            { name: m, early: { evt*: {} } }
            { name: m, early: { evt.a*: {} } }
            { name: m, early: { evt.*.a: {} } }
            { name: m, retention: long }
            { name: m, retention: -1 }
            { name: m, retention: 3153600000001 }
            { name: m, retention: [] }
            { name: m, retention: { done: x } }
            { name: m, retention: { finished: P1D } }
            { name: m, starts: evt.a }
            { name: m, starts: {} }
            { name: m, starts: { on: cmd.a } }
            { name: m, starts: { on: evt.* } }
            { name: m, starts: { on: evt.a, if: x } }
            { name: m, starts: { on: evt.a, context: 5 } }
            { name: m, defaults: { retries: 5 } }
            { name: m, onFailure: ignore }
            { name: m, completion: "yes" }
            { name: m, invoke: cmd.a }
            { name: m, invoke: {} }
            { name: m, invoke: { command: cmd.a, machine: b } }
            { name: m, invoke: { command: cmd.a, input: {} } }
            { name: m, invoke: { machine: a, data: {} } }
            { name: m, invoke: { machine: a, version: v1 } }
            { name: m, invoke: { wait: false } }
            { name: m, invoke: { wait: true, retry: 5 } }
            { name: m, invoke: { wait: true, await: false } }
            { name: m, invoke: { command: cmd.a, await: false, onDone: .b } }
            { name: m, invoke: { command: cmd.a, await: false, retry: 2 } }
            { name: m, invoke: { command: cmd.a, answers: [ evt.a ] } }
            { name: m, invoke: { command: cmd.a, result: text } }
            { name: m, invoke: { command: cmd.a, result: {} } }
            { name: m, invoke: { command: cmd.a, compensate: { wait: true } } }
            { name: m, invoke: { command: cmd.a, compensate: { command: cmd.b, compensate: { command: cmd.c } } } }
            { name: m, invoke: { command: cmd.a, retry: 0 } }
            { name: m, invoke: { command: cmd.a, retry: { jitter: 2 } } }
            { name: m, invoke: { command: cmd.a, retry: { factor: 0.5 } } }
            { name: m, invoke: { command: cmd.a, retry: { first: soon } } }
            { name: m, invoke: { command: cmd.a, retry: { on: [] } } }
            { name: m, invoke: { command: cmd.a, timeout: {} } }
            { name: m, invoke: { command: cmd.a, timeout: [] } }
            { name: m, invoke: { command: cmd.a, timeout: { after: PT1M, until: x } } }
            { name: m, invoke: { command: cmd.a, timeout: { until: "2030-01-01T00:00:00Z", anchor: state } } }
            { name: m, invoke: { command: cmd.a, timeout: { after: PT1M, action: cancel } } }
            { name: m, forEach: {} }
            { name: m, forEach: { items: 5 } }
            { name: m, forEach: { items: books, invoke: { command: cmd.a } } }
            { name: m, forEach: { items: -1, invoke: { command: cmd.a } } }
            { name: m, forEach: { items: 5, as: a b, invoke: { command: cmd.a } } }
            { name: m, forEach: { items: 5, concurrency: 1001, invoke: { command: cmd.a } } }
            { name: m, forEach: { items: 5, invoke: { command: cmd.a, onDone: .b } } }
            { name: m, forEach: { items: 5, invoke: { command: cmd.a }, collect: results } }
            { name: m, forEach: { items: 5, invoke: { command: cmd.a }, completion: some } }
            { name: m, forEach: { items: 5, invoke: { command: cmd.a }, completion: { count: 0 } } }
            { name: m, forEach: { items: 5, invoke: { command: cmd.a }, onItemError: ignore } }
            { name: m, entry: { compensate: false } }
            { name: m, outcome: failed }
            { name: m, initial: a, states: { a: { outcome: failed } } }
            { name: m, initial: a, states: { a: { type: final, outcome: bad } } }
            { name: m, initial: a, states: { a: { initial: b, states: { b: { type: final, outcome: failed } } } } }
            """)
    void whatTheReaderRefusesIsNotValid(String document) {
        assertThat(violations(document)).isNotEmpty();
        assertThatThrownBy(() -> new MachineDocuments().read("m.machine.yaml", document))
                .isInstanceOf(DocumentException.class);
    }

    @Test
    void itKnowsTheKeysThatTheReaderKnows() {
        var root = new HashSet<>(DocumentReader.ROOT_KEYS);
        root.addAll(StateReader.KEYS);
        assertThat(keys(DOCUMENT)).isEqualTo(root);
        assertThat(keys(Json.object(properties(DOCUMENT).get("schemas")))).isEqualTo(DocumentReader.SCHEMAS_KEYS);
        assertThat(keys(definition("early"))).isEqualTo(LifeCycleReader.EARLY_KEYS);
        assertThat(keys(Json.object(((List<?>) Json.object(properties(DOCUMENT).get("retention"))
                                .get("oneOf"))
                        .get(1))))
                .isEqualTo(LifeCycleReader.RETENTION_KEYS);
        assertThat(keys(definition("state"))).isEqualTo(StateReader.KEYS);
        assertThat(keys(definition("transition"))).isEqualTo(TransitionReader.KEYS);
        assertThat(keys(objectForm("initial"))).isEqualTo(StateReader.INITIAL_KEYS);
        assertThat(keys(definition("emit"))).isEqualTo(ActionReader.EMIT_KEYS);
        assertThat(keys(definition("raise"))).isEqualTo(ActionReader.RAISE_KEYS);
        assertThat(keys(definition("namedAction"))).isEqualTo(ActionReader.NAMED_KEYS);
        for (var kind : ActionReader.KINDS) {
            var name = kind.equals("compensate") ? "compensateAction" : kind;
            assertThat(keys(definition(name))).contains(kind);
        }
        assertThat(keys(definition("invocation"))).isEqualTo(InvocationReader.KEYS);
        assertThat(keys(definition("itemInvocation"))).isEqualTo(InvocationReader.ITEM_KEYS);
        assertThat(keys(definition("compensation"))).isEqualTo(InvocationReader.COMPENSATION_KEYS);
        assertThat(keys(definition("answers"))).isEqualTo(CallReader.ANSWER_KEYS);
        assertThat(keys(definition("forEach"))).isEqualTo(ForEachReader.KEYS);
        assertThat(keys(objectForm("retry"))).isEqualTo(RetryReader.KEYS);
        assertThat(keys(objectForm("timeout"))).isEqualTo(DeadlineReader.KEYS);
        assertThat(keys(definition("start"))).isEqualTo(StartReader.KEYS);
        assertThat(keys(Json.object(properties(DOCUMENT).get("defaults")))).isEqualTo(InvocationDefaults.KEYS);
        assertThat(keys(definition("guardOf"))).isEqualTo(GuardReader.KEYS);
        var typed = new HashSet<String>();
        List.of(GuardReader.LIST_KEYS, GuardReader.NOT_KEYS, GuardReader.STATE_IN_KEYS, GuardReader.NAMED_KEYS)
                .forEach(typed::addAll);
        assertThat(keys(definition("typedGuard"))).isEqualTo(typed);
    }

    @Test
    void everyKeyIsDescribed() {
        assertDescribed(DOCUMENT, "#");
    }

    private static void assertDescribed(Object value, String at) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("properties") instanceof Map<?, ?> properties && !at.endsWith("/if")) {
                properties.forEach((key, property) ->
                        assertThat(Json.object(property)).as(at + "/" + key).containsKey("description"));
            }
            map.forEach((key, child) -> assertDescribed(child, at + "/" + key));
        } else if (value instanceof List<?> list) {
            list.forEach(child -> assertDescribed(child, at + "/-"));
        }
    }

    private static List<PayloadSchema.Violation> violations(String yaml) {
        return SCHEMA.check(read("m.machine.yaml", yaml));
    }

    private static Object read(String name, String text) {
        return SourceReader.read(name, text, SourceLimits.DEFAULT).value();
    }

    private static Set<String> keys(Map<String, Object> schema) {
        return properties(schema).keySet();
    }

    private static Map<String, Object> properties(Map<String, Object> schema) {
        return Json.object(schema.get("properties"));
    }

    private static Map<String, Object> definition(String name) {
        return Json.object(Json.object(DOCUMENT.get("definitions")).get(name));
    }

    /** What there may be an object for, or something shorter. */
    private static Map<String, Object> objectForm(String name) {
        return Json.object(((List<?>) definition(name).get("oneOf")).get(1));
    }

    private static Map<String, Object> document() {
        try (var in = SchemaCompiler.class.getResourceAsStream("machine-document.schema.json")) {
            return Json.readObject(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
