package dev.xorca.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Scope;
import dev.xorca.statechart.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards, actions and delays by name, first in machines as XState writes them, then one by one. */
class RegistryTest {
    private static final Path FOLDER = Path.of("src/test/resources/xstate");

    private static final Registry CHECKOUT = Registry.builder()
            .guard("hasItems", scope -> number(scope, "items") > 0)
            .guard("totalOver", (scope, params) -> number(scope, "total") > (Long) params.get("limit"))
            .guard("isRejected", scope -> Boolean.TRUE.equals(data(scope).get("rejected")))
            .guard("mayTryAgain", scope -> number(scope, "attempts") < 2)
            .action(
                    "addItem",
                    (scope, params) -> List.of(Actions.assign(Map.of(
                            "items", number(scope, "items") + 1,
                            "total", number(scope, "total") + (Long) params.get("price")))))
            .action("askForReview", scope -> List.of(Actions.emit("cmd.order.review", Map.of())))
            .action("countAttempt", scope -> List.of(Actions.assign("attempts", number(scope, "attempts") + 1)))
            .action("charge", RegistryTest::charge)
            .action("noteTimeout", scope -> List.of(Actions.log("no answer"), Actions.emit("notif.late", Map.of())))
            .action("confirm", scope -> List.of(Actions.emit("notif.confirmed", scope.context())))
            .delay("PAYMENT_TIMEOUT", Duration.ofMinutes(5))
            .build();

    private static List<Action> charge(Scope scope) {
        return List.of(Actions.emit("cmd.card.charge", Map.of("amount", number(scope, "total"))));
    }

    private static long number(Scope scope, String key) {
        return (Long) scope.context().get(key);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(Scope scope) {
        return (Map<String, Object>) scope.event().data();
    }

    private final List<String> emitted = new ArrayList<>();
    private Simulation simulation;

    private void start(String file, Registry registry) throws IOException {
        var document = new MachineDocuments(SchemaCompiler.standard(), registry).read(FOLDER.resolve(file));
        simulation = new Simulation(document.machine(), null, Instant.EPOCH);
        note(simulation.start());
    }

    private void send(String type, Map<String, Object> data) {
        note(simulation.send(Event.of(type, data)));
    }

    private void send(String... types) {
        for (var type : types) {
            send(type, Map.of());
        }
    }

    private void note(Simulation.Outcome outcome) {
        assertThat(outcome.error()).isNull();
        outcome.emitted().forEach(each -> emitted.add(each.type()));
    }

    private List<String> in() {
        return simulation.state().orElseThrow().configuration().leaves();
    }

    @Test
    void aCheckoutAsXStateWritesItRuns() throws IOException {
        start("checkout.machine.json", CHECKOUT);
        send("ADD", "CHECKOUT");
        assertThat(in()).containsExactly("review");
        send("REVIEWED", Map.of("rejected", true));
        assertThat(in()).containsExactly("review");
        send("REVIEWED", "DECLINED");
        assertThat(in()).containsExactly("payment.waiting");
        assertThat(simulation.state().orElseThrow().context())
                .containsEntry("attempts", 2L)
                .containsEntry("total", 1500L);
        send("PAID");
        assertThat(simulation.state().orElseThrow().output()).isEqualTo(Map.of("ok", true));
        assertThat(emitted)
                .containsExactly("cmd.order.review", "cmd.card.charge", "cmd.card.charge", "notif.confirmed");
    }

    @Test
    void aNamedDelayEndsTheWait() throws IOException {
        start("checkout.machine.json", CHECKOUT);
        send("CHECKOUT", "REVIEWED");
        note(simulation.advance(Duration.ofSeconds(299)));
        assertThat(in()).containsExactly("payment.waiting");
        note(simulation.advance(Duration.ofSeconds(1)));
        assertThat(in()).containsExactly("cancelled");
        assertThat(emitted).endsWith("notif.late");
    }

    @Test
    void aLiftWithCombinedGuardsRuns() throws IOException {
        start(
                "lift.machine.json",
                Registry.builder()
                        .guard("isAtFloor", scope -> true)
                        .guard("isLoaded", scope -> true)
                        .action("chime", scope -> List.of(Actions.emit("notif.chime", Map.of())))
                        .delay("holdOpen", scope -> Duration.ofMillis(300 + number(scope, "load")))
                        .build());
        send("CALL", "OPEN");
        assertThat(in()).containsExactly("doors.closed", "motor.moving");
        send("ARRIVED", "OPEN", "CALL");
        assertThat(in()).containsExactly("doors.open", "motor.standing");
        note(simulation.advance(Duration.ofMillis(300)));
        assertThat(emitted).containsExactly("notif.chime");
        note(simulation.advance(Duration.ofMillis(700)));
        assertThat(in()).containsExactly("doors.closed", "motor.standing");
    }

    @Test
    void aFormWithHistoryAndNamesOfSeveralWordsRuns() throws IOException {
        start(
                "form.machine.json",
                Registry.builder()
                        .guard(
                                "is valid",
                                scope -> String.valueOf(scope.context().get("value"))
                                        .endsWith("!"))
                        .action(
                                "store",
                                scope -> List.of(
                                        Actions.assign("value", data(scope).get("text"))))
                        .action("validate", scope -> List.of())
                        .action("clear", scope -> List.of(Actions.assign("value", "")))
                        .action(
                                "track",
                                (scope, params) -> List.of(Actions.emit("notif." + params.get("step"), Map.of())))
                        .build());
        send("CHANGE", Map.of("text", "a"));
        assertThat(in()).containsExactly("editing.dirty");
        send("CHANGE", Map.of("text", "a!"));
        assertThat(in()).containsExactly("editing.valid");
        send("SUBMIT", "FAILED");
        assertThat(in()).containsExactly("editing.valid");
        send("RESET");
        assertThat(in()).containsExactly("editing.pristine");
        assertThat(emitted).containsExactly("notif.left", "notif.left");
    }

    @Test
    void parametersMayHoldExpressions() {
        var registry = Registry.builder()
                .action("note", (scope, params) -> List.of(Actions.emit("notif.note", params)))
                .build();
        var machine = read(registry, """
                name: m
                context: { who: Eve }
                entry: { type: note, params: { text: "for ${context.who}", length: "${size(context.who)}" } }
                """).machine();
        var outcome = new Simulation(machine, null, Instant.EPOCH).start();
        assertThat(outcome.emitted().get(0).data()).isEqualTo(Map.of("text", "for Eve", "length", 3L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on: { E: { guard: isLarg } }                      | unknown-guard  | did you mean 'isLarge'?
            on: { E: { guard: { type: isLarg } } }            | unknown-guard  | did you mean 'isLarge'?
            on: { E: { guard: { not: small } } }              | unknown-guard  | registered are: isLarge; or write an expression, for example context.tries < 3
            on: { E: { guard: 'small things' } }              | malformed-expression | known are context, event, input, self, now and stateIn()
            on: { E: { guard: { type: not } } }               | ambiguous-guard | write guard: with one guard
            on: { E: { guard: { type: and } } }               | missing-guards | add guards: a list of guards
            on: { E: { guard: { type: stateIn } } }           | missing-state  | add stateValue: "#id" or a state value
            on: { E: { guard: { type: isLarge, than: 3 } } }  | unknown-key    | known here: params, type; keys of your own begin with x-
            on: { E: { guard: { type: isLarge, params: 3 } } } | wrong-type    | write an object
            entry: notifyOp                                   | unknown-action | did you mean 'notifyOps'?
            entry: [ { type: tell } ]                         | unknown-action | registered are: notifyOps; or write it out, for example { emit: cmd.thing.do, data: { } }
            after: { shortWiat: { } }                         | unknown-delay  | did you mean 'shortWait'?
            after: { PT5: { } }                               | bad-delay      | for example 30000 or PT30S
            entry: { raise: e, delay: soon }                  | unknown-delay  | registered are: shortWait; or write a length of time, for example 30000 or PT30S
            """)
    void whatIsNotRegisteredIsAProblemWithAnAnswer(String line, String rule, String fix) {
        var registry = Registry.builder()
                .guard("isLarge", scope -> true)
                .action("notifyOps", scope -> List.of())
                .delay("shortWait", Duration.ofSeconds(1))
                .build();
        var thrown = catchThrowableOfType(DocumentException.class, () -> read(registry, "name: m\n" + line));
        assertThat(thrown.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo(rule);
            assertThat(problem.fix()).isEqualTo(fix);
            assertThat(problem.line()).isEqualTo(2);
        });
    }

    @Test
    void aRegisteredNameComesBeforeAnExpression() {
        var registry = Registry.builder().guard("context.open", scope -> true).build();
        var machine = read(registry, "{ name: m, on: { E: { guard: context.open, actions: { emit: x } } } }")
                .machine();
        var simulation = new Simulation(machine, null, Instant.EPOCH);
        simulation.start();
        assertThat(simulation.send(Event.of("E")).emitted()).hasSize(1);
    }

    @Test
    void namesThatMeanSomethingElseAreRefused() {
        var builder = Registry.builder().guard("twice", scope -> true);
        assertThatThrownBy(() -> builder.guard("twice", scope -> true)).hasMessageContaining("already");
        assertThatThrownBy(() -> builder.guard("and", scope -> true)).hasMessageContaining("cannot be registered");
        assertThatThrownBy(() -> builder.action("emit", scope -> List.of())).hasMessageContaining("cannot be");
        assertThatThrownBy(() -> builder.delay("PT5S", Duration.ZERO)).hasMessageContaining("duration");
    }

    private static MachineDocument read(Registry registry, String yaml) {
        return new MachineDocuments(SchemaCompiler.standard(), registry).read("m.machine.yaml", yaml);
    }

    @Test
    void aCommandHasOneResponder() {
        Responder responder = question -> new Responder.Done(question.data());
        var builder = Registry.builder().responder("cmd.a", responder);
        assertThat(builder.build().responders()).isEqualTo(Map.of("cmd.a", responder));
        assertThatThrownBy(() -> builder.responder("cmd.a", question -> new Responder.Later()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a responder for 'cmd.a' is registered already; "
                        + "one question has one answer, so register one");
        assertThatThrownBy(() -> builder.responder("evt.a", responder))
                .hasMessage("a responder answers commands, whose types begin with 'cmd.'; this is 'evt.a'");
        assertThat(Registry.empty().responders()).isEmpty();
    }
}
