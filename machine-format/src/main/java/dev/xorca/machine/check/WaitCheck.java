package dev.xorca.machine.check;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import java.util.HashSet;
import java.util.Set;

/** States that wait for an answer and are prepared neither for none nor for an error. */
final class WaitCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        var rescued = rescued(facts);
        for (var state : facts.machine().states()) {
            if (state.kind() == StateNode.Kind.ATOMIC
                    && facts.isReachable(state)
                    && waits(state, facts)
                    && Tree.withAncestors(state).stream().noneMatch(rescued::contains)) {
                findings.add(
                        Rule.WAITS_FOREVER,
                        waitsForService(state, facts) ? Severity.WARNING : Severity.INFO,
                        state.at(),
                        "state '" + state.label() + "' waits for events with neither a timeout (after) nor a transition"
                                + " on an error event");
            }
        }
    }

    /** Whether one of the awaited events comes from outside for sure; others may be the machine's own. */
    private static boolean waitsForService(StateNode state, Facts facts) {
        return facts.selection().of(state).stream()
                .anyMatch(transition -> transition.descriptor().startsWith("evt.")
                        || transition.descriptor().startsWith("sys."));
    }

    private static boolean waits(StateNode state, Facts facts) {
        return facts.selection().of(state).stream()
                .anyMatch(transition -> !transition.descriptor().isEmpty()
                        && !Descriptors.isOfInvocation(transition.descriptor())
                        && !(transition.targets().isEmpty()
                                && transition.actions().isEmpty()));
    }

    /** The states that something else than the awaited answer gets an orchestration out of. */
    private static Set<StateNode> rescued(Facts facts) {
        var delayed = new HashSet<String>();
        // Comes by itself, once all is undone.
        delayed.add(Event.COMPENSATED);
        for (var placed : facts.actions()) {
            if (placed.action() instanceof Action.Raise raise && raise.delay() != null) {
                delayed.add(raise.type());
            }
        }
        var rescued = new HashSet<StateNode>();
        for (var each : facts.invoked()) {
            var deadline = each.invocation().deadline();
            if (deadline != null && deadline.action() == Deadline.Action.NOTIFY) {
                rescued.add(each.state());
            } else if (deadline != null && deadline.action() == Deadline.Action.RESUME) {
                delayed.add(Invocation.doneType(each.invocation().id()));
            }
        }
        for (var transition : facts.reach().transitions()) {
            if (rescues(transition, delayed)) {
                rescued.add(transition.source());
                for (var state : Tree.withAncestors(transition.source())) {
                    if (state.kind() == StateNode.Kind.PARALLEL
                            && transition.targets().stream().anyMatch(target -> !target.isBelow(state))) {
                        rescued.add(state);
                    }
                }
            }
        }
        return rescued;
    }

    private static boolean rescues(Transition transition, Set<String> delayed) {
        var descriptor = transition.descriptor();
        return descriptor.isEmpty()
                ? Tree.leadsAway(transition)
                : Descriptors.isDelay(descriptor)
                        || Descriptors.isWildcard(descriptor)
                        || descriptor.endsWith(".error")
                        || descriptor.startsWith(Invocation.errorType(""))
                        || delayed.contains(descriptor);
    }
}
