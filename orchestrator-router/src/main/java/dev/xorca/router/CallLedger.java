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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which invocations begin, go on and end with one step, as the journal will say it. */
final class CallLedger {
    /** How many invocations of one orchestration may be under way. */
    static final int MAX_CALLS = 2_000;

    private final long sequence;
    private final PendingCalls pending;
    private final Map<String, PendingCall> put = new LinkedHashMap<>();
    private final List<ItemEnd> items = new ArrayList<>();
    private final Map<String, End> ended = new LinkedHashMap<>();
    private final List<Undo> undosBefore;
    private final List<Undo> newUndos = new ArrayList<>();
    private final Set<String> undone = new LinkedHashSet<>();
    private final Map<String, String> collected = new LinkedHashMap<>();
    private int count;
    /** Where the last undo is that may not be undone yet: among those before, or behind them among the new ones. */
    private int lastUndo;

    /** @param state null for a start */
    CallLedger(@Nullable OrchestrationState state, long sequence) {
        this.sequence = sequence;
        this.pending = new PendingCalls(state == null ? Map.of() : state.calls());
        this.undosBefore = state == null ? List.of() : state.undos();
        this.lastUndo = undosBefore.size() - 1;
    }

    String newToken() {
        return sequence + "." + count++;
    }

    Optional<PendingCall> find(String token) {
        return pending.find(token);
    }

    /** All that are under way, in the order in which they began; later changes do not show. */
    List<PendingCall> pending() {
        return pending.all();
    }

    /** Begins an invocation, or lets it wait for something else. */
    void put(PendingCall call) {
        ended.remove(call.token());
        if (pending.put(call) && call.kind() == PendingCall.Kind.ITEM) {
            progress(call.whole(), fanOut -> fanOut.begun(call.index()));
        }
        put.put(call.token(), call);
    }

    void end(PendingCall call, How how) {
        if (pending.remove(call.token())) {
            ended.put(call.token(), new End(call.token(), how));
        }
    }

    void endItem(PendingCall item, boolean well, @Nullable Object result) {
        if (pending.remove(item.token())) {
            items.add(new ItemEnd(item.whole(), item.index(), well, result));
            progress(item.whole(), fanOut -> fanOut.ended(item.index(), result, well));
        }
    }

    /** What the journal's reader does as well, so that it need not be written. */
    private void progress(String token, UnaryOperator<FanOut> change) {
        pending.find(token).ifPresent(call -> {
            if (call.fanOut() != null) {
                pending.put(call.with(change.apply(call.fanOut())));
            }
        });
    }

    void undoable(Undo undo) {
        newUndos.add(undo);
        lastUndo = undosBefore.size() + newUndos.size() - 1;
    }

    /** What was done last of what can be undone. */
    Optional<Undo> lastUndo() {
        while (lastUndo >= 0 && undone.contains(undo(lastUndo).token())) {
            lastUndo--;
        }
        return lastUndo < 0 ? Optional.empty() : Optional.of(undo(lastUndo));
    }

    private Undo undo(int index) {
        int before = undosBefore.size();
        return index < before ? undosBefore.get(index) : newUndos.get(index - before);
    }

    void undone(String token) {
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
        return put.isEmpty() && items.isEmpty() && ended.isEmpty() && newUndos.isEmpty() && undone.isEmpty();
    }

    /** @throws Refusal when too many would be under way after the step */
    CallChanges toEntry() {
        if (pending.size() > MAX_CALLS) {
            throw Refusal.of(
                    ErrorCode.TOO_MANY_CALLS,
                    "the orchestration would have " + pending.size() + " invocations under way, more than the limit of "
                            + MAX_CALLS);
        }
        return isUntouched()
                ? CallChanges.NONE
                : new CallChanges(
                        List.copyOf(put.values()),
                        items,
                        List.copyOf(ended.values()),
                        newUndos,
                        List.copyOf(undone),
                        collected);
    }
}
