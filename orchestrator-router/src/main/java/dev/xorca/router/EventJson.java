package dev.xorca.router;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import dev.xorca.schemas.Json;
import dev.xorca.statechart.Event;
import dev.xorca.store.LastResult;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CloudEvents in other shapes: the JSON format for the journal, and what machines see. */
public final class EventJson {
    private static final int TIME_SIZE = "\"time\":\"2026-01-02T03:04:05.123456789+00:00\",".length();

    private static final LastResult<OffsetDateTime, String> TIME = new LastResult<>(ISO_OFFSET_DATE_TIME::format);

    private EventJson() {}

    /** The whole event in the CloudEvents JSON format 1.0; data that is not JSON as {@code data_base64}. */
    static Map<String, Object> toJson(CloudEvent event) {
        var json = attributes(event);
        var content = event.getDataContentType();
        if (content != null) {
            json.put("datacontenttype", content);
        }
        if (event.getDataSchema() != null) {
            json.put("dataschema", event.getDataSchema().toString());
        }
        json.put("specversion", event.getSpecVersion().toString());
        json.put("type", event.getType());
        if (event.getData() != null) {
            var data = Payload.readIfPossible(event);
            if (data != null) {
                json.put("data", data);
            } else {
                json.put(
                        "data_base64",
                        Base64.getEncoder().encodeToString(event.getData().toBytes()));
            }
        }
        return json;
    }

    /**
     * The event that a journal has kept.
     *
     * @param json in the CloudEvents JSON format, as {@link #toJson} writes it
     * @throws RuntimeException when it is no event in that format
     */
    public static CloudEvent fromJson(Map<String, Object> json) {
        var event = CloudEventBuilder.fromSpecVersion(SpecVersion.parse(String.valueOf(json.get("specversion"))));
        json.forEach((name, value) -> {
            switch (name) {
                case "specversion", "data", "data_base64" -> {
                    // The version is known, the data follows.
                }
                case "id" -> event.withId(value.toString());
                case "source" -> event.withSource(URI.create(value.toString()));
                case "type" -> event.withType(value.toString());
                case "subject" -> event.withSubject(value.toString());
                case "time" -> event.withTime(OffsetDateTime.parse(value.toString()));
                case "datacontenttype" -> event.withDataContentType(value.toString());
                case "dataschema" -> event.withDataSchema(URI.create(value.toString()));
                default -> {
                    if (value instanceof Boolean flag) {
                        event.withExtension(name, flag);
                    } else if (value instanceof Long number) {
                        event.withExtension(name, number.intValue());
                    } else {
                        event.withExtension(name, value.toString());
                    }
                }
            }
        });
        if (json.get("data_base64") instanceof String base64) {
            event.withData(Base64.getDecoder().decode(base64));
        } else if (json.containsKey("data")) {
            event.withData(EventData.written(json.get("data"), Json.MAX_OWN_DEPTH));
        }
        return event.build();
    }

    /** What a machine sees of an event. */
    static Event toEvent(CloudEvent event, @Nullable Object data) {
        return new Event(event.getType(), data, attributes(event));
    }

    private static Map<String, Object> attributes(CloudEvent event) {
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("id", event.getId());
        attributes.put("source", event.getSource().toString());
        if (event.getSubject() != null) {
            attributes.put("subject", event.getSubject());
        }
        if (event.getTime() != null) {
            attributes.put("time", TIME.of(event.getTime()));
        }
        for (var name : event.getExtensionNames()) {
            var value = event.getExtension(name);
            if (value instanceof Integer number) {
                attributes.put(name, number.longValue());
            } else if (value instanceof Boolean || value instanceof String) {
                attributes.put(name, value);
            } else if (value != null) {
                attributes.put(name, value.toString());
            }
        }
        return attributes;
    }

    /** The size of an event's data and attributes on the wire, roughly. */
    static int size(CloudEvent event) {
        int size = event.getData() == null ? 0 : event.getData().toBytes().length;
        return size + attributesSize(event);
    }

    /** The size of an event's attributes on the wire, roughly. */
    static int attributesSize(CloudEvent event) {
        long size = attributeSize("id", event.getId())
                + attributeSize("source", event.getSource().toString())
                + attributeSize("subject", event.getSubject())
                + attributeSize("dataschema", event.getDataSchema())
                + (event.getTime() == null ? 0 : TIME_SIZE);
        for (var name : event.getExtensionNames()) {
            size += attributeSize(name, event.getExtension(name));
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    /** As a member of a JSON object. */
    private static long attributeSize(String name, @Nullable Object value) {
        return value == null ? 0 : Json.size(name, 0) + Json.size(value.toString(), 0) + 2;
    }
}
