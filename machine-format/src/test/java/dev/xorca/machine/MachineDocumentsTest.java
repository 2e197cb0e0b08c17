package dev.xorca.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.xorca.schemas.Json;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are right. */
class MachineDocumentsTest {
    private static final String YAML = """
            # A machine with a little of everything.
            name: orders.picking
            version: 2.10.3
            description: |
              Picks what was ordered.
            x-owner: { team: warehouse }
            meta: { anything: [1, 2.5, null, true] }
            schemas:
              input: { type: object, required: [order] }
              accepts:
                evt.picked: { type: object }
              emits:
                cmd.pick: { type: object, required: [order] }
            context: { order: "${input.order}", tries: 0, note: "order ${input.order}" }
            initial: { target: open, actions: { log: begin } }
            exit: { log: over }
            output: "${context.tries}"
            states:
              open:
                type: parallel
                tags: waiting
                onDone: closed
                after: { PT1H: { target: closed, guard: "context.tries > 1" }, 500: { actions: [ { log: soon } ] } }
                states:
                  picking:
                    initial: first
                    states:
                      first:
                        description: nothing picked
                        entry:
                          - emit: cmd.pick
                            data: { order: "${context.order}" }
                            to: picker
                            attributes: { priority: "high" }
                          - raise: late
                            delay: "${context.tries * 1000}"
                            id: reminder
                        exit: { cancel: reminder }
                        on:
                          evt.picked:
                            - { target: end, guard: { and: [ "event.data.ok", { not: { stateIn: closed } } ] } }
                            - { target: first, reenter: true, actions: { assign: { tries: "${context.tries + 1}" } } }
                          evt.*: ""
                          "*": { }
                      end: { type: final, output: { done: true } }
                      again: { type: history, history: deep, target: first }
                  billing: { initial: billed, states: { billed: { type: final } } }
              closed: { type: final, id: the-end }
            """;

    private static final String JSON = """
            {"name": "orders.picking", "version": "2.10.3", "description": "Picks what was ordered.\\n",
             "x-owner": {"team": "warehouse"},
             "meta": {"anything": [1, 2.5, null, true]},
             "schemas": {"input": {"type": "object", "required": ["order"]},
               "accepts": {"evt.picked": {"type": "object"}},
               "emits": {"cmd.pick": {"type": "object", "required": ["order"]}}},
             "context": {"order": "${input.order}", "tries": 0, "note": "order ${input.order}"},
             "initial": {"target": "open", "actions": {"log": "begin"}},
             "exit": {"log": "over"},
             "output": "${context.tries}",
             "states": {
               "open": {"type": "parallel", "tags": "waiting", "onDone": "closed",
                 "after": {"PT1H": {"target": "closed", "guard": "context.tries > 1"},
                           "500": {"actions": [{"log": "soon"}]}},
                 "states": {
                   "picking": {"initial": "first", "states": {
                     "first": {"description": "nothing picked",
                       "entry": [
                         {"emit": "cmd.pick", "data": {"order": "${context.order}"}, "to": "picker",
                          "attributes": {"priority": "high"}},
                         {"raise": "late", "delay": "${context.tries * 1000}", "id": "reminder"}],
                       "exit": {"cancel": "reminder"},
                       "on": {
                         "evt.picked": [
                           {"target": "end", "guard": {"and": ["event.data.ok", {"not": {"stateIn": "closed"}}]}},
                           {"target": "first", "reenter": true,
                            "actions": {"assign": {"tries": "${context.tries + 1}"}}}],
                         "evt.*": "",
                         "*": {}}},
                     "end": {"type": "final", "output": {"done": true}},
                     "again": {"type": "history", "history": "deep", "target": "first"}}},
                   "billing": {"initial": "billed", "states": {"billed": {"type": "final"}}}}},
               "closed": {"type": "final", "id": "the-end"}}}
            """;

    @Test
    void yamlAndJsonOfTheSameShapeAreTheSameMachine() {
        var yaml = read("m.yaml", YAML);
        var json = read("m.json", JSON);
        assertThat(json.hash()).isEqualTo(yaml.hash()).matches("sha256:[0-9a-f]{64}");
        assertThat(told(json.machine())).isEqualTo(told(yaml.machine()));
        for (var document : List.of(yaml, json)) {
            var simulation = new Simulation(document.machine(), Map.of("order", "o1"), Instant.EPOCH);
            assertThat(simulation.start().emitted())
                    .containsExactly(new Effect.Emit(
                            "cmd.pick", Map.of("order", "o1"), Map.of("priority", "high", "to", "picker")));
            assertThat(simulation.state().orElseThrow().context())
                    .isEqualTo(Map.of("order", "o1", "tries", 0L, "note", "order o1"));
            simulation.send(Event.of("evt.picked", Map.of("ok", false)));
            simulation.send(Event.of("evt.picked", Map.of("ok", true)));
            assertThat(simulation.state().orElseThrow().output()).isEqualTo(1L);
        }
    }

    @Test
    void aDocumentHasItsContractsBesideTheMachine() {
        var document = read("m.yaml", YAML);
        assertThat(document.file()).isEqualTo("m.yaml");
        assertThat(document.machine()).hasToString("orders.picking 2.10.3");
        assertThat(document.machine().description()).contains("Picks what was ordered.\n");
        assertThat(document.input().check(Map.of())).hasSize(1);
        assertThat(document.accepts()).containsOnlyKeys("evt.picked");
        assertThat(document.emits()).containsOnlyKeys("cmd.pick");
        assertThat(document.machine().emittedTypes()).containsExactly("cmd.pick");
        assertThat(document.machine().acceptedDescriptors()).containsExactlyInAnyOrder("evt.picked", "evt.*", "*");
        assertThat(document.machine().usesTime()).isTrue();
        assertThat(document.machine().find("#the-end")).isPresent();
        assertThat(document.machine().find("open").orElseThrow().tags()).containsExactly("waiting");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            a comment            | # A machine with | # The machine with | same
            quotes               | name: orders.picking | name: "orders.picking" | same
            a note of one's own  | team: warehouse | team: shop | other
            a version            | 2.10.3 | 2.10.4 | other
            a guard              | context.tries > 1 | context.tries > 2 | other
            a number's kind      | tries: 0 | tries: 0.0 | other
            the order of states  | closed: { type: final, id: the-end } | closed: { id: the-end, type: final } | other
            """)
    void theHashFollowsWhatTheDocumentSays(String what, String text, String instead, String hash) {
        assertThat(YAML).contains(text);
        var changed = read("m.yaml", YAML.replace(text, instead)).hash();
        assertThat(changed.equals(read("m.yaml", YAML).hash())).as(what).isEqualTo(hash.equals("same"));
    }

    @Test
    void theHashDoesNotChangeFromReleaseToRelease() {
        assertThat(read("m.yaml", "name: m\nstates: { a: { after: { 10: a } } }\ninitial: a")
                        .hash())
                .isEqualTo("sha256:0ea704ac3e61337d55e8e79f9e81056ec4e2364236f2c8e686c417db19589632");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: m                    | m 1.0.0
            id: m                      | m 1.0.0
            {name: m, id: other}       | m 1.0.0
            {name: m, version: 0.0.1}  | m 0.0.1
            {name: a_b-c.D9}           | a_b-c.D9 1.0.0
            """)
    void nameAndVersion(String document, String machine) {
        assertThat(read("m.yaml", document).machine()).hasToString(machine);
    }

    @Test
    void anEmptyMachineHasNoContracts() {
        var document = read("m.yaml", "name: m");
        assertThat(document.input()).isNull();
        assertThat(document.accepts()).isEmpty();
        assertThat(document.emits()).isEmpty();
        assertThat(document.machine().root().kind()).isEqualTo(StateNode.Kind.ATOMIC);
    }

    @Test
    void numbersAreReadAsTheyAreWritten() {
        var context =
                context("{a: 1, b: 1.0, c: 1e2, d: -7, e: 9223372036854775808, f: '1', g: 0x1F, h: 1_000, i: 010}");
        assertThat(context)
                .containsEntry("a", 1L)
                .containsEntry("b", 1.0)
                .containsEntry("c", 100.0)
                .containsEntry("d", -7L)
                .containsEntry("e", 9.223372036854776E18)
                .containsEntry("f", "1")
                .containsEntry("g", "0x1F")
                .containsEntry("h", "1_000")
                .containsEntry("i", "010");
    }

    @Test
    void wordsAreTextUnlessTheyAreTrueFalseOrNull() {
        var context = context("{a: true, b: false, c: null, d: yes, e: off, f: 2026-01-31, g: 'null', h: , i: NO}");
        assertThat(context)
                .containsEntry("a", true)
                .containsEntry("b", false)
                .containsEntry("c", null)
                .containsEntry("d", "yes")
                .containsEntry("e", "off")
                .containsEntry("f", "2026-01-31")
                .containsEntry("g", "null")
                .containsEntry("h", null)
                .containsEntry("i", "NO");
    }

    @Test
    void anchorsSpareRepetition() {
        var document = read("m.yaml", """
                name: m
                x-common: &log [ { log: here } ]
                initial: a
                states:
                  a: { entry: *log, on: { E: b } }
                  b: { entry: *log }
                """);
        var visited = new int[1];
        document.machine().forEachAction(action -> visited[0] += action instanceof Action.Log ? 1 : 0);
        assertThat(visited[0]).isEqualTo(2);
    }

    @Test
    void anAnchorMayBeUsedOften() {
        var states = new StringBuilder("name: m\nx-s: &s { tags: [t] }\ninitial: s0\nstates:\n");
        for (int i = 0; i < 500; i++) {
            states.append("  s").append(i).append(": *s\n");
        }
        assertThat(read("m.yaml", states.toString()).machine().states()).hasSize(501);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            ON                                            | TAKEN
            { E: b }                                      | a --E--> b
            { E: { target: b } }                          | a --E--> b
            { E: [ { target: b, guard: event.data }, c ] } | a --E--> b, a --E--> c
            { E: "" }                                     | a --E--> no target
            { E: { } }                                    | a --E--> no target
            { E: { target: "" } }                         | a --E--> no target
            { E: [ ] }                                    | ``
            { E: { target: [ p.r2, p.r1 ] } }             | a --E--> p.r2, p.r1
            { E: "#m.p.r1" }                              | a --E--> p.r1
            { E: "#m" }                                   | a --E--> the machine
            { E: { target: b, x-why: because, meta: 1 } } | a --E--> b
            """)
    void transitionsHaveManyForms(String on, String taken) {
        var machine = read(
                        "m.yaml",
                        "name: m\ninitial: a\nstates: { a: { on: " + on
                                + " }, b: {}, c: {}, p: { type: parallel, states: { r1: {}, r2: {} } } }")
                .machine();
        var transitions = machine.find("a").orElseThrow().transitions();
        assertThat(transitions.stream().map(Object::toString).toList()).hasToString("[" + taken + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\.b", "#m.a\\.b"})
    void aDotInAKeyIsEscapedInTargets(String target) {
        var machine = read("m.yaml", "name: m\ninitial: s\nstates: { s: { on: { E: '" + target + "' } }, a.b: {} }")
                .machine();
        assertThat(machine.find("s").orElseThrow().transitions()).hasToString("[s --E--> a.b]");
    }

    @Test
    void delaysAreSortedByTheirLength() {
        var machine = read("m.yaml", "name: m\nafter: { PT1M: {}, 9000: {}, PT10S: {}, '${1}': {}, 100: {} }")
                .machine();
        var simulation = new Simulation(machine, null, Instant.EPOCH);
        simulation.start();
        assertThat(simulation.advance(Duration.ofMinutes(2)).microsteps())
                .extracting(step -> step.event().type())
                .containsExactly(
                        "xstate.after.${1}.m",
                        "xstate.after.100.m", "xstate.after.9000.m", "xstate.after.PT10S.m", "xstate.after.PT1M.m");
    }

    @Test
    void aFileIsReadByItsEnding(@TempDir Path folder) throws IOException {
        var yaml = Files.writeString(folder.resolve("m.machine.yml"), "name: m # fine");
        var json = Files.writeString(folder.resolve("m.machine.json"), "{\"name\": \"m\"}");
        assertThat(new MachineDocuments().read(yaml).hash())
                .isEqualTo(new MachineDocuments().read(json).hash());
        var wrong = Files.writeString(folder.resolve("n.machine.json"), "name: m");
        assertThatThrownBy(() -> new MachineDocuments().read(wrong))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(wrong + ":1:");
    }

    @Test
    void aFileThatIsNotUtf8IsRefused(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("m.yaml"), "name: \u00e9".getBytes(ISO_8859_1));
        assertThatThrownBy(() -> new MachineDocuments().read(file))
                .isInstanceOf(DocumentException.class)
                .hasMessage(file + ":1:1: the file is not UTF-8 text [encoding at /]; save it as UTF-8");
    }

    @Test
    void aFolderIsReadInTheOrderOfItsPaths(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("b/c"));
        Files.writeString(folder.resolve("z.machine.yaml"), "name: z");
        Files.writeString(folder.resolve("b/c/a.machine.json"), "{\"name\": \"c\"}");
        Files.writeString(folder.resolve("b/b.machine.yml"), "name: b");
        Files.writeString(folder.resolve("b/notes.yaml"), "not: a machine");
        Files.createDirectories(folder.resolve("folder.machine.yaml"));
        Files.createDirectories(folder.resolve("..2026_11_21"));
        Files.writeString(folder.resolve("..2026_11_21/z.machine.yaml"), "name: z");
        assertThat(new MachineDocuments().readFolder(folder))
                .extracting(document -> document.machine().name())
                .containsExactly("b", "c", "z");
    }

    @Test
    void whatABuildHasCopiedIsNotReadAgain(@TempDir Path folder) throws IOException {
        for (var place : List.of("maven/src", "maven/target/classes", "gradle/build", "target", "build", "in/target")) {
            Files.createDirectories(folder.resolve(place));
            Files.writeString(folder.resolve(place).resolve("a.machine.yaml"), "name: a");
        }
        Files.createFile(folder.resolve("maven/pom.xml"));
        Files.createFile(folder.resolve("gradle/build.gradle.kts"));
        assertThat(MachineDocuments.files(folder))
                .extracting(file -> folder.relativize(file).toString())
                .containsExactly(
                        "build/a.machine.yaml",
                        "in/target/a.machine.yaml",
                        "maven/src/a.machine.yaml",
                        "target/a.machine.yaml");
        assertThat(MachineDocuments.files(folder.resolve("maven/target"))).hasSize(1);
    }

    @Test
    void everyProblemOfEveryDocumentOfAFolderIsTold(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.machine.yaml"), "name: a\nx: 1\ny: 2");
        Files.writeString(folder.resolve("b.machine.yaml"), "name: b");
        Files.writeString(folder.resolve("c.machine.yaml"), "name: [");
        var failure = catchThrowableOfType(DocumentException.class, () -> new MachineDocuments().readFolder(folder));
        assertThat(failure.problems())
                .extracting(problem -> Path.of(problem.file()).getFileName() + " " + problem.rule())
                .containsExactly("a.machine.yaml unknown-key", "a.machine.yaml unknown-key", "c.machine.yaml syntax");
    }

    @ParameterizedTest
    @CsvSource({
        "m.machine.yaml, true",
        "m.machine.yml, true",
        "m.machine.json, true",
        "a/b/m.machine.json, true",
        "machine.yaml, false",
        "m.machine.txt, false",
        "m.machine.yaml.bak, false",
        "m.yaml, false"
    })
    void aMachineDocumentIsKnownByItsName(Path file, boolean isOne) {
        assertThat(MachineDocuments.isMachineDocument(file)).isEqualTo(isOne);
    }

    private static MachineDocument read(String file, String text) {
        return new MachineDocuments().read(file, text);
    }

    private static Map<String, Object> context(String context) {
        var machine = read("m.yaml", "name: m\ncontext: " + context).machine();
        var simulation = new Simulation(machine, null, Instant.EPOCH);
        simulation.start();
        return simulation.state().orElseThrow().context();
    }

    /** A machine in words: its states, and the transitions of each. */
    private static String told(Machine machine) {
        var told = new StringBuilder();
        for (var state : machine.states()) {
            told.append(state.kind()).append(' ').append(state.id()).append(' ').append(state.tags());
            told.append(state.description().orElse("")).append('\n');
            told.append(state.initial()).append(state.historyTargets()).append(state.historyDepth());
            state.transitions()
                    .forEach(transition -> told.append("  ")
                            .append(transition)
                            .append(transition.guard())
                            .append(transition.reenter())
                            .append('\n'));
        }
        return told + Json.text(List.copyOf(machine.acceptedDescriptors()));
    }
}
