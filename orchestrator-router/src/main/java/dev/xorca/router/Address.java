package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Where an event that came in belongs. */
public sealed interface Address {

    /** How large all attributes of one event may be together; as much as CloudEvents wants of a whole event. */
    int MAX_ATTRIBUTES_BYTES = 64 * 1024;

    /** To an orchestration. */
    record To(Subject subject) implements Address {}

    /** To nobody here; that is in order. */
    record Nobody(String reason) implements Address {}

    /** Cannot be said: the event is malformed. Code and sentence for the dead letter. */
    record Undeliverable(String code, String reason) implements Address {}

    /**
     * Finds the address of an event. A start is addressed by what its data says; where it says nothing, the process id
     * derives from the event's source and id, so that the same event leads to the same orchestration again.
     */
    static Address of(CloudEvent event, Machines machines) {
        var type = event.getType();
        var startedName = EventTypes.startedName(type);
        if (startedName.isPresent()) {
            var version = machines.defaultVersion(startedName.get()).orElse("0.0.0");
            return ofStart(event, startedName.get(), processId(event), version);
        } else if (EventTypes.isOffered(type)) {
            return ofSubject(event);
        } else if (EventTypes.isOutbound(type)) {
            return new Nobody("'" + type + "' is a type that routers emit");
        }
        return new Undeliverable(
                "unroutable-type",
                "type '" + Text.shorten(type, 100) + "' is neither xorca.<name>.start nor evt.* nor sys.*");
    }

    /**
     * Finds the address of an event for which somebody has already found one. Where a start says nothing of its process
     * id or its version, what was found before holds.
     */
    static Address of(CloudEvent event, Machines machines, Subject found) {
        if (InternalEvents.isInternal(event.getType())) {
            return ofSubject(event);
        }
        var startedName = EventTypes.startedName(event.getType());
        if (startedName.isPresent()) {
            return ofStart(event, startedName.get(), found.processId(), found.version());
        }
        var sameText = EventTypes.isOffered(event.getType()) && found.encode().equals(event.getSubject());
        return sameText ? to(event, found) : of(event, machines);
    }

    /** The process id of what an event starts that says nothing of it. */
    static String processId(CloudEvent event) {
        var identity = event.getSource() + "\n" + event.getId();
        return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Address ofSubject(CloudEvent event) {
        if (event.getSubject() == null || event.getSubject().isEmpty()) {
            var token = Answers.token(event);
            if (token.isPresent()) {
                return to(event, token.get().subject());
            }
            return new Undeliverable(
                    "no-subject",
                    "the event has neither subject nor " + CallToken.ATTRIBUTE
                            + "; answers must carry those of the command they answer");
        }
        try {
            return to(event, Subject.parse(event.getSubject()));
        } catch (SubjectException e) {
            return new Undeliverable("bad-subject", "the subject cannot be read: " + e.getMessage());
        }
    }

    private static Address ofStart(CloudEvent event, String name, String processIdOtherwise, String versionOtherwise) {
        var data = startData(event);
        var processId = data.get("processId") instanceof String id && Subject.isProcessId(id) ? id : processIdOtherwise;
        var version = data.get("version") instanceof String text
                        && Subject.VERSION.matcher(text).matches()
                ? text
                : versionOtherwise;
        try {
            return to(event, new Subject(processId, name, version));
        } catch (SubjectException e) {
            return new Undeliverable("bad-name", "the start event's type cannot be read: " + e.getMessage());
        }
    }

    /**
     * Attributes come back in what answers the event, some of them twice: no event may have so many that the answer
     * would be too large to be sent.
     */
    private static Address to(CloudEvent event, Subject subject) {
        int size = EventJson.attributesSize(event);
        return size <= MAX_ATTRIBUTES_BYTES
                ? new To(subject)
                : new Undeliverable(
                        "attributes-too-large",
                        "the event's attributes have " + size + " bytes, more than the limit of "
                                + MAX_ATTRIBUTES_BYTES);
    }

    /** What the start event says of its address; whether it says so correctly is the router's question. */
    private static Map<String, Object> startData(CloudEvent event) {
        try {
            return event.getData() == null
                    ? Map.of()
                    : Json.object(EventData.of(event.getData()).json());
        } catch (JsonException e) {
            return Map.of();
        }
    }
}
