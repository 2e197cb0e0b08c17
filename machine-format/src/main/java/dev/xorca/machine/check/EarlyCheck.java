package dev.xorca.machine.check;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Transition;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Events that may come early for nothing: no transition takes them at all, or none can right after the start. */
final class EarlyCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        var early = new TreeSet<>(facts.document().lifeCycle().early().keySet());
        if (early.isEmpty()) {
            if (facts.source().node("/early").isPresent()) {
                findings.add(Rule.EVENT_NEVER_USED, "/early", "events may come early, and the machine takes none");
            }
            return;
        }
        var accepted = facts.machine().acceptedDescriptors();
        var atStart = transitionsAtStart(facts, early);
        for (var descriptor : early) {
            var at = "/early/" + EventCheck.escaped(descriptor);
            if (accepted.stream().noneMatch(used -> Descriptors.overlap(used, descriptor))) {
                findings.add(
                        Rule.EVENT_NEVER_USED,
                        at,
                        "event '" + descriptor + "' may come early, and no state waits for it");
            } else if (isNamed(at, facts)
                    && !facts.isOpaque()
                    && atStart.stream().noneMatch(transition -> takes(transition, descriptor))) {
                findings.add(
                        Rule.EARLY_DROPPED,
                        at,
                        "event '" + descriptor
                                + "' may come early, and no state takes it before something else has come");
            }
        }
    }

    /** Whether the author named this event; all others that the machine takes may come early without being useful. */
    private static boolean isNamed(String at, Facts facts) {
        return facts.source().node("/early").isEmpty()
                || facts.source().node(at).isPresent();
    }

    /** What can be taken before anything but early events has come. */
    private static Set<Transition> transitionsAtStart(Facts facts, Set<String> early) {
        var types = new HashSet<>(early);
        for (var placed : facts.actions()) {
            if (placed.action() instanceof Action.Raise raise && raise.delay() == null) {
                types.add(raise.type());
            }
        }
        return Reach.of(facts.machine(), facts.selection(), transition -> {
                    var descriptor = transition.descriptor();
                    return descriptor.isEmpty()
                            || descriptor.equals("*")
                            || Descriptors.isDone(descriptor)
                            || (!Descriptors.isDelay(descriptor)
                                    && types.stream().anyMatch(type -> Descriptors.overlap(descriptor, type)));
                })
                .transitions();
    }

    private static boolean takes(Transition transition, String descriptor) {
        return !Descriptors.isDelay(transition.descriptor())
                && Descriptors.overlap(transition.descriptor(), descriptor)
                && !(transition.targets().isEmpty() && transition.actions().isEmpty());
    }
}
