package dev.xorca.server.node;

import dev.xorca.router.EventData;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import io.cloudevents.CloudEvent;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents that a request brings (CloudEvents HTTP protocol binding 1.0.2): one in binary mode or in structured
 * mode, or a batch.
 *
 * @param batch whether it is a batch, of any size
 * @param events in their order
 */
record EventRequest(boolean batch, List<CloudEvent> events) {
    /** The most that a batch may have. */
    static final int MAX_BATCH = 1_000;

    static final String STRUCTURED = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";
    private static final String PREFIX = "ce-";
    private static final int MAX_ERRORS = 50;

    /**
     * Reads them.
     *
     * @throws Problem when one of them is no CloudEvent, with all that is wrong with them
     */
    static EventRequest of(Context context, Body body) {
        return switch (body.mediaType()) {
            case STRUCTURED -> {
                var reading = new Reading(false);
                reading.structured(body.json());
                yield reading.request();
            }
            case BATCH -> {
                var reading = new Reading(true);
                reading.batch(body.json());
                yield reading.request();
            }
            default -> {
                if (body.mediaType().startsWith("application/cloudevents")) {
                    throw Body.unsupported(
                            "'" + body.mediaType() + "' is not known; send " + STRUCTURED + " or " + BATCH);
                }
                var reading = new Reading(false);
                reading.binary(context, body);
                yield reading.request();
            }
        };
    }

    /** What has been read so far, and what is wrong with it. */
    private static final class Reading {
        private final boolean batch;
        private final List<CloudEvent> events = new ArrayList<>();
        private final List<Map<String, Object>> errors = new ArrayList<>();

        Reading(boolean batch) {
            this.batch = batch;
        }

        EventRequest request() {
            if (errors.isEmpty()) {
                return new EventRequest(batch, List.copyOf(events));
            }
            var first = errors.get(0);
            var place = batch ? "event " + first.get("index") + " of the batch: " : "";
            throw Problem.badRequest(
                            "no CloudEvent: " + place + "'" + first.get("attribute") + "' " + first.get("detail"))
                    .withErrors(errors);
        }

        void batch(@Nullable Object json) {
            if (!(json instanceof List<?> list)) {
                throw Problem.badRequest("a batch is an array of events, this is " + Json.shape(json));
            } else if (list.size() > MAX_BATCH) {
                throw Problem.of(
                        413,
                        "Too large",
                        "the batch has " + list.size() + " events, more than the limit of " + MAX_BATCH);
            }
            list.forEach(this::structured);
        }

        void structured(@Nullable Object json) {
            if (!(json instanceof Map<?, ?>)) {
                throw Problem.badRequest("an event is an object, this is " + Json.shape(json));
            }
            var attributes = new LinkedHashMap<>(Json.object(json));
            var envelope = new EventEnvelope();
            var data = data(attributes, envelope);
            attributes.remove("data");
            attributes.remove("data_base64");
            add(envelope, attributes, data);
        }

        void binary(Context context, Body body) {
            var envelope = new EventEnvelope();
            var attributes = attributes(context, envelope);
            if (attributes.isEmpty()) {
                throw Problem.badRequest("no CloudEvent: there are neither headers such as ce-id nor a body of type "
                        + STRUCTURED + " or " + BATCH);
            }
            var contentType = context.header("Content-Type");
            if (contentType != null) {
                attributes.put("datacontenttype", contentType);
            }
            var data = body.bytes().length == 0 ? null : body.bytes();
            if (data != null && EventData.isJson(contentType)) {
                try {
                    Json.read(data);
                } catch (JsonException e) {
                    envelope.fault("data", "is not JSON: " + e.getMessage());
                }
            }
            add(envelope, attributes, data);
        }

        private void add(
                EventEnvelope envelope, Map<String, ? extends @Nullable Object> attributes, byte @Nullable [] data) {
            int index = events.size() + errors.size();
            envelope.read(attributes, data).ifPresent(events::add);
            envelope.faults().forEach((attribute, message) -> {
                if (errors.size() < MAX_ERRORS) {
                    errors.add(error(index, attribute, message));
                }
            });
        }

        private Map<String, Object> error(int index, String attribute, String message) {
            var error = new LinkedHashMap<String, Object>();
            if (batch) {
                error.put("index", (long) index);
            }
            error.put("attribute", attribute);
            error.put("detail", message);
            return error;
        }

        private static byte @Nullable [] data(Map<String, Object> json, EventEnvelope envelope) {
            if (json.containsKey("data") && json.get("data_base64") != null) {
                envelope.fault("data_base64", "stands beside 'data'; an event has one of them");
            } else if (json.get("data_base64") instanceof String base64) {
                try {
                    return Base64.getDecoder().decode(base64);
                } catch (IllegalArgumentException e) {
                    envelope.fault("data_base64", "is not base64");
                }
            } else if (json.get("data_base64") != null) {
                envelope.fault("data_base64", "must be a text");
            } else if (json.containsKey("data")) {
                var contentType = json.get("datacontenttype") instanceof String text ? text : null;
                return json.get("data") instanceof String text && !EventData.isJson(contentType)
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : Json.bytes(json.get("data"));
            }
            return null;
        }

        private static Map<String, @Nullable Object> attributes(Context context, EventEnvelope envelope) {
            var attributes = new LinkedHashMap<String, @Nullable Object>();
            for (var header : Collections.list(context.req().getHeaderNames())) {
                var name = header.toLowerCase(Locale.ROOT);
                if (name.startsWith(PREFIX)) {
                    var attribute = name.substring(PREFIX.length());
                    var values = Collections.list(context.req().getHeaders(header));
                    if (values.size() > 1 || attributes.containsKey(attribute)) {
                        envelope.fault(attribute, "stands in more than one header");
                    } else if (attribute.equals("datacontenttype") || attribute.equals("data")) {
                        envelope.fault(
                                attribute, "is no header: the type of the data is Content-Type, the data the body");
                    }
                    attributes.put(attribute, decode(attribute, values.get(0), envelope));
                }
            }
            return attributes;
        }

        /** A header's value as the binding says: what stands in quotes without them, then what is percent-encoded. */
        private static String decode(String attribute, String header, EventEnvelope envelope) {
            var text = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"")
                    ? header.substring(1, header.length() - 1).replaceAll("\\\\(.)", "$1")
                    : header;
            var bytes = new ByteArrayOutputStream(text.length());
            for (int i = 0; i < text.length(); i++) {
                char each = text.charAt(i);
                if (each > 126) {
                    envelope.fault(attribute, "has characters that must be percent-encoded in a header");
                    return "";
                } else if (each != '%') {
                    bytes.write(each);
                } else {
                    int code = i + 2 <= text.length() - 1 ? hex(text, i + 1) : -1;
                    if (code < 0) {
                        envelope.fault(
                                attribute, "has a % that is not followed by two hexadecimal digits; % itself is %25");
                        return "";
                    }
                    bytes.write(code);
                    i += 2;
                }
            }
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.toByteArray()))
                        .toString();
            } catch (CharacterCodingException e) {
                envelope.fault(attribute, "is not UTF-8 when it is decoded");
                return "";
            }
        }

        private static int hex(String text, int at) {
            int high = Character.digit(text.charAt(at), 16);
            int low = Character.digit(text.charAt(at + 1), 16);
            return high < 0 || low < 0 ? -1 : 16 * high + low;
        }
    }
}
