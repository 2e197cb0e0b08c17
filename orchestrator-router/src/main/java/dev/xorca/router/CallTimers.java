package dev.xorca.router;

import dev.xorca.statechart.Effect;
import dev.xorca.store.PendingCall;
import dev.xorca.store.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The timers that are about invocations, each of a kind at most once for an invocation. */
final class CallTimers {
    private static final String PREFIX = "xorca.call.";

    /** It has been waited for long enough. */
    static final String DEADLINE = PREFIX + "deadline";
    /** It is tried again. */
    static final String RETRY = PREFIX + "retry";
    /** A fan-out goes on. */
    static final String MORE = PREFIX + "more";

    private final TimerChanges timers;

    CallTimers(TimerChanges timers) {
        this.timers = timers;
    }

    /** Whether a timer is about an invocation, and no event for the machine. */
    static boolean isOurs(Timer timer) {
        return timer.type().startsWith(PREFIX);
    }

    /** Of which invocation a timer is. */
    static String token(Timer timer) {
        return timer.data() instanceof Map<?, ?> data ? String.valueOf(data.get("call")) : "";
    }

    /** What the timer of a kind is called for an invocation. */
    static String id(String type, PendingCall call) {
        return type + "." + call.token();
    }

    boolean isPending(String type, PendingCall call) {
        return timers.isPending(id(type, call));
    }

    void start(String type, PendingCall call, Duration delay) {
        start(type, call, delay, Map.of());
    }

    /** @param more what the timer carries beside the invocation */
    void start(String type, PendingCall call, Duration delay, Map<String, Object> more) {
        var data = new LinkedHashMap<String, Object>();
        data.put("call", call.token());
        data.putAll(more);
        timers.start(new Effect.StartTimer(id(type, call), type, data, delay));
    }

    void cancel(PendingCall call) {
        for (var type : new String[] {DEADLINE, RETRY, MORE}) {
            timers.cancel(new Effect.CancelTimer(id(type, call)));
        }
    }
}
