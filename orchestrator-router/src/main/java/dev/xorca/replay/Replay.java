package dev.xorca.replay;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.Responder;
import dev.xorca.router.Decision;
import dev.xorca.router.ErrorCode;
import dev.xorca.router.EventJson;
import dev.xorca.router.Input;
import dev.xorca.router.Known;
import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.store.HeldEvent;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides recorded steps once more: each in the state that the journal had led to before it, with the event that it
 * records, at its time. Machines decide orchestrations of their own version; for a version that is not among them the
 * highest newer one of the same major number does, so that an upgrade can be tried on what has happened. Safe for any
 * number of threads.
 */
public final class Replay {
    private final Machines machines;
    private final Map<String, Responder> responders;
    private final Router router;
    /** For journals of nodes that name one error type in the other way. */
    private final Router alternative;

    /**
     * Prepares a replay.
     *
     * @param machines what decides now
     * @param settings with the limits that the nodes had
     */
    public Replay(Machines machines, RouterSettings settings) {
        this(machines, settings, Map.of());
    }

    /** @param responders who answers commands of a type within the process, as on the nodes */
    public Replay(Machines machines, RouterSettings settings, Map<String, Responder> responders) {
        this.machines = machines.withSuccessors();
        this.responders = responders;
        this.router = router(settings.withAlternativeSystemErrorType(false));
        this.alternative = router(settings.withAlternativeSystemErrorType(true));
    }

    private Router router(RouterSettings settings) {
        return new Router(machines, settings.withRepeatsRecords(false), type -> true, responders);
    }

    /**
     * What one step came to when it was decided once more.
     *
     * @param differences from what is recorded; empty when there are none
     * @param sameDefinition whether the very same definition has decided
     */
    public record Step(List<Difference> differences, boolean sameDefinition) {
        public Step {
            differences = List.copyOf(differences);
        }
    }

    /** Whether there is a machine of this name; the steps of others cannot be decided. */
    public boolean knows(Subject subject) {
        return machines.has(subject.name());
    }

    /**
     * Decides a step once more.
     *
     * @param before the state that the journal had led to; null for the first entry
     * @throws JournalException when the entry does not hold an event
     */
    public Step step(Subject subject, @Nullable OrchestrationState before, JournalEntry recorded) {
        if (dependsOnTheLine(recorded)) {
            return new Step(List.of(), true);
        }
        var input = new Input(cause(recorded), subject, recorded.at(), recorded.offset());
        var decision =
                routerOf(subject, recorded).decide(input, new Recorded(before)).get(0);
        var now = decision.entry();
        return now == null
                ? new Step(List.of(new Difference("outcome", Comparison.outcome(recorded), told(decision))), false)
                : new Step(
                        Comparison.of(recorded, now),
                        now.machine().hash().equals(recorded.machine().hash()));
    }

    /** Refused because too many events waited already, of which the journal does not tell. */
    private static boolean dependsOnTheLine(JournalEntry recorded) {
        return recorded.reason() != null && recorded.reason().code().equals(ErrorCode.LINE_FULL.code());
    }

    private static CloudEvent cause(JournalEntry recorded) {
        try {
            return EventJson.fromJson(recorded.cause());
        } catch (RuntimeException e) {
            throw new JournalException(
                    "the cause of entry " + recorded.sequence() + " is no event: " + e.getMessage(), e);
        }
    }

    private Router routerOf(Subject subject, JournalEntry recorded) {
        var type = EventTypes.systemError(subject.name(), true);
        var named = recorded.emitted().stream().anyMatch(event -> type.equals(event.get("type")));
        return named ? alternative : router;
    }

    private static String told(Decision decision) {
        return decision.outcome().name().toLowerCase(Locale.ROOT) + ": " + decision.reason();
    }

    /** What a journal tells of its orchestration; of events that waited, only those that were taken at last. */
    private record Recorded(@Nullable OrchestrationState before) implements Known {
        @Override
        public Optional<OrchestrationState> state() {
            return Optional.ofNullable(before);
        }

        @Override
        public List<HeldEvent> held() {
            return List.of();
        }

        @Override
        public List<JournalEntry> entries(long from, int most) {
            return List.of();
        }
    }
}
