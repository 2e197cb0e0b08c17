package dev.xorca.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one input did to one orchestration, in the past tense. Written once, never changed; what is in it is
 * enough to {@link OrchestrationState#apply apply} it without the machine.
 *
 * @param sequence the position in this orchestration's journal, from 1
 * @param at the step's only time
 * @param offset where in the inbox the cause stood; -1 when that is not known
 * @param cause the CloudEvent that came in, whole, in the CloudEvents JSON format
 * @param machine what decided
 * @param outcome what became of the input
 * @param reason why it was rejected or failed; null otherwise
 * @param start what the orchestration was started with; null for all entries but the first
 * @param microsteps the transitions taken, states left and entered, in order
 * @param context the top-level keys of the context that changed, with their new values
 * @param after where the machine stands after the step; null when it did not move
 * @param emitted the CloudEvents that left, whole, in order
 * @param timers the waits that began and ended
 * @param calls what became of its invocations
 * @param logs the lines that the machine left for the operator
 * @param removeAt when all that is kept of the orchestration may go; null as long as it is not over
 */
public record JournalEntry(
        long sequence,
        Instant at,
        long offset,
        Map<String, Object> cause,
        MachineRef machine,
        Outcome outcome,
        @Nullable Reason reason,
        @Nullable Start start,
        List<Step> microsteps,
        Map<String, Object> context,
        @Nullable Position after,
        List<Map<String, Object>> emitted,
        Timers timers,
        CallChanges calls,
        List<String> logs,
        @Nullable Instant removeAt) {

    public JournalEntry {
        if (sequence < 1) {
            throw new IllegalArgumentException("a journal begins at position 1, not at " + sequence);
        }
        cause = Collections.unmodifiableMap(new LinkedHashMap<>(cause));
        context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
        microsteps = List.copyOf(microsteps);
        emitted = List.copyOf(emitted);
        logs = List.copyOf(logs);
    }

    /** An entry for an input that moved nothing. */
    public static JournalEntry unmoved(
            OrchestrationState before,
            Instant at,
            long offset,
            Map<String, Object> cause,
            Outcome outcome,
            @Nullable Reason reason,
            List<Map<String, Object>> emitted,
            Timers timers) {
        return new JournalEntry(
                before.sequence() + 1,
                at,
                offset,
                cause,
                before.machine(),
                outcome,
                reason,
                null,
                List.of(),
                Map.of(),
                null,
                emitted,
                timers,
                CallChanges.NONE,
                List.of(),
                null);
    }

    /** What identifies the event that came in. */
    public EventIdentity causedBy() {
        return EventIdentity.of(cause);
    }

    /** What became of an input. */
    public enum Outcome {
        /** Transitions were taken. */
        TRANSITIONED,
        /** No transition took the event. */
        IGNORED,
        /** The event broke its contract; an error event left. */
        REJECTED,
        /** The machine or what it emitted was at fault; an error event left. */
        FAILED,
        /** An operator's order was carried out. */
        ORDERED
    }

    /** Why an input was rejected or failed: a stable code and a sentence. */
    public record Reason(String code, String message) {}

    /**
     * How an orchestration began.
     *
     * @param input what it was started with, a JSON value
     * @param correlationId carried by every event that it emits
     * @param tenant whom it runs for, carried by every event that it emits; null for nobody in particular
     * @param parent the orchestration that asked for it; null when it was none
     */
    public record Start(
            @Nullable Object input,
            String correlationId,
            @Nullable String tenant,
            @Nullable Parent parent) {
        /** A start that no orchestration asked for. */
        public Start(@Nullable Object input, String correlationId) {
            this(input, correlationId, null, null);
        }
    }

    /**
     * Waits that began and ended. What did both in one step is in neither.
     *
     * @param started those that began
     * @param ended the tokens of those that were over, cancelled or replaced
     */
    public record Timers(List<Timer> started, List<String> ended) {
        public static final Timers NONE = new Timers(List.of(), List.of());

        public Timers {
            started = List.copyOf(started);
            ended = List.copyOf(ended);
        }

        public boolean isEmpty() {
            return started.isEmpty() && ended.isEmpty();
        }
    }

    /** One set of transitions taken together: the event, the transitions in words, paths of states left and entered. */
    public record Step(String event, List<String> taken, List<String> exited, List<String> entered) {
        public Step {
            taken = List.copyOf(taken);
            exited = List.copyOf(exited);
            entered = List.copyOf(entered);
        }
    }

    /**
     * Where a machine stands.
     *
     * @param configuration paths of the innermost active states
     * @param history what each history state remembers, by path
     * @param status whether the orchestration goes on
     * @param output what it ended with, a JSON value
     */
    public record Position(
            List<String> configuration,
            Map<String, List<String>> history,
            OrchestrationState.Status status,
            @Nullable Object output) {
        public Position {
            configuration = List.copyOf(configuration);
            history = Collections.unmodifiableMap(new LinkedHashMap<>(history));
        }
    }
}
