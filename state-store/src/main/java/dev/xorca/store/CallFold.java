package dev.xorca.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What one entry makes of the invocations of a state.
 *
 * @param calls those that have not ended, by token
 * @param collected the results of fan-outs, by the keys of the context that take them
 */
record CallFold(Map<String, PendingCall> calls, Map<String, Object> collected) {

    /**
     * Applies changes: first what began, then what came of items, then what took the results, then what ended.
     *
     * @throws IllegalArgumentException when a fan-out has not the items that the changes tell of
     */
    static CallFold of(Map<String, PendingCall> before, CallChanges changes) {
        if (changes.isEmpty()) {
            return new CallFold(before, Map.of());
        }
        var calls = new LinkedHashMap<>(before);
        changes.put().forEach(call -> put(calls, call));
        for (var item : changes.items()) {
            progress(calls, item.token(), fanOut -> fanOut.ended(item.index(), item.result(), item.well()));
            calls.remove(item.token() + "." + item.index());
        }
        var collected = collected(calls, changes.collected());
        changes.ended().forEach(end -> calls.remove(end.token()));
        return new CallFold(Collections.unmodifiableMap(calls), collected);
    }

    private static void put(Map<String, PendingCall> calls, PendingCall call) {
        calls.merge(call.token(), call, CallFold::goingOn);
        if (call.kind() == PendingCall.Kind.ITEM) {
            progress(calls, call.whole(), fanOut -> fanOut.begun(call.index()));
        }
    }

    /** A fan-out that waits for something else now has not lost what it had. */
    private static PendingCall goingOn(PendingCall before, PendingCall call) {
        var fanOut = before.fanOut();
        return fanOut != null && call.fanOut() != null && before.attempt() == call.attempt() ? call.with(fanOut) : call;
    }

    private static void progress(Map<String, PendingCall> calls, String token, UnaryOperator<FanOut> change) {
        calls.computeIfPresent(
                token, (same, call) -> call.fanOut() == null ? call : call.with(change.apply(call.fanOut())));
    }

    private static Map<String, Object> collected(Map<String, PendingCall> calls, Map<String, String> tokens) {
        var collected = new LinkedHashMap<String, Object>();
        tokens.forEach((key, token) -> {
            var call = calls.get(token);
            if (call != null && call.fanOut() != null) {
                collected.put(key, call.fanOut().list());
            }
        });
        return collected;
    }
}
