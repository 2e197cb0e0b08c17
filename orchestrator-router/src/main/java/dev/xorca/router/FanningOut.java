package dev.xorca.router;

import dev.xorca.schemas.Json;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.store.CallChanges.How;
import dev.xorca.store.FanOut;
import dev.xorca.store.Fault;
import dev.xorca.store.PendingCall;
import dev.xorca.store.PendingCall.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks one question for each item, so many at a time, and puts the results together in the order of the items. A step
 * begins a bounded number of items; where more may begin, it goes on in another step, behind whatever came meanwhile.
 */
final class FanningOut {
    private static final int ITEMS_PER_STEP = 50;

    private final Turn turn;
    private final CallTimers timers;
    private final Deadlines deadlines;
    private final Incidents incidents;
    private final Invoking invoking;
    private final Set<String> goingOn = new HashSet<>();

    FanningOut(Turn turn, CallTimers timers, Deadlines deadlines, Incidents incidents, Invoking invoking) {
        this.turn = turn;
        this.timers = timers;
        this.deadlines = deadlines;
        this.incidents = incidents;
        this.invoking = invoking;
    }

    void begin(PendingCall call, Invocation invocation) {
        long total = call.request() instanceof List<?> items
                ? items.size()
                : call.request() instanceof Long number ? number : -1;
        if (total < 0 || total > FanOut.MAX_ITEMS) {
            throw Refusal.of(
                    invocation,
                    new IllegalArgumentException("items must be a list or a number of at most " + FanOut.MAX_ITEMS
                            + ", this is " + (total < 0 ? Json.shape(call.request()) : total)));
        }
        var whole = call.with(FanOut.of((int) total));
        turn.calls().put(whole);
        deadlines.arm(whole, invocation);
        goOn(whole.token());
    }

    void itemDone(PendingCall item, @Nullable Object value) {
        turn.calls().endItem(item, true, value);
        ended(item.whole(), value);
    }

    void itemFailed(PendingCall item, Fault fault) {
        var whole = turn.calls().find(item.whole()).orElse(null);
        if (whole == null) {
            return;
        }
        var forEach = forEach(whole);
        if (forEach.collectsErrors()) {
            var error = new LinkedHashMap<String, Object>();
            error.put("code", fault.code());
            error.put("message", fault.message());
            turn.calls().endItem(item, false, Map.of("error", error));
            ended(whole.token(), null);
        } else if (handlesFailure(whole)) {
            var data = new LinkedHashMap<String, @Nullable Object>();
            if (fault.data() instanceof Map<?, ?> given) {
                given.forEach((key, value) -> data.put(String.valueOf(key), value));
            } else {
                data.putAll(Invoking.json(fault));
            }
            data.put("index", (long) item.index());
            abandonItems(whole);
            invoking.failedForGood(whole, new Fault(fault.code(), fault.message(), data));
        } else {
            // The others go on, and an operator sees to this one.
            incidents.add(item, fault);
        }
    }

    private boolean handlesFailure(PendingCall whole) {
        var type = Invocation.errorType(whole.invocation());
        return turn.document().lifeCycle().compensatesFailure()
                || turn.document().machine().states().stream()
                        .flatMap(state -> state.transitions().stream())
                        .anyMatch(transition -> transition.descriptor().equals(type));
    }

    /** None of its items is waited for any more. */
    void abandonItems(PendingCall whole) {
        for (var call : turn.calls().pending()) {
            if (call.kind() == Kind.ITEM && call.whole().equals(whole.token())) {
                invoking.abandon(call);
            }
        }
    }

    private void ended(String token, @Nullable Object result) {
        var whole = turn.calls().find(token).orElse(null);
        if (whole == null) {
            return;
        }
        var fanOut = Objects.requireNonNull(whole.fanOut());
        var completion = forEach(whole).completion();
        if (completion.condition() != null && holds(whole, fanOut, result)) {
            complete(whole);
        } else if (completion.count() > 0 && fanOut.done() >= completion.count()) {
            complete(whole);
        } else if (fanOut.isExhausted()) {
            exhausted(whole, fanOut, completion.count());
        } else {
            goOn(token);
        }
    }

    private boolean holds(PendingCall whole, FanOut fanOut, @Nullable Object result) {
        var locals = new LinkedHashMap<String, Object>();
        locals.put("done", (long) fanOut.done());
        locals.put("failed", (long) fanOut.failed());
        locals.put("total", (long) fanOut.total());
        locals.put("result", result);
        var invocation = definition(whole);
        try {
            var condition = Objects.requireNonNull(forEach(whole).completion().condition());
            return condition.test(turn.scope(Event.of(Invocation.doneType(invocation.id())), locals));
        } catch (RuntimeException e) {
            throw Refusal.of(invocation, e);
        }
    }

    private void exhausted(PendingCall whole, FanOut fanOut, long wanted) {
        if (wanted > 0 && fanOut.done() < wanted) {
            invoking.failedForGood(
                    whole,
                    new Fault(
                            "too-few-done",
                            fanOut.done() + " of " + fanOut.total() + " items were done, " + wanted + " are needed",
                            null));
        } else {
            complete(whole);
        }
    }

    private void complete(PendingCall whole) {
        abandonItems(whole);
        var fanOut = Objects.requireNonNull(whole.fanOut());
        var into = forEach(whole).into();
        if (into != null) {
            turn.collect(into, fanOut.list(), whole.token());
        }
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("results", fanOut.list());
        data.put("done", (long) fanOut.done());
        data.put("failed", (long) fanOut.failed());
        data.put("total", (long) fanOut.total());
        invoking.done(whole, definition(whole), data, How.DONE);
    }

    /** Begins as many items as may be under way, but no more than a step may begin. */
    void goOn(String token) {
        // An item that is answered at once leads back here while the loop below is at it.
        if (goingOn.add(token)) {
            beginItems(token);
            goingOn.remove(token);
        }
    }

    private void beginItems(String token) {
        for (int begun = 0; begun < ITEMS_PER_STEP; begun++) {
            var whole = turn.calls().find(token).orElse(null);
            if (whole == null) {
                return;
            }
            var fanOut = Objects.requireNonNull(whole.fanOut());
            if (fanOut.total() == 0) {
                exhausted(whole, fanOut, forEach(whole).completion().count());
                return;
            }
            if (!mayBegin(whole, fanOut)) {
                return;
            }
            attempt(item(whole, fanOut.next()));
        }
        turn.calls()
                .find(token)
                .filter(whole -> mayBegin(whole, Objects.requireNonNull(whole.fanOut())))
                .filter(whole -> !timers.isPending(CallTimers.MORE, whole))
                .ifPresent(whole -> timers.start(CallTimers.MORE, whole, Duration.ZERO));
    }

    private boolean mayBegin(PendingCall whole, FanOut fanOut) {
        int underWay = fanOut.next() - fanOut.done() - fanOut.failed();
        return fanOut.next() < fanOut.total() && underWay < forEach(whole).concurrency();
    }

    private PendingCall item(PendingCall whole, int index) {
        return invoking.newCall(whole.token() + "." + index, whole.invocation(), Kind.ITEM, null);
    }

    /** Works out the question of an item and puts it. One that cannot be put is an item that has failed. */
    void attempt(PendingCall item) {
        turn.calls().put(item);
        var whole = turn.calls().find(item.whole()).orElseThrow();
        var forEach = forEach(whole);
        var each = forEach.each();
        try {
            var locals = CallDefinition.locals(forEach, whole, item.index());
            var request = turn.evaluate(each.request(), each, Event.of("xorca.call.item"), locals);
            invoking.attempt(item.asking(request), each);
        } catch (Refusal refusal) {
            invoking.cannotBePut(item, refusal);
        }
    }

    private Call.ForEach forEach(PendingCall whole) {
        if (definition(whole).call() instanceof Call.ForEach forEach) {
            return forEach;
        }
        throw Refusal.of(
                ErrorCode.STATE_UNAVAILABLE,
                "the machine has changed under the orchestration: '" + whole.invocation() + "' is no fan-out any more");
    }

    private Invocation definition(PendingCall whole) {
        return CallDefinition.of(whole, turn.document());
    }
}
