package dev.xorca.runtime;

import dev.xorca.router.Decision;
import dev.xorca.router.InternalEvents;
import dev.xorca.store.Due;
import dev.xorca.store.OrchestrationStore;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a partition's inbox what is due, a {@linkplain DueWindow bounded number} at a time, so that a hundred thousand timers of the same second
 * do not push everybody else back. What was told stays in the agenda until the orchestrator has answered it; a task that
 * begins anew tells it again, and the second time is recognised. Belongs to one task.
 */
final class DueEvents {
    /** How often to look; looking costs next to nothing when nothing is due. */
    static final Duration LOOK_EVERY = Duration.ofMillis(10);

    /** How many keys of orchestrations that are over are removed at one look. */
    static final int REMOVALS_PER_LOOK = 200;

    /** The share of the window that has to be free before more is told. */
    private static final int WORTH_A_LOOK = 8;

    /** How long to wait before something is told again that could not be answered as things were. */
    private static final long TELL_AGAIN_MILLIS = 60_000;

    private final OrchestrationStore store;
    private final BrokerClock clock;
    private final DueWindow window = new DueWindow();
    /** What was told and not yet answered, and when it was told. */
    private final Map<Due, Long> inFlight = new HashMap<>();

    private @Nullable Due again;
    private long againAtMillis;

    DueEvents(OrchestrationStore store, BrokerClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A record of the inbox was stamped by the broker at this time. */
    void saw(long stampMillis, long nodeMillis) {
        clock.saw(stampMillis, nodeMillis);
    }

    /** What to tell now. Removes on the way what may be forgotten. */
    List<Due> next(long nodeMillis) {
        if (again != null && nodeMillis >= againAtMillis) {
            store.agenda().reconsider(again);
            again = null;
        }
        var told = new ArrayList<Due>();
        int removals = REMOVALS_PER_LOOK;
        for (var due : store.agenda().take(clock.at(nodeMillis), room())) {
            if (due.kind() != Due.Kind.REMOVAL) {
                if (inFlight.putIfAbsent(due, nodeMillis) == null) {
                    told.add(due);
                }
            } else if (removals > 0) {
                removals -= store.remove(due, removals);
                if (removals <= 0) {
                    store.agenda().reconsider(due);
                }
            } else {
                store.agenda().reconsider(due);
            }
        }
        return told;
    }

    /** How many may be told now. While some are under way, few are not worth another look and another request. */
    private int room() {
        int room = Math.max(0, window.size() - inFlight.size());
        return !inFlight.isEmpty() && room < window.size() / WORTH_A_LOOK ? 0 : room;
    }

    /** A record was answered; where it was one of ours, the agenda learns what came of it. */
    void answered(CloudEvent event, Decision decision, long stampMillis, long nodeMillis) {
        var due = InternalEvents.due(event).orElse(null);
        if (due == null) {
            return;
        }
        var told = inFlight.remove(due);
        if (told != null) {
            window.answered(told, nodeMillis);
        }
        switch (decision.outcome()) {
            case EARLY -> {
                clock.sawTooEarly(stampMillis, nodeMillis);
                store.agenda().reconsider(due);
            }
            case STALE, DUPLICATE, OVER -> store.agenda().remove(due);
            case FOREIGN -> tellAgain(due, nodeMillis);
            case FAILED, REJECTED -> {
                if (decision.entry() == null) {
                    tellAgain(due, nodeMillis);
                }
            }
            default -> {
                // The journal entry has taken it from the agenda, or it waits in line.
            }
        }
    }

    /** The fault lies outside and may pass. */
    private void tellAgain(Due due, long nodeMillis) {
        if (again == null) {
            againAtMillis = nodeMillis + TELL_AGAIN_MILLIS;
        }
        if (again == null || due.at().isBefore(again.at())) {
            again = due;
        }
    }
}
