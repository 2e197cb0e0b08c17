package dev.xorca.statechart;

import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a definition into a machine, or into the list of everything that is wrong with it. The rules are those of
 * XState v5 (xstate.md B1.1 to B1.5); what XState passes over in silence is a problem here.
 */
final class MachineResolution {
    private static final Pattern INTEGER = Pattern.compile("\\d+");

    private final MachineDefinition definition;
    private final List<DefinitionProblem> problems = new ArrayList<>();
    private final List<StateNode> nodes = new ArrayList<>();
    private final Map<String, StateNode> byId = new HashMap<>();
    private final Map<String, StateNode> byPath = new HashMap<>();
    private final Set<String> invocationIds = new HashSet<>();

    MachineResolution(MachineDefinition definition) {
        this.definition = definition;
    }

    Machine machine() {
        checkName();
        plant(definition.root(), null, 1);
        if (problems.stream().noneMatch(problem -> problem.rule().startsWith("limit-"))) {
            // Names are looked for unless the tree was cut off; otherwise one mistake would be told many times.
            nodes.forEach(this::resolve);
        }
        if (problems.isEmpty()) {
            nodes.forEach(this::checkHistoryLeadsSomewhere);
        }
        if (!problems.isEmpty()) {
            throw new MachineDefinitionException(problems);
        }
        return new Machine(definition, nodes, byId, byPath);
    }

    private void checkName() {
        if (definition.name().isBlank()) {
            problem("/name", "missing-name", "the machine has no name", "add name: my-orchestration");
        }
    }

    private void plant(StateDefinition state, @Nullable StateNode parent, int depth) {
        if (nodes.size() >= definition.limits().states()
                || depth > definition.limits().depth()) {
            if (problems.stream().noneMatch(p -> p.rule().startsWith("limit-"))) {
                var states = nodes.size() >= definition.limits().states();
                problem(
                        state.at,
                        states ? "limit-states" : "limit-depth",
                        states
                                ? "the machine has more than "
                                        + definition.limits().states() + " states"
                                : "states are nested more than "
                                        + definition.limits().depth() + " deep",
                        "split it into several machines");
            }
            return;
        }
        var kind = kindOf(state);
        var id = state.id != null
                ? state.id
                : parent == null ? definition.name() : definition.name() + "." + pathOf(parent, state.key);
        var node = new StateNode(state, kind, id, parent, nodes.size());
        nodes.add(node);
        var samePath = byPath.putIfAbsent(node.path(), node) != null;
        if (samePath) {
            problem(
                    state.at,
                    "duplicate-path",
                    "path '" + node.path() + "' already belongs to another state",
                    "give the state a key that no sibling has, without a dot");
        }
        var twin = byId.putIfAbsent(id, node);
        if (twin != null && !samePath) {
            problem(
                    state.at,
                    "duplicate-id",
                    "id '" + id + "' already belongs to state '" + twin.label() + "'",
                    "give one of the two another id");
        }
        checkShape(state, node);
        state.states.forEach(child -> plant(child, node, depth + 1));
        node.closeAt(nodes.size() - 1);
    }

    private static String pathOf(StateNode parent, String key) {
        return parent.path().isEmpty() ? key : parent.path() + "." + key;
    }

    private static StateNode.Kind kindOf(StateDefinition state) {
        if (state.kind != null) {
            return state.kind;
        }
        if (!state.states.isEmpty()) {
            return StateNode.Kind.COMPOUND;
        }
        return state.history != null ? StateNode.Kind.HISTORY : StateNode.Kind.ATOMIC;
    }

    private void checkShape(StateDefinition state, StateNode node) {
        if (node.parent().isPresent() && INTEGER.matcher(state.key).matches()) {
            problem(
                    state.at,
                    "integer-state-key",
                    "state key '" + state.key + "' is a whole number; other tools would reorder such states",
                    "give the state a name that begins with a letter");
        }
        switch (node.kind()) {
            case COMPOUND -> {
                if (state.initial == null) {
                    problem(
                            state.at,
                            "missing-initial",
                            "state '" + node.label() + "' has states but no initial one",
                            "add initial: "
                                    + (state.states.isEmpty()
                                            ? "the key of one of its states"
                                            : state.states.get(0).key));
                }
                if (state.states.isEmpty()) {
                    problem(
                            state.at,
                            "no-states",
                            "compound state '" + node.label() + "' has no states",
                            "add states or take the type away");
                }
            }
            case PARALLEL -> {
                if (state.initial != null) {
                    problem(
                            state.at + "/initial",
                            "initial-on-parallel",
                            "parallel state '" + node.label() + "' enters all of its regions and can have no initial",
                            "take initial away");
                }
                if (state.states.isEmpty()) {
                    problem(
                            state.at,
                            "no-states",
                            "parallel state '" + node.label() + "' has no regions",
                            "add states or take the type away");
                }
            }
            case ATOMIC, FINAL, HISTORY -> checkLeaf(state, node);
        }
        if (node.kind() != StateNode.Kind.HISTORY && (state.history != null || state.historyDefault != null)) {
            problem(
                    state.at,
                    "history-on-other-state",
                    "state '" + node.label() + "' is no history state",
                    "take history and target away, or make it type: history");
        }
        if (!state.onDone.isEmpty() && node.isLeaf()) {
            problem(
                    state.at + "/onDone",
                    "on-done-never",
                    "state '" + node.label() + "' has no states below and is never done",
                    "take onDone away");
        }
        if (state.output != null
                && node.kind() != StateNode.Kind.FINAL
                && node.parent().isPresent()) {
            problem(
                    state.at + "/output",
                    "output-never",
                    "only final states and the machine itself have an output",
                    "move output to a final state");
        }
        if (state.outcome != null && !endsTheMachine(node)) {
            problem(
                    state.at + "/outcome",
                    "outcome-never",
                    "only final states that end the machine have an outcome",
                    "move outcome to a final state directly below the machine, which must not be parallel");
        }
    }

    /** Whether the machine is done because this state is reached, and for no other reason. */
    private static boolean endsTheMachine(StateNode node) {
        var above = node.parent().filter(parent -> parent.parent().isEmpty());
        return node.kind() == StateNode.Kind.FINAL
                && above.isPresent()
                && above.get().kind() != StateNode.Kind.PARALLEL;
    }

    private void checkLeaf(StateDefinition state, StateNode node) {
        if (!state.states.isEmpty()) {
            problem(
                    state.at + "/states",
                    "states-below-leaf",
                    "a state of type " + node.kind().name().toLowerCase(Locale.ROOT) + " has no states below it",
                    "take states or type away");
        }
        if (state.initial != null) {
            problem(
                    state.at + "/initial",
                    "initial-without-states",
                    "state '" + node.label() + "' has an initial state but no states",
                    "add states or take initial away");
        }
        if (node.kind() == StateNode.Kind.FINAL && node.parent().isEmpty()) {
            problem(state.at, "final-root", "the machine itself cannot be a final state", "add a final state below it");
        }
        var reacts = !state.on.isEmpty()
                || !state.always.isEmpty()
                || !state.after.isEmpty()
                || !state.invocations.isEmpty()
                || state.deadline != null;
        if (node.kind() == StateNode.Kind.FINAL && reacts) {
            problem(
                    state.at,
                    "final-state-reacts",
                    "final state '" + node.label() + "' can take no transitions",
                    "take on, always, after, invoke, forEach and timeout away, or the type");
        }
        if (node.kind() == StateNode.Kind.HISTORY) {
            if (reacts || !state.entry.isEmpty() || !state.exit.isEmpty()) {
                problem(
                        state.at,
                        "history-state-acts",
                        "history state '" + node.label() + "' is never active, it only leads elsewhere",
                        "leave only history and target");
            }
            if (node.parent().isEmpty()) {
                problem(state.at, "history-root", "the machine itself cannot be a history state", "add states");
            }
        }
    }

    private void resolve(StateNode node) {
        var state = node.definition();
        checkActions(state.entry, state.at + "/entry");
        checkActions(state.exit, state.at + "/exit");
        if (state.initial != null && !node.childList().isEmpty()) {
            checkActions(state.initial.actions(), state.initial.at());
            resolveInitial(node, state.initial);
        }
        if (node.kind() == StateNode.Kind.HISTORY && state.historyDefault != null) {
            var transition = transition(node, "", state.historyDefault);
            for (var target : transition.targets()) {
                if (!target.isBelow(node.parent().orElse(node))) {
                    problem(
                            state.historyDefault.at(),
                            "history-target-elsewhere",
                            "history state '" + node.label() + "' leads to '" + target.label()
                                    + "', which does not lie in the same parent",
                            "name a state below '"
                                    + node.parent().map(StateNode::label).orElse("") + "'");
                }
            }
            node.historyDefault(transition);
        }
        for (var on : state.on) {
            EventDescriptor.problemOf(on.descriptor(), on.at()).ifPresent(problems::add);
            node.add(transition(node, on.descriptor(), on));
        }
        for (var done : state.onDone) {
            node.add(transition(node, Event.DONE_STATE + node.id(), done));
        }
        for (var always : state.always) {
            node.add(transition(node, "", always));
        }
        for (var after : state.after.stream().sorted(BY_LENGTH).toList()) {
            var type = Event.AFTER + after.delay().text() + "." + node.id();
            node.add(new StateNode.Timer(type, after.delay()));
            after.transitions().forEach(transition -> node.add(transition(node, type, transition)));
        }
        int number = 0;
        for (var each : state.invocations) {
            resolveInvocation(node, each, number++ + "." + node.id());
        }
        if (state.deadline != null) {
            resolveInvocation(node, waitFor(state.deadline), "timeout." + node.id());
        }
        checkCandidates(node);
    }

    /** The deadline of a state is a wait that nobody is expected to end. */
    private static InvocationDefinition waitFor(StateDefinition.DeadlineDefinition definition) {
        var wait = new Invocation(
                "",
                new Call.Wait(),
                Expression.constant(Map.of()),
                null,
                true,
                RetryPolicy.NONE,
                definition.deadline(),
                null,
                definition.at());
        var fails = definition.deadline().action() == Deadline.Action.FAIL;
        return new InvocationDefinition(
                wait, fails ? List.of() : definition.transitions(), fails ? definition.transitions() : List.of());
    }

    private void resolveInvocation(StateNode node, InvocationDefinition definition, String defaultId) {
        var given = definition.invocation();
        var id = given.id().isEmpty() ? defaultId : given.id();
        node.add(given.withId(id));
        checkGuards(given);
        if (!invocationIds.add(id)) {
            problem(
                    given.at(),
                    "duplicate-invocation-id",
                    "another invocation of the machine has the id '" + id + "'",
                    "give one of the two another id");
        }
        for (var done : definition.onDone()) {
            node.add(transition(node, Invocation.doneType(id), done));
        }
        for (var error : definition.onError()) {
            node.add(transition(node, Invocation.errorType(id), error));
        }
    }

    private void checkGuards(Invocation invocation) {
        if (invocation.call() instanceof Call.Command command && command.correlate() != null) {
            checkGuard(command.correlate(), invocation.at() + "/correlate");
        } else if (invocation.call() instanceof Call.ForEach forEach) {
            checkGuards(forEach.each());
            var condition = forEach.completion().condition();
            if (condition != null) {
                checkGuard(condition, invocation.at() + "/completion/when");
            }
        }
        if (invocation.compensation() != null) {
            checkGuards(invocation.compensation());
        }
    }

    /** Of several candidates the first whose guard holds is taken; behind one without a guard there is nothing to try. */
    private void checkCandidates(StateNode node) {
        var settled = new HashSet<String>();
        for (var transition : node.transitions()) {
            if (settled.contains(transition.descriptor())) {
                problem(
                        transition.at(),
                        "unreachable-transition",
                        "this transition can never be taken: one before it has no guard",
                        "put the one without a guard last, or give it a guard");
            } else if (transition.guard().isEmpty()) {
                settled.add(transition.descriptor());
            }
        }
    }

    private void checkHistoryLeadsSomewhere(StateNode node) {
        if (node.kind() == StateNode.Kind.HISTORY && leadsTo(node, node, new HashSet<>())) {
            problem(
                    node.at(),
                    "history-circle",
                    "history state '" + node.label() + "' leads to itself while nothing is remembered",
                    "name a target that is no history state");
        }
    }

    private static boolean leadsTo(StateNode history, StateNode wanted, Set<StateNode> seen) {
        var initial = history.parent().flatMap(StateNode::initial).map(Transition::targets);
        var targets = history.historyTargets().isEmpty() ? initial.orElse(List.of()) : history.historyTargets();
        for (var target : targets) {
            var further = target.kind() == StateNode.Kind.HISTORY && seen.add(target);
            if (target.equals(wanted) || (further && leadsTo(target, wanted, seen))) {
                return true;
            }
        }
        return false;
    }

    /** Known delays in the order of their length, as XState has them; computed ones behind them. */
    private static final Comparator<StateDefinition.AfterDefinition> BY_LENGTH =
            Comparator.comparing(after -> after.delay().fixed(), Comparator.nullsLast(Comparator.naturalOrder()));

    private void resolveInitial(StateNode node, TransitionDefinition initial) {
        var name = String.join(", ", initial.targets());
        var child = node.childList().stream()
                .filter(candidate -> candidate.key().equals(name))
                .findFirst();
        if (child.isEmpty()) {
            problem(
                    initial.at(),
                    "unknown-initial",
                    "initial '" + name + "' of '" + node.label() + "' is not one of its states",
                    "use one of: " + keys(node));
            return;
        }
        node.initial(new Transition(node, "", List.of(child.get()), null, initial.actions(), false, initial.at()));
    }

    private Transition transition(StateNode source, String descriptor, TransitionDefinition definition) {
        var targets = new ArrayList<StateNode>();
        for (var reference : definition.targets()) {
            var target = target(source, reference, definition);
            if (target != null) {
                targets.add(target);
            }
        }
        checkRegions(targets, definition);
        checkActions(definition.actions(), definition.at());
        if (definition.guard() != null) {
            checkGuard(definition.guard(), definition.at() + "/guard");
        }
        return new Transition(
                source,
                descriptor,
                targets,
                definition.guard(),
                definition.actions(),
                definition.reenter(),
                definition.at());
    }

    private @Nullable StateNode target(StateNode source, String reference, TransitionDefinition definition) {
        StateNode target;
        if (reference.startsWith("#")) {
            target = byReference(reference.substring(1));
        } else if (reference.startsWith(".")) {
            target = below(source, reference.substring(1));
        } else if (source.parent().isEmpty()) {
            problem(
                    definition.at(),
                    "unknown-target",
                    "target '" + reference + "' of the machine itself does not begin with a dot",
                    "write '." + reference + "' for a state below the root, or '#id'");
            return null;
        } else {
            target = below(source.parent().get(), reference);
        }
        if (target == null) {
            problem(
                    definition.at(),
                    "unknown-target",
                    "target '" + reference + "' of '" + source.label() + "' names no state",
                    suggestion(source, reference));
        }
        return target;
    }

    private @Nullable StateNode byReference(String reference) {
        var exact = byId.get(reference);
        if (exact != null) {
            return exact;
        }
        for (int dot = reference.lastIndexOf('.'); dot > 0; dot = reference.lastIndexOf('.', dot - 1)) {
            var start = byId.get(reference.substring(0, dot));
            if (start != null) {
                return below(start, reference.substring(dot + 1));
            }
        }
        return null;
    }

    private @Nullable StateNode below(StateNode start, String path) {
        @Nullable StateNode at = start;
        for (var key : keysOf(path)) {
            var parent = at;
            at = parent.childList().stream()
                    .filter(child -> child.key().equals(key))
                    .findFirst()
                    .orElse(null);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    /** Splits at dots; {@code \.} is a dot within a key. */
    private static List<String> keysOf(String path) {
        var keys = new ArrayList<String>();
        for (var part : path.split("(?<!\\\\)\\.", -1)) {
            keys.add(part.replace("\\.", "."));
        }
        return keys;
    }

    private String suggestion(StateNode source, String reference) {
        var lastKey = reference.substring(Math.max(reference.lastIndexOf('.'), reference.lastIndexOf('#')) + 1);
        for (var node : nodes) {
            if (node.key().equalsIgnoreCase(lastKey) && node.parent().isPresent()) {
                return "did you mean '#" + node.id() + "'?";
            }
        }
        return "siblings of the source are: " + source.parent().map(this::keys).orElseGet(() -> keys(source))
                + "; '.key' is a state below, '#id' any state";
    }

    private String keys(StateNode node) {
        return node.childList().stream().map(StateNode::key).collect(Collectors.joining(", "));
    }

    private void checkRegions(List<StateNode> targets, TransitionDefinition definition) {
        for (int i = 0; i < targets.size(); i++) {
            for (int j = i + 1; j < targets.size(); j++) {
                var a = targets.get(i);
                var b = targets.get(j);
                if (a.isBelow(b) || b.isBelow(a) || commonAncestor(a, b).kind() != StateNode.Kind.PARALLEL) {
                    problem(
                            definition.at(),
                            "targets-exclude-each-other",
                            "targets '" + a.label() + "' and '" + b.label() + "' cannot be active together",
                            "several targets of one transition must lie in different regions of a parallel state; "
                                    + "for alternatives write several transitions with guards");
                }
            }
        }
    }

    private static StateNode commonAncestor(StateNode a, StateNode b) {
        var ancestor = a;
        while (ancestor.parent().isPresent() && !b.isBelow(ancestor)) {
            ancestor = ancestor.parent().get();
        }
        return ancestor;
    }

    private void checkActions(List<Action> actions, String at) {
        for (var action : actions) {
            if (action instanceof Action.Raise raise && raise.type().isEmpty()) {
                problem(at, "empty-event-type", "raise without an event type", "name the event");
            }
        }
    }

    private void checkGuard(Guard guard, String at) {
        if (guard instanceof Guard.StateIn in && byReferenceOrPath(in.reference()) == null) {
            problem(
                    at,
                    "unknown-state-in-guard",
                    "stateIn names '" + in.reference() + "', which is no state",
                    "use '#id' or the path from the root");
        } else if (guard instanceof Guard.And and) {
            and.guards().forEach(part -> checkGuard(part, at));
        } else if (guard instanceof Guard.Or or) {
            or.guards().forEach(part -> checkGuard(part, at));
        } else if (guard instanceof Guard.Not not) {
            checkGuard(not.guard(), at);
        }
    }

    private @Nullable StateNode byReferenceOrPath(String reference) {
        return reference.startsWith("#") ? byId.get(reference.substring(1)) : byPath.get(reference);
    }

    private void problem(String at, String rule, String message, String fix) {
        problems.add(new DefinitionProblem(at, rule, message, fix));
    }
}
