package dev.xorca.router;

import dev.xorca.store.JournalEntry;
import io.cloudevents.CloudEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event leads to. Nothing of it has happened yet: whoever asked appends the entry, then lets the events go, or
 * does neither.
 *
 * @param outcome what becomes of the event
 * @param entry to be appended to the journal; null where the journal is not touched
 * @param events to be published, in order
 * @param reason why, for people; empty when all went well
 */
public record Decision(Outcome outcome, @Nullable JournalEntry entry, List<CloudEvent> events, String reason) {

    public Decision {
        events = List.copyOf(events);
    }

    /** What becomes of an event. */
    public enum Outcome {
        STARTED,
        TRANSITIONED,
        /** No transition takes it. */
        IGNORED,
        /** It breaks its contract; an error event leaves. */
        REJECTED,
        /** Machine, emitted events or store are at fault; an error event leaves. */
        FAILED,
        /** It was answered before. */
        DUPLICATE,
        /** The orchestration is over. */
        OVER,
        /** It belongs to a machine that this router does not have. */
        FOREIGN
    }

    static Decision nothing(Outcome outcome, String reason) {
        return new Decision(outcome, null, List.of(), reason);
    }
}
