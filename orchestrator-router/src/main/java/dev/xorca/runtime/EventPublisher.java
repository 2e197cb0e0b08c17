package dev.xorca.runtime;

import dev.xorca.machine.EventTypes;
import dev.xorca.router.Acceptance;
import dev.xorca.router.Address;
import dev.xorca.router.Decision;
import dev.xorca.router.Input;
import dev.xorca.router.Known;
import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Takes events in that do not come by Kafka: finds their orchestration by the rules of the intake, and writes them into
 * the inbox. Safe for several threads.
 */
public final class EventPublisher {
    private final Router router;
    private final Acceptance acceptance;
    private final RuntimeSettings settings;
    private final InboxProducer producer;

    EventPublisher(Router router, RuntimeSettings settings, InboxProducer producer) {
        this.router = router;
        this.acceptance = new Acceptance(router.machines(), router.settings());
        this.settings = settings;
        this.producer = producer;
    }

    /** An event that may be published, with the orchestration that it is for. */
    public static final class Addressed {
        private final Subject subject;
        private final CloudEvent event;
        private final ProducerRecord<byte[], byte[]> record;

        private Addressed(Subject subject, CloudEvent event, ProducerRecord<byte[], byte[]> record) {
            this.subject = subject;
            this.event = event;
            this.record = record;
        }

        public Subject subject() {
            return subject;
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

    /**
     * Finds the orchestration that an event is for; nothing leaves yet.
     *
     * @throws RefusedException when there is none, or nobody here would take the event
     */
    public Addressed address(CloudEvent event) throws RefusedException {
        var address = Address.of(event, router.machines());
        if (address instanceof Address.Undeliverable undeliverable) {
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

    private Addressed addressed(CloudEvent event, Subject subject) throws RefusedException {
        var record = producer.encode(subject, event);
        try {
            EventRecords.checkSize(record.headers(), record.value(), settings.maxInputBytes(), "max-input-bytes");
        } catch (UnreadableRecordException e) {
            throw new RefusedException(e.code(), e.reason());
        }
        return new Addressed(subject, event, record);
    }

    /**
     * What the router would answer if this came at that time to an orchestration that is not there yet; empty when it
     * would begin. Nothing happens.
     */
    public Optional<Rejection> tryStart(Addressed start, Instant at) {
        var input = new Input(start.event, start.subject, at, -1);
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
        return producer.send(event.record);
    }
}
