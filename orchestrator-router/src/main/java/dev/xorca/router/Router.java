package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.Responder;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.StepException;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Responder> responders;

    /** A router in whose process nobody answers. */
    public Router(Machines machines, RouterSettings settings, Predicate<String> deliverable) {
        this(machines, settings, deliverable, Map.of());
    }

    /**
     * Makes a router.
     *
     * @param deliverable whether there is a topic for events of a type; asked before an event is emitted, because an
     *     event without a topic would hold up everything behind it
     * @param responders who answers commands of a type within the process
     */
    public Router(
            Machines machines,
            RouterSettings settings,
            Predicate<String> deliverable,
            Map<String, Responder> responders) {
        this.machines = machines;
        this.settings = settings;
        this.deliverable = deliverable;
        this.responders = Map.copyOf(responders);
    }

    /** Who answers commands within this process, by their type. */
    Map<String, Responder> responders() {
        return responders;
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
        var outgoing = unknown(event, subject, at);
        var error = outgoing.error(errorType, Refusal.of(ErrorCode.FOREIGN_NAME, message));
        return Decision.events(Decision.Outcome.FOREIGN, List.of(error), message);
    }

    /** An error event, and for an orchestration that exists a journal entry that says so and changes nothing. */
    private Decision refused(Input input, @Nullable OrchestrationState state, String type, Refusal refusal) {
        var event = input.event();
        var outcome = refusal.code().isSystem() ? Decision.Outcome.REJECTED : Decision.Outcome.FAILED;
        if (state == null || state.status().isOver() || refusal.code().mayPass()) {
            var outgoing = unknown(event, input.subject(), input.at());
            var events = new ArrayList<CloudEvent>();
            events.add(outgoing.error(type, refusal));
            var parent = EventTypes.startedName(input.type()).isPresent() ? Parents.ifReadable(event) : null;
            if (parent != null) {
                events.add(outgoing.notStarted(parent, refusal));
            }
            return Decision.events(outcome, events, refusal.reason());
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

    /** The events of an orchestration that is not there. */
    OutgoingEvents unknown(CloudEvent event, Subject subject, Instant at) {
        return new OutgoingEvents(
                settings,
                subject,
                event,
                at,
                at,
                OutgoingEvents.correlationOf(event),
                OutgoingEvents.tenantOf(event),
                0);
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
                state.start().tenant(),
                state.sequence() + 1);
    }

    static Environment environment(Subject subject, JournalEntry.Start start, Instant at) {
        var self = new LinkedHashMap<String, @Nullable Object>();
        self.put("name", subject.name());
        self.put("version", subject.version());
        self.put("processId", subject.processId());
        self.put("subject", subject.encode());
        self.put("tenant", start.tenant());
        self.put("parent", start.parent() == null ? null : start.parent().subject());
        self.put("root", start.parent() == null ? null : start.parent().root());
        return new Environment(self, start.input(), at);
    }

    /** The machine that a subject names; a version that is not here is an error of the orchestration. */
    MachineDocument machine(Subject subject) {
        return machines.find(subject.name(), subject.version()).orElseThrow(() -> unknownVersion(subject, ""));
    }

    /** The machine that goes on with an orchestration: the one that started it, or by setting a newer one. */
    MachineDocument successor(Subject subject) {
        var policy = settings.missingVersion();
        return machines.successor(subject.name(), subject.version(), policy)
                .orElseThrow(() -> unknownVersion(
                        subject,
                        switch (policy) {
                            case FAIL -> "";
                            case CURRENT_OR_NEWER -> " nor a newer one of the same major number";
                            case CURRENT_OR_OLDER -> " nor a higher one";
                        }));
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

    /** When an orchestration that is over may be forgotten. */
    Instant removal(LifeCycle lifeCycle, OrchestrationState.Status status, Instant at) {
        var ending = LifeCycle.Ending.valueOf(status.name());
        return at.plus(lifeCycle.retention().getOrDefault(ending, settings.retention()));
    }

    /**
     * The event that a machine's action or invocation asks for.
     *
     * @throws Refusal when it breaks its contract, has no topic, or is too large
     */
    CloudEvent emitted(MachineDocument document, Effect.Emit emit, OutgoingEvents outgoing) {
        var schema = document.emits().get(emit.type());
        if (schema != null) {
            Payload.check(schema, emit.data(), ErrorCode.EMIT_INVALID, "emitted event '" + emit.type() + "'", "");
        }
        checkTopic(emit.type());
        CloudEvent event;
        try {
            event = outgoing.emitted(emit, schema == null ? null : dataSchema(document, emit.type()));
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ErrorCode.EMIT_INVALID, "emitted event '" + emit.type() + "': " + e.getMessage());
        }
        return sized(event);
    }

    /**
     * An event that is the router's own, not the machine's.
     *
     * @throws Refusal when it has no topic, or is too large
     */
    CloudEvent checked(CloudEvent event) {
        if (!InternalEvents.isInternal(event.getType())) {
            checkTopic(event.getType());
        }
        return sized(event);
    }

    private void checkTopic(String type) {
        if (!deliverable.test(type)) {
            throw Refusal.of(
                    ErrorCode.TOPIC_MISSING,
                    "there is no topic for emitted event '" + type + "'; create it, then send the event again");
        }
    }

    private CloudEvent sized(CloudEvent event) {
        int size = EventJson.size(event);
        if (size > settings.maxEventBytes()) {
            throw Refusal.of(
                    ErrorCode.EVENT_TOO_LARGE,
                    "emitted event '" + event.getType() + "' has " + size + " bytes, more than the limit of "
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
}
