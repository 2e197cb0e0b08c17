package dev.xorca.runtime;

import dev.xorca.router.EventData;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventSerializer;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents as Kafka records (CloudEvents Kafka protocol binding 1.0.2): reads binary and structured mode, writes
 * one of them. Not safe for several threads.
 */
public final class EventRecords {
    private static final String STRUCTURED = "application/cloudevents";
    private static final String STRUCTURED_JSON = "application/cloudevents+json";

    private final CloudEventSerializer serializer = new CloudEventSerializer();

    /** How events are written. */
    public enum EventEncoding {
        BINARY,
        STRUCTURED
    }

    public EventRecords(EventEncoding encoding) {
        Map<String, Object> config = switch (encoding) {
            case BINARY -> Map.of(CloudEventSerializer.ENCODING_CONFIG, Encoding.BINARY);
            case STRUCTURED ->
                Map.of(
                        CloudEventSerializer.ENCODING_CONFIG,
                        Encoding.STRUCTURED,
                        CloudEventSerializer.EVENT_FORMAT_CONFIG,
                        new JsonFormat());
        };
        serializer.configure(config, false);
    }

    /** Writes an event; its headers are added to the given ones. */
    public byte[] write(String topic, CloudEvent event, Headers headers) {
        return serializer.serialize(topic, headers, event);
    }

    /**
     * Reads the event that a record holds.
     *
     * @throws UnreadableRecordException when it holds none
     */
    public static CloudEvent read(Headers headers, byte @Nullable [] value) {
        checkHeaders(headers);
        var binary = headers.lastHeader("ce_specversion") != null;
        var mediaType = mediaType(headers);
        if (mediaType.startsWith(STRUCTURED)) {
            return readLabelled(headers, value, mediaType, binary);
        }
        if (!binary) {
            throw new UnreadableRecordException(
                    "not-a-cloudevent",
                    "the record is no CloudEvent: it has neither a ce_specversion header nor content-type "
                            + STRUCTURED_JSON + (value == null ? ", and no value" : ""));
        }
        return readEvent(headers, value);
    }

    /**
     * Checks that a record's headers and value are no larger together than this.
     *
     * @param setting where the limit comes from, for the reason
     * @throws UnreadableRecordException when they are
     */
    static void checkSize(Headers headers, byte @Nullable [] value, int most, String setting) {
        long size = size(headers) + (value == null ? 0 : value.length);
        if (size > most) {
            throw new UnreadableRecordException(
                    "event-too-large",
                    "the record has " + size + " bytes, more than the limit of " + most + " (" + setting + ")");
        }
    }

    static long size(Headers headers) {
        long size = 0;
        for (var header : headers) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    private static CloudEvent readLabelled(Headers headers, byte @Nullable [] value, String mediaType, boolean binary) {
        if (mediaType.startsWith(STRUCTURED + "-batch")) {
            throw new UnreadableRecordException("batch", "batches of CloudEvents are not defined for Kafka");
        }
        if (!mediaType.equals(STRUCTURED_JSON)) {
            throw malformed("event format '" + mediaType + "' is not known; send " + STRUCTURED_JSON);
        }
        if (binary && !isStructured(value)) {
            // xOrca labels plain data like this in binary mode; a strict reader would take it for structured mode.
            return readEvent(withContentType(headers, "application/json"), value);
        }
        if (value == null) {
            throw new UnreadableRecordException("no-value", "a structured CloudEvent without a value");
        }
        checkJson(value);
        return readEvent(withContentType(headers, STRUCTURED_JSON), value);
    }

    /** The library reads on where a second event follows, where keys stand twice and where numbers overflow. */
    private static void checkJson(byte[] value) {
        try {
            Json.readObject(value);
        } catch (JsonException e) {
            throw malformed(firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static CloudEvent readEvent(Headers headers, byte @Nullable [] value) {
        CloudEvent event;
        try {
            event = KafkaMessageFactory.createReader(headers, value).toEvent(EventData::of);
        } catch (RuntimeException e) {
            throw malformed(reason(e));
        }
        for (var name : List.of("id", "source", "type")) {
            if (String.valueOf(event.getAttribute(name)).isEmpty()) {
                throw malformed("attribute '" + name + "' is empty");
            }
        }
        return event;
    }

    private static UnreadableRecordException malformed(String reason) {
        return new UnreadableRecordException("malformed-cloudevent", "malformed CloudEvent: " + reason);
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : firstLine(cause.getMessage());
    }

    private static String firstLine(String message) {
        var line = message.lines().findFirst().orElse("");
        return line.length() > 500 ? line.substring(0, 500) + "…" : line;
    }

    private static void checkHeaders(Headers headers) {
        for (var header : headers) {
            var name = header.key();
            if (!name.startsWith("ce_") && !name.equals("content-type")) {
                continue;
            }
            if (header.value() == null || !isUtf8(header.value())) {
                throw new UnreadableRecordException("bad-header", "header '" + name + "' is not UTF-8 text");
            }
            if (!Arrays.equals(header.value(), headers.lastHeader(name).value())) {
                throw new UnreadableRecordException(
                        "ambiguous-header", "header '" + name + "' stands twice with different values");
            }
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        if (isAscii(bytes)) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    /** The content type in small letters and without its parameters; empty for none. */
    private static String mediaType(Headers headers) {
        var header = headers.lastHeader("content-type");
        return header == null
                ? ""
                : new String(header.value(), StandardCharsets.UTF_8)
                        .split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT);
    }

    private static boolean isStructured(byte @Nullable [] value) {
        try {
            return value != null && Json.read(value) instanceof Map<?, ?> map && map.containsKey("specversion");
        } catch (JsonException e) {
            return false;
        }
    }

    private static Headers withContentType(Headers headers, String contentType) {
        var copy = new RecordHeaders(headers);
        copy.remove("content-type");
        copy.add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
        return copy;
    }
}
