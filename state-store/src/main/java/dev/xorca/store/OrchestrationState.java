package dev.xorca.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an orchestration is now: the fold of its journal. Immutable.
 *
 * @param machine the definition that started it
 * @param sequence the position of the last journal entry
 * @param startedAt the time of the first
 * @param changedAt the time of the last
 * @param startedAtOffset where in the inbox the start stood; -1 when that is not known
 * @param offset where in the inbox the cause of the last entry stood; -1 when that is not known
 * @param start how it began
 * @param startedBy the event that started it; remembered for good, so that a repeated start is always recognised
 * @param position where its machine stands
 * @param context the data carried along
 * @param timers what it waits for, by token
 * @param calls the invocations that have not ended, by token
 * @param undos what can be undone, in the order in which it was done
 * @param seen the events that it has answered already
 */
public record OrchestrationState(
        MachineRef machine,
        long sequence,
        Instant startedAt,
        Instant changedAt,
        long startedAtOffset,
        long offset,
        JournalEntry.Start start,
        EventIdentity startedBy,
        JournalEntry.Position position,
        Map<String, Object> context,
        Map<String, Timer> timers,
        Map<String, PendingCall> calls,
        List<Undo> undos,
        SeenEvents seen) {

    /** Whether an orchestration goes on. */
    public enum Status {
        /** It takes events. */
        ACTIVE,
        /** An operator holds it; events wait in line. */
        SUSPENDED,
        /** It has reached its end. */
        DONE,
        /** It has reached an end that its machine calls a failure. */
        FAILED,
        /** An operator has ended it. */
        TERMINATED;

        /** Whether nothing more will happen. */
        public boolean isOver() {
            return switch (this) {
                case ACTIVE, SUSPENDED -> false;
                case DONE, FAILED, TERMINATED -> true;
            };
        }
    }

    /**
     * The state after one more entry. Replay and live processing both use this and nothing else; it runs no guard and
     * no expression.
     *
     * @param before null for the first entry
     * @throws JournalException when the entry does not follow the state, or says what cannot have been
     */
    public static OrchestrationState apply(@Nullable OrchestrationState before, JournalEntry entry) {
        long expected = before == null ? 1 : before.sequence + 1;
        if (entry.sequence() != expected) {
            throw new JournalException(
                    "journal entry " + entry.sequence() + " does not follow: expected entry " + expected);
        }
        try {
            return before == null ? first(entry) : before.next(entry);
        } catch (IllegalArgumentException e) {
            throw new JournalException("journal entry " + expected + " does not fit: " + e.getMessage(), e);
        }
    }

    public Status status() {
        return position.status();
    }

    /**
     * The position of the entry that answered this event, as far as the window reaches back; the start is remembered
     * for good.
     */
    public Optional<Long> answered(EventIdentity event, Instant now) {
        return startedBy.equals(event) ? Optional.of(1L) : seen.find(event, now).map(SeenEvents.Answer::sequence);
    }

    /** What is left of it while it is being removed: that it is over, and nothing else of any size. */
    OrchestrationState remains() {
        return new OrchestrationState(
                machine,
                sequence,
                startedAt,
                changedAt,
                startedAtOffset,
                offset,
                new JournalEntry.Start(null, start.correlationId(), start.tenant(), start.parent()),
                startedBy,
                new JournalEntry.Position(List.of(), Map.of(), status(), null),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                SeenEvents.NONE);
    }

    private static OrchestrationState first(JournalEntry entry) {
        if (entry.start() == null || entry.after() == null) {
            throw new JournalException("the journal does not begin with a start");
        }
        var called = CallFold.of(Map.of(), entry.calls());
        return new OrchestrationState(
                entry.machine(),
                entry.sequence(),
                entry.at(),
                entry.at(),
                entry.offset(),
                entry.offset(),
                entry.start(),
                entry.causedBy(),
                entry.after(),
                merge(called.collected(), entry.context()),
                change(Map.of(), entry.timers()),
                called.calls(),
                change(List.of(), entry.calls()),
                remember(SeenEvents.NONE, entry));
    }

    private OrchestrationState next(JournalEntry entry) {
        var called = CallFold.of(calls, entry.calls());
        return new OrchestrationState(
                machine,
                entry.sequence(),
                startedAt,
                entry.at(),
                startedAtOffset,
                Math.max(offset, entry.offset()),
                start,
                startedBy,
                entry.after() == null ? position : entry.after(),
                merge(merge(context, called.collected()), entry.context()),
                change(timers, entry.timers()),
                called.calls(),
                change(undos, entry.calls()),
                remember(seen, entry));
    }

    private static Map<String, Object> merge(Map<String, Object> context, Map<String, Object> changes) {
        if (changes.isEmpty()) {
            return context;
        }
        var merged = new LinkedHashMap<>(context);
        merged.putAll(changes);
        return Collections.unmodifiableMap(merged);
    }

    private static Map<String, Timer> change(Map<String, Timer> timers, JournalEntry.Timers changes) {
        if (changes.isEmpty()) {
            return timers;
        }
        var changed = new LinkedHashMap<>(timers);
        changes.ended().forEach(changed::remove);
        changes.started().forEach(timer -> changed.put(timer.token(), timer));
        return Collections.unmodifiableMap(changed);
    }

    private static List<Undo> change(List<Undo> undos, CallChanges changes) {
        if (changes.undos().isEmpty() && changes.undone().isEmpty()) {
            return undos;
        }
        var changed = ChunkedList.of(undos);
        for (var undo : changes.undos()) {
            changed = changed.plus(undo);
        }
        for (var token : changes.undone()) {
            changed = without(changed, token);
        }
        return changed;
    }

    /** What was done last is undone first, so there is little behind it. */
    private static ChunkedList<Undo> without(ChunkedList<Undo> undos, String token) {
        for (int i = undos.size() - 1; i >= 0; i--) {
            if (undos.get(i).token().equals(token)) {
                var left = undos.first(i);
                for (var later : undos.subList(i + 1, undos.size())) {
                    left = left.plus(later);
                }
                return left;
            }
        }
        return undos;
    }

    private static SeenEvents remember(SeenEvents seen, JournalEntry entry) {
        return seen.with(entry.causedBy(), new SeenEvents.Answer(entry.sequence(), entry.at()));
    }
}
