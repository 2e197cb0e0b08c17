package dev.xorca.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that waits for its orchestration to start or to go on.
 *
 * @param number its place in the line, from 1; not used again as long as anything waits
 * @param at when it came
 * @param until when it is given up; null when it waits as long as it takes
 * @param event the CloudEvent, whole, in the CloudEvents JSON format
 */
public record HeldEvent(long number, Instant at, @Nullable Instant until, Map<String, Object> event) {

    public HeldEvent {
        event = Collections.unmodifiableMap(new LinkedHashMap<>(event));
    }

    /** What identifies the event. */
    public EventIdentity identity() {
        return EventIdentity.of(event);
    }
}
