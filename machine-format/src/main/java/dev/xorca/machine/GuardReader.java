package dev.xorca.machine;

import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads guards: expressions, registered names, and combinations of these, in our own short form ({@code { not: g }}) and
 * in the one that XState's guard objects have ({@code { type: not, guards: [g] }}).
 */
final class GuardReader {
    static final Set<String> KEYS = Set.of("and", "or", "not", "stateIn");
    static final Set<String> LIST_KEYS = Set.of("type", "guards");
    static final Set<String> NOT_KEYS = Set.of("type", "guard", "guards");
    static final Set<String> STATE_IN_KEYS = Set.of("type", "params", "stateValue");
    static final Set<String> NAMED_KEYS = Set.of("type", "params");

    /** A single word that no constant begins. With none of an expression's variables in front no expression can look so. */
    private static final Pattern NAME =
            Pattern.compile("(?!(true|false|null)\\b)([A-Za-z_][A-Za-z0-9_]*)([-.:/][A-Za-z0-9_]+)*");

    private GuardReader() {}

    /** The guard here; complains and gives null when it is none. */
    static @Nullable Guard read(Cursor at) {
        var string = at.string();
        if (string != null) {
            // A block of text ends with a line break.
            var text = string.stripTrailing();
            return at.registry().guardNames().contains(text) || isName(at, text)
                    ? named(at, text, Expression.constant(Map.of()))
                    : Values.condition(at, text);
        }
        if (!at.isObject()) {
            at.wrongType("a guard", "an expression, a registered name or an object with and, or, not, stateIn or type");
            return null;
        }
        if (at.member("type").isPresent()) {
            return typed(at, at.member("type").get());
        }
        at.allowOnly(KEYS, "a guard");
        var members = at.members("a guard");
        if (members.size() != 1) {
            at.problem(
                    "ambiguous-guard",
                    "a guard object has exactly one key",
                    "use one of and, or, not, stateIn, or type with a registered name");
            return null;
        }
        var member = members.values().iterator().next();
        return switch (members.keySet().iterator().next()) {
            case "and" -> new Guard.And(readAll(member));
            case "or" -> new Guard.Or(readAll(member));
            case "not" -> {
                var inner = read(member);
                yield inner == null ? null : new Guard.Not(inner);
            }
            case "stateIn" -> stateIn(member);
            default -> null;
        };
    }

    private static boolean isName(Cursor at, String text) {
        var name = NAME.matcher(text);
        return name.matches() && !at.types().names().contains(name.group(2));
    }

    /** XState's guard objects, whose type is a registered name or one of XState's own. */
    private static @Nullable Guard typed(Cursor at, Cursor typeAt) {
        var type = typeAt.expectString("the name of a guard");
        if (type == null) {
            return null;
        }
        return switch (type.startsWith("xstate.") ? type.substring("xstate.".length()) : type) {
            case "and" -> new Guard.And(guards(at));
            case "or" -> new Guard.Or(guards(at));
            case "not" -> {
                at.allowOnly(NOT_KEYS, "the guard 'not'");
                var inner = at.member("guard")
                        .map(List::of)
                        .orElseGet(() ->
                                at.member("guards").map(Cursor::itemsOrOne).orElse(List.of()));
                if (inner.size() != 1) {
                    at.problem("ambiguous-guard", "'not' has exactly one guard", "write guard: with one guard");
                    yield null;
                }
                var guard = read(inner.get(0));
                yield guard == null ? null : new Guard.Not(guard);
            }
            case "stateIn" -> {
                at.allowOnly(STATE_IN_KEYS, "the guard 'stateIn'");
                var value = at.member("stateValue")
                        .or(() -> at.member("params").flatMap(params -> params.member("stateValue")));
                if (value.isEmpty()) {
                    at.problem("missing-state", "'stateIn' names no state", "add stateValue: \"#id\" or a state value");
                    yield null;
                }
                yield stateIn(value.get());
            }
            default -> {
                at.allowOnly(NAMED_KEYS, "a named guard");
                yield named(typeAt, type, Values.parameters(at));
            }
        };
    }

    private static @Nullable Guard named(Cursor at, String name, Expression parameters) {
        var guard = at.registry().guard(name, parameters);
        if (guard == null) {
            at.problem(
                    "unknown-guard",
                    "no guard is registered under the name '" + name + "'",
                    Suggestion.forName(
                            name, at.registry().guardNames(), "write an expression, for example context.tries < 3"));
        }
        return guard;
    }

    /** A state by {@code #id} or path, or XState's state value: {@code { "p": { "a": "x", "b": "y" } }}. */
    private static @Nullable Guard stateIn(Cursor at) {
        if (!at.isObject()) {
            var reference = at.expectString("stateIn");
            return reference == null ? null : new Guard.StateIn(reference);
        }
        var all = new ArrayList<Guard>();
        collect(at, "", all);
        return all.size() == 1 ? all.get(0) : new Guard.And(all);
    }

    private static void collect(Cursor value, String path, List<Guard> all) {
        if (value.isObject()) {
            var members = value.members("a state value");
            members.forEach((key, below) -> collect(below, path.isEmpty() ? key : path + "." + key, all));
            if (members.isEmpty()) {
                all.add(new Guard.StateIn(path));
            }
            return;
        }
        var key = value.expectString("a state value");
        if (key != null) {
            all.add(new Guard.StateIn(path + "." + key));
        }
    }

    private static List<Guard> guards(Cursor at) {
        at.allowOnly(LIST_KEYS, "a guard of guards");
        var guards = at.member("guards");
        if (guards.isEmpty()) {
            at.problem("missing-guards", "there are no guards to combine", "add guards: a list of guards");
            return List.of();
        }
        return readAll(guards.get());
    }

    private static List<Guard> readAll(Cursor at) {
        var guards = new ArrayList<Guard>();
        if (!at.isList()) {
            at.wrongType("and/or", "a list of guards");
            return guards;
        }
        for (var item : at.itemsOrOne()) {
            var guard = read(item);
            if (guard != null) {
                guards.add(guard);
            }
        }
        return guards;
    }
}
