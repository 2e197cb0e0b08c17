package dev.xorca.router;

import dev.xorca.statechart.Microstep;
import dev.xorca.store.HeldEvent;
import dev.xorca.store.JournalEntry;
import io.cloudevents.CloudEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event leads to. Nothing of it has happened yet: whoever asked carries out all of it, or nothing.
 *
 * @param outcome what becomes of the event
 * @param entry to be appended to the journal; null where the journal is not touched
 * @param events to be published, in order
 * @param hold to be put in the line before the orchestration; null for nothing
 * @param release to be taken from the line; null for nothing
 * @param reason why, for people; empty when all went well
 * @param microsteps what the machine did, in order; the entry tells the same in words
 */
public record Decision(
        Outcome outcome,
        @Nullable JournalEntry entry,
        List<CloudEvent> events,
        @Nullable HeldEvent hold,
        @Nullable HeldEvent release,
        String reason,
        List<Microstep> microsteps) {

    public Decision {
        events = List.copyOf(events);
        microsteps = List.copyOf(microsteps);
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
        /** This very record was answered before; what left then leaves once more, for it may have been lost. */
        REPEATED,
        /** It waits in line until its orchestration starts or goes on. */
        HELD,
        /** It was in line until its time was over; an error event leaves. */
        EXPIRED,
        /** The orchestration is over. */
        OVER,
        /** It answers an invocation, or an attempt, that is over. */
        LATE,
        /** A timer that nobody waits for any more. */
        STALE,
        /** A timer that came before its time. */
        EARLY,
        SUSPENDED,
        RESUMED,
        TERMINATED,
        /** What had failed for good is tried again. */
        RETRIED,
        /** It belongs to a machine that this router does not have. */
        FOREIGN
    }

    static Decision nothing(Outcome outcome, String reason) {
        return new Decision(outcome, null, List.of(), null, null, reason, List.of());
    }

    static Decision entry(Outcome outcome, JournalEntry entry, List<CloudEvent> events, String reason) {
        return new Decision(outcome, entry, events, null, null, reason, List.of());
    }

    /** The machine was asked, and all went well. */
    static Decision moved(Outcome outcome, JournalEntry entry, List<CloudEvent> events, List<Microstep> microsteps) {
        return new Decision(outcome, entry, events, null, null, "", microsteps);
    }

    /** Events leave, and the orchestration knows nothing of it. */
    static Decision events(Outcome outcome, List<CloudEvent> events, String reason) {
        return new Decision(outcome, null, events, null, null, reason, List.of());
    }

    static Decision hold(HeldEvent event, String reason) {
        return new Decision(Outcome.HELD, null, List.of(), event, null, reason, List.of());
    }

    Decision releasing(HeldEvent event) {
        return new Decision(outcome, entry, events, hold, event, reason, microsteps);
    }
}
