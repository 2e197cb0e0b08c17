package dev.xorca.router;

import dev.xorca.schemas.Json;
import dev.xorca.store.EntryCodec;
import dev.xorca.store.JournalEntry;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.UUID;

/** Journal entries as CloudEvents, for whoever wants to follow every step. */
public final class StepEvents {
    /** The type of these events. */
    public static final String TYPE = "xorca.step";

    private StepEvents() {}

    /** An entry as an event; the same entry makes the same event, id included. */
    public static CloudEvent of(Subject subject, JournalEntry entry) {
        var encoded = subject.encode();
        var id = UUID.nameUUIDFromBytes(
                (encoded + "\n" + TYPE + "\n" + entry.sequence()).getBytes(StandardCharsets.UTF_8));
        return CloudEventBuilder.v1()
                .withId(id.toString())
                .withSource(OutgoingEvents.source(subject))
                .withType(TYPE)
                .withSubject(encoded)
                .withTime(entry.at().atOffset(ZoneOffset.UTC))
                .withData("application/json", Json.bytes(EntryCodec.toJson(entry)))
                .build();
    }
}
