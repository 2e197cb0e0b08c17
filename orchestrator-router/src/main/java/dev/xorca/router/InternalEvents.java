package dev.xorca.router;

import dev.xorca.schemas.Json;
import dev.xorca.store.Due;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What comes to an orchestration from the router itself: time and operators. These events exist in the inbox alone; the
 * same timer makes the same event however often it is told.
 */
public final class InternalEvents {
    static final String TIMER = "xorca.timer";
    static final String EXPIRY = "xorca.expiry";
    static final String ANSWER = "xorca.answer";
    private static final String ORDER = "xorca.order.";

    private static final Set<String> ORDERS =
            Arrays.stream(Order.values()).map(Order::type).collect(Collectors.toSet());

    private InternalEvents() {}

    /** What an operator can tell an orchestration to do. */
    public enum Order {
        /** To take nothing until it is resumed; what comes meanwhile waits in line. */
        SUSPEND,
        /** To go on, first with what waits in line. */
        RESUME,
        /** To end as it stands. */
        TERMINATE,
        /** To try again what has failed for good. */
        RETRY;

        /** The event type of this order. */
        public String type() {
            return ORDER + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether events of this type come from routers alone. */
    public static boolean isInternal(String type) {
        return type.equals(TIMER) || type.equals(EXPIRY) || type.equals(ANSWER) || isOrder(type);
    }

    static boolean isOrder(String type) {
        return ORDERS.contains(type);
    }

    /** Which timer or held event it is about; empty when the event does not say. */
    static String token(CloudEvent event) {
        return Payload.readIfPossible(event) instanceof Map<?, ?> data && data.get("token") instanceof String token
                ? token
                : "";
    }

    /** The event that says that a timer's time, or that of a held event, has come. */
    public static CloudEvent of(Due due, Subject subject) {
        var type = switch (due.kind()) {
            case TIMER -> TIMER;
            case EXPIRY -> EXPIRY;
            case REMOVAL -> throw new IllegalArgumentException("a removal is no event");
        };
        var id = UUID.nameUUIDFromBytes(
                (due.subject() + "\n" + type + "\n" + due.token()).getBytes(StandardCharsets.UTF_8));
        var data = new LinkedHashMap<String, Object>();
        data.put("token", due.token());
        data.put("due", due.at().toEpochMilli());
        return event(id.toString(), type, subject, data);
    }

    /** What was due, for an event that says so; empty for any other. */
    public static Optional<Due> due(CloudEvent event) {
        var kind = switch (event.getType()) {
            case TIMER -> Due.Kind.TIMER;
            case EXPIRY -> Due.Kind.EXPIRY;
            default -> null;
        };
        return kind != null
                        && event.getSubject() != null
                        && Payload.readIfPossible(event) instanceof Map<?, ?> data
                        && data.get("due") instanceof Long due
                        && due >= 0
                        && data.get("token") instanceof String token
                ? Optional.of(new Due(Instant.ofEpochMilli(due), kind, event.getSubject(), token))
                : Optional.empty();
    }

    /** The event that carries an operator's order to a whole orchestration. */
    public static CloudEvent order(Order order, Subject subject, String id, String reason) {
        return order(order, subject, id, "", reason);
    }

    /**
     * The event that carries an operator's order.
     *
     * @param id tells orders apart: the same one again is a duplicate
     * @param token which invocation it is about; empty for the whole orchestration
     * @param reason why, for the journal
     */
    public static CloudEvent order(Order order, Subject subject, String id, String token, String reason) {
        var data = new LinkedHashMap<String, Object>();
        if (!token.isEmpty()) {
            data.put("token", token);
        }
        data.put("reason", reason);
        return event(id, order.type(), subject, data);
    }

    /**
     * The event by which somebody who holds the token of an invocation answers it, whatever the service's answer would be
     * called.
     *
     * @param id tells answers apart: the same one again is a duplicate
     * @param well whether it is done; else it has failed
     * @param data the result, or what went wrong
     */
    public static CloudEvent answer(CallToken token, String id, boolean well, @Nullable Object data) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("token", token.token());
        fields.put("attempt", (long) token.attempt());
        fields.put("well", well);
        fields.put("data", data);
        return event(id, ANSWER, token.subject(), fields);
    }

    private static CloudEvent event(String id, String type, Subject subject, Map<String, Object> data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(OutgoingEvents.source(subject))
                .withType(type)
                .withSubject(subject.encode())
                .withData("application/json", Json.bytes(data))
                .build();
    }
}
