package dev.xorca.router;

import io.cloudevents.CloudEvent;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The distributed trace that an event belongs to (W3C Trace Context, version 00), continued from event to event.
 *
 * @param traceId 32 hexadecimal digits
 * @param flags two hexadecimal digits
 * @param state {@code tracestate}, passed on as it came; null for none
 */
record TraceContext(String traceId, String flags, @Nullable String state) {
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?");

    /** The trace of an incoming event, or a new one. */
    static TraceContext of(CloudEvent event, Supplier<String> newTraceId) {
        return continued(event).orElseGet(() -> new TraceContext(newTraceId.get(), "00", null));
    }

    private static Optional<TraceContext> continued(CloudEvent event) {
        if (event.getExtension("traceparent") instanceof String parent) {
            var matcher = TRACEPARENT.matcher(parent);
            if (matcher.matches() && !parent.startsWith("ff") && isWhole(matcher, parent)) {
                var state = event.getExtension("tracestate") instanceof String text ? text : null;
                return Optional.of(new TraceContext(matcher.group(1), matcher.group(2), state));
            }
        }
        return Optional.empty();
    }

    /** Later versions may say more than this one does; version 00 may not. */
    private static boolean isWhole(Matcher matcher, String parent) {
        return matcher.group(3) == null || !parent.startsWith("00");
    }

    String traceparent(String spanId) {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }
}
