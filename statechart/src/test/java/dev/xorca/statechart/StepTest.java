package dev.xorca.statechart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step says of itself: microsteps, effects, context, output; and what it says when it fails. */
class StepTest {

    @Test
    void aMicrostepTellsEventTransitionsAndStates() {
        var machine = Chart.machine("""
                a | E -> p.r2.d do raise R
                p:parallel
                  r1
                    b | R -> c
                    c
                  r2
                    d
                """);
        var step = Chart.send(machine, Chart.after(machine, ""), "E");
        assertThat(step.tookPlace()).isTrue();
        assertThat(step.microsteps()).hasSize(2);
        var first = step.microsteps().get(0);
        assertThat(first.event()).isEqualTo(Event.of("E"));
        assertThat(first.taken()).singleElement().satisfies(transition -> {
            assertThat(transition).hasToString("a --E--> p.r2.d");
            assertThat(transition.at()).isEqualTo("/states/a/on/E");
        });
        assertThat(first.exited()).containsExactly("a");
        assertThat(first.entered()).containsExactly("p", "p.r1", "p.r1.b", "p.r2", "p.r2.d");
        assertThat(first.raised()).containsExactly(Event.of("R"));
        var second = step.microsteps().get(1);
        assertThat(second.event()).isEqualTo(Event.of("R"));
        assertThat(second.exited()).containsExactly("p.r1.b");
        assertThat(second.entered()).containsExactly("p.r1.c");
        assertThat(second.raised()).isEmpty();
    }

    @Test
    void theStartIsAMicrostepWithoutTransitions() {
        var machine = Chart.machine("a | always -> b\nb");
        var steps = Chart.start(machine).microsteps();
        assertThat(steps.get(0).taken()).isEmpty();
        assertThat(steps.get(0).entered()).containsExactly("", "a");
        assertThat(steps.get(1).taken()).hasToString("[a --always--> b]");
        assertThat(steps.get(1).event()).isEqualTo(Event.of("start"));
    }

    @Test
    void anEventThatNobodyTakesHasNoMicrosteps() {
        var machine = Chart.machine("a | E -> a");
        var before = Chart.after(machine, "");
        var step = Chart.send(machine, before, "X");
        assertThat(step.tookPlace()).isFalse();
        assertThat(step.after()).isEqualTo(before);
        assertThat(step.assigned()).isEmpty();
        assertThat(step.effects()).isEmpty();
    }

    @Test
    void aMachineThatIsDoneTakesNothing() {
        var machine = Chart.machine("a | E -> f\nf:final\n| E -> .a do never");
        var before = Chart.after(machine, "E");
        assertThat(before.status()).isEqualTo(MachineState.Status.DONE);
        var step = Chart.send(machine, before, "E");
        assertThat(step.tookPlace()).isFalse();
        assertThat(step.after()).isEqualTo(before);
    }

    @Test
    void equalArgumentsGiveEqualResults() {
        var machine = Chart.machine("""
                p:parallel
                  r1
                    a | E -> b do inc n, raise R, emit out
                    b | R -> a
                  r2
                    c | E -> d
                    d
                    h:deep
                """);
        assertThat(Chart.start(machine)).isEqualTo(Chart.start(machine));
        var before = Chart.after(machine, "");
        var once = Chart.send(machine, before, "E");
        var again = Chart.send(
                machine,
                MachineState.active(machine, before.configuration().leaves(), before.context(), before.history()),
                "E");
        assertThat(once).isEqualTo(again);
        assertThat(before).isEqualTo(Chart.after(machine, ""));
    }

    @Test
    void everyValueOfAnAssignSeesTheContextBeforeItAndLaterActionsSeeAll() {
        var swap = new LinkedHashMap<String, Expression>();
        swap.put("x", scope -> scope.context().get("y"));
        swap.put("y", scope -> scope.context().get("x"));
        var state = StateDefinition.of("m", "")
                .entry(new Action.Assign(swap))
                .entry(new Action.Log(scope -> scope.context().toString()));
        var step = Chart.start(machine(state, scope -> new LinkedHashMap<>(Map.of("x", 1L, "y", 2L))));
        assertThat(step.after().context()).isEqualTo(Map.of("x", 2L, "y", 1L));
        assertThat(step.effects())
                .singleElement()
                .satisfies(log -> assertThat(log.toString()).contains("x=2"));
    }

    @Test
    void onlyWhatChangedCountsAsAssigned() {
        var values = new LinkedHashMap<String, Expression>();
        values.put("same", Expression.constant(1L));
        values.put("other", Expression.constant(3L));
        values.put("fresh", Expression.constant(null));
        var root = StateDefinition.of("m", "")
                .on(new TransitionDefinition("E", List.of(), null, List.of(new Action.Assign(values)), false, ""));
        var machine = machine(root, Expression.constant(Map.of("same", 1L, "other", 2L)));
        var start = Chart.start(machine);
        assertThat(start.assigned()).isEqualTo(Map.of("same", 1L, "other", 2L));
        var step = Chart.send(machine, start.after(), "E");
        var expected = new HashMap<String, Object>(Map.of("other", 3L));
        expected.put("fresh", null);
        assertThat(step.assigned()).isEqualTo(expected);
        assertThat(Chart.send(machine, step.after(), "E").assigned()).isEmpty();
        assertThat(start.after().context()).as("the state before").isEqualTo(Map.of("same", 1L, "other", 2L));
    }

    @Test
    void theContextIsThereForReadingOnly() {
        var context = Chart.after(Chart.machine("a"), "").context();
        assertThatThrownBy(() -> context.put("n", 2L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void expressionsSeeEventInputSelfAndTime() {
        var root = StateDefinition.of("m", "")
                .on(new TransitionDefinition(
                        "E",
                        List.of(),
                        null,
                        List.of(new Action.Emit(
                                "out",
                                scope -> List.of(
                                        String.valueOf(scope.event().data()),
                                        String.valueOf(
                                                scope.event().attributes().get("id")),
                                        String.valueOf(scope.environment().input()),
                                        scope.environment().self().get("name"),
                                        scope.environment().now().toString()),
                                Map.of())),
                        false,
                        ""));
        var machine = machine(root, null);
        var environment = new Environment(Map.of("name", "me"), "in", Instant.ofEpochSecond(1));
        var before = Interpreter.start(machine, Event.of("start"), environment).after();
        var event = new Event("E", 7L, Map.of("id", "e1"));
        assertThat(Interpreter.transition(machine, before, event, environment).effects())
                .containsExactly(
                        new Effect.Emit("out", List.of("7", "e1", "in", "me", "1970-01-01T00:00:01Z"), Map.of()));
    }

    @Test
    void anAttributeThatIsNullIsLeftOut() {
        var attributes = new LinkedHashMap<String, Expression>();
        attributes.put("to", Expression.constant("x"));
        attributes.put("none", Expression.constant(null));
        var root = StateDefinition.of("m", "").entry(new Action.Emit("out", Expression.constant(null), attributes));
        assertThat(Chart.start(machine(root, null)).effects())
                .containsExactly(new Effect.Emit("out", null, Map.of("to", "x")));
    }

    @Test
    void aRegisteredActionRunsWhatItPlans() {
        var custom = new Action.Custom("twice", scope -> List.of(Chart.increment("n"), Chart.increment("n")));
        var root = StateDefinition.of("m", "")
                .entry(custom)
                .entry(new Action.Log(scope -> scope.context().get("n")));
        assertThat(Chart.start(machine(root, null)).effects()).containsExactly(new Effect.Log("2"));
    }

    @Test
    void initialActionsRunBetweenTheEntriesOfParentAndChild() {
        var root = StateDefinition.of("m", "")
                .entry(Chart.log("+m"))
                .state(StateDefinition.of("a", "/states/a").entry(Chart.log("+a")))
                .initial(new TransitionDefinition(
                        "", List.of("a"), null, List.of(Chart.log("initial")), false, "/initial"));
        assertThat(Chart.trace(Chart.start(machine(root, null)))).isEqualTo("+m initial +a");
    }

    @Test
    void initialActionsDoNotRunWhenTheChildIsNamed() {
        var p = StateDefinition.of("p", "/states/p")
                .state(StateDefinition.of("x", "/states/p/states/x").entry(Chart.log("+x")))
                .initial(new TransitionDefinition("", List.of("x"), null, List.of(Chart.log("initial")), false, ""));
        var root = StateDefinition.of("m", "")
                .state(StateDefinition.of("a", "/states/a")
                        .on(TransitionDefinition.to("TO_X", "p.x", ""))
                        .on(TransitionDefinition.to("TO_P", "p", "")))
                .state(p)
                .initial(TransitionDefinition.to("", "a", ""));
        var machine = machine(root, null);
        assertThat(Chart.trace(Chart.send(machine, Chart.after(machine, ""), "TO_X")))
                .isEqualTo("+x");
        assertThat(Chart.trace(Chart.send(machine, Chart.after(machine, ""), "TO_P")))
                .isEqualTo("initial +x");
    }

    @Test
    void anEnteredStateStartsItsTimersAndALeftOneCancelsThem() {
        var machine = Chart.machine("a | after 2000 -> b | after PT1S -> c\nb\nc");
        var start = Chart.start(machine);
        assertThat(start.effects())
                .containsExactly(
                        new Effect.Log("+m"),
                        new Effect.Log("+a"),
                        timer("xstate.after.PT1S.m.a", Duration.ofSeconds(1)),
                        timer("xstate.after.2000.m.a", Duration.ofSeconds(2)));
        var fired = Chart.send(machine, start.after(), "xstate.after.2000.m.a");
        assertThat(fired.effects())
                .containsExactly(
                        new Effect.Log("-a"),
                        new Effect.CancelTimer("xstate.after.PT1S.m.a"),
                        new Effect.CancelTimer("xstate.after.2000.m.a"),
                        new Effect.Log("+b"));
        assertThat(fired.after().configuration()).hasToString("[b]");
    }

    @Test
    void aTimerIsNotStartedAgainWithoutLeavingTheState() {
        var machine = Chart.machine("a | after 10 -> b | SELF -> a | AGAIN -> a reenter\nb");
        var before = Chart.after(machine, "");
        assertThat(Chart.send(machine, before, "SELF").effects()).isEmpty();
        assertThat(Chart.send(machine, before, "AGAIN").effects())
                .contains(
                        new Effect.CancelTimer("xstate.after.10.m.a"),
                        timer("xstate.after.10.m.a", Duration.ofMillis(10)));
    }

    @Test
    void anEndedMachineCancelsItsTimers() {
        var machine = Chart.machine("a | E -> f\nf:final\n| after 10 -> .a");
        assertThat(Chart.send(machine, Chart.after(machine, ""), "E").effects())
                .endsWith(new Effect.Log("-m"), new Effect.CancelTimer("xstate.after.10.m"));
    }

    @Test
    void aDelayedRaiseIsATimerUnderItsId() {
        var raise = new Action.Raise(
                "late", Expression.constant(Map.of("a", 1L)), Delay.of(Duration.ofSeconds(5)), "reminder");
        var root = StateDefinition.of("m", "").entry(raise).entry(new Action.Cancel("reminder"));
        var step = Chart.start(machine(root, null));
        assertThat(step.effects())
                .containsExactly(
                        new Effect.StartTimer("reminder", "late", Map.of("a", 1L), Duration.ofSeconds(5)),
                        new Effect.CancelTimer("reminder"));
        assertThat(step.microsteps().get(0).raised()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            DELAY       | LENGTH
            0           | PT0S
            1500        | PT1.5S
            PT1.5S      | PT1.5S
            P2D         | PT48H
            pt1m        | PT1M
            """)
    void aDelayIsMillisecondsOrIso8601(String text, Duration length) {
        assertThat(Delay.of(text).fixed()).isEqualTo(length);
        assertThat(computed(text)).isEqualTo(length);
    }

    @Test
    void aComputedDelayMayBeANumber() {
        assertThat(computed(1500L)).isEqualTo(Duration.ofMillis(1500));
        assertThat(computed(1500.0)).isEqualTo(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @CsvSource({"-1", "PT-1S", "-PT1S", "1.5", "soon", "''", "P1Y", "10s", "99999999999999999999"})
    void whatIsNoDelayIsRefused(String text) {
        assertThatThrownBy(() -> Delay.of(text))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("'" + text
                        + "' is not a delay: use milliseconds (1500) or an ISO-8601 duration (PT1.5S), not negative");
    }

    @Test
    void aComputedDelayThatIsNoneFailsTheStep() {
        for (var value : Arrays.asList(-1L, Double.NaN, null, "soon", Map.of())) {
            assertThatThrownBy(() -> computed(value))
                    .as("%s", value)
                    .isInstanceOf(StepException.class)
                    .hasMessageStartingWith("delay 'wait' in state 'the machine': '" + value + "' is not a delay");
        }
    }

    @Test
    void theDoneEventCarriesTheOutputOfTheFinalState() {
        var data = new Action.Log(
                scope -> scope.event().type() + " " + scope.event().data());
        var p = StateDefinition.of("p", "/states/p")
                .state(StateDefinition.of("f", "/states/p/states/f")
                        .kind(StateNode.Kind.FINAL)
                        .output(scope -> Map.of("got", scope.context().get("n"))))
                .initial(TransitionDefinition.to("", "f", ""))
                .onDone(new TransitionDefinition("", List.of("q"), null, List.of(data), false, ""));
        var root = StateDefinition.of("m", "")
                .state(p)
                .state(StateDefinition.of("q", "/states/q"))
                .initial(TransitionDefinition.to("", "p", ""));
        assertThat(Chart.trace(Chart.start(machine(root, Expression.constant(Map.of("n", 7L))))))
                .isEqualTo(" / xstate.done.state.m.p {got=7}");
    }

    @Test
    void theDoneEventOfAParallelStateCarriesNothing() {
        var data = new Action.Log(
                scope -> scope.event().type() + " " + scope.event().data());
        var p = StateDefinition.of("p", "/states/p")
                .kind(StateNode.Kind.PARALLEL)
                .state(StateDefinition.of("f", "/states/p/states/f")
                        .kind(StateNode.Kind.FINAL)
                        .output(Expression.constant(1L)))
                .onDone(new TransitionDefinition("", List.of("q"), null, List.of(data), false, ""));
        var root = StateDefinition.of("m", "")
                .state(p)
                .state(StateDefinition.of("q", "/states/q"))
                .initial(TransitionDefinition.to("", "p", ""));
        assertThat(Chart.trace(Chart.start(machine(root, null)))).isEqualTo(" / xstate.done.state.m.p {}");
    }

    static Stream<Arguments> outputs() {
        Expression seen = scope ->
                Map.of("of", scope.event().type(), "data", scope.event().data());
        return Stream.of(
                arguments("none", null, null, null),
                arguments("that of the final state", null, Expression.constant(7L), 7L),
                arguments("that of the root", Expression.constant("r"), Expression.constant(7L), "r"),
                arguments(
                        "that of the root, which sees the final state's",
                        seen,
                        Expression.constant(7L),
                        Map.of("of", "xstate.done.state.m", "data", 7L)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outputs")
    void theOutputOfAMachineIs(String what, Expression ofRoot, Expression ofFinal, Object output) {
        var end = StateDefinition.of("f", "/states/f").kind(StateNode.Kind.FINAL);
        var root = StateDefinition.of("m", "").state(end).initial(TransitionDefinition.to("", "f", ""));
        if (ofFinal != null) {
            end.output(ofFinal);
        }
        if (ofRoot != null) {
            root.output(ofRoot);
        }
        var after = Chart.start(machine(root, null)).after();
        assertThat(after.status()).as(what).isEqualTo(MachineState.Status.DONE);
        assertThat(after.output()).as(what).isEqualTo(output);
    }

    @Test
    void aParallelRootEndsWhenAllItsRegionsHave() {
        var root = StateDefinition.of("m", "").kind(StateNode.Kind.PARALLEL).exit(Chart.log("-m"));
        for (var key : List.of("a", "b")) {
            var at = "/states/" + key;
            root.state(StateDefinition.of(key, at)
                    .state(StateDefinition.of("x", at + "/states/x").on(TransitionDefinition.to(key, "f", "")))
                    .state(StateDefinition.of("f", at + "/states/f")
                            .kind(StateNode.Kind.FINAL)
                            .exit(Chart.log("-" + key)))
                    .initial(TransitionDefinition.to("", "x", "")));
        }
        var machine = machine(root, null);
        var state = Chart.after(machine, "b");
        assertThat(state.status()).isEqualTo(MachineState.Status.ACTIVE);
        var step = Chart.send(machine, state, "a");
        assertThat(step.after().status()).isEqualTo(MachineState.Status.DONE);
        assertThat(Chart.trace(step)).isEqualTo("-b -a -m");
        assertThat(step.after().configuration().leaves()).containsExactly("a.f", "b.f");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        "a | E -> b if fail\nb",
                        "guard-failed",
                        "a",
                        "/states/a/on/E/guard",
                        "guard 'fail' of a --E--> b: boom"),
                arguments(
                        "a\n  b | E -> #m.c do x, fail\nc",
                        "action-failed",
                        "a.b",
                        "/states/a/states/b/on/E/actions/1",
                        "log in state 'a.b': boom"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aStepThatFailsTellsWhatAndWhere(String chart, String reason, String state, String at, String message) {
        var machine = Chart.machine(chart);
        var before = Chart.after(machine, "");
        var copy = MachineState.active(machine, before.configuration().leaves(), before.context(), before.history());
        var failure = catchThrowableOfType(StepException.class, () -> Chart.send(machine, before, "E"));
        assertThat(failure).hasMessage(message).hasRootCauseMessage("boom");
        assertThat(failure.reason().code()).isEqualTo(reason);
        assertThat(failure.state()).isEqualTo(state);
        assertThat(failure.at()).isEqualTo(at);
        assertThat(before).isEqualTo(copy);
    }

    static Stream<Arguments> failingStarts() {
        Expression boom = scope -> {
            throw new IllegalStateException();
        };
        var raise = new Action.Raise("r", boom, null, null);
        var emit = new Action.Emit("e", Expression.constant(1L), Map.of("to", boom));
        var custom = new Action.Custom("mine", scope -> {
            throw new ExpressionException("no plan");
        });
        var late = new Action.Raise("r", Expression.constant(1L), Delay.computed("x", boom), null);
        return Stream.of(
                arguments(
                        StateDefinition.of("m", "").entry(raise),
                        null,
                        "action-failed /entry/0",
                        "raise 'r' in state 'the machine': IllegalStateException"),
                arguments(
                        StateDefinition.of("m", "").entry(Chart.log("x")).entry(emit),
                        null,
                        "action-failed /entry/1",
                        "emit 'e' in state 'the machine': IllegalStateException"),
                arguments(
                        StateDefinition.of("m", "").entry(new Action.Assign(Map.of("a", boom))),
                        null,
                        "action-failed /entry/0",
                        "assign in state 'the machine': IllegalStateException"),
                arguments(
                        StateDefinition.of("m", "").entry(custom),
                        null,
                        "action-failed /entry/0",
                        "action 'mine' in state 'the machine': no plan"),
                arguments(
                        StateDefinition.of("m", "").entry(late),
                        null,
                        "action-failed ",
                        "delay 'x' in state 'the machine': IllegalStateException"),
                arguments(
                        StateDefinition.of("m", ""),
                        boom,
                        "context-failed /context",
                        "initial context: IllegalStateException"),
                arguments(
                        StateDefinition.of("m", ""),
                        Expression.constant(List.of()),
                        "context-failed /context",
                        "initial context: it is not an object"),
                arguments(
                        StateDefinition.of("m", ""),
                        Expression.constant(null),
                        "context-failed /context",
                        "initial context: it is not an object"),
                arguments(
                        StateDefinition.of("m", "")
                                .state(StateDefinition.of("f", "/states/f")
                                        .kind(StateNode.Kind.FINAL)
                                        .output(boom))
                                .initial(TransitionDefinition.to("", "f", "")),
                        null,
                        "output-failed /states/f/output",
                        "output of 'f': IllegalStateException"),
                arguments(
                        StateDefinition.of("m", "")
                                .state(StateDefinition.of("f", "/states/f").kind(StateNode.Kind.FINAL))
                                .initial(TransitionDefinition.to("", "f", ""))
                                .output(boom),
                        null,
                        "output-failed /output",
                        "output of 'the machine': IllegalStateException"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("failingStarts")
    void aStartThatFailsTellsWhatAndWhere(StateDefinition root, Expression context, String reasonAt, String message) {
        var machine = machine(root, context);
        var failure = catchThrowableOfType(StepException.class, () -> Chart.start(machine));
        assertThat(failure).hasMessage(message);
        assertThat(failure.reason().code() + " " + failure.at()).isEqualTo(reasonAt);
    }

    @Test
    void aCircleOfEventlessTransitionsEndsAtTheLimit() {
        var machine = Chart.machine("a | E -> b\nb | always -> c\nc | always -> b", limits(50, 50, 1000));
        assertThatThrownBy(() -> Chart.send(machine, Chart.after(machine, ""), "E"))
                .isInstanceOf(StepException.class)
                .hasMessage("one event led to more than 50 microsteps (limit 'microsteps'); the last was "
                        + "c --always--> b: look for eventless or raised events that lead in a circle")
                .extracting(e -> ((StepException) e).reason())
                .isEqualTo(StepException.Reason.TOO_MANY_MICROSTEPS);
    }

    @Test
    void aCircleOfRaisedEventsEndsAtTheLimit() {
        var machine = Chart.machine("a | E -> do raise E", limits(1000, 50, 1000));
        assertThatThrownBy(() -> Chart.send(machine, Chart.after(machine, ""), "E"))
                .hasMessage("one event raised more than 50 events (limit 'raised'); the last was 'E'")
                .extracting(e -> ((StepException) e).reason())
                .isEqualTo(StepException.Reason.TOO_MANY_RAISED);
    }

    @Test
    void tooManyEffectsAreRefused() {
        var machine = Chart.machine("a | E -> do emit x, emit y, log", limits(100, 100, 2));
        assertThatThrownBy(() -> Chart.send(machine, Chart.after(machine, ""), "E"))
                .hasMessage("one event led to more than 2 effects (limit 'effects')")
                .extracting(e -> ((StepException) e).reason())
                .isEqualTo(StepException.Reason.TOO_MANY_EFFECTS);
    }

    @Test
    void whatALimitAllowsIsDone() {
        var chain = "a | E -> b\nb | always -> c\nc | always -> d\nd";
        assertThat(Chart.after(Chart.machine(chain, limits(3, 1, 20)), "E").configuration())
                .hasToString("[d]");
        assertThatThrownBy(() -> Chart.after(Chart.machine(chain, limits(2, 1, 20)), "E"))
                .isInstanceOf(StepException.class);
        var raises = "a | E -> do raise X, raise X";
        assertThat(Chart.after(Chart.machine(raises, limits(3, 2, 20)), "E").configuration())
                .hasToString("[a]");
        assertThatThrownBy(() -> Chart.after(Chart.machine(raises, limits(3, 1, 20)), "E"))
                .isInstanceOf(StepException.class);
        var effects = "a | E -> do one, two";
        assertThat(Chart.after(Chart.machine(effects, limits(3, 2, 2)), "E").configuration())
                .hasToString("[a]");
    }

    @Test
    void everyReasonHasACodeOfItsOwn() {
        assertThat(StepException.Reason.values())
                .extracting(StepException.Reason::code)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[a-z]+(-[a-z]+)+"));
    }

    private static Limits limits(int microsteps, int raised, int effects) {
        return new Limits(microsteps, raised, effects, 100, 10);
    }

    private static Machine machine(StateDefinition root, Expression context) {
        return Machine.of(new MachineDefinition("m", "1.0.0", null, context, root, Limits.DEFAULT));
    }

    private static Effect timer(String id, Duration delay) {
        return new Effect.StartTimer(id, id, Map.of(), delay);
    }

    private static Duration computed(Object value) {
        var delay = Delay.computed("wait", Expression.constant(value));
        var root = StateDefinition.of("m", "").entry(new Action.Raise("r", Expression.constant(1L), delay, null));
        var effects = Chart.start(machine(root, null)).effects();
        return ((Effect.StartTimer) effects.get(0)).delay();
    }
}
