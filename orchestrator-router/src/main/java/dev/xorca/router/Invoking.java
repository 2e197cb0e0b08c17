package dev.xorca.router;

import dev.xorca.machine.Responder;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;
import dev.xorca.store.CallChanges.How;
import dev.xorca.store.Fault;
import dev.xorca.store.PendingCall;
import dev.xorca.store.PendingCall.Kind;
import dev.xorca.store.PendingCall.Status;
import dev.xorca.store.Timer;
import dev.xorca.store.Undo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what states ask for: puts the questions, takes the answers, tries again, gives up. What it decides goes
 * into the turn's ledger, timers and events; how an invocation ends is told to the machine.
 */
final class Invoking {
    private final Turn turn;
    private final CallTimers timers;
    private final Deadlines deadlines;
    private final Incidents incidents;
    private final FanningOut fanningOut;
    private final Children children;
    private final Compensating compensating;

    Invoking(Turn turn) {
        var announcements = new CallAnnouncements(turn);
        this.turn = turn;
        this.timers = new CallTimers(turn.timers());
        this.deadlines = new Deadlines(turn, timers, announcements, this);
        this.incidents = new Incidents(turn, announcements, this);
        this.fanningOut = new FanningOut(turn, timers, deadlines, incidents, this);
        this.children = new Children(turn);
        this.compensating = new Compensating(turn, this);
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

    /** Has what was done undone. */
    void compensate() {
        compensating.begin();
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
        if (turn.calls().find(call.token()).isPresent()) {
            giveUp(call);
            timers.cancel(call);
            turn.calls().end(call, How.ABANDONED);
        }
    }

    /** Whatever others do for it is not waited for any more. */
    void giveUp(PendingCall call) {
        if (call.fanOut() != null) {
            fanningOut.abandonItems(call);
        }
        children.giveUp(call);
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
        deadlines.arm(asked, invocation);
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

    /** Puts a question from its beginning, in a step that is not the machine's. */
    void attemptAnew(PendingCall call) {
        var invocation = definition(call);
        if (invocation.call() instanceof Call.ForEach) {
            fanningOut.begin(call, invocation);
        } else if (call.kind() == Kind.ITEM && call.request() == null) {
            fanningOut.attempt(call);
        } else {
            attemptAlone(call, invocation);
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
            var value = turn.evaluate(expression, call, invocation);
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
        return CallToken.of(call, turn.subject()).toString();
    }

    // From others.

    /** A time has come that was set for an invocation; says whether anybody still waits for it. */
    boolean fired(Timer timer) {
        var found = turn.calls().find(CallTimers.token(timer));
        if (found.isEmpty()) {
            return false;
        }
        var call = found.get();
        var invocation = definition(call);
        switch (timer.type()) {
            case CallTimers.RETRY -> attemptAlone(call.again(call.attempt() + 1, turn.now(), null), invocation);
            case CallTimers.MORE -> fanningOut.goOn(call.token());
            default -> deadlines.overdue(call, invocation, timer);
        }
        return true;
    }

    /** An operator has all of it tried again that has failed for good, or only what has this token. */
    void retryIncidents(@Nullable String token) {
        incidents.retry(token);
    }

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
        timers.cancel(call);
        var event = doneEvent(call, value, how);
        var compensation = invocation.compensation();
        if (compensation != null && how == How.DONE) {
            var request = turn.evaluate(compensation.request(), compensation, event, turn.locals(call));
            turn.calls().undoable(new Undo(call.token(), call.invocation(), request));
        }
        switch (call.kind()) {
            case ITEM -> fanningOut.itemDone(call, value);
            case COMPENSATION -> compensating.undone(call, how);
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
            if (Deadlines.isOfAttempt(invocation)) {
                timers.cancel(call);
            }
            turn.calls().put(call.failed(Status.PAUSED, fault));
            timers.start(CallTimers.RETRY, call, wait.get());
        } else {
            failedForGood(call, fault);
        }
    }

    private static RetryPolicy retry(Invocation invocation) {
        return invocation.call() instanceof Call.ForEach ? RetryPolicy.NONE : invocation.retry();
    }

    void failedForGood(PendingCall call, Fault fault) {
        timers.cancel(call);
        switch (call.kind()) {
            case ITEM -> fanningOut.itemFailed(call, fault);
            case COMPENSATION -> incidents.add(call, fault);
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
            incidents.add(call, fault);
        }
    }

    /**
     * The machine has failed at what came of a question; whatever else was under way for it is over.
     *
     * @param answered whether it was answered by whoever was asked
     */
    void stuck(PendingCall call, boolean answered, Fault fault) {
        if (answered) {
            fanningOut.abandonItems(call);
        } else {
            giveUp(call);
        }
        timers.cancel(call);
        incidents.add(call, fault);
    }

    private Invocation definition(PendingCall call) {
        return CallDefinition.of(call, turn.document());
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
