package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Effect;
import dev.xorca.store.LastResult;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.Parent;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events that one step emits. Equal steps give equal events, ids included, so that whoever sees one twice can
 * tell.
 */
final class OutgoingEvents {
    private static final LastResult<String, URI> SOURCE = new LastResult<>(name -> URI.create(EventTypes.source(name)));

    /** What every failure has, as text. */
    private static final Set<String> FAILURE = Set.of("code", "message");

    private final RouterSettings settings;
    private final Subject subject;
    private final String encodedSubject;
    private final CloudEvent cause;
    private final Instant at;
    private final Instant startedAt;
    private final String correlationId;
    private final @Nullable String tenant;
    private final String identity;
    private final TraceContext trace;
    private int position;

    /**
     * Prepares the events of a step.
     *
     * @param tenant whom the orchestration runs for; null for nobody in particular
     * @param sequence the journal position of the step; 0 when it leaves none
     */
    OutgoingEvents(
            RouterSettings settings,
            Subject subject,
            CloudEvent cause,
            Instant at,
            Instant startedAt,
            String correlationId,
            @Nullable String tenant,
            long sequence) {
        this.settings = settings;
        this.subject = subject;
        this.encodedSubject = subject.encode();
        this.cause = cause;
        this.at = at;
        this.startedAt = startedAt;
        this.correlationId = correlationId;
        this.tenant = tenant;
        this.identity = encodedSubject + "\n"
                + (sequence > 0 ? Long.toString(sequence) : cause.getSource() + "\n" + cause.getId());
        this.trace = TraceContext.of(
                cause,
                () -> hex(UUID.nameUUIDFromBytes(("trace\n" + encodedSubject).getBytes(StandardCharsets.UTF_8))));
    }

    /** The correlation id that an event brings: its own, else its id. */
    static String correlationOf(CloudEvent event) {
        return event.getExtension("correlationid") instanceof String id && !id.isEmpty() ? id : event.getId();
    }

    /** Whom an event is for: its extension attribute; null for nobody in particular. */
    static @Nullable String tenantOf(CloudEvent event) {
        return event.getExtension("tenant") instanceof String tenant && !tenant.isEmpty() ? tenant : null;
    }

    /** Where the events of an orchestration come from. */
    static URI source(Subject subject) {
        return SOURCE.of(subject.name());
    }

    /**
     * The event that a machine's action asks for.
     *
     * @param dataSchema where the schema of its data is; null for nowhere
     */
    CloudEvent emitted(Effect.Emit emit, @Nullable URI dataSchema) {
        var builder = begin(emit.type(), EventData.written(emit.data(), Json.MAX_DEPTH));
        if (dataSchema != null) {
            builder.withDataSchema(dataSchema);
        }
        var attributes = new LinkedHashMap<>(emit.attributes());
        builder.withExtension("executionunits", text(attributes.getOrDefault("executionunits", 0L)));
        attributes.remove("executionunits");
        var to = attributes.remove("to");
        var redirectTo = attributes.remove("redirectto");
        if (settings.routingMetadata()) {
            builder.withExtension("to", to == null ? replyAddress() : text(to));
            if (redirectTo != null) {
                builder.withExtension("redirectto", text(redirectTo));
            }
        }
        attributes.forEach((name, value) -> {
            if (value instanceof Boolean flag) {
                builder.withExtension(name, flag);
            } else {
                builder.withExtension(name, text(value));
            }
        });
        return builder.build();
    }

    /** The orchestration lets others know. */
    CloudEvent announcement(String type, Map<String, @Nullable Object> data) {
        return own(type, encodedSubject, data).build();
    }

    /**
     * Starts another orchestration.
     *
     * @param parent who waits for its end; null for nobody
     */
    CloudEvent start(String type, Map<String, @Nullable Object> data, @Nullable Parent parent) {
        var builder = own(type, encodedSubject, data);
        if (parent != null) {
            builder.withExtension(Parents.PARENT, parent.subject())
                    .withExtension(CallToken.ATTRIBUTE, parent.token())
                    .withExtension(Parents.ROOT, parent.root())
                    .withExtension(Parents.DEPTH, Integer.toString(parent.depth()));
        }
        return builder.build();
    }

    /** Gives an order to another orchestration. */
    CloudEvent order(InternalEvents.Order order, Subject to, String reason) {
        return own(order.type(), to.encode(), Map.of("reason", reason)).build();
    }

    /**
     * Says that the orchestration is over.
     *
     * @param parent whom to tell; null for whoever listens
     * @param output what it hands over, or what went wrong
     */
    CloudEvent completion(@Nullable Parent parent, OrchestrationState.Status status, @Nullable Object output) {
        var well = status == OrchestrationState.Status.DONE;
        return completion(parent, well, well ? output : failure(status, output));
    }

    /** Says that no orchestration was started. */
    CloudEvent notStarted(Parent parent, Refusal refusal) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("code", refusal.detailCode());
        data.put("message", Text.shorten(refusal.reason(), 8_000));
        return completion(parent, false, data);
    }

    private CloudEvent completion(@Nullable Parent parent, boolean well, @Nullable Object data) {
        var builder = own(
                EventTypes.completion(subject.name(), well), parent == null ? encodedSubject : parent.subject(), data);
        if (parent != null) {
            builder.withExtension(CallToken.ATTRIBUTE, parent.token());
        }
        return builder.build();
    }

    private static Map<String, @Nullable Object> failure(OrchestrationState.Status status, @Nullable Object output) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        var terminated = status == OrchestrationState.Status.TERMINATED;
        data.put("code", terminated ? "terminated" : "failed");
        data.put("message", terminated ? "an operator has ended it" : "it ended in a state that is a failure");
        if (output instanceof Map<?, ?> map && map.get("error") instanceof Map<?, ?> error) {
            error.forEach((key, value) -> data.put(String.valueOf(key), value));
            data.replaceAll(
                    (key, value) -> FAILURE.contains(key) && !(value instanceof String) ? Json.text(value) : value);
        } else if (output != null) {
            data.put("data", output);
        }
        return data;
    }

    private CloudEventBuilder own(String type, String to, @Nullable Object data) {
        return begin(type, EventData.written(data, Json.MAX_DEPTH))
                .withSubject(to)
                .withExtension("executionunits", "0");
    }

    /** The event that says why the cause was refused. */
    CloudEvent error(String type, Refusal refusal) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("errorName", refusal.code().errorName());
        data.put("errorMessage", Text.shorten(refusal.reason(), 8_000));
        data.put("errorCode", refusal.detailCode());
        if (!refusal.where().isEmpty()) {
            data.put("where", refusal.where());
        }
        if (settings.errorStack() && refusal.getCause() != null) {
            data.put("errorStack", stackOf(refusal.getCause()));
        }
        data.put("eventData", eventData());
        var builder = begin(type, EventData.written(data, Json.MAX_OWN_DEPTH)).withExtension("executionunits", "0");
        if (settings.routingMetadata()) {
            builder.withExtension("to", cause.getSource().toString());
        }
        var error = builder.build();
        if (cause.getData() == null || EventJson.size(error) <= settings.maxEventBytes()) {
            return error;
        }
        data.put("eventData", Map.of("omitted", true, "bytes", (long)
                cause.getData().toBytes().length));
        return builder.withData(EventData.written(data, Json.MAX_OWN_DEPTH)).build();
    }

    private CloudEventBuilder begin(String type, EventData data) {
        var id = UUID.nameUUIDFromBytes((identity + "\n" + position++).getBytes(StandardCharsets.UTF_8));
        var builder = CloudEventBuilder.v1()
                .withId(id.toString())
                .withSource(source(subject))
                .withType(type)
                .withSubject(encodedSubject)
                .withTime(at.atOffset(ZoneOffset.UTC))
                .withData("application/json", data)
                .withExtension("causationid", cause.getId())
                .withExtension("correlationid", correlationId)
                .withExtension("traceparent", trace.traceparent(hex(id).substring(0, 16)))
                .withExtension(
                        "elapsedtime",
                        Long.toString(
                                Math.max(0, Duration.between(startedAt, at).toMillis())));
        if (tenant != null) {
            builder.withExtension("tenant", tenant);
        }
        if (trace.state() != null) {
            builder.withExtension("tracestate", trace.state());
        }
        return builder;
    }

    /** Where answers go unless the machine says otherwise: where the cause wants them, else where it came from. */
    private String replyAddress() {
        return cause.getExtension("redirectto") instanceof String address
                ? address
                : cause.getSource().toString();
    }

    private @Nullable Object eventData() {
        if (cause.getData() == null) {
            return null;
        }
        var data = Payload.readIfPossible(cause);
        return data != null ? data : new String(cause.getData().toBytes(), StandardCharsets.UTF_8);
    }

    private static String stackOf(Throwable cause) {
        var text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return Text.shorten(text.toString(), 16_000);
    }

    private static String text(Object value) {
        return value instanceof String text ? text : Json.text(value);
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }
}
