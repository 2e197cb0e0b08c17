package dev.xorca.store;

import java.util.Map;

/** What identifies a CloudEvent: two with the same source and id are the same event (CloudEvents 1.0, 3.1). */
public record EventIdentity(String source, String id) {

    /** The identity of an event in the CloudEvents JSON format. */
    public static EventIdentity of(Map<String, Object> event) {
        return new EventIdentity(String.valueOf(event.get("source")), String.valueOf(event.get("id")));
    }
}
