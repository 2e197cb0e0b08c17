package dev.xorca.machine;

import dev.xorca.statechart.Guard;
import dev.xorca.statechart.StateDefinition;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.TransitionDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads states and what leads from one to another. */
final class StateReader {
    static final Set<String> KEYS = Set.of(
            "id",
            "type",
            "initial",
            "states",
            "on",
            "always",
            "after",
            "entry",
            "exit",
            "onDone",
            "tags",
            "meta",
            "description",
            "output",
            "outcome",
            "history",
            "target");
    static final Set<String> TRANSITION_KEYS = Set.of("target", "guard", "actions", "reenter", "meta", "description");
    static final Set<String> INITIAL_KEYS = Set.of("target", "actions");
    private static final Set<String> OUTCOMES = Set.of("done", "failed");
    private static final Set<String> TYPES = Set.of("atomic", "compound", "parallel", "final", "history");

    /** Stands where a guard was meant, so that the transition does not count as one without. */
    private static final Guard COMPLAINED_OF = new Guard.Condition("", scope -> false);

    private StateReader() {}

    static StateDefinition read(String key, Cursor at) {
        var state = StateDefinition.of(key, at.pointer());
        at.member("id").map(id -> id.expectString("an id")).ifPresent(state::id);
        at.member("description").map(text -> text.expectString("a description")).ifPresent(state::description);
        at.member("type").ifPresent(type -> readType(type, state));
        at.member("initial").ifPresent(initial -> readInitial(initial, state));
        at.member("states")
                .ifPresent(states -> states.members("states").forEach((childKey, child) -> {
                    if (child.isObject()) {
                        child.allowOnly(KEYS, "a state");
                        state.state(read(childKey, child));
                    } else {
                        child.wrongType("state '" + childKey + "'", "an object");
                    }
                }));
        at.member("entry").ifPresent(actions -> ActionReader.readAll(actions).forEach(state::entry));
        at.member("exit").ifPresent(actions -> ActionReader.readAll(actions).forEach(state::exit));
        at.member("on")
                .ifPresent(on -> on.members("on")
                        .forEach((descriptor, candidates) -> readTransitions(candidates, descriptor, state::on)));
        at.member("always").ifPresent(always -> readTransitions(always, "", state::always));
        at.member("onDone").ifPresent(done -> readTransitions(done, "", state::onDone));
        at.member("after")
                .ifPresent(after -> after.members("after").forEach((delay, candidates) -> {
                    var transitions = new ArrayList<TransitionDefinition>();
                    readTransitions(candidates, "", transitions::add);
                    var length = Values.delay(candidates.key(delay), delay);
                    if (length != null) {
                        state.after(length, transitions);
                    }
                }));
        at.member("output").ifPresent(output -> state.output(Values.expression(output)));
        at.member("outcome").ifPresent(outcome -> readOutcome(outcome, state));
        at.member("tags")
                .ifPresent(tags -> tags.itemsOrOne().forEach(tag -> {
                    var text = tag.expectString("a tag");
                    if (text != null) {
                        state.tag(text);
                    }
                }));
        at.member("history").ifPresent(history -> readHistory(history, state));
        at.member("target")
                .ifPresent(target -> state.historyDefault(
                        new TransitionDefinition("", targets(target), null, List.of(), false, target.pointer())));
        return state;
    }

    private static void readType(Cursor at, StateDefinition state) {
        var type = at.expectString("a type");
        if (type == null) {
            return;
        }
        if (TYPES.contains(type)) {
            state.kind(StateNode.Kind.valueOf(type.toUpperCase(Locale.ROOT)));
        } else {
            at.problem("unknown-type", "there is no state type '" + type + "'", Suggestion.forKey(type, TYPES));
        }
    }

    private static void readOutcome(Cursor at, StateDefinition state) {
        var outcome = at.expectString("an outcome");
        if (outcome == null) {
            return;
        }
        if (OUTCOMES.contains(outcome)) {
            state.outcome(StateNode.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)));
        } else {
            at.problem("unknown-outcome", "there is no outcome '" + outcome + "'", "write done or failed");
        }
    }

    private static void readHistory(Cursor at, StateDefinition state) {
        var value = at.value();
        if (Boolean.TRUE.equals(value) || "shallow".equals(value)) {
            state.history(StateNode.HistoryDepth.SHALLOW);
        } else if ("deep".equals(value)) {
            state.history(StateNode.HistoryDepth.DEEP);
        } else if (!Boolean.FALSE.equals(value)) {
            at.problem("unknown-history", "history is neither shallow nor deep", "write shallow, deep or true");
        }
    }

    private static void readInitial(Cursor at, StateDefinition state) {
        if (at.isObject()) {
            at.allowOnly(INITIAL_KEYS, "an initial transition");
            var target = at.member("target");
            if (target.isEmpty()) {
                at.problem("missing-target", "initial has no target", "add target: the key of a state");
                return;
            }
            var actions = at.member("actions").map(ActionReader::readAll).orElse(List.of());
            state.initial(new TransitionDefinition("", targets(target.get()), null, actions, false, at.pointer()));
        } else {
            var target = at.expectString("initial");
            if (target != null) {
                state.initial(TransitionDefinition.to("", target, at.pointer()));
            }
        }
    }

    private static void readTransitions(Cursor at, String descriptor, Consumer<TransitionDefinition> add) {
        for (var candidate : at.itemsOrOne()) {
            if (candidate.isObject()) {
                add.accept(readTransition(candidate, descriptor));
            } else if (candidate.string() != null) {
                add.accept(new TransitionDefinition(
                        descriptor, targets(candidate), null, List.of(), false, candidate.pointer()));
            } else {
                candidate.wrongType("a transition", "a target, an object or a list of these");
            }
        }
    }

    private static TransitionDefinition readTransition(Cursor at, String descriptor) {
        if (at.member("cond").isPresent()) {
            at.member("cond")
                    .get()
                    .problem("unknown-key", "a transition has no 'cond' (that was XState v4)", "write 'guard'");
        }
        var keys = new HashSet<>(TRANSITION_KEYS);
        keys.add("cond");
        var isUnderstood = at.allowOnly(keys, "a transition");
        return new TransitionDefinition(
                descriptor,
                at.member("target").map(StateReader::targets).orElse(List.of()),
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
    private static List<String> targets(Cursor at) {
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
