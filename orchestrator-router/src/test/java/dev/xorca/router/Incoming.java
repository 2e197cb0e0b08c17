package dev.xorca.router;

import dev.xorca.schemas.Json;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A CloudEvent on its way in, as far as a test cares; everything else has a default. Immutable. */
@SuppressWarnings("ArrayRecordComponent") // the bytes are never compared
record Incoming(
        String type,
        @Nullable String id,
        String source,
        @Nullable String subject,
        @Nullable String contentType,
        byte @Nullable [] data,
        Map<String, Object> extensions) {

    /** A start of the machine {@code summary} that its contract allows. */
    static Incoming start(String processId) {
        return startOf("summary").data(Map.of("processId", processId, "context", Map.of("bookId", "alice")));
    }

    /** A start without data. */
    static Incoming startOf(String name) {
        return event("xorca." + name + ".start");
    }

    /** An event for the orchestration that the scenario is about, without data. */
    static Incoming event(String type) {
        return new Incoming(type, null, "/tests", null, "application/json", null, Map.of());
    }

    Incoming data(@Nullable Object json) {
        return bytes(Json.text(json));
    }

    Incoming data(String key, Object value) {
        return data(Map.of(key, value));
    }

    /** Data as it stands, JSON or not. */
    Incoming bytes(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Incoming(type, id, source, subject, contentType, bytes, extensions);
    }

    Incoming withContentType(@Nullable String value) {
        return new Incoming(type, id, source, subject, value, data, extensions);
    }

    Incoming withId(String value) {
        return new Incoming(type, value, source, subject, contentType, data, extensions);
    }

    Incoming from(String value) {
        return new Incoming(type, id, value, subject, contentType, data, extensions);
    }

    Incoming about(String value) {
        return new Incoming(type, id, source, value, contentType, data, extensions);
    }

    Incoming about(Subject value) {
        return about(value.encode());
    }

    /** Adds an extension attribute, or the {@code time}; numbers and booleans stay what they are. */
    Incoming with(String extension, Object value) {
        var more = new LinkedHashMap<>(extensions);
        more.put(extension, value);
        return new Incoming(type, id, source, subject, contentType, data, more);
    }

    CloudEvent build() {
        return build("some-id", null);
    }

    /** The event; of id and subject those given where the test has said nothing. */
    CloudEvent build(String otherwiseId, @Nullable String otherwiseSubject) {
        var builder = CloudEventBuilder.v1()
                .withType(type)
                .withId(id == null ? otherwiseId : id)
                .withSource(URI.create(source));
        var about = subject == null && !type.endsWith(".start") ? otherwiseSubject : subject;
        if (about != null) {
            builder.withSubject(about);
        }
        if (data != null) {
            builder.withData(data);
            if (contentType != null) {
                builder.withDataContentType(contentType);
            }
        }
        extensions.forEach((name, value) -> {
            if (value instanceof Integer number) {
                builder.withExtension(name, number);
            } else if (value instanceof OffsetDateTime time) {
                builder.withTime(time);
            } else if (value instanceof Boolean flag) {
                builder.withExtension(name, flag);
            } else {
                builder.withExtension(name, String.valueOf(value));
            }
        });
        return builder.build();
    }
}
