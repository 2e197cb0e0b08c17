package dev.xorca.machine;

import com.google.common.collect.ImmutableSet;
import dev.xorca.statechart.InvocationDefinition;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads invocations: what a state asks for itself, for each item of a list, and what undoes it. */
final class InvocationReader {
    private static final Set<String> OUTCOME_KEYS = Set.of("result", "onDone", "onError");
    private static final Set<String> ANSWERED_KEYS =
            Set.of("answers", "correlate", "retry", "timeout", "compensate", "result", "onDone", "onError");
    private static final Map<String, Set<String>> CALLS = Map.of(
            "command", with(CallReader.COMMAND_KEYS, "await", "retry"),
            "machine", with(CallReader.CHILD_KEYS, "await", "retry"),
            "wait", CallReader.WAIT_KEYS);
    private static final Pattern PATH = Pattern.compile("[^.\\s]+(\\.[^.\\s]+)*");

    /** All that an invocation of a state may say, whatever it asks. */
    static final Set<String> KEYS = keys();

    /** All that the invocation of an item may say. */
    static final Set<String> ITEM_KEYS = without(Role.ITEM);

    /** All that a compensation may say. */
    static final Set<String> COMPENSATION_KEYS = without(Role.COMPENSATION);

    static final Set<String> RESULT_KEYS = Set.of("into");

    /** What an invocation is for. */
    private enum Role {
        /** A state asks for it. */
        STATE("an invocation", Set.of()),
        /** It is done for each item of a list, and how it ends is a matter of the list. */
        ITEM("the invocation of an item", Set.of("id", "await", "result", "onDone", "onError")),
        /** It undoes another one. */
        COMPENSATION("a compensation", Set.of("id", "wait", "await", "result", "onDone", "onError", "compensate"));

        private final String words;
        private final ImmutableSet<String> without;

        Role(String words, Set<String> without) {
            this.words = words;
            this.without = ImmutableSet.copyOf(without);
        }
    }

    private final InvocationDefaults defaults;

    InvocationReader(InvocationDefaults defaults) {
        this.defaults = defaults;
    }

    private static Set<String> keys() {
        var keys = new HashSet<>(OUTCOME_KEYS);
        keys.addAll(Set.of("id", "timeout", "compensate"));
        CALLS.values().forEach(keys::addAll);
        return Set.copyOf(keys);
    }

    private static Set<String> without(Role role) {
        var keys = new HashSet<>(KEYS);
        keys.removeAll(role.without);
        return Set.copyOf(keys);
    }

    private static Set<String> with(Set<String> keys, String... more) {
        var all = new HashSet<>(keys);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    /** What a state asks for; complains and gives null when it is nothing. */
    @Nullable
    InvocationDefinition read(Cursor at) {
        var invocation = invocation(at, Role.STATE);
        if (invocation == null) {
            return null;
        }
        return new InvocationDefinition(
                invocation,
                at.member("onDone")
                        .map(done -> TransitionReader.readAll(
                                knowingAnswer(done, invocation.call(), invocation.deadline()), ""))
                        .orElse(List.of()),
                at.member("onError")
                        .map(error -> TransitionReader.readAll(error, ""))
                        .orElse(List.of()));
    }

    /** What is asked for each item of a list; complains and gives null when it is nothing. */
    @Nullable
    Invocation readItem(Cursor at) {
        return invocation(at, Role.ITEM);
    }

    private @Nullable Invocation invocation(Cursor at, Role role) {
        if (!at.isObject()) {
            at.wrongType(role.words, "an object with command, machine or wait");
            return null;
        }
        var kind = kind(at, role);
        if (kind == null) {
            return null;
        }
        var call = call(at, kind);
        if (call == null) {
            return null;
        }
        var awaited =
                at.member("await").map(each -> each.expectBoolean("await")).orElse(true);
        checkKeys(at, role, kind, awaited);
        var deadline = awaited ? deadline(at, role, call) : null;
        return new Invocation(
                at.member("id").map(InvocationReader::id).orElse(""),
                call,
                CallReader.request(at, call),
                at.member("result").map(InvocationReader::result).orElse(null),
                awaited,
                awaited ? retry(at, call) : RetryPolicy.NONE,
                deadline,
                at.member("compensate")
                        .map(each -> invocation(knowingAnswer(each, call, deadline), Role.COMPENSATION))
                        .orElse(null),
                at.pointer());
    }

    private static @Nullable String kind(Cursor at, Role role) {
        var kinds = CALLS.keySet().stream()
                .filter(kind -> !role.without.contains(kind))
                .sorted()
                .toList();
        var given = kinds.stream().filter(kind -> at.member(kind).isPresent()).toList();
        if (given.size() == 1) {
            return given.get(0);
        }
        at.problem(
                given.isEmpty() ? "missing-call" : "ambiguous-call",
                role.words + " has exactly one of " + String.join(", ", kinds)
                        + (given.isEmpty() ? ", this has none" : ", this has " + String.join(", ", given)),
                role == Role.COMPENSATION
                        ? "write command: cmd.thing.undo or machine: name"
                        : "write command: cmd.thing.do, machine: name or wait: true");
        return null;
    }

    private static @Nullable Call call(Cursor at, String kind) {
        return switch (kind) {
            case "command" -> CallReader.command(at);
            case "machine" -> CallReader.child(at);
            default -> CallReader.wait(at);
        };
    }

    private static void checkKeys(Cursor at, Role role, String kind, boolean awaited) {
        var keys = new HashSet<>(OUTCOME_KEYS);
        keys.addAll(Set.of("id", "timeout", "compensate"));
        keys.addAll(CALLS.getOrDefault(kind, Set.of()));
        keys.removeAll(role.without);
        if (!awaited) {
            keys.removeAll(ANSWERED_KEYS);
        }
        at.allowOnly(keys, role.words + " with '" + kind + "'" + (awaited ? "" : " that nobody awaits"));
    }

    private static @Nullable String id(Cursor at) {
        var id = at.expectString("an id");
        if (id != null && id.isBlank()) {
            at.problem("empty-id", "an invocation's id is empty", "name it, or take id away");
        }
        return id;
    }

    private static @Nullable String result(Cursor at) {
        if (!at.isObject()) {
            at.wrongType("result", "an object, for example { into: text }");
            return null;
        }
        at.allowOnly(RESULT_KEYS, "result");
        var into = at.member("into");
        if (into.isEmpty()) {
            at.problem("missing-into", "result does not say where it is kept", "add into: a key of the context");
        }
        return into.map(InvocationReader::path).orElse(null);
    }

    /** Keys of the context from the top down, joined with dots; {@code context.} in front of them says nothing more. */
    static @Nullable String path(Cursor at) {
        var path = at.expectString("into");
        if (path == null) {
            return null;
        }
        if (path.equals("context") || !PATH.matcher(path).matches()) {
            at.problem(
                    "bad-path",
                    "'" + path + "' is no place in the context",
                    "write a key of the context, or keys joined with dots, for example customer.address");
            return null;
        }
        return path.startsWith("context.") ? path.substring("context.".length()) : path;
    }

    private RetryPolicy retry(Cursor at, Call call) {
        return call instanceof Call.Wait
                ? RetryPolicy.NONE
                : at.member("retry").map(RetryReader::read).orElse(defaults.retry());
    }

    private @Nullable Deadline deadline(Cursor at, Role role, Call call) {
        var given = at.member("timeout");
        if (given.isPresent() && "none".equals(given.get().string())) {
            return null;
        } else if (role == Role.COMPENSATION) {
            return given.isPresent() ? DeadlineReader.ofCompensation(given.get()) : defaults.deadlineOfCompensation();
        } else if (call instanceof Call.Wait) {
            return given.isPresent() ? DeadlineReader.ofState(given.get()) : defaults.deadlineOfOneAttempt();
        }
        return given.isPresent() ? DeadlineReader.ofAttempts(given.get()) : defaults.deadline();
    }

    /** The same place, where the event under way brings what the invocation was done with. */
    private static Cursor knowingAnswer(Cursor at, Call call, @Nullable Deadline deadline) {
        var isOfOneType = call instanceof Call.Command command && command.done().size() == 1;
        var isAnswer = deadline == null || deadline.action() != Deadline.Action.RESUME;
        return isOfOneType && isAnswer ? at.onEvent(((Call.Command) call).done().get(0)) : at;
    }
}
