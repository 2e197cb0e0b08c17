package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.Macrostep;
import dev.xorca.statechart.Microstep;
import dev.xorca.statechart.StepException;
import dev.xorca.store.CallChanges;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.MachineRef;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an event does: pure, so that equal arguments give equal decisions, ids included. What starts is decided
 * by {@link Starting}, what goes on by {@link Continuing}, operators' orders by {@link Ordering}; here is what they have in
 * common. Safe for any number of
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
     * Decides what an input leads to. It is one decision, but for an orchestration that starts or is resumed: then one
     * more for each event that waited in line.
     */
    public List<Decision> decide(Input input, Known known) {
        var first = (settings.repeatsRecords()
                        ? Repetition.of(input, known, then -> decideOne(input, then))
                        : Optional.<Decision>empty())
                .orElseGet(() -> decideOne(input, known));
        if (first.entry() == null || !opensTheLine(first, input.subject())) {
            return List.of(first);
        }
        var decisions = new ArrayList<Decision>();
        decisions.add(first);
        var state = OrchestrationState.apply(known.state().orElse(null), first.entry());
        for (var held : known.held()) {
            var decision = decideOne(input.with(EventJson.fromJson(held.event())), Known.of(state));
            decisions.add(decision.releasing(held));
            if (decision.entry() != null) {
                state = OrchestrationState.apply(state, decision.entry());
            }
        }
        return decisions;
    }

    /** Only where something can be waiting; looking costs a read. */
    private boolean opensTheLine(Decision decision, Subject subject) {
        return switch (decision.outcome()) {
            case STARTED ->
                machines.find(subject.name(), subject.version())
                        .map(document -> !document.lifeCycle().early().isEmpty())
                        .orElse(false);
            case RESUMED, TERMINATED -> true;
            default -> false;
        };
    }

    private Decision decideOne(Input input, Known known) {
        var event = input.event();
        var starts = EventTypes.startedName(input.type()).isPresent();
        var name = input.subject().name();
        var systemError = starts ? EventTypes.systemStartError(name) : EventTypes.systemError(name, alternativeName());
        var error = starts ? EventTypes.startError(name) : EventTypes.error(name);
        OrchestrationState state = null;
        try {
            if (!machines.has(name)) {
                return foreign(event, input.subject(), error, input.at());
            }
            state = known.state().orElse(null);
            if (state != null && state.answered(input.identity(), input.at()).isPresent()) {
                return Decision.nothing(Decision.Outcome.DUPLICATE, "answered before");
            }
            if (starts) {
                return new Starting(this, input).decide(state);
            } else if (input.type().equals(InternalEvents.EXPIRY)) {
                return new Waiting(this, input, known).expire(state);
            } else if (InternalEvents.isOrder(input.type())) {
                return new Ordering(this, input).decide(state);
            }
            return new Continuing(this, input, known).decide(state);
        } catch (Refusal refusal) {
            return refused(input, state, refusal.code().isSystem() ? systemError : error, refusal);
        } catch (JournalException e) {
            var refusal = Refusal.of(ErrorCode.STATE_UNAVAILABLE, String.valueOf(e.getMessage()));
            return refused(input, null, error, refusal);
        }
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
        return Decision.events(Decision.Outcome.FOREIGN, List.of(error), message);
    }

    /** An error event, and for an orchestration that exists a journal entry that says so and changes nothing. */
    private Decision refused(Input input, @Nullable OrchestrationState state, String type, Refusal refusal) {
        var event = input.event();
        var outcome = refusal.code().isSystem() ? Decision.Outcome.REJECTED : Decision.Outcome.FAILED;
        if (state == null || state.status().isOver() || refusal.code().mayPass()) {
            var outgoing = new OutgoingEvents(
                    settings, input.subject(), event, input.at(), input.at(), OutgoingEvents.correlationOf(event), 0);
            return Decision.events(outcome, List.of(outgoing.error(type, refusal)), refusal.reason());
        }
        // A start that was refused is a story of its own, not part of the one that runs.
        var correlationId = EventTypes.startedName(input.type()).isPresent()
                ? OutgoingEvents.correlationOf(event)
                : state.start().correlationId();
        var error = outgoing(input, state, correlationId).error(type, refusal);
        var entry = JournalEntry.unmoved(
                state,
                input.at(),
                input.offset(),
                EventJson.toJson(event),
                refusal.code().isSystem() ? JournalEntry.Outcome.REJECTED : JournalEntry.Outcome.FAILED,
                new JournalEntry.Reason(refusal.detailCode(), refusal.reason()),
                List.of(EventJson.toJson(error)),
                Continuing.overWith(input, state));
        return Decision.entry(outcome, entry, List.of(error), refusal.reason());
    }

    OutgoingEvents continuing(Input input, OrchestrationState state) {
        return outgoing(input, state, state.start().correlationId());
    }

    private OutgoingEvents outgoing(Input input, OrchestrationState state, String correlationId) {
        return new OutgoingEvents(
                settings,
                input.subject(),
                input.event(),
                input.at(),
                state.startedAt(),
                correlationId,
                state.sequence() + 1);
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
        return machines.find(subject.name(), subject.version()).orElseThrow(() -> unknownVersion(subject, ""));
    }

    /** The machine that goes on with an orchestration: the one that started it, or by setting a newer one. */
    MachineDocument successor(Subject subject) {
        var same = machines.find(subject.name(), subject.version());
        if (same.isPresent() || settings.missingVersion() == RouterSettings.MissingVersion.FAIL) {
            return machine(subject);
        }
        return machines.currentOrNewer(subject.name(), subject.version())
                .orElseThrow(() -> unknownVersion(subject, " nor a newer one of the same major number"));
    }

    private Refusal unknownVersion(Subject subject, String nor) {
        return Refusal.of(
                ErrorCode.UNKNOWN_VERSION,
                subject.name() + " has no version " + subject.version() + nor + " here; there are "
                        + String.join(", ", machines.versions(subject.name())));
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
     * @param state null for a start
     * @param start null for anything else
     * @throws Refusal when an event breaks its contract, has no topic, or is too large
     */
    Decision taken(
            Input input,
            MachineDocument document,
            Macrostep macrostep,
            OutgoingEvents outgoing,
            @Nullable OrchestrationState state,
            JournalEntry.@Nullable Start start) {
        long sequence = state == null ? 1 : state.sequence() + 1;
        var timers = new TimerChanges(state, sequence, input.at());
        if (state != null) {
            Continuing.overWith(input, state).ended().forEach(timers::end);
        }
        var events = new ArrayList<CloudEvent>();
        var logs = new ArrayList<String>();
        for (var effect : macrostep.effects()) {
            if (effect instanceof Effect.Emit emit) {
                events.add(emitted(document, emit, outgoing));
            } else if (effect instanceof Effect.StartTimer timer) {
                timers.start(timer);
            } else if (effect instanceof Effect.CancelTimer timer) {
                timers.cancel(timer);
            } else if (effect instanceof Effect.Log log) {
                logs.add(Text.shorten(log.message(), 2_000));
            }
        }
        checkSize(input.event(), macrostep, events);
        var after = macrostep.after();
        var status = status(document, after);
        if (status == OrchestrationState.Status.DONE && document.output() != null) {
            Payload.check(document.output(), after.output(), ErrorCode.OUTPUT_INVALID, "the output", "");
        }
        if (status.isOver()) {
            timers.endAll();
        }
        var entry = new JournalEntry(
                sequence,
                input.at(),
                input.offset(),
                EventJson.toJson(input.event()),
                new MachineRef(document.machine().name(), document.machine().version(), document.hash()),
                JournalEntry.Outcome.TRANSITIONED,
                null,
                start,
                macrostep.microsteps().stream().map(Router::step).toList(),
                macrostep.assigned(),
                new JournalEntry.Position(after.configuration().leaves(), after.history(), status, after.output()),
                events.stream().map(EventJson::toJson).toList(),
                timers.toEntry(),
                CallChanges.NONE,
                logs,
                status.isOver() ? removal(document.lifeCycle(), status, input.at()) : null);
        return Decision.entry(
                start == null ? Decision.Outcome.TRANSITIONED : Decision.Outcome.STARTED, entry, events, "");
    }

    private static OrchestrationState.Status status(MachineDocument document, MachineState after) {
        return switch (after.status()) {
            case ACTIVE -> OrchestrationState.Status.ACTIVE;
            case DONE ->
                switch (document.lifeCycle().ending(after.configuration().leaves())) {
                    case FAILED -> OrchestrationState.Status.FAILED;
                    case DONE, TERMINATED -> OrchestrationState.Status.DONE;
                };
        };
    }

    /** When an orchestration that is over may be forgotten. */
    Instant removal(LifeCycle lifeCycle, OrchestrationState.Status status, Instant at) {
        var ending = LifeCycle.Ending.valueOf(status.name());
        return at.plus(lifeCycle.retention().getOrDefault(ending, settings.retention()));
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
            event = outgoing.emitted(emit, schema == null ? null : dataSchema(document, emit.type()));
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

    private @Nullable URI dataSchema(MachineDocument document, String type) {
        var machine = document.machine();
        return settings.catalogUrl().isEmpty()
                ? null
                : URI.create(EventTypes.dataSchema(settings.catalogUrl(), type, machine.name(), machine.version()));
    }

    private void checkSize(CloudEvent cause, Macrostep macrostep, List<CloudEvent> events) {
        long size = EventJson.size(cause);
        for (var event : events) {
            size += EventJson.size(event);
        }
        try {
            size += Json.size(macrostep.assigned(), Json.MAX_DEPTH);
            size += Json.size(macrostep.after().output(), Json.MAX_DEPTH);
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
