package dev.xorca.dsl;

import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineSchemas;
import dev.xorca.machine.StartRule;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All of a machine that can be written down, as a JSON value; every lambda is the same word. States, transitions and
 * actions keep their order, which has a meaning; keys do not: they are sorted, because maps of the JDK have another order
 * in each run.
 */
final class Structure {
    private static final String LAMBDA = "java";

    private Structure() {}

    static Map<String, Object> of(Machine machine, Expression context, MachineSchemas schemas, LifeCycle lifeCycle) {
        var structure = new LinkedHashMap<String, Object>();
        structure.put("name", machine.name());
        structure.put("version", machine.version());
        structure.put(
                "input",
                schemas.input() == null ? Map.of() : sorted(schemas.input().document()));
        structure.put("accepts", documents(schemas.accepts()));
        structure.put("emits", documents(schemas.emits()));
        if (schemas.output() != null) {
            structure.put("output", sorted(schemas.output().document()));
        }
        structure.put("context", value(context));
        if (!lifeCycle.early().isEmpty()) {
            structure.put("early", early(lifeCycle));
        }
        if (!lifeCycle.retention().isEmpty()) {
            structure.put("retention", retention(lifeCycle));
        }
        if (!lifeCycle.starts().isEmpty()) {
            structure.put(
                    "starts", lifeCycle.starts().stream().map(Structure::start).toList());
        }
        if (lifeCycle.compensatesFailure()) {
            structure.put("onFailure", "compensate");
        }
        if (lifeCycle.announcesCompletion()) {
            structure.put("completion", true);
        }
        var states = new LinkedHashMap<String, Object>();
        machine.states().forEach(state -> states.put(state.id(), state(state)));
        structure.put("states", states);
        return Json.readOwnObject(Json.bytes(structure));
    }

    private static Map<String, Object> documents(Map<String, PayloadSchema> schemas) {
        var documents = new TreeMap<String, Object>();
        schemas.forEach((type, schema) -> documents.put(type, sorted(schema.document())));
        return documents;
    }

    private static Map<String, Object> early(LifeCycle lifeCycle) {
        var all = new TreeMap<String, Object>();
        lifeCycle.early().forEach((descriptor, early) -> {
            var kept = new LinkedHashMap<String, Object>();
            kept.put("keep", early.keep().toString());
            kept.put("max", early.max());
            all.put(descriptor, kept);
        });
        return all;
    }

    private static Map<String, Object> retention(LifeCycle lifeCycle) {
        var lengths = new TreeMap<String, Object>();
        lifeCycle.retention().forEach((ending, length) -> lengths.put(ending.key(), length.toString()));
        return lengths;
    }

    private static Map<String, Object> start(StartRule rule) {
        var start = new LinkedHashMap<String, Object>();
        start.put("on", rule.on());
        start.put("when", rule.when() == null ? "" : guard(rule.when()));
        start.put("processId", rule.processId() == null ? "" : value(rule.processId()));
        start.put("context", value(rule.context()));
        start.put("announce", rule.announces());
        return start;
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var members = new TreeMap<String, Object>();
            map.forEach((key, member) -> members.put(String.valueOf(key), sorted(member)));
            return members;
        }
        return value instanceof List<?> list
                ? list.stream().map(Structure::sorted).toList()
                : value;
    }

    private static Map<String, Object> state(StateNode node) {
        var state = new LinkedHashMap<String, Object>();
        state.put("path", node.path());
        state.put("id", node.id());
        state.put("kind", node.kind().name());
        if (node.isFailure()) {
            state.put("outcome", "failed");
        }
        state.put("tags", node.tags().stream().sorted().toList());
        state.put("entry", actions(node.entry()));
        state.put("exit", actions(node.exit()));
        state.put("initial", node.initial().map(Structure::transition).orElse(Map.of()));
        state.put(
                "transitions",
                node.transitions().stream().map(Structure::transition).toList());
        if (!node.invocations().isEmpty()) {
            state.put(
                    "invoke",
                    node.invocations().stream().map(Structure::invocation).toList());
        }
        if (node.kind() == StateNode.Kind.HISTORY) {
            state.put("history", node.historyDepth().name());
            state.put("default", ids(node.historyTargets()));
        }
        return state;
    }

    private static Map<String, Object> invocation(Invocation invocation) {
        var value = new LinkedHashMap<String, Object>();
        value.put("id", invocation.id());
        value.put("call", call(invocation.call()));
        value.put("request", value(invocation.request()));
        value.put("into", String.valueOf(invocation.into()));
        value.put("await", invocation.awaited());
        value.put("retry", invocation.retry().toString());
        var deadline = invocation.deadline();
        if (deadline != null) {
            value.put("timeout", deadline(deadline));
        }
        var compensation = invocation.compensation();
        if (compensation != null) {
            value.put("compensate", invocation(compensation));
        }
        return value;
    }

    private static List<Object> call(Call call) {
        if (call instanceof Call.Command command) {
            return List.of(
                    "command",
                    command.type(),
                    command.attributes().keySet().stream().sorted().toList(),
                    command.done(),
                    command.error(),
                    command.correlate() == null ? "" : guard(command.correlate()));
        } else if (call instanceof Call.Child child) {
            return List.of("machine", child.machine(), child.versions().text());
        } else if (call instanceof Call.ForEach each) {
            var condition = each.completion().condition();
            return List.of(
                    "forEach",
                    each.as(),
                    each.concurrency(),
                    invocation(each.each()),
                    String.valueOf(each.into()),
                    each.completion().count(),
                    condition == null ? "" : guard(condition),
                    each.collectsErrors());
        }
        return List.of("wait");
    }

    private static List<Object> deadline(Deadline deadline) {
        return List.of(
                deadline.after() == null ? "" : delay(deadline.after()),
                deadline.until() == null ? "" : value(deadline.until()),
                deadline.anchor().name(),
                deadline.action().name(),
                value(deadline.result()),
                String.valueOf(deadline.tag()),
                deadline.message() == null ? "" : value(deadline.message()));
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
            } else if (action instanceof Action.Compensate) {
                values.add(List.of("compensate"));
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
        var constant = expression instanceof Expression.Constant known ? sorted(known.value()) : null;
        return constant == null ? LAMBDA : constant;
    }
}
