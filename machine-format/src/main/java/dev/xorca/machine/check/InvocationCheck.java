package dev.xorca.machine.check;

import dev.xorca.statechart.Machine;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;

/** Invocations that are no commands, that are not prepared for a failure, or that are tried again without end. */
final class InvocationCheck implements Check {
    private static final int MANY_ATTEMPTS = 100;

    @Override
    public void run(Facts facts, Findings findings) {
        for (var each : facts.invoked()) {
            var invocation = each.invocation();
            if (canFail(invocation)
                    && !triesAgain(invocation)
                    && !facts.document().lifeCycle().compensatesFailure()
                    && !facts.machine().takesError(each)) {
                findings.add(
                        Rule.NO_ERROR_PATH,
                        invocation.at(),
                        "nothing says what follows when " + words(each)
                                + " fails: it has neither onError nor retry, and the machine no onFailure: compensate");
            }
        }
        facts.machine().forEachInvocation(invocation -> {
            checkRetry(invocation, findings);
            checkCommand(invocation, findings);
        });
    }

    private static void checkCommand(Invocation invocation, Findings findings) {
        if (invocation.call() instanceof Call.Command command && !command.type().startsWith("cmd.")) {
            findings.add(
                    Rule.COMMAND_NAME,
                    invocation.at() + "/command",
                    "'" + command.type() + "' is no type of command; name it cmd.…");
        }
    }

    private static String words(Machine.Invoked invoked) {
        return "invocation '" + invoked.invocation().id() + "'";
    }

    private static boolean canFail(Invocation invocation) {
        var deadline = invocation.deadline();
        var isLate = deadline != null && deadline.action() == Deadline.Action.FAIL;
        if (invocation.call() instanceof Call.ForEach forEach) {
            return isLate || !forEach.collectsErrors();
        }
        return invocation.awaited() && (isLate || !(invocation.call() instanceof Call.Wait));
    }

    private static boolean triesAgain(Invocation invocation) {
        return invocation.call() instanceof Call.ForEach forEach
                ? triesAgain(forEach.each())
                : invocation.retry().attempts() > 1;
    }

    private static void checkRetry(Invocation invocation, Findings findings) {
        var retry = invocation.retry();
        if (retry.attempts() > MANY_ATTEMPTS && retry.total() == null) {
            report(invocation, "is tried " + retry.attempts() + " times, with no total time to end it", findings);
        } else if (isWithoutPause(retry)) {
            report(invocation, "is tried " + retry.attempts() + " times without a pause", findings);
        }
    }

    private static boolean isWithoutPause(RetryPolicy retry) {
        return retry.attempts() > 1 && (retry.first().isZero() || retry.max().isZero());
    }

    private static void report(Invocation invocation, String what, Findings findings) {
        findings.add(Rule.RETRY_WITHOUT_BOUND, invocation.at(), "the invocation " + what);
    }
}
