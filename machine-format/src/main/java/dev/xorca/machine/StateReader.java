package dev.xorca.machine;

import dev.xorca.statechart.InvocationDefinition;
import dev.xorca.statechart.StateDefinition;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.TransitionDefinition;
import dev.xorca.statechart.invoke.Deadline;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads states. */
final class StateReader {
    static final Set<String> KEYS = Set.of(
            "id",
            "type",
            "initial",
            "states",
            "on",
            "always",
            "after",
            "invoke",
            "forEach",
            "timeout",
            "onTimeout",
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
    static final Set<String> INITIAL_KEYS = Set.of("target", "actions");
    private static final Set<String> OUTCOMES = Set.of("done", "failed");
    private static final Set<String> TYPES = Set.of("atomic", "compound", "parallel", "final", "history");

    private final InvocationReader invocations;
    private final ForEachReader fanOuts;

    /** @param defaults what counts for invocations that say nothing themselves */
    StateReader(InvocationDefaults defaults) {
        invocations = new InvocationReader(defaults);
        fanOuts = new ForEachReader(invocations);
    }

    StateDefinition read(String key, Cursor at) {
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
                        .forEach((descriptor, candidates) -> TransitionReader.readAll(
                                        candidates.onEvent(descriptor), descriptor)
                                .forEach(state::on)));
        at.member("always")
                .ifPresent(always -> TransitionReader.readAll(always, "").forEach(state::always));
        at.member("onDone").ifPresent(done -> TransitionReader.readAll(done, "").forEach(state::onDone));
        at.member("after")
                .ifPresent(after -> after.members("after").forEach((delay, candidates) -> {
                    var transitions = TransitionReader.readAll(candidates, "");
                    var length = Values.delay(candidates.key(delay), delay);
                    if (length != null) {
                        state.after(length, transitions);
                    }
                }));
        at.member("invoke").ifPresent(all -> all.itemsOrOne().forEach(each -> add(invocations.read(each), state)));
        at.member("forEach").ifPresent(all -> all.itemsOrOne().forEach(each -> add(fanOuts.read(each), state)));
        readDeadline(at, state);
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
                .ifPresent(target -> state.historyDefault(new TransitionDefinition(
                        "", TransitionReader.targets(target), null, List.of(), false, target.pointer())));
        return state;
    }

    private static void add(@Nullable InvocationDefinition invocation, StateDefinition state) {
        if (invocation != null) {
            state.invoke(invocation);
        }
    }

    private static void readDeadline(Cursor at, StateDefinition state) {
        var onTimeout = at.member("onTimeout");
        var transitions =
                onTimeout.map(each -> TransitionReader.readAll(each, "")).orElse(List.of());
        var timeout = at.member("timeout");
        if (timeout.isEmpty()) {
            onTimeout.ifPresent(each ->
                    each.problem("timeout-never", "onTimeout without a timeout is never taken", "add timeout: PT10M"));
            return;
        }
        var deadline = DeadlineReader.ofState(timeout.get());
        if (deadline == null) {
            return;
        }
        if (deadline.action() == Deadline.Action.NOTIFY) {
            onTimeout.ifPresent(each -> each.problem(
                    "timeout-never",
                    "a timeout that notifies goes on waiting, so that onTimeout is never taken",
                    "take onTimeout away, or write action: resume"));
        } else if (onTimeout.isEmpty()) {
            timeout.get()
                    .problem(
                            "missing-on-timeout",
                            "nothing says where the machine goes when the time is over",
                            "add onTimeout: a target, or write action: notify");
        }
        state.deadline(deadline, transitions, timeout.get().pointer());
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
            state.initial(new TransitionDefinition(
                    "", TransitionReader.targets(target.get()), null, actions, false, at.pointer()));
        } else {
            var target = at.expectString("initial");
            if (target != null) {
                state.initial(TransitionDefinition.to("", target, at.pointer()));
            }
        }
    }
}
