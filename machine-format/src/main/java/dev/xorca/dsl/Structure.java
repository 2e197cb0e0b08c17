package dev.xorca.dsl;

import dev.xorca.schemas.PayloadSchema;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All of a machine that can be written down, as a JSON value; every lambda is the same word. */
final class Structure {
    private static final String LAMBDA = "java";

    private Structure() {}

    static Map<String, Object> of(
            Machine machine,
            @Nullable PayloadSchema input,
            Map<String, PayloadSchema> accepts,
            Map<String, PayloadSchema> emits) {
        var structure = new LinkedHashMap<String, Object>();
        structure.put("name", machine.name());
        structure.put("version", machine.version());
        structure.put("input", input == null ? Map.of() : input.document());
        structure.put("accepts", documents(accepts));
        structure.put("emits", documents(emits));
        structure.put("states", machine.states().stream().map(Structure::state).toList());
        return structure;
    }

    private static Map<String, Object> documents(Map<String, PayloadSchema> schemas) {
        var documents = new TreeMap<String, Object>();
        schemas.forEach((type, schema) -> documents.put(type, schema.document()));
        return documents;
    }

    private static Map<String, Object> state(StateNode node) {
        var state = new LinkedHashMap<String, Object>();
        state.put("path", node.path());
        state.put("id", node.id());
        state.put("kind", node.kind().name());
        state.put("tags", node.tags().stream().sorted().toList());
        state.put("entry", actions(node.entry()));
        state.put("exit", actions(node.exit()));
        state.put("initial", node.initial().map(Structure::transition).orElse(Map.of()));
        state.put(
                "transitions",
                node.transitions().stream().map(Structure::transition).toList());
        if (node.kind() == StateNode.Kind.HISTORY) {
            state.put("history", node.historyDepth().name());
            state.put("default", ids(node.historyTargets()));
        }
        return state;
    }

    private static Map<String, Object> transition(Transition transition) {
        var value = new LinkedHashMap<String, Object>();
        value.put("on", transition.descriptor());
        value.put("targets", ids(transition.targets()));
        value.put("guard", transition.guard().map(Structure::guard).orElse(""));
        value.put("actions", actions(transition.actions()));
        value.put("reenter", transition.reenter());
        return value;
    }

    private static List<String> ids(List<StateNode> nodes) {
        return nodes.stream().map(StateNode::id).toList();
    }

    private static Object guard(Guard guard) {
        if (guard instanceof Guard.And and) {
            return and.guards().stream().map(Structure::guard).toList();
        }
        return guard instanceof Guard.StateIn in ? Map.of("stateIn", in.reference()) : LAMBDA;
    }

    private static List<Object> actions(List<Action> actions) {
        var values = new ArrayList<Object>();
        for (var action : actions) {
            if (action instanceof Action.Emit emit) {
                values.add(List.of(
                        "emit",
                        emit.type(),
                        value(emit.data()),
                        emit.attributes().keySet().stream().sorted().toList()));
            } else if (action instanceof Action.Raise raise) {
                values.add(List.of(
                        "raise",
                        raise.type(),
                        value(raise.data()),
                        raise.delay() == null ? "" : delay(raise.delay()),
                        String.valueOf(raise.id())));
            } else if (action instanceof Action.Cancel cancel) {
                values.add(List.of("cancel", cancel.id()));
            } else if (action instanceof Action.Log log) {
                values.add(List.of("log", value(log.message())));
            } else {
                values.add(action instanceof Action.Custom custom ? custom.name() : LAMBDA);
            }
        }
        return values;
    }

    private static String delay(Delay delay) {
        return delay.text();
    }

    private static Object value(Expression expression) {
        return expression instanceof Expression.Constant constant && constant.value() != null
                ? constant.value()
                : LAMBDA;
    }
}
