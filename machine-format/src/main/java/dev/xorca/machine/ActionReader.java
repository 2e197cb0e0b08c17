package dev.xorca.machine;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads actions; the key that names the kind comes with a closed set of others. */
final class ActionReader {
    static final List<String> KINDS = List.of("assign", "emit", "raise", "cancel", "log", "compensate");
    static final Set<String> NAMED_KEYS = Set.of("type", "params");
    static final Set<String> EMIT_KEYS = Set.of("emit", "data", "to", "redirectTo", "executionUnits", "attributes");
    static final Set<String> RAISE_KEYS = Set.of("raise", "data", "delay", "id");

    private ActionReader() {}

    /** The action or actions here; what is none is complained of and left out. */
    static List<Action> readAll(Cursor at) {
        var actions = new ArrayList<Action>();
        for (var item : at.itemsOrOne()) {
            var action = read(item);
            if (action != null) {
                actions.add(action);
            }
        }
        return actions;
    }

    private static @Nullable Action read(Cursor at) {
        if (!at.isObject()) {
            var name = at.string();
            if (name == null) {
                at.wrongType("an action", "a registered name or an object with one of " + String.join(", ", KINDS));
                return null;
            }
            return named(at, name, Expression.constant(Map.of()));
        }
        if (at.member("type").isPresent()) {
            return named(at);
        }
        var kinds = new ArrayList<>(at.members("an action").keySet());
        kinds.retainAll(KINDS);
        if (kinds.size() != 1) {
            at.problem(
                    "unknown-action",
                    kinds.isEmpty() ? "this is no known kind of action" : "an action is only one of " + kinds,
                    "use exactly one of " + String.join(", ", KINDS) + ", or type with a registered name");
            return null;
        }
        return switch (kinds.get(0)) {
            case "assign" -> assign(at);
            case "emit" -> emit(at);
            case "raise" -> raise(at);
            case "cancel" -> cancel(at);
            case "compensate" -> compensate(at);
            default -> log(at);
        };
    }

    /** XState's way of naming an action: {@code { type, params }}. */
    private static @Nullable Action named(Cursor at) {
        at.allowOnly(NAMED_KEYS, "a named action");
        var name = at.member("type").orElseThrow().expectString("the name of an action");
        return name == null ? null : named(at.member("type").orElseThrow(), name, Values.parameters(at));
    }

    private static @Nullable Action named(Cursor at, String name, Expression parameters) {
        var action = at.registry().action(name, parameters);
        if (action == null) {
            at.problem(
                    "unknown-action",
                    "no action is registered under the name '" + name + "'",
                    Suggestion.forName(
                            name,
                            at.registry().actionNames(),
                            "write it out, for example { emit: cmd.thing.do, data: { } }"));
        }
        return action;
    }

    private static Action assign(Cursor at) {
        at.allowOnly(Set.of("assign"), "assign");
        var values = new LinkedHashMap<String, Expression>();
        at.member("assign").orElseThrow().members("assign").forEach((key, value) -> {
            values.put(key, Values.expression(value));
        });
        return new Action.Assign(values);
    }

    private static @Nullable Action emit(Cursor at) {
        at.allowOnly(EMIT_KEYS, "emit");
        var type = emittedType(at.member("emit").orElseThrow(), "an emitted event");
        if (type == null) {
            return null;
        }
        return new Action.Emit(type, data(at), attributes(at));
    }

    /** The attributes of an event that is sent to others, as far as the author says. */
    static Map<String, Expression> attributes(Cursor at) {
        var attributes = new LinkedHashMap<String, Expression>();
        at.member("attributes")
                .ifPresent(all -> all.members("attributes").forEach((name, value) -> {
                    if (!MachineNames.isExtensionAttribute(name)) {
                        value.problem(
                                "bad-attribute",
                                "'" + name + "' cannot be an extension attribute of an event",
                                "use at most 20 lower-case letters and digits, and no name that CloudEvents or xOrca sets");
                    }
                    attributes.put(name, Values.expression(value));
                }));
        at.member("to").ifPresent(value -> attributes.put("to", Values.expression(value)));
        at.member("redirectTo").ifPresent(value -> attributes.put("redirectto", Values.expression(value)));
        at.member("executionUnits").ifPresent(value -> attributes.put("executionunits", Values.expression(value)));
        return attributes;
    }

    /** The type of an event that is sent to others; complains and gives null when it is none. */
    static @Nullable String emittedType(Cursor at, String what) {
        var type = at.expectString("the type of " + what);
        if (type != null && (type.isBlank() || type.contains("${"))) {
            at.problem(
                    "computed-event-type",
                    "the type of " + what + " is a plain string, so that the catalogue can list it",
                    "write one for each type, with guards to choose");
        }
        return type;
    }

    private static @Nullable Action raise(Cursor at) {
        at.allowOnly(RAISE_KEYS, "raise");
        var type = at.member("raise").orElseThrow().expectString("the type of a raised event");
        if (type == null) {
            return null;
        }
        var id = at.member("id").map(value -> value.expectString("an id")).orElse(null);
        var delay = at.member("delay").map(ActionReader::delay).orElse(null);
        return new Action.Raise(type, data(at), delay, id);
    }

    private static @Nullable Delay delay(Cursor at) {
        return Values.delay(at, String.valueOf(at.value()));
    }

    private static @Nullable Action cancel(Cursor at) {
        at.allowOnly(Set.of("cancel"), "cancel");
        var id = at.member("cancel").orElseThrow().expectString("the id to cancel");
        return id == null ? null : new Action.Cancel(id);
    }

    private static Action compensate(Cursor at) {
        at.allowOnly(Set.of("compensate"), "compensate");
        var isWanted = at.member("compensate").orElseThrow();
        if (!Boolean.TRUE.equals(isWanted.value())) {
            isWanted.wrongType("compensate", "true");
        }
        return new Action.Compensate();
    }

    private static Action log(Cursor at) {
        at.allowOnly(Set.of("log"), "log");
        return new Action.Log(Values.expression(at.member("log").orElseThrow()));
    }

    private static Expression data(Cursor at) {
        return at.member("data").map(Values::expression).orElse(Expression.constant(Map.of()));
    }
}
