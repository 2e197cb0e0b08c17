package dev.xorca.router;

import dev.xorca.store.PendingCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The invocations under way while a step changes them, by token. What the step leaves alone is not copied, so that a step
 * costs the same however many there are.
 */
final class PendingCalls {
    private final Map<String, PendingCall> before;
    /** What those that were there before are now; null for those that are over. */
    private final Map<String, @Nullable PendingCall> changed = new HashMap<>();

    private final Map<String, PendingCall> added = new LinkedHashMap<>();
    private int over;

    PendingCalls(Map<String, PendingCall> before) {
        this.before = before;
    }

    Optional<PendingCall> find(String token) {
        var call = added.get(token);
        if (call == null) {
            call = changed.containsKey(token) ? changed.get(token) : before.get(token);
        }
        return Optional.ofNullable(call);
    }

    /** Says whether it was not there before. */
    boolean put(PendingCall call) {
        var isNew = find(call.token()).isEmpty();
        if (isNew || added.containsKey(call.token())) {
            added.put(call.token(), call);
        } else {
            changed.put(call.token(), call);
        }
        return isNew;
    }

    /** Says whether it was there. */
    boolean remove(String token) {
        if (added.remove(token) != null) {
            return true;
        }
        var isThere = find(token).isPresent();
        if (isThere) {
            changed.put(token, null);
            over++;
        }
        return isThere;
    }

    int size() {
        return before.size() - over + added.size();
    }

    /** All there are now, in the order in which they began; later changes do not show. */
    List<PendingCall> all() {
        var all = new ArrayList<PendingCall>(size());
        before.forEach((token, call) -> {
            var now = changed.containsKey(token) ? changed.get(token) : call;
            if (now != null) {
                all.add(now);
            }
        });
        all.addAll(added.values());
        return all;
    }
}
