package dev.xorca.router;

import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Macrostep;
import dev.xorca.statechart.Microstep;
import dev.xorca.statechart.StepException;
import dev.xorca.store.EventIdentity;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.MachineRef;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an event does: pure, so that equal arguments give equal decisions, ids included. What starts is decided
 * by {@link Starting}, what goes on by {@link Continuing}; here is what both have in common. Safe for any number of
 * threads.
 */
public final class Router {
    private final Machines machines;
    private final RouterSettings settings;
    private final Predicate<String> deliverable;

    /**
     * Makes a router.
     *
     * @param deliverable whether there is a topic for events of a type; asked before an event is emitted, because an
     *     event without a topic would hold up everything behind it
     */
    public Router(Machines machines, RouterSettings settings, Predicate<String> deliverable) {
        this.machines = machines;
        this.settings = settings;
        this.deliverable = deliverable;
    }

    public Machines machines() {
        return machines;
    }

    public RouterSettings settings() {
        return settings;
    }

    /**
     * Decides what an event does to the orchestration it is addressed to.
     *
     * @param event a start event, or one that is offered to what runs
     * @param subject the orchestration
     * @param state gives the orchestration's state, if it was ever started; may throw {@link JournalException}
     * @param at the step's only time
     */
    public Decision decide(
            CloudEvent event, Subject subject, Supplier<Optional<OrchestrationState>> state, Instant at) {
        var starts = EventTypes.startedName(event.getType()).isPresent();
        var name = subject.name();
        var systemError = starts ? EventTypes.systemStartError(name) : EventTypes.systemError(name, alternativeName());
        var error = starts ? EventTypes.startError(name) : EventTypes.error(name);
        OrchestrationState known = null;
        Decision decision;
        try {
            if (!machines.has(name)) {
                return foreign(event, subject, error, at);
            }
            known = state.get().orElse(null);
            if (known != null && known.hasSeen(identity(event))) {
                return Decision.nothing(Decision.Outcome.DUPLICATE, "answered before");
            }
            decision = starts
                    ? new Starting(this, event, subject, at).decide(known)
                    : new Continuing(this, event, subject, at).decide(known);
        } catch (Refusal refusal) {
            decision = refused(event, subject, known, at, refusal.code().isSystem() ? systemError : error, refusal);
        } catch (JournalException e) {
            var refusal = Refusal.of(ErrorCode.STATE_UNAVAILABLE, String.valueOf(e.getMessage()));
            decision = refused(event, subject, null, at, error, refusal);
        }
        return decision;
    }

    private boolean alternativeName() {
        return settings.alternativeSystemErrorType();
    }

    private Decision foreign(CloudEvent event, Subject subject, String errorType, Instant at) {
        var message = "no machine named '" + subject.name() + "' runs here; there are "
                + (machines.names().isEmpty() ? "none" : String.join(", ", machines.names()));
        if (!settings.raiseOnForeignName()) {
            return Decision.nothing(Decision.Outcome.FOREIGN, message);
        }
        var outgoing = new OutgoingEvents(settings, subject, event, at, at, OutgoingEvents.correlationOf(event), 0);
        var error = outgoing.error(errorType, Refusal.of(ErrorCode.FOREIGN_NAME, message));
        return new Decision(Decision.Outcome.FOREIGN, null, List.of(error), message);
    }

    /** An error event, and for an orchestration that exists a journal entry that says so and changes nothing. */
    private Decision refused(
            CloudEvent event,
            Subject subject,
            @Nullable OrchestrationState state,
            Instant at,
            String type,
            Refusal refusal) {
        var outcome = refusal.code().isSystem() ? Decision.Outcome.REJECTED : Decision.Outcome.FAILED;
        if (state == null || refusal.code().mayPass()) {
            var outgoing = new OutgoingEvents(settings, subject, event, at, at, OutgoingEvents.correlationOf(event), 0);
            return new Decision(outcome, null, List.of(outgoing.error(type, refusal)), refusal.reason());
        }
        // A start that was refused is a story of its own, not part of the one that runs.
        var correlationId = EventTypes.startedName(event.getType()).isPresent()
                ? OutgoingEvents.correlationOf(event)
                : state.start().correlationId();
        var outgoing = outgoing(subject, event, at, state, correlationId);
        var error = outgoing.error(type, refusal);
        var entry = new JournalEntry(
                state.sequence() + 1,
                at,
                EventJson.toJson(event),
                state.machine(),
                refusal.code().isSystem() ? JournalEntry.Outcome.REJECTED : JournalEntry.Outcome.FAILED,
                new JournalEntry.Reason(refusal.detailCode(), refusal.reason()),
                null,
                List.of(),
                Map.of(),
                null,
                List.of(EventJson.toJson(error)),
                List.of());
        return new Decision(outcome, entry, List.of(error), refusal.reason());
    }

    OutgoingEvents continuing(Subject subject, CloudEvent cause, Instant at, OrchestrationState state) {
        return outgoing(subject, cause, at, state, state.start().correlationId());
    }

    private OutgoingEvents outgoing(
            Subject subject, CloudEvent cause, Instant at, OrchestrationState state, String correlationId) {
        return new OutgoingEvents(settings, subject, cause, at, state.startedAt(), correlationId, state.sequence() + 1);
    }

    static EventIdentity identity(CloudEvent event) {
        return new EventIdentity(event.getSource().toString(), event.getId());
    }

    static Environment environment(Subject subject, @Nullable Object input, Instant at) {
        var self = new LinkedHashMap<String, Object>();
        self.put("name", subject.name());
        self.put("version", subject.version());
        self.put("processId", subject.processId());
        self.put("subject", subject.encode());
        return new Environment(self, input, at);
    }

    /** The machine that a subject names; a version that is not here is an error of the orchestration. */
    MachineDocument machine(Subject subject) {
        return machines.find(subject.name(), subject.version())
                .orElseThrow(() -> Refusal.of(
                        ErrorCode.UNKNOWN_VERSION,
                        subject.name() + " has no version " + subject.version() + " here; there are "
                                + String.join(", ", machines.versions(subject.name()))));
    }

    static Refusal machineFailed(StepException e) {
        var where = new LinkedHashMap<String, Object>();
        if (!e.state().isEmpty()) {
            where.put("state", e.state());
        }
        if (!e.at().isEmpty()) {
            where.put("definition", e.at());
        }
        return new Refusal(ErrorCode.MACHINE_FAILED, e.reason().code(), String.valueOf(e.getMessage()), where, e);
    }

    /**
     * The entry and the events of a step that went well.
     *
     * @throws Refusal when an event breaks its contract, has no topic, or is too large
     */
    Decision taken(
            Decision.Outcome outcome,
            MachineDocument document,
            CloudEvent cause,
            Macrostep macrostep,
            OutgoingEvents outgoing,
            Instant at,
            long sequence,
            JournalEntry.@Nullable Start start) {
        var events = new ArrayList<CloudEvent>();
        var logs = new ArrayList<String>();
        for (var effect : macrostep.effects()) {
            if (effect instanceof Effect.Emit emit) {
                events.add(emitted(document, emit, outgoing));
            } else if (effect instanceof Effect.Log log) {
                logs.add(Text.shorten(log.message(), 2_000));
            }
        }
        checkSize(cause, macrostep, events);
        var after = macrostep.after();
        var entry = new JournalEntry(
                sequence,
                at,
                EventJson.toJson(cause),
                new MachineRef(document.machine().name(), document.machine().version(), document.hash()),
                JournalEntry.Outcome.TRANSITIONED,
                null,
                start,
                macrostep.microsteps().stream().map(Router::step).toList(),
                macrostep.assigned(),
                new JournalEntry.Position(
                        after.configuration().leaves(),
                        after.history(),
                        OrchestrationState.Status.valueOf(after.status().name()),
                        after.output()),
                events.stream().map(EventJson::toJson).toList(),
                logs);
        return new Decision(outcome, entry, events, "");
    }

    private CloudEvent emitted(MachineDocument document, Effect.Emit emit, OutgoingEvents outgoing) {
        var schema = document.emits().get(emit.type());
        if (schema != null) {
            Payload.check(schema, emit.data(), ErrorCode.EMIT_INVALID, "emitted event '" + emit.type() + "'", "");
        }
        if (!deliverable.test(emit.type())) {
            throw Refusal.of(
                    ErrorCode.TOPIC_MISSING,
                    "there is no topic for emitted event '" + emit.type() + "'; create it, then send the event again");
        }
        CloudEvent event;
        try {
            event = outgoing.emitted(emit);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ErrorCode.EMIT_INVALID, "emitted event '" + emit.type() + "': " + e.getMessage());
        }
        int size = EventJson.size(event);
        if (size > settings.maxEventBytes()) {
            throw Refusal.of(
                    ErrorCode.EVENT_TOO_LARGE,
                    "emitted event '" + emit.type() + "' has " + size + " bytes, more than the limit of "
                            + settings.maxEventBytes() + " (max-event-bytes)");
        }
        return event;
    }

    private void checkSize(CloudEvent cause, Macrostep macrostep, List<CloudEvent> events) {
        long size = EventJson.size(cause);
        for (var event : events) {
            size += EventJson.size(event);
        }
        try {
            size += Json.bytes(macrostep.assigned(), Json.MAX_DEPTH).length;
            size += Json.bytes(macrostep.after().output(), Json.MAX_DEPTH).length;
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ErrorCode.STEP_TOO_LARGE, "the context after the step: " + e.getMessage());
        }
        if (size > settings.maxStepBytes()) {
            throw Refusal.of(
                    ErrorCode.STEP_TOO_LARGE,
                    "the step would record " + size + " bytes, more than the limit of " + settings.maxStepBytes()
                            + " (max-step-bytes)");
        }
    }

    private static JournalEntry.Step step(Microstep microstep) {
        return new JournalEntry.Step(
                microstep.event().type(),
                microstep.taken().stream().map(Object::toString).toList(),
                microstep.exited(),
                microstep.entered());
    }
}
