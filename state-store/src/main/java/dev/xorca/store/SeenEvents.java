package dev.xorca.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events that an orchestration has answered, as far back as the window reaches: at least the last {@value #COUNT},
 * none of them older than {@link #AGE}. Immutable; remembering one more costs the same however many there are.
 */
public final class SeenEvents {
    /** How many events are remembered at least. */
    public static final int COUNT = 256;

    /** How long an event is remembered at most, counted from the event that comes. */
    public static final Duration AGE = Duration.ofDays(7);

    static final SeenEvents NONE = new SeenEvents(List.of());
    private static final int CHUNK = 32;

    /** Every chunk but the last is full, and never changed again. */
    private final List<Map<EventIdentity, Answer>> chunks;

    private SeenEvents(List<Map<EventIdentity, Answer>> chunks) {
        this.chunks = chunks;
    }

    /**
     * Where and when an event was answered.
     *
     * @param sequence the position of the journal entry
     * @param at the time of the step
     */
    public record Answer(long sequence, Instant at) {}

    /** Where the event was answered, if it is remembered. */
    public Optional<Answer> find(EventIdentity event, Instant now) {
        for (int i = chunks.size() - 1; i >= 0; i--) {
            var answer = chunks.get(i).get(event);
            if (answer != null && !answer.at().plus(AGE).isBefore(now)) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    SeenEvents with(EventIdentity event, Answer answer) {
        var next = new ArrayList<>(chunks);
        var last = new LinkedHashMap<EventIdentity, Answer>();
        if (!next.isEmpty() && next.get(next.size() - 1).size() < CHUNK) {
            last.putAll(next.remove(next.size() - 1));
        }
        last.put(event, answer);
        next.add(last);
        if (next.size() > COUNT / CHUNK + 1) {
            next.remove(0);
        }
        return new SeenEvents(next);
    }

    /** All that are remembered, the oldest first, in pieces that {@link #of} takes. */
    List<Map<EventIdentity, Answer>> chunks() {
        return chunks;
    }

    static SeenEvents of(List<Map<EventIdentity, Answer>> chunks) {
        return new SeenEvents(chunks);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeenEvents seen && chunks.equals(seen.chunks);
    }

    @Override
    public int hashCode() {
        return chunks.hashCode();
    }

    @Override
    public String toString() {
        return chunks.toString();
    }
}
