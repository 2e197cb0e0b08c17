package dev.xorca.machine.check;

import dev.xorca.statechart.Action;

/** Compensations that nothing ever runs. */
final class CompensationCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        if (facts.isOpaque() || facts.document().lifeCycle().compensatesFailure() || isEverAsked(facts)) {
            return;
        }
        facts.machine().forEachInvocation(invocation -> {
            var compensation = invocation.compensation();
            if (compensation != null) {
                findings.add(
                        Rule.COMPENSATION_NEVER_RUNS,
                        compensation.at(),
                        "the compensation is never run: no compensate action can be reached, and the machine has no"
                                + " onFailure: compensate");
            }
        });
    }

    private static boolean isEverAsked(Facts facts) {
        var onTheWay = facts.reach().transitions().stream()
                .flatMap(transition -> transition.actions().stream())
                .anyMatch(Action.Compensate.class::isInstance);
        return onTheWay
                || facts.reach().states().stream()
                        .anyMatch(state -> state.entry().stream().anyMatch(Action.Compensate.class::isInstance)
                                || state.exit().stream().anyMatch(Action.Compensate.class::isInstance)
                                || state.initial().stream()
                                        .flatMap(initial -> initial.actions().stream())
                                        .anyMatch(Action.Compensate.class::isInstance));
    }
}
