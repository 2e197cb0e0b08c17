package dev.xorca.machine.check;

import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Invocations that can be under way together and leave their results at the same place in the context. */
final class ResultCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        var all = facts.invoked().stream()
                .filter(invoked -> facts.isReachable(invoked.state()))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            for (var earlier : all.subList(0, i)) {
                compare(earlier, all.get(i), findings);
            }
        }
    }

    private static void compare(Machine.Invoked earlier, Machine.Invoked later, Findings findings) {
        if (!canBeActiveTogether(earlier.state(), later.state())) {
            return;
        }
        paths(later.invocation()).stream()
                .filter(path -> paths(earlier.invocation()).stream().anyMatch(other -> overlap(path, other)))
                .findFirst()
                .ifPresent(path -> findings.add(
                        Rule.RESULT_OVERWRITTEN,
                        later.invocation().at(),
                        words(later) + " and " + words(earlier) + " can be under way together, and both write '" + path
                                + "'"));
    }

    private static boolean canBeActiveTogether(StateNode a, StateNode b) {
        return Tree.isSameOrBelow(a, b) || b.isBelow(a) || Tree.areOrthogonal(a, b);
    }

    private static List<String> paths(Invocation invocation) {
        var collected = invocation.call() instanceof Call.ForEach forEach ? forEach.into() : null;
        return Stream.of(invocation.into(), collected).filter(Objects::nonNull).toList();
    }

    /** Whether both are the same place, or one lies in the other. */
    private static boolean overlap(String a, String b) {
        return a.equals(b) || a.startsWith(b + ".") || b.startsWith(a + ".");
    }

    private static String words(Machine.Invoked invoked) {
        return "invocation '" + invoked.invocation().id() + "' of state '"
                + invoked.state().label() + "'";
    }
}
