package dev.xorca.server.node;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a CloudEvent 1.0 together out of attributes that came from outside, and notes all that is wrong with them. For one
 * event.
 */
final class EventEnvelope {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(\\s*;.*)?");
    private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");

    private final Map<String, String> faults = new LinkedHashMap<>();

    /** What is wrong, by attribute; for what has several faults, one of them. */
    Map<String, String> faults() {
        return faults;
    }

    void fault(String attribute, String message) {
        faults.putIfAbsent(attribute, message);
    }

    /**
     * The event.
     *
     * @param attributes by name, as texts, or as the JSON format has them; null for one that is not set
     * @param data its bytes; null for none
     * @return empty when there are faults
     */
    Optional<CloudEvent> read(Map<String, ? extends @Nullable Object> attributes, byte @Nullable [] data) {
        var event = CloudEventBuilder.v1();
        for (var name : REQUIRED) {
            if (attributes.get(name) == null) {
                fault(name, "is missing");
            }
        }
        attributes.forEach((name, value) -> {
            if (value != null) {
                read(event, name, value);
            }
        });
        if (data != null) {
            event.withData(data);
        }
        return faults.isEmpty() ? Optional.of(event.build()) : Optional.empty();
    }

    private void read(CloudEventBuilder event, String name, Object value) {
        switch (name) {
            case "specversion" -> {
                if (!"1.0".equals(value)) {
                    fault(name, "must be 1.0");
                }
            }
            case "id" -> text(name, value).ifPresent(event::withId);
            case "type" -> text(name, value).ifPresent(event::withType);
            case "subject" -> text(name, value).ifPresent(event::withSubject);
            case "source" -> text(name, value).flatMap(text -> uri(name, text)).ifPresent(event::withSource);
            case "dataschema" ->
                text(name, value).flatMap(text -> uri(name, text)).ifPresent(uri -> {
                    if (!uri.isAbsolute()) {
                        fault(name, "must be an absolute URI");
                    }
                    event.withDataSchema(uri);
                });
            case "time" -> text(name, value).flatMap(text -> time(name, text)).ifPresent(event::withTime);
            case "datacontenttype" ->
                text(name, value).ifPresent(text -> {
                    if (!MEDIA_TYPE.matcher(text).matches()) {
                        fault(name, "must be a media type, such as application/json");
                    }
                    event.withDataContentType(text);
                });
            default -> extension(event, name, value);
        }
    }

    private void extension(CloudEventBuilder event, String name, Object value) {
        if (!NAME.matcher(name).matches()) {
            fault(name, "is no name of an attribute: those have the letters a-z and digits");
        } else if (value instanceof Boolean flag) {
            event.withExtension(name, flag);
        } else if (value instanceof Long number && number == number.intValue()) {
            event.withExtension(name, number.intValue());
        } else if (value instanceof String text) {
            if (isText(text)) {
                event.withExtension(name, text);
            } else {
                fault(name, "has characters that attributes may not have");
            }
        } else {
            fault(name, "must be a text, true or false, or a whole number of 32 bits");
        }
    }

    private Optional<String> text(String name, Object value) {
        if (!(value instanceof String text)) {
            fault(name, "must be a text");
        } else if (text.isEmpty()) {
            fault(name, "is empty");
        } else if (!isText(text)) {
            fault(name, "has characters that attributes may not have");
        } else {
            return Optional.of(text);
        }
        return Optional.empty();
    }

    /** Neither control characters, nor half a surrogate pair, nor what Unicode says is no character. */
    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(each -> Character.isISOControl(each)
                        || (each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE)
                        || (each & 0xFFFE) == 0xFFFE
                        || (each >= 0xFDD0 && each <= 0xFDEF));
    }

    private Optional<URI> uri(String name, String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            fault(name, "must be a URI: " + e.getReason() + " at character " + (e.getIndex() + 1));
            return Optional.empty();
        }
    }

    private Optional<OffsetDateTime> time(String name, String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text));
        } catch (DateTimeException e) {
            fault(name, "must be a time such as 2026-01-31T12:00:00Z");
            return Optional.empty();
        }
    }
}
