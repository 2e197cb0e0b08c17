package dev.xorca.machine;

import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Deadline.Action;
import dev.xorca.statechart.invoke.Deadline.Anchor;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads deadlines: a length of time alone, or with what happens when it is over. */
final class DeadlineReader {
    static final Set<String> KEYS = Set.of("after", "until", "anchor", "action", "result", "tag", "message");

    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Expression TIMED_OUT = Expression.constant(Map.of("timedOut", true));

    private DeadlineReader() {}

    /** The deadline of an invocation that can be tried again. */
    static @Nullable Deadline ofAttempts(Cursor at) {
        return read(at, Action.RESUME, true);
    }

    /** The deadline of a state, of a fan-out as a whole, or of what is only waited for: there is one attempt. */
    static @Nullable Deadline ofState(Cursor at) {
        return read(at, Action.RESUME, false);
    }

    /** The deadline of a compensation. What is not undone in time is not undone. */
    static @Nullable Deadline ofCompensation(Cursor at) {
        var deadline = read(at, Action.FAIL, true);
        if (deadline != null && deadline.action() == Action.RESUME) {
            at.problem(
                    "timeout-resumes-compensation",
                    "a compensation that nobody answered in time has not been done, so there is nothing to resume with",
                    "write action: fail or action: notify");
        }
        return deadline;
    }

    private static @Nullable Deadline read(Cursor at, Action unsaid, boolean hasAttempts) {
        if (!at.isObject()) {
            var after = after(at, "timeout", "a length of time or an object with after or until");
            return after == null ? null : new Deadline(after, null, Anchor.STATE, unsaid, TIMED_OUT, null, null);
        }
        at.allowOnly(KEYS, "timeout");
        var action = at.member("action")
                .map(each -> Values.word(each, "timeout action", Action.class))
                .orElse(unsaid);
        var after = at.member("after")
                .map(each -> after(each, "after", "a length of time, for example PT10M"))
                .orElse(null);
        var until = at.member("until").map(DeadlineReader::until).orElse(null);
        if (at.member("after").isPresent() == at.member("until").isPresent()) {
            at.problem(
                    "ambiguous-timeout",
                    "a timeout has exactly one of after and until",
                    "write after: PT10M, or until: \"${context.deadline}\"");
            return null;
        }
        checkWindow(at, after, action);
        return new Deadline(
                after,
                until,
                anchor(at, hasAttempts),
                action,
                result(at, action),
                tag(at, action),
                message(at, action));
    }

    private static @Nullable Delay after(Cursor at, String what, String expected) {
        if (at.value() instanceof String || at.value() instanceof Long) {
            return Values.delay(at, String.valueOf(at.value()));
        }
        at.wrongType(what, expected);
        return null;
    }

    private static @Nullable Expression until(Cursor at) {
        return at.expectString("until") == null ? null : Values.expression(at);
    }

    /** What is announced again and again must leave time for an answer. */
    private static void checkWindow(Cursor at, @Nullable Delay after, Action action) {
        if (action == Action.NOTIFY
                && after != null
                && after.fixed() != null
                && after.fixed().compareTo(SHORTEST_WINDOW) < 0) {
            at.member("after")
                    .orElse(at)
                    .problem(
                            "out-of-range",
                            "a timeout that notifies does so again each time, so after is at least PT1S; this is "
                                    + after.fixed(),
                            "for example PT1H");
        }
    }

    private static Anchor anchor(Cursor at, boolean hasAttempts) {
        var given = at.member("anchor");
        if (given.isEmpty()) {
            return Anchor.STATE;
        }
        var anchor = Values.word(given.get(), "anchor", Anchor.class);
        if (at.member("until").isPresent()) {
            given.get().problem("anchor-never", "until is a time, which nothing is counted from", "take anchor away");
        } else if (anchor == Anchor.ATTEMPT && !hasAttempts) {
            given.get()
                    .problem(
                            "anchor-never",
                            "this is not attempted more than once, so there is nothing to count each attempt from",
                            "write anchor: state or anchor: orchestration");
        }
        return anchor == null ? Anchor.STATE : anchor;
    }

    private static Expression result(Cursor at, Action action) {
        var result = at.member("result");
        if (result.isPresent() && action != Action.RESUME) {
            result.get()
                    .problem(
                            "result-never",
                            "only a timeout that resumes has a result",
                            "take result away, or write action: resume");
        }
        return result.map(Values::expression).orElse(TIMED_OUT);
    }

    private static @Nullable String tag(Cursor at, Action action) {
        expectNotify(at, "tag", action);
        return at.member("tag").map(tag -> tag.expectString("a tag")).orElse(null);
    }

    private static @Nullable Expression message(Cursor at, Action action) {
        expectNotify(at, "message", action);
        return at.member("message").map(Values::expression).orElse(null);
    }

    private static void expectNotify(Cursor at, String key, Action action) {
        if (action != Action.NOTIFY) {
            at.member(key)
                    .ifPresent(given -> given.problem(
                            key + "-never",
                            "only a timeout that notifies says anything, so nobody sees its " + key,
                            "take " + key + " away, or write action: notify"));
        }
    }
}
