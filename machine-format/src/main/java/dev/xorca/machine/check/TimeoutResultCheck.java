package dev.xorca.machine.check;

import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Guards of {@code onDone} that read fields of an answer which the result of a timeout has not. */
final class TimeoutResultCheck implements Check {
    private static final String TIMED_OUT = "timedOut";

    @Override
    public void run(Facts facts, Findings findings) {
        for (var each : facts.invoked()) {
            var result = resultOfTimeout(each.invocation());
            if (result != null) {
                check(each, result, facts, findings);
            }
        }
    }

    private static @Nullable Map<?, ?> resultOfTimeout(Invocation invocation) {
        var deadline = invocation.deadline();
        return deadline != null
                        && deadline.action() == Deadline.Action.RESUME
                        && deadline.result() instanceof Expression.Constant constant
                        && constant.value() instanceof Map<?, ?> map
                ? map
                : null;
    }

    private static void check(Machine.Invoked invoked, Map<?, ?> result, Facts facts, Findings findings) {
        var type = Invocation.doneType(invoked.invocation().id());
        for (var transition : facts.selection().candidates(invoked.state(), type)) {
            var guard = transition.guard().orElse(null);
            if (guard == null || asksForTimeout(guard)) {
                return;
            }
            if (guard instanceof Guard.Condition condition) {
                ParsedExpressions.parse(condition.text()).ifPresent(tree -> {
                    for (var field : ParsedExpressions.unprotectedReads(tree, "event.data")) {
                        if (!result.containsKey(field)) {
                            findings.add(
                                    Rule.TIMEOUT_BREAKS_GUARD,
                                    transition.at(),
                                    "'" + condition.text() + "' reads event.data." + field
                                            + ", which the result of the timeout has not; ask for event.timedOut first, "
                                            + "or give the timeout a result");
                        }
                    }
                });
            }
        }
    }

    /** Whether a guard knows of timeouts, whatever it makes of them. */
    private static boolean asksForTimeout(Guard guard) {
        return guard.toString().contains(TIMED_OUT);
    }
}
