package dev.xorca.runtime;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.router.Acceptance;
import dev.xorca.router.Address;
import dev.xorca.router.CallToken;
import dev.xorca.router.Decision;
import dev.xorca.router.Input;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Known;
import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.router.StartRules;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes events in that do not come by Kafka: finds their orchestration by the rules of the intake, and writes them into
 * the inbox. Safe for several threads.
 */
public final class EventPublisher {
    private final Router router;
    private final Acceptance acceptance;
    private final StartRules rules;
    private final RuntimeSettings settings;
    private final InboxProducer producer;

    EventPublisher(Router router, RuntimeSettings settings, InboxProducer producer) {
        this.router = router;
        this.acceptance = new Acceptance(router.machines(), router.settings());
        this.rules = new StartRules(router.machines());
        this.settings = settings;
        this.producer = producer;
    }

    /** An event that may be published, with the orchestrations that it is for. */
    public static final class Addressed {
        private final CloudEvent event;
        private final List<Subject> subjects;
        private final List<ProducerRecord<byte[], byte[]>> records;

        private Addressed(CloudEvent event, List<Subject> subjects, List<ProducerRecord<byte[], byte[]>> records) {
            this.event = event;
            this.subjects = List.copyOf(subjects);
            this.records = List.copyOf(records);
        }

        /** The orchestration that it is addressed to; where it is addressed to none, the first that it starts by a rule. */
        public Subject subject() {
            return subjects.get(0);
        }

        /** The orchestrations that it is for: the one that it is addressed to, and those that it starts by rules. */
        public List<Subject> subjects() {
            return subjects;
        }

        public CloudEvent event() {
            return event;
        }

        /** Whether it starts its orchestration. */
        public boolean isStart() {
            return EventTypes.startedName(event.getType()).isPresent();
        }
    }

    /** Nobody here takes the event; it would be a dead letter, or be passed over. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        RefusedException(String code, String reason) {
            super(reason, null, false, false);
            this.code = code;
        }

        /** Stable, and that of the dead letter where there would be one. */
        public String code() {
            return code;
        }

        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * What an event would be answered with.
     *
     * @param code the error event's {@code errorCode}
     * @param message its {@code errorMessage}
     * @param where its {@code where}; empty for none
     */
    public record Rejection(String code, String message, Map<String, Object> where) {}

    /** The machines that events are for. */
    public Machines machines() {
        return router.machines();
    }

    /** The machine that goes on with an orchestration; empty when it is not here. */
    public Optional<MachineDocument> machine(Subject subject) {
        return router.machines()
                .successor(subject.name(), subject.version(), router.settings().missingVersion());
    }

    /**
     * Finds the orchestrations that an event is for; nothing leaves yet.
     *
     * @param at the time that start rules see
     * @throws RefusedException when there is none, or nobody here would take the event
     */
    public Addressed address(CloudEvent event, Instant at) throws RefusedException {
        var address = Address.of(event, router.machines());
        if (rules.types().contains(event.getType())) {
            return byRules(event, address, at);
        } else if (address instanceof Address.Undeliverable undeliverable) {
            throw new RefusedException(undeliverable.code(), undeliverable.reason());
        } else if (!(address instanceof Address.To to)) {
            throw new RefusedException("unroutable-type", ((Address.Nobody) address).reason());
        } else {
            var refusal = acceptance.refusal(event, to.subject());
            if (refusal.isPresent()) {
                throw new RefusedException(refusal.get().code(), refusal.get().reason());
            }
            return addressed(event, to.subject());
        }
    }

    private Addressed byRules(CloudEvent event, Address address, Instant at) throws RefusedException {
        var subjects = new ArrayList<Subject>();
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        if (address instanceof Address.To to
                && acceptance.refusal(event, to.subject()).isEmpty()) {
            subjects.add(to.subject());
            records.add(record(event, to.subject(), settings.maxInputBytes(), "max-input-bytes"));
        }
        for (var result : rules.apply(event, at)) {
            if (result instanceof StartRules.Failed failed) {
                throw new RefusedException("start-rule-failed", failed.reason());
            } else if (result instanceof StartRules.Start start) {
                subjects.add(start.subject());
                records.add(record(start.event(), start.subject(), settings.maxInboxBytes(), "twice max-input-bytes"));
            }
        }
        if (subjects.isEmpty()) {
            throw new RefusedException(
                    "no-rule", "no start rule holds for this event, and it is addressed to nobody who takes it");
        }
        return new Addressed(event, subjects, records);
    }

    private Addressed addressed(CloudEvent event, Subject subject) throws RefusedException {
        var record = record(event, subject, settings.maxInputBytes(), "max-input-bytes");
        return new Addressed(event, List.of(subject), List.of(record));
    }

    private ProducerRecord<byte[], byte[]> record(CloudEvent event, Subject subject, int most, String setting)
            throws RefusedException {
        var record = producer.encode(subject, event);
        try {
            EventRecords.checkSize(record.headers(), record.value(), most, setting);
        } catch (UnreadableRecordException e) {
            throw new RefusedException(e.code(), e.reason());
        }
        return record;
    }

    /**
     * The answer to an invocation, from somebody who holds its token.
     *
     * @param id tells answers apart: the same one again does nothing
     * @param well whether it is done; else it has failed
     * @param data the result, or what went wrong: a JSON value
     * @throws RefusedException when it is too large
     */
    public Addressed answer(CallToken token, String id, boolean well, @Nullable Object data) throws RefusedException {
        return addressed(InternalEvents.answer(token, id, well, data), token.subject());
    }

    /**
     * What the router would answer if this came at that time to an orchestration that is not there yet; empty when it
     * would begin. Nothing happens.
     */
    public Optional<Rejection> tryStart(Addressed start, Instant at) {
        var input = new Input(start.event, start.subject(), at, -1);
        return router.decide(input, Known.of(null)).stream()
                .limit(1)
                .filter(decision -> decision.entry() == null)
                .map(EventPublisher::rejection)
                .findFirst();
    }

    private static Rejection rejection(Decision decision) {
        for (var error : decision.events()) {
            var data = error.getData() == null
                    ? Map.<String, Object>of()
                    : Json.readOwnObject(error.getData().toBytes());
            return new Rejection(
                    String.valueOf(data.get("errorCode")),
                    decision.reason(),
                    data.containsKey("where") ? Json.object(data.get("where")) : Map.of());
        }
        return new Rejection(decision.outcome().name(), decision.reason(), Map.of());
    }

    /**
     * Publishes an event. It is decided in its turn; whoever is not sure that it was published may do it again, since
     * events that come twice do nothing.
     *
     * @return completed once Kafka has the event for good; exceptionally with a {@link NotAcknowledgedException} when it
     *     has not said so within some seconds
     */
    public CompletableFuture<Void> publish(Addressed event) {
        return CompletableFuture.allOf(
                event.records.stream().map(producer::send).toArray(CompletableFuture[]::new));
    }
}
