package dev.xorca.machine.check;

import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import java.util.List;
import java.util.Set;

/** Timeouts that are announced, and that nobody who hears of them could do anything about. */
final class NotifyCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        for (var each : facts.invoked()) {
            var deadline = each.invocation().deadline();
            if (deadline != null && deadline.action() == Deadline.Action.NOTIFY && facts.isReachable(each.state())) {
                check(each, facts, findings);
            }
        }
    }

    private static void check(Machine.Invoked invoked, Facts facts, Findings findings) {
        var invocation = invoked.invocation();
        var ways = facts.reach().transitions().stream()
                .filter(transition -> leadsOut(transition, invoked.state()))
                .toList();
        var what = "the timeout of '" + invocation.id() + "' is announced, and ";
        if (ways.isEmpty()) {
            findings.add(
                    Rule.NOTIFY_WITHOUT_HANDLER,
                    invocation.at(),
                    what + "nothing that may come then leads out of state '"
                            + invoked.state().label() + "'");
        } else if (!(invocation.call() instanceof Call.Wait) && areOfItsAnswers(ways, invocation)) {
            findings.add(
                    Rule.NOTIFY_WITHOUT_HANDLER,
                    Severity.INFO,
                    invocation.at(),
                    what + "only the answer that did not come leads out of state '"
                            + invoked.state().label() + "'");
        }
    }

    /** Whether taking it leaves the state, or moves on in it. */
    private static boolean leadsOut(Transition transition, StateNode state) {
        var source = transition.source();
        return !transition.targets().isEmpty()
                && (Tree.isSameOrBelow(source, state) || state.isBelow(source) || Tree.areOrthogonal(source, state));
    }

    private static boolean areOfItsAnswers(List<Transition> ways, Invocation invocation) {
        var answers = Set.of(Invocation.doneType(invocation.id()), Invocation.errorType(invocation.id()));
        return ways.stream().allMatch(way -> answers.contains(way.descriptor()));
    }
}
