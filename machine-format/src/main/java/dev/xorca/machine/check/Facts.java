package dev.xorca.machine.check;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.source.SourceMap;
import dev.xorca.machine.source.SourceNode;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the checks want to know of a machine, found out once. */
final class Facts {
    private final MachineDocument document;
    private final SourceMap source;
    private final List<PlacedAction> actions = new ArrayList<>();
    private final List<Machine.Invoked> invoked = new ArrayList<>();
    private final Set<String> assigned = new HashSet<>();
    private final Map<String, Object> constants;
    private final List<MachineDocument> others;
    private final boolean alone;
    private final boolean opaque;
    private final Selection selection;
    private final Reach reach;

    /** An action, and where the document has it. */
    record PlacedAction(Action action, String at) {}

    /** @param others the machines that are checked together with this one; null when that is not known */
    Facts(MachineDocument document, SourceMap source, @Nullable List<MachineDocument> others) {
        this.document = document;
        this.source = source;
        this.others = others == null ? List.of() : List.copyOf(others);
        this.alone = others == null;
        for (var state : machine().states()) {
            place(state.entry(), state.at() + "/entry");
            state.initial().ifPresent(initial -> place(initial.actions(), initial.at() + "/actions"));
            state.transitions().forEach(transition -> place(transition.actions(), transition.at() + "/actions"));
            place(state.exit(), state.at() + "/exit");
            state.invocations().forEach(invocation -> invoked.add(new Machine.Invoked(invocation, state)));
        }
        machine().forEachInvocation(this::keepResult);
        var custom = false;
        for (var placed : actions) {
            if (placed.action instanceof Action.Assign assign) {
                assigned.addAll(assign.values().keySet());
            }
            custom |= placed.action instanceof Action.Custom;
        }
        this.opaque = custom;
        this.constants = constants();
        this.selection = new Selection(new Conditions(machine(), constants));
        this.reach = Reach.of(machine(), selection);
    }

    MachineDocument document() {
        return document;
    }

    Machine machine() {
        return document.machine();
    }

    SourceMap source() {
        return source;
    }

    /** Every action of the machine, in document order. */
    List<PlacedAction> actions() {
        return actions;
    }

    /** What the states ask for, in document order. */
    List<Machine.Invoked> invoked() {
        return invoked;
    }

    /** The machines that are checked together with this one, itself not among them; empty when that is not known. */
    Optional<List<MachineDocument>> others() {
        return alone ? Optional.empty() : Optional.of(others);
    }

    /** The value that a field of the context always has; null when it has none for sure. */
    @Nullable
    Object constant(String field) {
        return constants.get(field);
    }

    /** The context's fields that an action assigns, or the result of an invocation. */
    Set<String> assigned() {
        return assigned;
    }

    /** Whether actions registered from Java may do what nobody can see here. */
    boolean isOpaque() {
        return opaque;
    }

    Selection selection() {
        return selection;
    }

    Reach reach() {
        return reach;
    }

    boolean isReachable(StateNode state) {
        return reach.states().contains(state);
    }

    private void keepResult(Invocation invocation) {
        var into = invocation.into();
        if (into != null) {
            assigned.add(into.split("\\.", 2)[0]);
        }
        if (invocation.call() instanceof Call.ForEach forEach && forEach.into() != null) {
            assigned.add(forEach.into());
        }
    }

    private void place(List<Action> list, String at) {
        var isList =
                source.node(at).filter(SourceNode.Sequence.class::isInstance).isPresent();
        for (int i = 0; i < list.size(); i++) {
            actions.add(new PlacedAction(list.get(i), isList ? at + "/" + i : at));
        }
    }

    /** The context's fields that always have the value they begin with. */
    private Map<String, Object> constants() {
        var constants = new HashMap<String, Object>();
        var context = source.node("/context").orElse(null);
        if (!opaque && context instanceof SourceNode.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> {
                var value = entry.value() instanceof SourceNode.Scalar scalar ? scalar.value() : null;
                var isTemplate = value instanceof String text && text.contains("${");
                if (value != null && !isTemplate && !assigned.contains(key)) {
                    constants.put(key, value);
                }
            });
        }
        return constants;
    }
}
