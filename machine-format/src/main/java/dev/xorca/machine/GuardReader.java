package dev.xorca.machine;

import dev.xorca.statechart.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads guards. */
final class GuardReader {
    private static final Set<String> KEYS = Set.of("and", "or", "not", "stateIn");

    private GuardReader() {}

    /** The guard here; complains and gives null when it is none. */
    static @Nullable Guard read(Cursor at) {
        var text = at.string();
        if (text != null) {
            return Values.condition(at, text);
        }
        if (!at.isObject()) {
            at.wrongType("a guard", "an expression or an object with and, or, not or stateIn");
            return null;
        }
        at.allowOnly(KEYS, "a guard");
        var members = at.members("a guard");
        if (members.size() != 1) {
            at.problem("ambiguous-guard", "a guard object has exactly one key", "use one of and, or, not, stateIn");
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
            case "stateIn" -> {
                var reference = member.expectString("stateIn");
                yield reference == null ? null : new Guard.StateIn(reference);
            }
            default -> null;
        };
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
