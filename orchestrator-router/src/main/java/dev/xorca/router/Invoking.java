package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.Responder;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;
import dev.xorca.store.CallChanges.How;
import dev.xorca.store.Fault;
import dev.xorca.store.PendingCall;
import dev.xorca.store.PendingCall.Kind;
import dev.xorca.store.PendingCall.Status;
import dev.xorca.store.Timer;
import dev.xorca.store.Undo;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what states ask for: puts the questions, waits for answers by deadline, tries again, gives up. What it
 * decides goes into the turn's ledger, timers and events; how an invocation ends is told to the machine.
 */
final class Invoking {
    static final String TIMEOUT = "timeout";

    private static final String TIMER = "xorca.call.";
    static final String DEADLINE_TIMER = TIMER + "deadline";
    static final String RETRY_TIMER = TIMER + "retry";
    private static final String MORE_TIMER = TIMER + "more";
    /** Announcements do not come closer together than this. */
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);

    private final Turn turn;
    private final FanningOut fanningOut;
    private final Children children;

    Invoking(Turn turn) {
        this.turn = turn;
        this.fanningOut = new FanningOut(turn, this);
        this.children = new Children(turn);
    }

    /** Whether a timer is about an invocation, and no event for the machine. */
    static boolean isOurs(Timer timer) {
        return timer.type().startsWith(TIMER);
    }

    /** Of which invocation a timer is. */
    static String token(Timer timer) {
        return timer.data() instanceof Map<?, ?> data ? String.valueOf(data.get("call")) : "";
    }

    /** Whether a timer only has it announced that nobody has answered yet. */
    static boolean isReminder(Timer timer, PendingCall call, MachineDocument document) {
        var deadline = definition(call, document).deadline();
        return timer.type().equals(DEADLINE_TIMER) && deadline != null && deadline.action() == Deadline.Action.NOTIFY;
    }

    // From the machine.

    void begin(Effect.Invoke effect) {
        var invocation = effect.invocation();
        var call = newCall(turn.calls().newToken(), invocation.id(), Kind.SINGLE, effect.request());
        if (!invocation.awaited()) {
            tellOnly(call, invocation);
        } else if (invocation.call() instanceof Call.ForEach) {
            fanningOut.begin(call, invocation);
        } else {
            attempt(call, invocation);
        }
    }

    PendingCall newCall(String token, String id, Kind kind, @Nullable Object request) {
        var now = turn.now();
        return new PendingCall(token, id, kind, Status.ASKED, 1, now, now, request, null, null, null);
    }

    /** A state was left: its invocation is given up, when it has not ended yet. */
    void abandon(String id) {
        for (var call : turn.calls().pending()) {
            if (call.kind() == Kind.SINGLE && call.invocation().equals(id)) {
                abandon(call);
            }
        }
    }

    void abandonAll() {
        turn.calls().pending().forEach(this::abandon);
    }

    void abandon(PendingCall call) {
        if (turn.calls().find(call.token()).isEmpty()) {
            return;
        }
        if (call.fanOut() != null) {
            fanningOut.abandonItems(call);
        }
        children.giveUp(call);
        cancelTimers(call);
        turn.calls().end(call, How.ABANDONED);
    }

    // To others.

    /** Puts the question, for the first time or again. */
    void attempt(PendingCall call, Invocation invocation) {
        var asked = call;
        if (invocation.call() instanceof Call.Child child) {
            var begun = children.start(call, child);
            if (begun.fault() != null) {
                turn.calls().put(call);
                failed(call, invocation, begun.fault());
                return;
            }
            asked = call.again(call.attempt(), call.attempted(), begun.subject());
        }
        turn.calls().put(asked);
        arm(asked, invocation);
        if (invocation.call() instanceof Call.Command command) {
            ask(asked, invocation, command);
        }
    }

    /**
     * Puts a question in a step that is not the machine's, which would be refused with it. Where it cannot be put, that is
     * its failure.
     */
    void attemptAlone(PendingCall call, Invocation invocation) {
        turn.calls().put(call);
        try {
            attempt(call, invocation);
        } catch (Refusal refusal) {
            cannotBePut(call, refusal);
        }
    }

    /** @throws Refusal when that may pass, or when the question was put and it is the answer that was refused */
    void cannotBePut(PendingCall call, Refusal refusal) {
        var failed = turn.calls().find(call.token()).orElseThrow(() -> refusal);
        if (refusal.code().mayPass()) {
            throw refusal;
        }
        children.giveUp(failed);
        failedForGood(failed, refusal.fault());
    }

    /** A responder in this process may answer at once; else the command leaves. */
    private void ask(PendingCall call, Invocation invocation, Call.Command command) {
        var reply = reply(call, command);
        if (reply.isEmpty()) {
            leave(call, invocation, command);
        } else if (reply.get() instanceof Responder.Done done) {
            done(call, invocation, done.value(), How.DONE);
        } else if (reply.get() instanceof Responder.Failed failed) {
            failed(call, invocation, new Fault(failed.code(), failed.message(), failed.data()));
        }
    }

    /** Puts the question, and wants to know nothing of what comes of it. */
    private void tellOnly(PendingCall call, Invocation invocation) {
        if (invocation.call() instanceof Call.Command command) {
            if (reply(call, command).isEmpty()) {
                leave(call, invocation, command);
            }
        } else if (invocation.call() instanceof Call.Child child) {
            children.startAlone(call, child);
        }
    }

    private Optional<Responder.Reply> reply(PendingCall call, Call.Command command) {
        var responder = turn.router().responders().get(command.type());
        if (responder == null) {
            return Optional.empty();
        }
        var question = new Responder.Question(
                command.type(), call.request(), token(call), turn.environment().self(), turn.now());
        try {
            return Optional.of(responder.answer(question));
        } catch (RuntimeException e) {
            return Optional.of(new Responder.Failed(
                    "responder-failed", "the responder to " + command.type() + " failed: " + e.getMessage(), null));
        }
    }

    private void leave(PendingCall call, Invocation invocation, Call.Command command) {
        var attributes = new LinkedHashMap<String, Object>();
        command.attributes().forEach((name, expression) -> {
            var value = evaluate(expression, call, invocation);
            if (value != null) {
                attributes.put(name, value);
            }
        });
        if (invocation.awaited()) {
            attributes.put(CallToken.ATTRIBUTE, token(call));
        }
        turn.emit(new Effect.Emit(command.type(), call.request(), attributes));
    }

    private String token(PendingCall call) {
        return new CallToken(call.token(), call.attempt(), turn.subject()).toString();
    }

    // From others.

    /** Somebody has answered in place of whoever was asked; a sub-orchestration is not waited for any more. */
    void answeredByToken(PendingCall call, boolean well, @Nullable Object data) {
        children.giveUp(call);
        answered(call, well, data);
    }

    /** Somebody has answered. */
    void answered(PendingCall call, boolean well, @Nullable Object data) {
        var invocation = definition(call);
        if (well) {
            done(call, invocation, data, How.DONE);
        } else {
            failed(call, invocation, Answers.fault(data));
        }
    }

    void done(PendingCall call, Invocation invocation, @Nullable Object value, How how) {
        cancelTimers(call);
        if (how == How.TIMED_OUT) {
            children.giveUp(call);
        }
        var event = doneEvent(call, value, how);
        var compensation = invocation.compensation();
        if (compensation != null && how == How.DONE) {
            var request = evaluate(compensation.request(), compensation, event, locals(call));
            turn.calls().undoable(new Undo(call.token(), call.invocation(), request));
        }
        switch (call.kind()) {
            case ITEM -> fanningOut.itemDone(call, value);
            case COMPENSATION -> {
                turn.calls().end(call, how);
                turn.calls().undone(undoneBy(call));
                undoNext();
            }
            case SINGLE -> {
                if (invocation.into() != null) {
                    turn.keep(invocation.into(), value);
                }
                turn.calls().end(call, how);
                turn.tell(event, () -> {});
            }
        }
    }

    private static Event doneEvent(PendingCall call, @Nullable Object value, How how) {
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("attempts", (long) call.attempt());
        attributes.put("timedOut", how == How.TIMED_OUT);
        return new Event(Invocation.doneType(call.invocation()), value, attributes);
    }

    void failed(PendingCall call, Invocation invocation, Fault fault) {
        var policy = retry(invocation);
        // An operator's order begins another round of as many attempts.
        int failed = (call.attempt() - 1) % policy.attempts() + 1;
        var wait = policy.delay(
                failed,
                fault.code(),
                Duration.between(call.begun(), turn.now()),
                turn.subject().encode() + "/" + call.token());
        if (wait.isPresent()) {
            if (isOfAttempt(invocation)) {
                cancelTimers(call);
            }
            turn.calls().put(call.failed(Status.PAUSED, fault));
            start(RETRY_TIMER, call, wait.get());
        } else {
            failedForGood(call, fault);
        }
    }

    private static RetryPolicy retry(Invocation invocation) {
        return invocation.call() instanceof Call.ForEach ? RetryPolicy.NONE : invocation.retry();
    }

    void failedForGood(PendingCall call, Fault fault) {
        cancelTimers(call);
        switch (call.kind()) {
            case ITEM -> fanningOut.itemFailed(call, fault);
            case COMPENSATION -> incident(call, fault);
            case SINGLE -> {
                turn.calls().end(call, How.FAILED);
                turn.tell(errorEvent(call, fault), () -> unhandled(call, fault));
            }
        }
    }

    private static Event errorEvent(PendingCall call, Fault fault) {
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("code", fault.code());
        attributes.put("message", fault.message());
        attributes.put("attempts", (long) call.attempt());
        if (fault.data() instanceof Map<?, ?> data && data.get("index") instanceof Long index) {
            attributes.put("index", index);
        }
        return new Event(
                Invocation.errorType(call.invocation()), fault.data() == null ? json(fault) : fault.data(), attributes);
    }

    /** Nothing in the machine says what to do about it. */
    private void unhandled(PendingCall call, Fault fault) {
        if (turn.document().lifeCycle().compensatesFailure()) {
            turn.calls().put(call.failed(Status.INCIDENT, fault));
            compensate();
        } else {
            incident(call, fault);
        }
    }

    /**
     * The machine has failed at what came of a question; whatever else was under way for it is over.
     *
     * @param answered whether it was answered by whoever was asked
     */
    void stuck(PendingCall call, boolean answered, Fault fault) {
        if (call.fanOut() != null) {
            fanningOut.abandonItems(call);
        }
        if (!answered) {
            children.giveUp(call);
        }
        cancelTimers(call);
        incident(call, fault);
    }

    /** It stays as it is until an operator has it tried again. */
    void incident(PendingCall call, Fault fault) {
        turn.calls().put(call.failed(Status.INCIDENT, fault));
        var data = about(call);
        data.put("code", fault.code());
        data.put("message", fault.message());
        data.put("attempts", (long) call.attempt());
        turn.send(turn.outgoing().announcement(turn.announcement(EventTypes.INCIDENT), data));
    }

    /** An operator has all of it tried again that has failed for good, or only what has this token. */
    void retryIncidents(@Nullable String token) {
        for (var call : turn.calls().pending()) {
            if (call.status() == Status.INCIDENT && (token == null || token.equals(call.token()))) {
                var invocation = definition(call);
                var again = newCall(call.token(), call.invocation(), call.kind(), call.request())
                        .again(call.attempt() + 1, turn.now(), null);
                if (invocation.call() instanceof Call.ForEach) {
                    fanningOut.begin(again, invocation);
                } else if (call.kind() == Kind.ITEM && call.request() == null) {
                    fanningOut.attempt(again);
                } else {
                    attemptAlone(again, invocation);
                }
            }
        }
    }

    // Time.

    /** A time has come that was set here; says whether anybody still waits for it. */
    boolean fired(Timer timer) {
        var found = turn.calls().find(token(timer));
        if (found.isEmpty()) {
            return false;
        }
        var call = found.get();
        var invocation = definition(call);
        switch (timer.type()) {
            case RETRY_TIMER -> attemptAlone(call.again(call.attempt() + 1, turn.now(), null), invocation);
            case MORE_TIMER -> fanningOut.goOn(call.token());
            default -> overdue(call, invocation, timer);
        }
        return true;
    }

    private void overdue(PendingCall call, Invocation invocation, Timer timer) {
        var deadline = invocation.deadline();
        if (deadline == null) {
            return;
        }
        switch (deadline.action()) {
            case RESUME -> {
                var value = evaluate(deadline.result(), call, invocation);
                if (call.fanOut() != null) {
                    fanningOut.abandonItems(call);
                }
                done(call, invocation, value, How.TIMED_OUT);
            }
            case FAIL -> {
                var fault = new Fault(TIMEOUT, "nobody answered within " + words(deadline), null);
                if (call.fanOut() != null) {
                    fanningOut.abandonItems(call);
                }
                children.giveUp(call);
                if (deadline.anchor() == Deadline.Anchor.ATTEMPT) {
                    failed(call, invocation, fault);
                } else {
                    failedForGood(call, fault);
                }
            }
            case NOTIFY -> announce(call, invocation, deadline, timer);
        }
    }

    private void announce(PendingCall call, Invocation invocation, Deadline deadline, Timer timer) {
        long times =
                timer.data() instanceof Map<?, ?> data && data.get("times") instanceof Long before ? before + 1 : 1;
        var data = about(call);
        data.put("tag", deadline.tag());
        data.put("message", deadline.message() == null ? null : evaluate(deadline.message(), call, invocation));
        data.put("attempt", (long) call.attempt());
        data.put("times", times);
        data.put("due", timer.due().toString());
        turn.send(turn.outgoing().announcement(turn.announcement(EventTypes.TIMED_OUT), data));
        if (deadline.after() != null) {
            var window = length(deadline, call, invocation);
            start(
                    DEADLINE_TIMER,
                    call,
                    window.compareTo(SHORTEST_WINDOW) < 0 ? SHORTEST_WINDOW : window,
                    Map.of("call", call.token(), "times", times));
        }
    }

    private Map<String, @Nullable Object> about(PendingCall call) {
        var subject = turn.subject();
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("token", token(call));
        data.put("subject", subject.encode());
        data.put("processId", subject.processId());
        data.put("name", subject.name());
        data.put("version", subject.version());
        data.put("state", state(call));
        data.put("invocation", call.invocation());
        data.put("tenant", turn.start().tenant());
        return data;
    }

    private String state(PendingCall call) {
        return turn.document()
                .machine()
                .invocation(call.invocation())
                .map(invoked -> invoked.state().path())
                .orElse("");
    }

    /** Sets the deadline of an attempt, unless one that lies further back is still running. */
    void arm(PendingCall call, Invocation invocation) {
        var deadline = invocation.deadline();
        if (deadline == null
                || (!isOfAttempt(invocation) && turn.timers().isPending(DEADLINE_TIMER + "." + call.token()))) {
            return;
        }
        Instant due;
        if (deadline.after() != null) {
            var begin = switch (deadline.anchor()) {
                case STATE -> call.begun();
                case ORCHESTRATION -> turn.startedAt();
                case ATTEMPT -> call.attempted();
            };
            due = begin.plus(length(deadline, call, invocation));
        } else {
            due = time(deadline, call, invocation);
        }
        start(DEADLINE_TIMER, call, turn.until(due));
    }

    /** Whether each attempt has the whole time. */
    private static boolean isOfAttempt(Invocation invocation) {
        return invocation.deadline() != null && invocation.deadline().anchor() == Deadline.Anchor.ATTEMPT;
    }

    private Duration length(Deadline deadline, PendingCall call, Invocation invocation) {
        try {
            return deadline.after() == null
                    ? Duration.ZERO
                    : deadline.after().length(turn.scope(Event.of(DEADLINE_TIMER), locals(call)));
        } catch (RuntimeException e) {
            throw refused(invocation, e);
        }
    }

    private Instant time(Deadline deadline, PendingCall call, Invocation invocation) {
        var value = deadline.until() == null ? null : evaluate(deadline.until(), call, invocation);
        try {
            return Instant.parse(String.valueOf(value));
        } catch (DateTimeException e) {
            throw refused(
                    invocation,
                    new IllegalArgumentException("'" + value + "' is not a time such as 2026-01-31T10:00:00Z", e));
        }
    }

    private static String words(Deadline deadline) {
        return deadline.after() == null ? "the time set" : deadline.after().text();
    }

    private void start(String type, PendingCall call, Duration delay) {
        start(type, call, delay, Map.of("call", call.token()));
    }

    private void start(String type, PendingCall call, Duration delay, Map<String, Object> data) {
        turn.timers().start(new Effect.StartTimer(type + "." + call.token(), type, data, delay));
    }

    /** Goes on with a fan-out soon, so that others have a turn. */
    void moreSoon(PendingCall call) {
        if (!turn.timers().isPending(MORE_TIMER + "." + call.token())) {
            start(MORE_TIMER, call, Duration.ZERO);
        }
    }

    private void cancelTimers(PendingCall call) {
        for (var type : new String[] {DEADLINE_TIMER, RETRY_TIMER, MORE_TIMER}) {
            turn.timers().cancel(new Effect.CancelTimer(type + "." + call.token()));
        }
    }

    // Undoing.

    /** Has what was done undone, the last first, unless that is under way already. */
    void compensate() {
        if (turn.calls().pending().stream().noneMatch(call -> call.kind() == Kind.COMPENSATION)) {
            undoNext();
        }
    }

    private void undoNext() {
        var undo = turn.calls().lastUndo();
        if (undo.isPresent()) {
            var call = newCall(
                    undo.get().token() + "u",
                    undo.get().invocation(),
                    Kind.COMPENSATION,
                    undo.get().request());
            attemptAlone(call, definition(call));
            return;
        }
        turn.tell(Event.of(Event.COMPENSATED), () -> {});
        if (turn.document().lifeCycle().compensatesFailure()) {
            turn.calls().pending().stream()
                    .filter(call -> call.status() == Status.INCIDENT && call.fault() != null)
                    .findFirst()
                    .ifPresent(call -> turn.fail(Objects.requireNonNull(call.fault())));
        }
    }

    private static String undoneBy(PendingCall compensation) {
        return compensation.token().substring(0, compensation.token().length() - 1);
    }

    // Definitions.

    /**
     * What the machine says of an invocation that is under way.
     *
     * @throws Refusal when it has none of this id any more
     */
    Invocation definition(PendingCall call) {
        return definition(call, turn.document());
    }

    static Invocation definition(PendingCall call, MachineDocument document) {
        var invocation = document.machine()
                .invocation(call.invocation())
                .orElseThrow(() -> Refusal.of(
                        ErrorCode.STATE_UNAVAILABLE,
                        "the machine has changed under the orchestration: it has no invocation '" + call.invocation()
                                + "'"))
                .invocation();
        var ofItem = call.kind() == Kind.ITEM
                || (call.kind() == Kind.COMPENSATION
                        && call.token().chars().filter(c -> c == '.').count() > 1);
        var own = ofItem && invocation.call() instanceof Call.ForEach forEach ? forEach.each() : invocation;
        return call.kind() == Kind.COMPENSATION && own.compensation() != null ? own.compensation() : own;
    }

    /** What expressions about an invocation see beside the rest: the item, when it is about one. */
    Map<String, Object> locals(PendingCall call) {
        return locals(call, turn.document(), turn.calls().find(call.whole()).orElse(null));
    }

    static Map<String, Object> locals(PendingCall call, MachineDocument document, @Nullable PendingCall whole) {
        if (call.kind() != Kind.ITEM || whole == null) {
            return Map.of();
        }
        return document.machine()
                .invocation(call.invocation())
                .map(invoked -> invoked.invocation().call() instanceof Call.ForEach forEach
                        ? FanningOut.locals(forEach, whole, call.index())
                        : Map.<String, Object>of())
                .orElse(Map.of());
    }

    private @Nullable Object evaluate(Expression expression, PendingCall call, Invocation invocation) {
        return evaluate(expression, invocation, Event.of(TIMER + "attempt"), locals(call));
    }

    @Nullable
    Object evaluate(Expression expression, Invocation invocation, Event event, Map<String, Object> locals) {
        try {
            return expression.evaluate(turn.scope(event, locals));
        } catch (RuntimeException e) {
            throw refused(invocation, e);
        }
    }

    static Refusal refused(Invocation invocation, RuntimeException e) {
        return new Refusal(
                ErrorCode.MACHINE_FAILED,
                "action-failed",
                "invoke '" + invocation.id() + "': " + e.getMessage(),
                Map.of("definition", invocation.at()),
                e);
    }

    static Map<String, @Nullable Object> json(Fault fault) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("code", fault.code());
        json.put("message", fault.message());
        if (fault.data() != null) {
            json.put("data", fault.data());
        }
        return json;
    }
}
