package dev.xorca.machine;

import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.RetryPolicy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What counts for the invocations of a document that say nothing themselves.
 *
 * @param deadline how long they wait; null for ever
 * @param retry what is done about an attempt that failed
 */
record InvocationDefaults(@Nullable Deadline deadline, RetryPolicy retry) {
    static final Set<String> KEYS = Set.of("timeout", "retry");

    /** For ever, and one attempt. */
    static final InvocationDefaults PLAIN = new InvocationDefaults(null, RetryPolicy.NONE);

    static InvocationDefaults read(Cursor root) {
        var given = root.member("defaults");
        if (given.isEmpty()) {
            return PLAIN;
        }
        var at = given.get();
        if (!at.isObject()) {
            at.wrongType("defaults", "an object, for example { timeout: PT1M, retry: 3 }");
            return PLAIN;
        }
        at.allowOnly(KEYS, "defaults");
        return new InvocationDefaults(
                at.member("timeout").map(DeadlineReader::ofAttempts).orElse(null),
                at.member("retry").map(RetryReader::read).orElse(RetryPolicy.NONE));
    }

    /** The deadline of what is attempted once. */
    @Nullable
    Deadline deadlineOfOneAttempt() {
        var given = deadline;
        return given == null || given.anchor() != Deadline.Anchor.ATTEMPT
                ? given
                : new Deadline(
                        given.after(),
                        given.until(),
                        Deadline.Anchor.STATE,
                        given.action(),
                        given.result(),
                        given.tag(),
                        given.message());
    }

    /** The deadline of a compensation: what is not undone in time is not undone. */
    @Nullable
    Deadline deadlineOfCompensation() {
        var given = deadline;
        return given == null || given.action() != Deadline.Action.RESUME
                ? given
                : new Deadline(
                        given.after(),
                        given.until(),
                        given.anchor(),
                        Deadline.Action.FAIL,
                        given.result(),
                        given.tag(),
                        given.message());
    }
}
