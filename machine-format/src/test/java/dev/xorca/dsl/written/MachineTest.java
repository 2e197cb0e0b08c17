package dev.xorca.dsl.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.xorca.dsl.Machine;
import dev.xorca.machine.DocumentException;
import dev.xorca.machine.DocumentProblem;
import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Microstep;
import dev.xorca.statechart.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Machines in Java, beside the same in YAML where there is one. In another package, as a user's are. */
class MachineTest {
    record Tally(long count, List<String> seen, Instant last) {
        Tally and(String what, Instant when) {
            var all = new ArrayList<>(seen);
            all.add(what);
            return new Tally(count + 1, all, when);
        }
    }

    record Hit(String by, int points) {}

    record Report(long count, String text) {}

    private static final Tally NOTHING = new Tally(0, List.of(), Instant.EPOCH);

    private static MachineDocument everything() {
        return Machine.named("everything")
                .version("3.2.1")
                .description("Has one of each")
                .context(Tally.class, input -> NOTHING)
                .emits("cmd.report", Report.class)
                .id("all")
                .initial("Open", on -> on.log("begins"))
                .on("RESET", t -> t.target(".Open").assign(context -> NOTHING))
                .output(context -> Map.of("count", context.count()))
                .state(
                        "Open",
                        open -> open.tag("editable")
                                .entry(a -> a.raiseAfter(Duration.ofMinutes(1), "nag", "NAG"))
                                .exit(a -> a.cancel("nag"))
                                .on(
                                        "HIT",
                                        Hit.class,
                                        t -> t.when((context, hit) -> hit.data().points() > 10)
                                                .assign((context, hit) ->
                                                        context.and(hit.data().by(), hit.now()))
                                                .target("Both"))
                                .on(
                                        "HIT",
                                        Hit.class,
                                        t -> t.log((context, hit) ->
                                                "weak: " + hit.data().by()))
                                .on("NAG", t -> t.emit("notif.nag"))
                                .after(Duration.ofMinutes(5), "Closed")
                                .after(
                                        "patience",
                                        context -> Duration.ofHours(context.count() + 1),
                                        t -> t.emit("notif.never")))
                .parallel(
                        "Both",
                        both -> both.onDone("Closed")
                                .state(
                                        "Left",
                                        left -> left.initial("Wait")
                                                .state(
                                                        "Wait",
                                                        s -> s.on(
                                                                        "GO",
                                                                        t -> t.target("Over")
                                                                                .raise("LEFT"))
                                                                .on("PAUSE", "#all.Paused"))
                                                .finalState("Over")
                                                .history("Last", "Wait"))
                                .state(
                                        "Right",
                                        right -> right.initial("Wait")
                                                .state(
                                                        "Wait",
                                                        s -> s.on(
                                                                "LEFT",
                                                                t -> t.whenIn("Both.Left.Over")
                                                                        .target("Over")))
                                                .finalState("Over")))
                .state("Paused", paused -> paused.on("RESUME", "Both.Left.Last"))
                .finalState(
                        "Closed",
                        closed -> closed.entry(a -> a.emit(
                                "cmd.report",
                                (context, event) -> new Report(context.count(), String.join(",", context.seen())),
                                with -> with.to(context -> "desk")
                                        .executionUnits(Tally::count)
                                        .redirectTo(context -> null))))
                .build();
    }

    private static final String IN_YAML = """
            name: everything
            version: 3.2.1
            id: all
            initial: { target: Open, actions: { log: begins } }
            context: { count: 0, seen: [], last: "1970-01-01T00:00:00Z" }
            on: { RESET: { target: .Open, actions: { assign: { count: 0, seen: [], last: "1970-01-01T00:00:00Z" } } } }
            output: { count: "${context.count}" }
            states:
              Open:
                tags: editable
                entry: { raise: NAG, delay: PT1M, id: nag }
                exit: { cancel: nag }
                on:
                  HIT:
                    - guard: event.data.points > 10
                      target: Both
                      actions:
                        assign:
                          count: "${context.count + 1}"
                          seen: "${context.seen + [event.data.by]}"
                          last: "${string(now)}"
                    - actions: { log: "weak: ${event.data.by}" }
                  NAG: { actions: { emit: notif.nag } }
                after:
                  300000: Closed
                  "${'PT' + string(context.count + 1) + 'H'}": { actions: { emit: notif.never } }
              Both:
                type: parallel
                onDone: Closed
                states:
                  Left:
                    initial: Wait
                    states:
                      Wait: { on: { GO: { target: Over, actions: { raise: LEFT } }, PAUSE: "#all.Paused" } }
                      Over: { type: final }
                      Last: { type: history, target: Wait }
                  Right:
                    initial: Wait
                    states:
                      Wait: { on: { LEFT: { guard: { stateIn: Both.Left.Over }, target: Over } } }
                      Over: { type: final }
              Paused: { on: { RESUME: Both.Left.Last } }
              Closed:
                type: final
                entry:
                  emit: cmd.report
                  data: { count: "${context.count}", text: "${context.seen.join(',')}" }
                  to: desk
                  executionUnits: "${context.count}"
            """;

    private static final Map<String, Object> STRONG = Map.of("by", "Ann", "points", 11L);
    private static final Map<String, Object> WEAK = Map.of("by", "Bob", "points", 1L);

    @Test
    void itBehavesAsTheSameMachineInYaml() {
        var java = run(everything());
        var yaml = run(new MachineDocuments().read("everything.machine.yaml", IN_YAML));
        assertThat(java).isEqualTo(yaml);
        assertThat(java).anySatisfy(line -> assertThat(line).contains("cmd.report", "desk"));
    }

    /** All that can be seen of several lives of a machine, step by step. */
    private static List<String> run(MachineDocument document) {
        var seen = new ArrayList<String>();
        for (var inputs : List.of(
                List.of("1m", "weak", "4m"),
                List.of("strong", "PAUSE", "RESUME", "GO"),
                List.of("strong", "GO"),
                List.of("strong", "RESET", "10s", "strong", "LEFT", "GO", "RESET"))) {
            var simulation = new Simulation(document.machine(), null, Instant.EPOCH);
            see(simulation, simulation.start(), seen);
            for (var input : inputs) {
                see(simulation, take(simulation, input), seen);
            }
        }
        return seen;
    }

    private static Simulation.Outcome take(Simulation simulation, String input) {
        return switch (input) {
            case "strong" -> simulation.send(Event.of("HIT", STRONG));
            case "weak" -> simulation.send(Event.of("HIT", WEAK));
            default ->
                Character.isDigit(input.charAt(0))
                        ? simulation.advance(Duration.parse("PT" + input))
                        : simulation.send(Event.of(input));
        };
    }

    private static void see(Simulation simulation, Simulation.Outcome outcome, List<String> seen) {
        assertThat(outcome.error()).isNull();
        for (Microstep step : outcome.microsteps()) {
            seen.add(step.exited() + " " + step.taken() + " " + step.entered());
            step.effects().stream()
                    .filter(effect -> !(effect instanceof Effect.StartTimer || effect instanceof Effect.CancelTimer))
                    .map(Object::toString)
                    .forEach(seen::add);
        }
        var state = simulation.state().orElseThrow();
        seen.add(state.configuration().leaves() + " " + state.context() + " " + state.output());
    }

    @Test
    void contractsComeFromTheRecords() {
        var document = everything();
        assertThat(document.accepts()).containsOnlyKeys("HIT");
        assertThat(document.accepts().get("HIT").check(STRONG)).isEmpty();
        assertThat(document.accepts().get("HIT").check(Map.of("by", "Ann"))).hasSize(1);
        assertThat(document.emits()).containsOnlyKeys("cmd.report");
    }

    @Test
    void theHashIsThatOfTheStructure() {
        assertThat(everything().hash()).isEqualTo(everything().hash()).startsWith("sha256:");
        assertThat(small("A", "1.0.0").hash()).isEqualTo(small("A", "1.0.0").hash());
        assertThat(small("A", "1.0.0").hash()).isNotEqualTo(small("B", "1.0.0").hash());
        assertThat(small("A", "1.0.0").hash()).isNotEqualTo(small("A", "1.0.1").hash());
    }

    private static MachineDocument small(String target, String version) {
        return Machine.named("small")
                .version(version)
                .context(Map.of())
                .initial("A")
                .state("A", s -> s.on("E", target))
                .state("B", b -> {})
                .build();
    }

    @Test
    void theHashDoesNotDependOnTheOrderOfMapsThatTheJdkShuffles() {
        var one = new LinkedHashMap<String, Object>();
        one.put("type", "object");
        one.put("title", "T");
        var other = new LinkedHashMap<String, Object>();
        other.put("title", "T");
        other.put("type", "object");
        assertThat(withMaps(one).hash()).isEqualTo(withMaps(other).hash());
    }

    private static MachineDocument withMaps(Map<String, Object> map) {
        return Machine.named("small")
                .input(map)
                .context(map)
                .accepts("evt.a", map)
                .emits("cmd.a", map)
                .build();
    }

    @Test
    void theTimeAroundAnOrchestrationIsToldAsInADocument() {
        var inJava = Machine.named("m")
                .context(Map.of())
                .early("evt.paid", Duration.ofMinutes(5), 3)
                .early("evt.book.*", Duration.ofHours(1), 1000)
                .retention(Duration.ofDays(2))
                .retention(LifeCycle.Ending.FAILED, Duration.ofDays(30))
                .initial("A")
                .state("A", a -> a.on("evt.paid", "Done").on("evt.book.lost", "Failed"))
                .finalState("Done")
                .finalState("Failed", failed -> failed.failed())
                .build();
        var inYaml = new MachineDocuments().read("m.machine.yaml", """
                name: m
                early: { evt.paid: { keep: PT5M, max: 3 }, evt.book.*: { keep: PT1H, max: 1000 } }
                retention: { done: P2D, failed: P30D, terminated: P2D }
                initial: A
                states:
                  A: { on: { evt.paid: Done, evt.book.lost: Failed } }
                  Done: { type: final }
                  Failed: { type: final, outcome: failed }
                """);
        assertThat(inJava.lifeCycle()).isEqualTo(inYaml.lifeCycle()).isNotEqualTo(LifeCycle.PLAIN);

        var all = Machine.named("m")
                .context(Map.of())
                .on("evt.paid", t -> t.log("paid"))
                .early(Duration.ofMinutes(5), 3);
        assertThat(all.build().lifeCycle().early())
                .isEqualTo(Map.of("evt.paid", new LifeCycle.Early(Duration.ofMinutes(5), 3)));
    }

    @Test
    void theHashCoversTheTimeAroundAnOrchestration() {
        var hashes = Stream.<UnaryOperator<Machine<Map<String, Object>>>>of(
                        machine -> machine,
                        machine -> machine.early("evt.a", Duration.ofMinutes(1), 1),
                        machine -> machine.early("evt.a", Duration.ofMinutes(1), 2),
                        machine -> machine.early("evt.a", Duration.ofMinutes(2), 1),
                        machine -> machine.retention(LifeCycle.Ending.DONE, Duration.ofDays(1)),
                        machine -> machine.retention(LifeCycle.Ending.FAILED, Duration.ofDays(1)),
                        machine -> machine.finalState("B", b -> b.failed()),
                        machine -> machine.finalState("B"))
                .map(more -> more.apply(Machine.named("m")
                                .context(Map.of())
                                .initial("A")
                                .state("A", a -> {}))
                        .build()
                        .hash());
        assertThat(hashes).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void theTimeAroundAnOrchestrationHasTheRulesOfDocuments() {
        var thrown = catchThrowableOfType(
                DocumentException.class,
                () -> Machine.named("m")
                        .context(Map.of())
                        .early(Duration.ZERO, 1001)
                        .early("cmd.a", Duration.ofDays(8), 0)
                        .early("evt.*.a", Duration.ofDays(1), 1)
                        .retention(Duration.ofDays(-1))
                        .retention(LifeCycle.Ending.DONE, Duration.ofDays(36_501))
                        .initial("A")
                        .state("A", a -> a.failed())
                        .build());
        assertThat(thrown.problems())
                .extracting(problem -> problem.rule() + " " + problem.path())
                .containsExactly(
                        "out-of-range /early/keep",
                        "out-of-range /early/max",
                        "never-early /early/cmd.a",
                        "out-of-range /early/cmd.a/keep",
                        "out-of-range /early/cmd.a/max",
                        "mixed-early /early",
                        "bad-wildcard /early/evt.*.a",
                        "mixed-early /early",
                        "out-of-range /retention",
                        "out-of-range /retention/done",
                        "outcome-never /states/A/outcome");
        assertThat(thrown.problems()).allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("MachineTest.java");
            assertThat(problem.line()).isGreaterThan(250);
        });
    }

    @Test
    void everyProblemIsToldWithItsLine() {
        var thrown = catchThrowableOfType(
                DocumentException.class,
                () -> Machine.named("orchestrator")
                        .version("1")
                        .context(Map.of())
                        .initial("A")
                        .state("A", s -> s.on("E", "Nowhere").on("HIT", Hit.class, t -> t.target("A")))
                        .state(
                                "B",
                                b -> b.on(
                                        "HIT", Report.class, t -> t.whenIn("C").target("A")))
                        .emits("cmd.x", Map.of("type", 3L))
                        .build());
        assertThat(thrown.problems())
                .extracting(problem -> problem.rule())
                .contains(
                        "bad-name",
                        "bad-version",
                        "unknown-target",
                        "unknown-state-in-guard",
                        "conflicting-contract",
                        "bad-schema");
        assertThat(thrown.problems()).allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("MachineTest.java");
            assertThat(problem.line()).isGreaterThan(100);
        });
        assertThat(thrown.problems())
                .filteredOn(problem -> problem.rule().equals("unknown-target"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("/states/A/on/E"));
    }

    @Test
    void aDefaultThatIsNotTheLastIsRefused() {
        var thrown = catchThrowableOfType(
                DocumentException.class,
                () -> Machine.named("m")
                        .context(Map.of())
                        .initial("A")
                        .state(
                                "A",
                                s -> s.on("E", t -> t.when(context -> true).target("B"))
                                        .on("E", "A")
                                        .on("E", t -> t.when(context -> false).target("B"))
                                        .after(Duration.ofSeconds(1), "B")
                                        .after(Duration.ofSeconds(1), "A")
                                        .always(t -> t.whenIn("B").target("B"))
                                        .always("B")
                                        .always("A"))
                        .state(
                                "B",
                                s -> s.initial("C")
                                        .state("C", c -> {})
                                        .onDone("A")
                                        .onDone("B"))
                        .build());
        assertThat(thrown.problems())
                .extracting(DocumentProblem::rule, DocumentProblem::path)
                .containsExactly(
                        tuple("unreachable-transition", "/states/A/on/E/2"),
                        tuple("unreachable-transition", "/states/A/after/1000/1"),
                        tuple("unreachable-transition", "/states/A/always/2"),
                        tuple("unreachable-transition", "/states/B/onDone/1"));
        assertThat(thrown.problems())
                .extracting(DocumentProblem::line)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(thrown).hasMessageContaining("MachineTest.java:");
    }

    @Test
    void aLambdaThatFailsNamesItsLine() {
        var machine = Machine.named("failing")
                .context(Map.of())
                .on(
                        "E",
                        Hit.class,
                        t -> t.when(
                                (context, hit) -> Integer.parseInt(hit.data().by()) > 1))
                .on("F", t -> t.assign(context -> Map.of("at", new Object())))
                .build()
                .machine();
        var simulation = new Simulation(machine, null, Instant.EPOCH);
        simulation.start();
        assertThat(simulation.send(Event.of("E", STRONG)).error())
                .hasMessageMatching("guard 'MachineTest.java:\\d+' of .*: For input string: \"Ann\"");
        assertThat(simulation.send(Event.of("E", Map.of("points", "many"))).error())
                .hasMessageContaining("no Hit can be read from an object with keys [points]");
        assertThat(simulation.send(Event.of("F")).error()).hasMessageContaining("not to be written as JSON");
    }

    @Test
    void theInputIsTyped() {
        var document = Machine.named("greeting")
                .input(Hit.class)
                .context(Tally.class, hit -> new Tally(hit.points(), List.of(hit.by()), Instant.EPOCH))
                .build();
        var simulation = new Simulation(document.machine(), STRONG, Instant.EPOCH);
        simulation.start();
        assertThat(simulation.state().orElseThrow().context())
                .containsEntry("count", 11L)
                .containsEntry("seen", List.of("Ann"));
        assertThat(document.input()).isNotNull();
        assertThat(document.input().check(Map.of())).isNotEmpty();
    }

    @Test
    void aRootMayBeParallel() {
        var document = Machine.named("both")
                .context(Map.of("n", 1))
                .parallel()
                .state("A", a -> {})
                .state("B", b -> b.entry(a -> a.assign(context -> Map.of("n", (Long) context.get("n") + 1))))
                .build();
        var simulation = new Simulation(document.machine(), null, Instant.EPOCH);
        simulation.start();
        assertThat(simulation.state().orElseThrow().configuration().leaves()).containsExactly("A", "B");
        assertThat(simulation.state().orElseThrow().context()).containsEntry("n", 2L);
    }

    @Test
    void twoStatesOfOneNameAreRefusedAtOnce() {
        assertThatThrownBy(() ->
                        Machine.named("m").context(Map.of()).state("A", a -> {}).state("A", a -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two states 'A'");
    }
}
