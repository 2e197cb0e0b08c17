package dev.xorca.machine.check;

import dev.xorca.machine.Suggestion;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.Event;
import java.util.Set;

/** Transitions on {@code xorca.*} events that neither a router nor the machine itself makes. */
final class OwnEventCheck implements Check {
    private static final Set<String> EVENTS = Set.of(Event.COMPENSATED);

    @Override
    public void run(Facts facts, Findings findings) {
        for (var state : facts.machine().states()) {
            for (var transition : state.transitions()) {
                var descriptor = transition.descriptor();
                if (descriptor.startsWith("xorca.") && !comes(descriptor, facts)) {
                    findings.add(
                            Rule.EVENT_UNKNOWN,
                            transition.at(),
                            "state '" + state.label() + "' waits for '" + descriptor + "', which nobody sends; "
                                    + Suggestion.of(descriptor, EVENTS)
                                            .orElse("such events are " + String.join(", ", EVENTS)));
                }
            }
        }
    }

    private static boolean comes(String descriptor, Facts facts) {
        return EVENTS.stream().anyMatch(type -> Descriptors.covers(descriptor, type))
                || facts.actions().stream()
                        .anyMatch(placed -> placed.action() instanceof Action.Raise raise
                                && Descriptors.covers(descriptor, raise.type()));
    }
}
