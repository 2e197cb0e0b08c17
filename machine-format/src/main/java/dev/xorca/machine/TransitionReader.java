package dev.xorca.machine;

import dev.xorca.statechart.Guard;
import dev.xorca.statechart.TransitionDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what leads from one state to another. */
final class TransitionReader {
    static final Set<String> KEYS = Set.of("target", "guard", "actions", "reenter", "meta", "description");

    /** Stands where a guard was meant, so that the transition does not count as one without. */
    private static final Guard COMPLAINED_OF = new Guard.Condition("", scope -> false);

    private TransitionReader() {}

    /**
     * The candidates here: a target, an object, or a list of these.
     *
     * @param descriptor the events that they are for; empty where that follows from the place
     */
    static List<TransitionDefinition> readAll(Cursor at, String descriptor) {
        var transitions = new ArrayList<TransitionDefinition>();
        for (var candidate : at.itemsOrOne()) {
            if (candidate.isObject()) {
                transitions.add(read(candidate, descriptor));
            } else if (candidate.string() != null) {
                transitions.add(new TransitionDefinition(
                        descriptor, targets(candidate), null, List.of(), false, candidate.pointer()));
            } else {
                candidate.wrongType("a transition", "a target, an object or a list of these");
            }
        }
        return transitions;
    }

    private static TransitionDefinition read(Cursor at, String descriptor) {
        if (at.member("cond").isPresent()) {
            at.member("cond")
                    .get()
                    .problem("unknown-key", "a transition has no 'cond' (that was XState v4)", "write 'guard'");
        }
        var keys = new HashSet<>(KEYS);
        keys.add("cond");
        var isUnderstood = at.allowOnly(keys, "a transition");
        return new TransitionDefinition(
                descriptor,
                at.member("target").map(TransitionReader::targets).orElse(List.of()),
                readGuard(at, isUnderstood),
                at.member("actions").map(ActionReader::readAll).orElse(List.of()),
                at.member("reenter")
                        .map(reenter -> reenter.expectBoolean("reenter"))
                        .orElse(false),
                at.pointer());
    }

    /** The guard of a transition; for one that there is and that was complained of, any. */
    private static @Nullable Guard readGuard(Cursor at, boolean isUnderstood) {
        var guard = at.member("guard").map(GuardReader::read);
        if (guard.isPresent()) {
            return guard.get();
        }
        var isMeant = !isUnderstood
                || at.member("guard").isPresent()
                || at.member("cond").isPresent();
        return isMeant ? COMPLAINED_OF : null;
    }

    /** The targets of a transition; an empty string means none, as in XState. */
    static List<String> targets(Cursor at) {
        var targets = new ArrayList<String>();
        for (var item : at.itemsOrOne()) {
            var target = item.expectString("a target");
            if (target != null && !target.isEmpty()) {
                targets.add(target);
            }
        }
        return targets;
    }
}
