package dev.xorca.router;

import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.store.PendingCall;
import dev.xorca.store.PendingCall.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a machine says of an invocation that is under way. */
final class CallDefinition {

    private CallDefinition() {}

    /**
     * What the machine says of it; of the item of a fan-out what it says of each item, of an undoing what it says of that.
     *
     * @throws Refusal when the machine has no invocation of this id any more
     */
    static Invocation of(PendingCall call, MachineDocument document) {
        var invocation = document.machine()
                .invocation(call.invocation())
                .orElseThrow(() -> Refusal.of(
                        ErrorCode.STATE_UNAVAILABLE,
                        "the machine has changed under the orchestration: it has no invocation '" + call.invocation()
                                + "'"))
                .invocation();
        var own = isOfItem(call) && invocation.call() instanceof Call.ForEach forEach ? forEach.each() : invocation;
        return call.kind() == Kind.COMPENSATION && own.compensation() != null ? own.compensation() : own;
    }

    private static boolean isOfItem(PendingCall call) {
        return call.kind() == Kind.ITEM
                || (call.kind() == Kind.COMPENSATION
                        && call.token().chars().filter(c -> c == '.').count() > 1);
    }

    /**
     * What expressions about an invocation see beside the rest: the item, when it is about one.
     *
     * @param whole the fan-out that it is an item of; null when that is over
     */
    static Map<String, Object> locals(PendingCall call, MachineDocument document, @Nullable PendingCall whole) {
        if (call.kind() != Kind.ITEM || whole == null) {
            return Map.of();
        }
        return document.machine()
                .invocation(call.invocation())
                .map(invoked -> invoked.invocation().call() instanceof Call.ForEach forEach
                        ? locals(forEach, whole, call.index())
                        : Map.<String, Object>of())
                .orElse(Map.of());
    }

    /** The variables of an item. */
    static Map<String, Object> locals(Call.ForEach forEach, PendingCall whole, int index) {
        var locals = new LinkedHashMap<String, Object>();
        locals.put(forEach.as(), whole.request() instanceof List<?> items ? items.get(index) : (Object) (long) index);
        locals.put("index", (long) index);
        return locals;
    }
}
