package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Effect;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events that one step emits. Equal steps give equal events, ids included, so that whoever sees one twice can
 * tell.
 */
final class OutgoingEvents {
    private final RouterSettings settings;
    private final Subject subject;
    private final String encodedSubject;
    private final CloudEvent cause;
    private final Instant at;
    private final Instant startedAt;
    private final String correlationId;
    private final String identity;
    private final TraceContext trace;
    private int position;

    /**
     * Prepares the events of a step.
     *
     * @param sequence the journal position of the step; 0 when it leaves none
     */
    OutgoingEvents(
            RouterSettings settings,
            Subject subject,
            CloudEvent cause,
            Instant at,
            Instant startedAt,
            String correlationId,
            long sequence) {
        this.settings = settings;
        this.subject = subject;
        this.encodedSubject = subject.encode();
        this.cause = cause;
        this.at = at;
        this.startedAt = startedAt;
        this.correlationId = correlationId;
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

    /** Where the events of an orchestration come from. */
    static URI source(Subject subject) {
        return URI.create(EventTypes.source(subject.name()));
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
