package dev.xorca.statechart.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.ExpressionException;
import dev.xorca.statechart.Limits;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineDefinition;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.StateDefinition;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.TransitionDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationTest {

    @Test
    void aTimerFiresWhenItIsDueAndNotBefore() {
        var simulation = started(root().on(emit("ring", "rung")).entry(raise("ring", "PT10S", null)));
        assertThat(simulation.advance(Duration.ofMillis(9_999)).emitted()).isEmpty();
        assertThat(types(simulation.advance(Duration.ofMillis(1)))).containsExactly("rung");
        assertThat(simulation.advance(Duration.ofDays(1)).emitted()).isEmpty();
        assertThat(simulation.now()).isEqualTo(Instant.EPOCH.plusSeconds(10).plus(Duration.ofDays(1)));
    }

    @Test
    void timersFireInTheOrderOfTheirTimesThenOfTheirStart() {
        var simulation = started(root().entry(raise("late", "20", null))
                .entry(raise("b", "10", null))
                .entry(raise("c", "10", null))
                .entry(raise("early", "5", null))
                .on(emit("late", "late"))
                .on(emit("b", "b"))
                .on(emit("c", "c"))
                .on(emit("early", "early")));
        assertThat(types(simulation.advance(Duration.ofSeconds(1)))).containsExactly("early", "b", "c", "late");
    }

    @Test
    void whileATimerFiresTheClockStandsAtItsTime() {
        var simulation = started(root().entry(raise("ring", "10", null))
                .on(way(
                        "ring",
                        new Action.Emit("at", scope -> scope.environment().now().toString(), Map.of()))));
        assertThat(simulation.advance(Duration.ofSeconds(1)).emitted())
                .containsExactly(new Effect.Emit("at", "1970-01-01T00:00:00.010Z", Map.of()));
        assertThat(simulation.now()).isEqualTo(Instant.EPOCH.plusSeconds(1));
    }

    @Test
    void aTimerThatStartsATimerLetsItFireInTheSameAdvance() {
        var simulation = started(root().entry(raise("tick", "10", null))
                .on(way(
                        "tick",
                        raise("tick", "10", null),
                        new Action.Emit("tock", Expression.constant(1L), Map.of()))));
        assertThat(simulation.advance(Duration.ofMillis(55)).emitted()).hasSize(5);
    }

    @Test
    void aPendingTimerIsReplacedUnderItsIdAndCancelled() {
        var simulation = started(root().entry(raise("ring", "10", "r"))
                .on(way("AGAIN", raise("ring", "10", "r")))
                .on(way("STOP", new Action.Cancel("r")))
                .on(emit("ring", "rung")));
        simulation.advance(Duration.ofMillis(9));
        simulation.send(Event.of("AGAIN"));
        assertThat(simulation.advance(Duration.ofMillis(9)).emitted()).isEmpty();
        assertThat(simulation.advance(Duration.ofMillis(1)).emitted()).hasSize(1);
        simulation.send(Event.of("AGAIN"));
        simulation.send(Event.of("STOP"));
        assertThat(simulation.advance(Duration.ofDays(1)).emitted()).isEmpty();
    }

    @Test
    void aDelayOfZeroFiresWithTheEventThatSetIt() {
        var simulation = started(root().on(way("GO", raise("ring", "0", null))).on(emit("ring", "rung")));
        assertThat(types(simulation.send(Event.of("GO")))).containsExactly("rung");
    }

    @Test
    void afterLeavesTheStateUnlessItWasLeftBefore() {
        var root = root().initial(TransitionDefinition.to("", "a", ""))
                .state(StateDefinition.of("a", "/states/a")
                        .on(TransitionDefinition.to("E", "b", ""))
                        .after(Delay.of("PT1M"), List.of(TransitionDefinition.to("", "late", ""))))
                .state(StateDefinition.of("b", "/states/b"))
                .state(StateDefinition.of("late", "/states/late"));
        var patient = started(root);
        patient.advance(Duration.ofMinutes(1));
        assertThat(patient.state().orElseThrow().configuration()).hasToString("[late]");
        var quick = started(root);
        quick.send(Event.of("E"));
        quick.advance(Duration.ofMinutes(5));
        assertThat(quick.state().orElseThrow().configuration()).hasToString("[b]");
    }

    @Test
    void aStepThatFailsIsUndoneWithItsTimersAndTheNextOneGoesOn() {
        Action boom = new Action.Log(scope -> {
            throw new ExpressionException("boom");
        });
        var simulation = started(root().on(way("BAD", raise("ring", "10", null), boom))
                .on(emit("GOOD", "fine"))
                .on(emit("ring", "rung")));
        var before = simulation.state();
        var bad = simulation.send(Event.of("BAD"));
        assertThat(bad.error()).hasMessage("log in state 'the machine': boom");
        assertThat(bad.emitted()).isEmpty();
        assertThat(simulation.state()).isEqualTo(before);
        assertThat(simulation.advance(Duration.ofDays(1)).emitted()).isEmpty();
        assertThat(types(simulation.send(Event.of("GOOD")))).containsExactly("fine");
    }

    @Test
    void aStartThatFailsLeavesNothingToSendTo() {
        var simulation = new Simulation(machine(root(), scope -> List.of()), null, Instant.EPOCH);
        assertThat(simulation.start().error()).hasMessage("initial context: it is not an object");
        assertThat(simulation.state()).isEmpty();
        assertThat(simulation.send(Event.of("E")).error()).isNull();
        assertThat(simulation.advance(Duration.ofDays(1)).microsteps()).isEmpty();
    }

    @Test
    void aMachineThatIsDoneHasNoTimers() {
        var root = root().entry(raise("ring", "10", null))
                .on(emit("ring", "rung"))
                .initial(TransitionDefinition.to("", "f", ""))
                .state(StateDefinition.of("f", "/states/f").kind(StateNode.Kind.FINAL));
        var simulation = started(root);
        assertThat(simulation.state().orElseThrow().status()).isEqualTo(MachineState.Status.DONE);
        assertThat(simulation.advance(Duration.ofDays(1)).emitted()).isEmpty();
    }

    @Test
    void inputAndSelfAreThereForExpressions() {
        var root = root().entry(new Action.Emit(
                "out",
                scope -> List.of(
                        String.valueOf(scope.environment().input()),
                        String.valueOf(scope.event().data()),
                        scope.event().type(),
                        scope.environment().self().get("name")),
                Map.of()));
        var simulation = new Simulation(machine(root, null), Map.of("i", 1L), Instant.EPOCH);
        assertThat(simulation.start().emitted())
                .containsExactly(new Effect.Emit("out", List.of("{i=1}", "{i=1}", "xorca.m.start", "m"), Map.of()));
    }

    @Test
    void timeOnlyGoesForwardAndNotForCenturies() {
        var simulation = started(root());
        assertThatThrownBy(() -> simulation.advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot advance by PT-0.001S");
        assertThatThrownBy(() -> simulation.advance(Duration.ofDays(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timersWithoutEndAreStopped() {
        var simulation = started(root().on(way("tick", raise("tick", "0", null))));
        assertThatThrownBy(() -> simulation.send(Event.of("tick")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the machine m sets timers faster than time passes");
    }

    private static Simulation started(StateDefinition root) {
        var simulation = new Simulation(machine(root, null), null, Instant.EPOCH);
        assertThat(simulation.start().error()).isNull();
        return simulation;
    }

    private static Machine machine(StateDefinition root, Expression context) {
        return Machine.of(new MachineDefinition("m", "1.0.0", null, context, root, Limits.DEFAULT));
    }

    private static StateDefinition root() {
        return StateDefinition.of("m", "");
    }

    private static TransitionDefinition way(String descriptor, Action... actions) {
        return new TransitionDefinition(descriptor, List.of(), null, List.of(actions), false, "");
    }

    private static TransitionDefinition emit(String descriptor, String type) {
        return way(descriptor, new Action.Emit(type, Expression.constant(Map.of()), Map.of()));
    }

    private static Action raise(String type, String delay, String id) {
        return new Action.Raise(type, Expression.constant(Map.of()), Delay.of(delay), id);
    }

    private static List<String> types(Simulation.Outcome outcome) {
        return outcome.emitted().stream().map(Effect.Emit::type).toList();
    }
}
