package dev.xorca.router;

import dev.xorca.schemas.Json;
import dev.xorca.store.CallChanges;
import dev.xorca.store.CallChanges.End;
import dev.xorca.store.CallChanges.How;
import dev.xorca.store.CallChanges.ItemEnd;
import dev.xorca.store.FanOut;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.PendingCall;
import dev.xorca.store.Undo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which invocations begin, go on and end with one step, as the journal will say it. */
final class CallLedger {
    /** How many invocations of one orchestration may be under way. */
    static final int MAX_CALLS = 2_000;

    private final long sequence;
    private final Map<String, PendingCall> pending;
    private final Map<String, PendingCall> put = new LinkedHashMap<>();
    private final List<ItemEnd> items = new ArrayList<>();
    private final Map<String, End> ended = new LinkedHashMap<>();
    private final List<Undo> undos;
    private final List<Undo> newUndos = new ArrayList<>();
    private final List<String> undone = new ArrayList<>();
    private final Map<String, String> collected = new LinkedHashMap<>();
    private int count;

    /** @param state null for a start */
    CallLedger(@Nullable OrchestrationState state, long sequence) {
        this.sequence = sequence;
        this.pending = new LinkedHashMap<>(state == null ? Map.of() : state.calls());
        this.undos = new ArrayList<>(state == null ? List.of() : state.undos());
    }

    String newToken() {
        return sequence + "." + count++;
    }

    Optional<PendingCall> find(String token) {
        return Optional.ofNullable(pending.get(token));
    }

    Collection<PendingCall> pending() {
        return List.copyOf(pending.values());
    }

    /** Begins an invocation, or lets it wait for something else. */
    void put(PendingCall call) {
        ended.remove(call.token());
        if (pending.put(call.token(), call) == null && call.kind() == PendingCall.Kind.ITEM) {
            progress(call.whole(), fanOut -> fanOut.begun(call.index()));
        }
        put.put(call.token(), call);
    }

    void end(PendingCall call, How how) {
        if (pending.remove(call.token()) != null) {
            ended.put(call.token(), new End(call.token(), how));
        }
    }

    void endItem(PendingCall item, boolean well, @Nullable Object result) {
        if (pending.remove(item.token()) != null) {
            items.add(new ItemEnd(item.whole(), item.index(), well, result));
            progress(item.whole(), fanOut -> fanOut.ended(item.index(), result, well));
        }
    }

    /** What the journal's reader does as well, so that it need not be written. */
    private void progress(String token, UnaryOperator<FanOut> change) {
        pending.computeIfPresent(
                token, (same, call) -> call.fanOut() == null ? call : call.with(change.apply(call.fanOut())));
    }

    void undoable(Undo undo) {
        undos.add(undo);
        newUndos.add(undo);
    }

    /** What was done last of what can be undone. */
    Optional<Undo> lastUndo() {
        return undos.isEmpty() ? Optional.empty() : Optional.of(undos.get(undos.size() - 1));
    }

    void undone(String token) {
        undos.removeIf(undo -> undo.token().equals(token));
        undone.add(token);
    }

    void collected(String key, String token) {
        collected.put(key, token);
    }

    /** How large the questions are that this step puts down, as JSON. */
    long requestsSize() {
        long size = 0;
        for (var call : put.values()) {
            size += Json.size(call.request(), Json.MAX_DEPTH);
        }
        for (var undo : newUndos) {
            size += Json.size(undo.request(), Json.MAX_DEPTH);
        }
        return size;
    }

    boolean isUntouched() {
        return toEntry().isEmpty();
    }

    /** @throws Refusal when too many would be under way after the step */
    CallChanges toEntry() {
        if (pending.size() > MAX_CALLS) {
            throw Refusal.of(
                    ErrorCode.TOO_MANY_CALLS,
                    "the orchestration would have " + pending.size() + " invocations under way, more than the limit of "
                            + MAX_CALLS);
        }
        return put.isEmpty() && items.isEmpty() && ended.isEmpty() && newUndos.isEmpty() && undone.isEmpty()
                ? CallChanges.NONE
                : new CallChanges(
                        List.copyOf(put.values()), items, List.copyOf(ended.values()), newUndos, undone, collected);
    }
}
