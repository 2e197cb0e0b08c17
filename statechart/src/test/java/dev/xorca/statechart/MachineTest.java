package dev.xorca.statechart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a machine tells about itself. */
class MachineTest {
    private static final String CHART = """
            p:parallel
              r1
                a | E -> b
                b
              r2
                c
                h:deep
            q:final
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            REFERENCE   | PATH
            p.r1.a      | p.r1.a
            #m.p.r1.a   | p.r1.a
            #m          | ''
            ''          | ''
            p.r2.h      | p.r2.h
            """)
    void aStateIsFoundByIdOrPath(String reference, String path) {
        assertThat(Chart.machine(CHART).find(reference))
                .hasValueSatisfying(state -> assertThat(state.path()).isEqualTo(path));
    }

    @ParameterizedTest
    @CsvSource({"p.r1.x", "#p", "r1", "#", "p."})
    void whatNamesNoStateFindsNone(String reference) {
        assertThat(Chart.machine(CHART).find(reference)).isEmpty();
    }

    @Test
    void statesAreListedInDocumentOrder() {
        assertThat(Chart.machine(CHART).states())
                .extracting(StateNode::path)
                .containsExactly("", "p", "p.r1", "p.r1.a", "p.r1.b", "p.r2", "p.r2.c", "p.r2.h", "q");
    }

    @Test
    void aStateKnowsItsPlace() {
        var machine = Chart.machine(CHART);
        var p = machine.find("p").orElseThrow();
        var a = machine.find("p.r1.a").orElseThrow();
        assertThat(a.isBelow(p)).isTrue();
        assertThat(p.isBelow(p)).isFalse();
        assertThat(p.isBelow(a)).isFalse();
        assertThat(machine.find("q").orElseThrow().isBelow(p)).isFalse();
        assertThat(a.parent()).hasValueSatisfying(parent -> assertThat(parent).hasToString("p.r1"));
        assertThat(machine.root().parent()).isEmpty();
        assertThat(a.at()).isEqualTo("/states/p/states/r1/states/a");
        assertThat(p.children()).extracting(StateNode::key).containsExactly("r1", "r2");
        assertThat(machine.find("p.r2.h").orElseThrow().historyDepth()).isEqualTo(StateNode.HistoryDepth.DEEP);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            EVENTS | LEAVES
            ''     | p.r1.a p.r2.c
            E      | p.r1.b p.r2.c
            """)
    void aConfigurationIsFoundAgainByItsLeaves(String events, String leaves) {
        var machine = Chart.machine(CHART);
        var state = Chart.after(machine, events);
        assertThat(state.configuration().leaves()).containsExactlyElementsOf(Chart.words(leaves));
        assertThat(machine.configuration(Chart.words(leaves))).isEqualTo(state.configuration());
        assertThat(MachineState.active(machine, Chart.words(leaves), state.context(), state.history()))
                .isEqualTo(state)
                .hasSameHashCodeAs(state);
    }

    @Test
    void theOrderInWhichLeavesAreGivenDoesNotMatter() {
        var machine = Chart.machine(CHART);
        assertThat(machine.configuration(List.of("p.r2.c", "p.r1.a")).leaves()).containsExactly("p.r1.a", "p.r2.c");
    }

    @Test
    void aMachineWithoutStatesIsALeafItself() {
        var machine = Chart.machine("| E -> do act");
        var state = Chart.after(machine, "");
        assertThat(state.configuration().leaves()).containsExactly("");
        assertThat(machine.configuration(List.of(""))).isEqualTo(state.configuration());
        assertThat(Chart.trace(Chart.send(machine, state, "E"))).isEqualTo("act");
    }

    @Test
    void aLeafThatTheMachineDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> Chart.machine(CHART).configuration(List.of("p.r1.gone")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("machine m 1.0.0 has no state 'p.r1.gone'");
    }

    @Test
    void theCatalogueListsWhatIsEmittedAndAccepted() {
        var machine = Chart.machine("""
                a | E -> b do emit cmd.one | x.* -> do emit cmd.two | * -> | always -> b if n | after 10 -> b | done -> b
                  y | E -> do emit cmd.one
                b | F -> a
                """);
        assertThat(machine.emittedTypes()).containsExactly("cmd.one", "cmd.two");
        assertThat(machine.acceptedDescriptors()).containsExactlyInAnyOrder("E", "x.*", "*", "F");
    }

    @Test
    void everyActionIsVisitedOnce() {
        var root = StateDefinition.of("m", "")
                .entry(Chart.log("entry"))
                .exit(Chart.log("exit"))
                .initial(new TransitionDefinition("", List.of("a"), null, List.of(Chart.log("initial")), false, ""))
                .state(StateDefinition.of("a", "/states/a")
                        .on(way("E", "on"))
                        .on(way("*", "star"))
                        .always(way("", "always"))
                        .after(Delay.of("10"), List.of(way("", "after"))));
        var visited = new ArrayList<String>();
        machine(root)
                .forEachAction(
                        action -> visited.add(((Action.Log) action).message().toString()));
        assertThat(visited)
                .containsExactlyInAnyOrder("entry", "initial", "on", "star", "always", "after", "exit")
                .startsWith("entry", "initial");
    }

    @Test
    void aMachineKnowsWhetherItWaitsForTime() {
        assertThat(Chart.machine("a | E -> b\nb").usesTime()).isFalse();
        assertThat(Chart.machine("a | after 10 -> b\nb").usesTime()).isTrue();
        var late = new Action.Raise("r", Expression.constant(null), Delay.of(Duration.ofDays(1)), null);
        var now = new Action.Raise("r", Expression.constant(null), null, null);
        assertThat(machine(StateDefinition.of("m", "").exit(late)).usesTime()).isTrue();
        assertThat(machine(StateDefinition.of("m", "").exit(now)).usesTime()).isFalse();
    }

    @Test
    void aMachineHasNameVersionAndDescription() {
        var machine = Machine.of(new MachineDefinition(
                "m", "1.2.3", "what it is for", null, StateDefinition.of("m", ""), Limits.DEFAULT));
        assertThat(machine).hasToString("m 1.2.3");
        assertThat(machine.description()).contains("what it is for");
    }

    @Test
    void tagsAndDescriptionsStayWithTheirStates() {
        var root = StateDefinition.of("m", "")
                .description("all of it")
                .tag("one")
                .tag("two")
                .tag("one");
        assertThat(machine(root).root().tags()).containsExactly("one", "two");
        assertThat(machine(root).root().description()).contains("all of it");
    }

    @Test
    void aMachineKnowsInWhichStatesItHasFailed() {
        var root = StateDefinition.of("m", "").initial(TransitionDefinition.to("", "a", "/initial"));
        root.state(StateDefinition.of("a", "/states/a").kind(StateNode.Kind.FINAL));
        root.state(
                StateDefinition.of("b", "/states/b").kind(StateNode.Kind.FINAL).outcome(StateNode.Outcome.DONE));
        root.state(
                StateDefinition.of("c", "/states/c").kind(StateNode.Kind.FINAL).outcome(StateNode.Outcome.FAILED));
        assertThat(machine(root).states()).filteredOn(StateNode::isFailure).hasToString("[c]");
    }

    @Test
    void aGuardReadsAsItsText() {
        var transition = Chart.machine("a | E -> a if n")
                .find("a")
                .orElseThrow()
                .transitions()
                .get(0);
        assertThat(transition.guard())
                .hasValueSatisfying(guard -> assertThat(guard).hasToString("n"));
        assertThat(transition.descriptor()).isEqualTo("E");
        assertThat(transition.reenter()).isFalse();
    }

    @Test
    void guardsAreCombined() {
        var yes = new Guard.Condition("yes", scope -> true);
        var no = new Guard.Condition("no", scope -> false);
        var boom = new Guard.Condition("boom", scope -> {
            throw new ExpressionException("looked at");
        });
        var machine = Chart.machine("a");
        var scope =
                new Scope(machine, machine.configuration(List.of("a")), Map.of(), Event.of("E"), Chart.environment());
        assertThat(new Guard.And(List.of(yes, yes)).test(scope)).isTrue();
        assertThat(new Guard.And(List.of(no, boom)).test(scope))
                .as("the first that fails ends it")
                .isFalse();
        assertThat(new Guard.And(List.of()).test(scope)).isTrue();
        assertThat(new Guard.Or(List.of(no, no)).test(scope)).isFalse();
        assertThat(new Guard.Or(List.of(yes, boom)).test(scope))
                .as("the first that holds ends it")
                .isTrue();
        assertThat(new Guard.Or(List.of()).test(scope)).isFalse();
        assertThat(new Guard.Not(no).test(scope)).isTrue();
        assertThat(new Guard.StateIn("a").test(scope)).isTrue();
        assertThat(new Guard.StateIn("#m").test(scope)).isTrue();
        assertThatThrownBy(() -> new Guard.StateIn("b").test(scope))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("stateIn: the machine has no state 'b'");
    }

    private static TransitionDefinition way(String descriptor, String log) {
        return new TransitionDefinition(descriptor, List.of(), null, List.of(Chart.log(log)), false, "");
    }

    private static Machine machine(StateDefinition root) {
        return Machine.of(new MachineDefinition("m", "1.0.0", null, null, root, Limits.DEFAULT));
    }
}
