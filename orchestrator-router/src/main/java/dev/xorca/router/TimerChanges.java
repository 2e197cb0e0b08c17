package dev.xorca.router;

import dev.xorca.statechart.Effect;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which waits begin and end with one step. */
final class TimerChanges {
    /** How many timers one orchestration may have pending. */
    static final int MAX_TIMERS = 2_500;
    /** A hundred years; what waits longer waits for a mistake. */
    static final Duration MAX_DELAY = Duration.ofDays(36_525);

    private final long sequence;
    private final Instant at;
    private final Map<String, Timer> before;
    private final Map<String, Timer> started = new LinkedHashMap<>();
    private final Set<String> ended = new LinkedHashSet<>();
    private int count;

    /**
     * Begins with what waits before the step.
     *
     * @param state null for a start
     */
    TimerChanges(@Nullable OrchestrationState state, long sequence, Instant at) {
        this.sequence = sequence;
        this.at = at;
        this.before = state == null ? Map.of() : state.timers();
    }

    /** A wait is over. */
    void end(String token) {
        if (before.containsKey(token)) {
            ended.add(token);
        }
    }

    /** All waits are over. */
    void endAll() {
        started.clear();
        ended.addAll(before.keySet());
    }

    boolean isPending(String id) {
        return started.values().stream().anyMatch(timer -> id.equals(timer.id()))
                || before.values().stream().anyMatch(timer -> id.equals(timer.id()) && !ended.contains(timer.token()));
    }

    void cancel(Effect.CancelTimer effect) {
        cancel(effect.id());
    }

    private void cancel(String id) {
        started.values().removeIf(timer -> id.equals(timer.id()));
        before.values().stream()
                .filter(timer -> id.equals(timer.id()))
                .map(Timer::token)
                .forEach(ended::add);
    }

    /** @throws Refusal when it would wait too long */
    void start(Effect.StartTimer effect) {
        if (effect.id() != null) {
            cancel(effect.id());
        }
        if (effect.delay().compareTo(MAX_DELAY) > 0) {
            throw Refusal.of(
                    ErrorCode.DELAY_TOO_LONG,
                    "a delay of " + effect.delay() + " for '" + effect.type() + "' is more than the limit of "
                            + MAX_DELAY.toDays() + " days");
        }
        var token = sequence + "." + count++;
        started.put(token, new Timer(token, effect.id(), effect.type(), effect.data(), dueAfter(effect.delay())));
    }

    /** Whole milliseconds, and none too early. */
    private Instant dueAfter(Duration delay) {
        var due = at.plus(delay);
        var whole = due.truncatedTo(ChronoUnit.MILLIS);
        return whole.equals(due) ? due : whole.plusMillis(1);
    }

    /** @throws Refusal when too many would be pending after the step */
    JournalEntry.Timers toEntry() {
        int pending = before.size() - ended.size() + started.size();
        if (pending > MAX_TIMERS) {
            throw Refusal.of(
                    ErrorCode.TOO_MANY_TIMERS,
                    "the orchestration would have " + pending + " timers pending, more than the limit of "
                            + MAX_TIMERS);
        }
        return started.isEmpty() && ended.isEmpty()
                ? JournalEntry.Timers.NONE
                : new JournalEntry.Timers(List.copyOf(started.values()), List.copyOf(ended));
    }
}
