package dev.xorca.statechart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for each thing that can be wrong with a definition: the definition, and what its author reads. */
class MachineResolutionTest {
    private static final String UNREACHABLE =
            "this transition can never be taken: one before it has no guard [unreachable-transition]; "
                    + "put the one without a guard last, or give it a guard";

    static Stream<Arguments> mistakes() {
        return Stream.of(
                row(
                        chart("a | E -> b"),
                        "/states/a/on/E: target 'b' of 'a' names no state [unknown-target]; "
                                + "siblings of the source are: a; '.key' is a state below, '#id' any state"),
                row(
                        chart("a | E -> B\nb"),
                        "/states/a/on/E: target 'B' of 'a' names no state [unknown-target]; did you mean '#m.b'?"),
                row(
                        chart("a | E -> b.x\nb\n  y"),
                        "/states/a/on/E: target 'b.x' of 'a' names no state [unknown-target]; "
                                + "siblings of the source are: a, b; '.key' is a state below, '#id' any state"),
                row(
                        chart("a | E -> .b\nb"),
                        "/states/a/on/E: target '.b' of 'a' names no state [unknown-target]; did you mean '#m.b'?"),
                row(
                        chart("a | E -> #b\nb"),
                        "/states/a/on/E: target '#b' of 'a' names no state [unknown-target]; did you mean '#m.b'?"),
                row(
                        chart("a | E -> #m.zzz"),
                        "/states/a/on/E: target '#m.zzz' of 'a' names no state [unknown-target]; "
                                + "siblings of the source are: a; '.key' is a state below, '#id' any state"),
                row(
                        chart("| E -> a\na"),
                        "/on/E: target 'a' of the machine itself does not begin with a dot [unknown-target]; "
                                + "write '.a' for a state below the root, or '#id'"),
                row(
                        chart("a | always -> x | done -> y\n  b | after 5 -> z"),
                        "/states/a/on/done: target 'y' of 'a' names no state [unknown-target]; "
                                + "siblings of the source are: a; '.key' is a state below, '#id' any state",
                        "/states/a/on/always: target 'x' of 'a' names no state [unknown-target]; "
                                + "siblings of the source are: a; '.key' is a state below, '#id' any state",
                        "/states/a/states/b/on/after 5: target 'z' of 'a.b' names no state [unknown-target]; "
                                + "siblings of the source are: b; '.key' is a state below, '#id' any state"),
                row(
                        compound(state("a").id("same"), state("b").id("same")),
                        "/states/b: id 'same' already belongs to state 'a' [duplicate-id]; "
                                + "give one of the two another id"),
                row(
                        compound(state("a"), state("b").id("m.a")),
                        "/states/b: id 'm.a' already belongs to state 'a' [duplicate-id]; "
                                + "give one of the two another id"),
                row(
                        compound(state("a").id("m")),
                        "/states/a: id 'm' already belongs to state 'the machine' [duplicate-id]; "
                                + "give one of the two another id"),
                row(
                        compound(state("a"), state("a").id("other")),
                        "/states/a: path 'a' already belongs to another state [duplicate-path]; "
                                + "give the state a key that no sibling has, without a dot"),
                row(
                        compound(
                                state("a").state(state("b")).initial(to("b")),
                                StateDefinition.of("a.b", "/states/a.b").id("other")),
                        "/states/a.b: path 'a.b' already belongs to another state [duplicate-path]; "
                                + "give the state a key that no sibling has, without a dot"),
                row(
                        compound(state("").id("x")),
                        "/states/: path '' already belongs to another state [duplicate-path]; "
                                + "give the state a key that no sibling has, without a dot"),
                row(
                        compound(state("1"), state("02")),
                        "/states/1: state key '1' is a whole number; other tools would reorder such states "
                                + "[integer-state-key]; give the state a name that begins with a letter",
                        "/states/02: state key '02' is a whole number; other tools would reorder such states "
                                + "[integer-state-key]; give the state a name that begins with a letter"),
                row(
                        root().state(state("a")),
                        "/: state 'the machine' has states but no initial one [missing-initial]; add initial: a"),
                row(
                        compound(state("a").kind(StateNode.Kind.COMPOUND).initial(to("b"))),
                        "/states/a: compound state 'a' has no states [no-states]; add states or take the type away"),
                row(
                        compound(state("a").kind(StateNode.Kind.COMPOUND)),
                        "/states/a: state 'a' has states but no initial one [missing-initial]; "
                                + "add initial: the key of one of its states",
                        "/states/a: compound state 'a' has no states [no-states]; add states or take the type away"),
                row(
                        chart("a:parallel"),
                        "/states/a: parallel state 'a' has no regions [no-states]; add states or take the type away"),
                row(
                        root().kind(StateNode.Kind.PARALLEL).state(state("a")).initial(to("a")),
                        "/initial: parallel state 'the machine' enters all of its regions and can have no initial "
                                + "[initial-on-parallel]; take initial away"),
                row(
                        root().state(state("a")).initial(to("b")),
                        "/initial: initial 'b' of 'the machine' is not one of its states [unknown-initial]; use one of: a"),
                row(
                        root().state(state("a").state(state("b")).initial(to("b")))
                                .initial(to("a.b")),
                        "/initial: initial 'a.b' of 'the machine' is not one of its states [unknown-initial]; "
                                + "use one of: a"),
                row(
                        root().state(state("a")).state(state("b")).initial(way("", null, List.of(), "a", "b")),
                        "/x: initial 'a, b' of 'the machine' is not one of its states [unknown-initial]; use one of: a, b"),
                row(
                        root().state(state("a")).initial(way("", null, List.of())),
                        "/x: initial '' of 'the machine' is not one of its states [unknown-initial]; use one of: a"),
                row(
                        compound(state("a").initial(to("b"))),
                        "/states/a/initial: state 'a' has an initial state but no states [initial-without-states]; "
                                + "add states or take initial away"),
                row(
                        chart("a:atomic\n  b"),
                        "/states/a/states: a state of type atomic has no states below it [states-below-leaf]; "
                                + "take states or type away",
                        "/states/a/initial: state 'a' has an initial state but no states [initial-without-states]; "
                                + "add states or take initial away"),
                row(
                        compound(state("a").kind(StateNode.Kind.FINAL).state(state("b"))),
                        "/states/a/states: a state of type final has no states below it [states-below-leaf]; "
                                + "take states or type away"),
                row(
                        compound(state("a").kind(StateNode.Kind.FINAL).on(to("a"))),
                        "/states/a: final state 'a' can take no transitions [final-state-reacts]; "
                                + "take on, always, after, invoke, forEach and timeout away, or the type"),
                row(
                        chart("a:final | always -> b\nb"),
                        "/states/a: final state 'a' can take no transitions [final-state-reacts]; "
                                + "take on, always, after, invoke, forEach and timeout away, or the type"),
                row(
                        compound(
                                state("a").invoke(asking("x", null)), state("b").invoke(asking("x", null))),
                        "/states/b/invoke: another invocation of the machine has the id 'x' "
                                + "[duplicate-invocation-id]; give one of the two another id"),
                row(
                        compound(state("a").invoke(asking("x", new Guard.StateIn("nowhere")))),
                        "/states/b/invoke/correlate: stateIn names 'nowhere', which is no state "
                                + "[unknown-state-in-guard]; use '#id' or the path from the root"),
                row(
                        root().kind(StateNode.Kind.FINAL),
                        "/: the machine itself cannot be a final state [final-root]; add a final state below it"),
                row(
                        root().history(StateNode.HistoryDepth.DEEP),
                        "/: the machine itself cannot be a history state [history-root]; add states"),
                row(
                        compound(
                                state("a"),
                                state("h").history(StateNode.HistoryDepth.DEEP).entry(Chart.log("x"))),
                        "/states/h: history state 'h' is never active, it only leads elsewhere "
                                + "[history-state-acts]; leave only history and target"),
                row(
                        chart("a\nh:history | E -> a"),
                        "/states/h: history state 'h' is never active, it only leads elsewhere "
                                + "[history-state-acts]; leave only history and target"),
                row(
                        compound(state("a").history(StateNode.HistoryDepth.DEEP).kind(StateNode.Kind.ATOMIC)),
                        "/states/a: state 'a' is no history state [history-on-other-state]; "
                                + "take history and target away, or make it type: history"),
                row(
                        compound(state("a").historyDefault(to("b")), state("b")),
                        "/states/a: state 'a' is no history state [history-on-other-state]; "
                                + "take history and target away, or make it type: history"),
                row(
                        chart("a\n  b\n  h:history -> #m.c\nc"),
                        "/states/a/states/h/target: history state 'a.h' leads to 'c', which does not lie in the same "
                                + "parent [history-target-elsewhere]; name a state below 'a'"),
                row(
                        chart("a\n  b\n  h:history -> #m.a\nc"),
                        "/states/a/states/h/target: history state 'a.h' leads to 'a', which does not lie in the same "
                                + "parent [history-target-elsewhere]; name a state below 'a'"),
                row(
                        chart("a\nh:history -> h"),
                        "/states/h: history state 'h' leads to itself while nothing is remembered [history-circle]; "
                                + "name a target that is no history state"),
                row(
                        chart("a\ng:history -> h\nh:history -> g"),
                        "/states/g: history state 'g' leads to itself while nothing is remembered [history-circle]; "
                                + "name a target that is no history state",
                        "/states/h: history state 'h' leads to itself while nothing is remembered [history-circle]; "
                                + "name a target that is no history state"),
                row(
                        chart("h:history\na"),
                        "/states/h: history state 'h' leads to itself while nothing is remembered [history-circle]; "
                                + "name a target that is no history state"),
                row(
                        chart("h:history -> g\ng:history\na"),
                        "/states/h: history state 'h' leads to itself while nothing is remembered [history-circle]; "
                                + "name a target that is no history state",
                        "/states/g: history state 'g' leads to itself while nothing is remembered [history-circle]; "
                                + "name a target that is no history state"),
                row(
                        chart("a | done -> b\nb"),
                        "/states/a/onDone: state 'a' has no states below and is never done [on-done-never]; "
                                + "take onDone away"),
                row(
                        compound(state("a").output(Expression.constant(1L))),
                        "/states/a/output: only final states and the machine itself have an output [output-never]; "
                                + "move output to a final state"),
                row(
                        chart("a | E -> b c\nb\nc"),
                        "/states/a/on/E: targets 'b' and 'c' cannot be active together [targets-exclude-each-other]; "
                                + "several targets of one transition must lie in different regions of a parallel state; "
                                + "for alternatives write several transitions with guards"),
                row(
                        chart("a | E -> p p.r1\np:parallel\n  r1\n  r2"),
                        "/states/a/on/E: targets 'p' and 'p.r1' cannot be active together "
                                + "[targets-exclude-each-other]; several targets of one transition must lie in "
                                + "different regions of a parallel state; for alternatives write several transitions "
                                + "with guards"),
                row(
                        compound(state("a").on(way("", null, List.of()))),
                        "/x: an event descriptor is empty [empty-descriptor]; name the event type"),
                row(chart("a | x* ->"), wildcard("x*")),
                row(chart("a | *.x ->"), wildcard("*.x")),
                row(chart("a | x.*.y ->"), wildcard("x.*.y")),
                row(chart("a | *.* ->"), wildcard("*.*")),
                row(chart("a | ** ->"), wildcard("**")),
                row(
                        compound(state("a").on(way("E", null, List.of(raise(""))))),
                        "/x: raise without an event type [empty-event-type]; name the event"),
                row(
                        compound(state("a").entry(raise("")).exit(raise(""))),
                        "/states/a/entry: raise without an event type [empty-event-type]; name the event",
                        "/states/a/exit: raise without an event type [empty-event-type]; name the event"),
                row(
                        chart("a | E -> if in b"),
                        "/states/a/on/E/guard: stateIn names 'b', which is no state [unknown-state-in-guard]; "
                                + "use '#id' or the path from the root"),
                row(
                        compound(state("a")
                                .on(way(
                                        "E",
                                        new Guard.And(List.of(new Guard.Or(List.of(
                                                new Guard.Not(new Guard.StateIn("#b")), new Guard.StateIn("a"))))),
                                        List.of()))),
                        "/x/guard: stateIn names '#b', which is no state [unknown-state-in-guard]; "
                                + "use '#id' or the path from the root"),
                row(root().outcome(StateNode.Outcome.FAILED), outcomeAt("/outcome")),
                row(compound(state("a").outcome(StateNode.Outcome.DONE)), outcomeAt("/states/a/outcome")),
                row(
                        compound(state("a").initial(to("b")).state(end("b").outcome(StateNode.Outcome.FAILED))),
                        outcomeAt("/states/b/outcome")),
                row(
                        root().kind(StateNode.Kind.PARALLEL).state(end("a").outcome(StateNode.Outcome.FAILED)),
                        outcomeAt("/states/a/outcome")),
                row(
                        chart("a | E -> if n | E -> b do act | F -> b | E -> if n | E ->\nb"),
                        "/states/a/on/E: " + UNREACHABLE,
                        "/states/a/on/E: " + UNREACHABLE),
                row(
                        chart("a | x.* -> b | x.* -> if n | * -> | * -> b\nb"),
                        "/states/a/on/x.*: " + UNREACHABLE,
                        "/states/a/on/*: " + UNREACHABLE),
                row(
                        compound(
                                state("a").always(way("", null, List.of(), "b")).always(way("", null, List.of(), "c")),
                                state("b")
                                        .state(state("x"))
                                        .initial(to("x"))
                                        .onDone(way("", null, List.of(), "c"))
                                        .onDone(way("", new Guard.StateIn("a"), List.of(), "c")),
                                state("c")
                                        .after(
                                                Delay.of("PT1S"),
                                                List.of(way("", null, List.of()), way("", null, List.of())))),
                        "/x: " + UNREACHABLE,
                        "/x: " + UNREACHABLE,
                        "/x: " + UNREACHABLE),
                row(
                        compound(state("a")
                                .state(state("x"))
                                .initial(to("x"))
                                .on(way("xstate.done.state.m.a", null, List.of()))
                                .onDone(way("", null, List.of(), "a"))),
                        "/x: " + UNREACHABLE));
    }

    @Test
    void theLastOfSeveralCandidatesNeedsNoGuard() {
        assertThat(Chart.machine("a | E -> if n | E -> b | F -> | x.* -> | * -> | always -> b if n | done -> b\n  c\nb")
                        .states())
                .hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithPlaceRuleAndFix(StateDefinition root, List<String> problems) {
        assertThat(problems("m", root, Limits.DEFAULT))
                .map(DefinitionProblem::toString)
                .containsExactlyElementsOf(problems);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aMachineHasAName(String name) {
        assertThat(problems(name, root(), Limits.DEFAULT))
                .hasToString("[/name: the machine has no name [missing-name]; add name: my-orchestration]");
    }

    @Test
    void aMachineHasLimits() {
        var many = root().state(state("a")).state(state("b")).state(state("c")).initial(to("a"));
        assertThat(Machine.of(new MachineDefinition("m", "1.0.0", null, null, many, new Limits(1, 1, 1, 4, 2)))
                        .states())
                .hasSize(4);
        assertThat(problems("m", many, new Limits(1, 1, 1, 3, 2)))
                .hasToString("[/states/c: the machine has more than 3 states [limit-states]; "
                        + "split it into several machines]");
        var deep = chart("a\n  b\n    c");
        assertThat(problems("m", deep, new Limits(1, 1, 1, 10, 3)))
                .hasToString("[/states/a/states/b/states/c: states are nested more than 3 deep [limit-depth]; "
                        + "split it into several machines]");
    }

    @Test
    void tenThousandStatesAreReadInAMoment() {
        var root = root().initial(to("s1"));
        IntStream.range(1, Limits.DEFAULT.states()).forEach(i -> root.state(state("s" + i)));
        assertThat(Machine.of(new MachineDefinition("m", "1.0.0", null, null, root, Limits.DEFAULT))
                        .states())
                .hasSize(Limits.DEFAULT.states());
        root.state(state("one-more"));
        assertThat(problems("m", root, Limits.DEFAULT))
                .extracting(DefinitionProblem::rule)
                .containsExactly("limit-states");
    }

    @Test
    void everyProblemIsToldInOneGo() {
        var root = chart("a | E -> nowhere\n1\n2");
        assertThat(problems("", root, Limits.DEFAULT))
                .extracting(DefinitionProblem::rule)
                .containsExactly("missing-name", "integer-state-key", "integer-state-key", "unknown-target");
    }

    @Test
    void theExceptionListsTheProblemsLineByLine() {
        var definition = new MachineDefinition("m", "1.0.0", null, null, chart("a | E -> x | F -> y"), Limits.DEFAULT);
        var failure = catchThrowableOfType(MachineDefinitionException.class, () -> Machine.of(definition));
        assertThat(failure.getMessage().lines()).hasSize(2);
        assertThat(failure.problems()).hasSize(2);
    }

    /** A rule that no row breaks is a rule that nobody has seen work. */
    @Test
    void everyRuleHasARow() throws IOException {
        var folder = Path.of("src/main/java/dev/xorca/statechart");
        var source = Files.readString(folder.resolve("MachineResolution.java"))
                + Files.readString(folder.resolve("EventDescriptor.java"));
        var rules = Pattern.compile("\"([a-z]+(?:-[a-z]+)+)\"")
                .matcher(source)
                .results()
                .map(match -> match.group(1))
                .filter(rule ->
                        !List.of("missing-name", "limit-states", "limit-depth").contains(rule))
                .collect(Collectors.toSet());
        var broken = mistakes()
                .flatMap(row -> problems("m", (StateDefinition) row.get()[0], Limits.DEFAULT).stream())
                .map(DefinitionProblem::rule)
                .collect(Collectors.toSet());
        assertThat(broken).isEqualTo(rules);
    }

    private static List<DefinitionProblem> problems(String name, StateDefinition root, Limits limits) {
        var definition = new MachineDefinition(name, "1.0.0", null, null, root, limits);
        return catchThrowableOfType(MachineDefinitionException.class, () -> Machine.of(definition))
                .problems();
    }

    private static Arguments row(StateDefinition root, String... problems) {
        return arguments(root, List.of(problems));
    }

    private static String wildcard(String descriptor) {
        return "/states/a/on/" + descriptor + ": '" + descriptor
                + "' would match nothing: a wildcard stands alone or after the last dot [bad-wildcard]; "
                + "write '*', or 'prefix.*' for all types that begin with that prefix";
    }

    private static String outcomeAt(String at) {
        return at + ": only final states that end the machine have an outcome [outcome-never]; "
                + "move outcome to a final state directly below the machine, which must not be parallel";
    }

    private static StateDefinition end(String key) {
        return state(key).kind(StateNode.Kind.FINAL);
    }

    private static StateDefinition chart(String chart) {
        return Chart.root(chart);
    }

    private static StateDefinition root() {
        return StateDefinition.of("m", "");
    }

    private static StateDefinition state(String key) {
        return StateDefinition.of(key, "/states/" + key);
    }

    private static StateDefinition compound(StateDefinition... children) {
        var root = root().initial(to(children[0].key));
        List.of(children).forEach(root::state);
        return root;
    }

    private static TransitionDefinition to(String target) {
        return TransitionDefinition.to("E", target, "/initial");
    }

    private static InvocationDefinition asking(String id, @Nullable Guard correlate) {
        var command = new Call.Command("cmd.a", Map.of(), List.of("evt.a.success"), List.of(), correlate);
        var request = Expression.constant(Map.of());
        var invocation =
                new Invocation(id, command, request, null, true, RetryPolicy.NONE, null, null, "/states/b/invoke");
        return new InvocationDefinition(invocation, List.of(), List.of());
    }

    private static TransitionDefinition way(String descriptor, Guard guard, List<Action> actions, String... targets) {
        return new TransitionDefinition(descriptor, List.of(targets), guard, actions, false, "/x");
    }

    private static Action raise(String type) {
        return new Action.Raise(type, Expression.constant(null), null, null);
    }
}
