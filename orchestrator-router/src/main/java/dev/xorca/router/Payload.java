package dev.xorca.router;

import dev.xorca.schemas.JsonException;
import dev.xorca.schemas.PayloadSchema;
import io.cloudevents.CloudEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The data of an event as a JSON value, checked against a contract. */
final class Payload {
    private static final int MOST_VIOLATIONS = 10;

    private Payload() {}

    /**
     * The event's data; an empty object when it has none.
     *
     * @throws Refusal when the data is not JSON, or says that it is something else
     */
    static @Nullable Object read(CloudEvent event) {
        if (event.getData() == null) {
            return Map.of();
        }
        if (!EventData.isJson(event.getDataContentType())) {
            throw Refusal.of(
                    ErrorCode.CONTENT_TYPE,
                    "data of type '" + Text.shorten(String.valueOf(event.getDataContentType()), 80)
                            + "' cannot be read; send application/json or a type that ends in +json");
        }
        try {
            return EventData.of(event.getData()).json();
        } catch (JsonException e) {
            throw new Refusal(
                    ErrorCode.DATA_NOT_JSON, "the data is not JSON: " + e.getMessage(), Map.of("rule", e.rule()));
        }
    }

    /** The event's data when it can be read, for the record; else null. */
    static @Nullable Object readIfPossible(CloudEvent event) {
        try {
            return read(event);
        } catch (Refusal e) {
            return null;
        }
    }

    /** @throws Refusal when the value breaks the contract */
    static void check(PayloadSchema schema, @Nullable Object value, ErrorCode code, String what, String prefix) {
        var violations = schema.check(value);
        if (!violations.isEmpty()) {
            throw mismatch(code, what, violations, prefix);
        }
    }

    static Refusal mismatch(ErrorCode code, String what, List<PayloadSchema.Violation> violations, String prefix) {
        var message = violations.stream()
                .limit(MOST_VIOLATIONS)
                .map(violation -> place(prefix + violation.pointer()) + ": " + violation.message())
                .collect(Collectors.joining("; "));
        var first = violations.get(0);
        var where = new LinkedHashMap<String, Object>();
        where.put("pointer", prefix + first.pointer());
        where.put("schemaPath", first.schemaPath());
        where.put("rule", first.rule());
        return new Refusal(code, what + " does not match its schema: " + message, where);
    }

    private static String place(String pointer) {
        return pointer.isEmpty() ? "(whole)" : pointer;
    }
}
