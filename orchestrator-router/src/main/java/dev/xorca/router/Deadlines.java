package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.store.CallChanges.How;
import dev.xorca.store.Fault;
import dev.xorca.store.PendingCall;
import dev.xorca.store.Timer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long an answer is waited for, and what happens when none has come by then. */
final class Deadlines {
    /** Reminders do not come closer together than this. */
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);

    private final Turn turn;
    private final CallTimers timers;
    private final CallAnnouncements announcements;
    private final Invoking invoking;

    Deadlines(Turn turn, CallTimers timers, CallAnnouncements announcements, Invoking invoking) {
        this.turn = turn;
        this.timers = timers;
        this.announcements = announcements;
        this.invoking = invoking;
    }

    /** Whether a timer only has it announced that nobody has answered yet. */
    static boolean isReminder(Timer timer, PendingCall call, MachineDocument document) {
        var deadline = CallDefinition.of(call, document).deadline();
        return timer.type().equals(CallTimers.DEADLINE)
                && deadline != null
                && deadline.action() == Deadline.Action.NOTIFY;
    }

    /** Whether each attempt has the whole time. */
    static boolean isOfAttempt(Invocation invocation) {
        return invocation.deadline() != null && invocation.deadline().anchor() == Deadline.Anchor.ATTEMPT;
    }

    /** Sets the deadline of an attempt, unless one that lies further back is still running. */
    void arm(PendingCall call, Invocation invocation) {
        var deadline = invocation.deadline();
        if (deadline != null && (isOfAttempt(invocation) || !timers.isPending(CallTimers.DEADLINE, call))) {
            timers.start(CallTimers.DEADLINE, call, turn.until(due(deadline, call, invocation)));
        }
    }

    private Instant due(Deadline deadline, PendingCall call, Invocation invocation) {
        if (deadline.after() == null) {
            return time(deadline, call, invocation);
        }
        var begin = switch (deadline.anchor()) {
            case STATE -> call.begun();
            case ORCHESTRATION -> turn.startedAt();
            case ATTEMPT -> call.attempted();
        };
        return begin.plus(length(deadline, call, invocation));
    }

    /** The time of a deadline has come. */
    void overdue(PendingCall call, Invocation invocation, Timer timer) {
        var deadline = invocation.deadline();
        if (deadline == null) {
            return;
        }
        switch (deadline.action()) {
            case RESUME -> {
                var value = turn.evaluate(deadline.result(), call, invocation);
                invoking.giveUp(call);
                invoking.done(call, invocation, value, How.TIMED_OUT);
            }
            case FAIL -> {
                var fault = new Fault("timeout", "nobody answered within " + words(deadline), null);
                invoking.giveUp(call);
                if (deadline.anchor() == Deadline.Anchor.ATTEMPT) {
                    invoking.failed(call, invocation, fault);
                } else {
                    invoking.failedForGood(call, fault);
                }
            }
            case NOTIFY -> remind(call, invocation, deadline, timer);
        }
    }

    private static String words(Deadline deadline) {
        return deadline.after() == null ? "the time set" : deadline.after().text();
    }

    private void remind(PendingCall call, Invocation invocation, Deadline deadline, Timer timer) {
        long times =
                timer.data() instanceof Map<?, ?> data && data.get("times") instanceof Long before ? before + 1 : 1;
        var more = new LinkedHashMap<String, @Nullable Object>();
        more.put("tag", deadline.tag());
        more.put("message", deadline.message() == null ? null : turn.evaluate(deadline.message(), call, invocation));
        more.put("attempt", (long) call.attempt());
        more.put("times", times);
        more.put("due", timer.due().toString());
        announcements.send(EventTypes.TIMED_OUT, call, more);
        if (deadline.after() != null) {
            var window = length(deadline, call, invocation);
            timers.start(
                    CallTimers.DEADLINE,
                    call,
                    window.compareTo(SHORTEST_WINDOW) < 0 ? SHORTEST_WINDOW : window,
                    Map.of("times", times));
        }
    }

    private Duration length(Deadline deadline, PendingCall call, Invocation invocation) {
        try {
            return deadline.after() == null
                    ? Duration.ZERO
                    : deadline.after().length(turn.scope(Event.of(CallTimers.DEADLINE), turn.locals(call)));
        } catch (RuntimeException e) {
            throw Refusal.of(invocation, e);
        }
    }

    private Instant time(Deadline deadline, PendingCall call, Invocation invocation) {
        var value = deadline.until() == null ? null : turn.evaluate(deadline.until(), call, invocation);
        try {
            return Instant.parse(String.valueOf(value));
        } catch (DateTimeException e) {
            throw Refusal.of(
                    invocation,
                    new IllegalArgumentException("'" + value + "' is not a time such as 2026-01-31T10:00:00Z", e));
        }
    }
}
