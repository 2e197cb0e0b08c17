package dev.xorca.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an orchestration is now: the fold of its journal. Immutable.
 *
 * @param machine the definition that started it
 * @param sequence the position of the last journal entry
 * @param startedAt the time of the first
 * @param start how it began
 * @param startedBy the event that started it; remembered for good, so that a repeated start is always recognised
 * @param position where its machine stands
 * @param context the data carried along
 * @param seen the events that it has answered already, the oldest first, at most {@link #SEEN_WINDOW}
 */
public record OrchestrationState(
        MachineRef machine,
        long sequence,
        Instant startedAt,
        JournalEntry.Start start,
        EventIdentity startedBy,
        JournalEntry.Position position,
        Map<String, Object> context,
        Set<EventIdentity> seen) {

    /** How many of the events before are remembered to recognise a duplicate. */
    public static final int SEEN_WINDOW = 256;

    /** Whether an orchestration goes on. */
    public enum Status {
        ACTIVE,
        DONE;

        /** Whether nothing more will happen. */
        public boolean isOver() {
            return switch (this) {
                case ACTIVE -> false;
                case DONE -> true;
            };
        }
    }

    /**
     * The state after one more entry. Replay and live processing both use this and nothing else; it runs no guard and
     * no expression.
     *
     * @param before null for the first entry
     * @throws JournalException when the entry does not follow the state
     */
    public static OrchestrationState apply(@Nullable OrchestrationState before, JournalEntry entry) {
        long expected = before == null ? 1 : before.sequence + 1;
        if (entry.sequence() != expected) {
            throw new JournalException(
                    "journal entry " + entry.sequence() + " does not follow: expected entry " + expected);
        }
        return before == null ? first(entry) : before.next(entry);
    }

    /** Whether this event has been answered already, as far as the window reaches back. */
    public boolean hasSeen(EventIdentity event) {
        return startedBy.equals(event) || seen.contains(event);
    }

    private static OrchestrationState first(JournalEntry entry) {
        if (entry.start() == null || entry.after() == null) {
            throw new JournalException("the journal does not begin with a start");
        }
        return new OrchestrationState(
                entry.machine(),
                entry.sequence(),
                entry.at(),
                entry.start(),
                causeOf(entry),
                entry.after(),
                entry.context(),
                remember(Set.of(), entry));
    }

    private OrchestrationState next(JournalEntry entry) {
        return new OrchestrationState(
                machine,
                entry.sequence(),
                startedAt,
                start,
                startedBy,
                entry.after() == null ? position : entry.after(),
                merge(context, entry.context()),
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

    private static Set<EventIdentity> remember(Set<EventIdentity> seen, JournalEntry entry) {
        var remembered = new LinkedHashSet<>(seen);
        remembered.add(causeOf(entry));
        if (remembered.size() > SEEN_WINDOW) {
            remembered.remove(remembered.iterator().next());
        }
        return Collections.unmodifiableSet(remembered);
    }

    private static EventIdentity causeOf(JournalEntry entry) {
        return new EventIdentity(
                String.valueOf(entry.cause().get("source")),
                String.valueOf(entry.cause().get("id")));
    }
}
