package dev.xorca.runtime;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.runtime.EventRecords.EventEncoding;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;

/** The machine that the tests of this package run, its events, and those as records. */
final class Books {
    static final Machines MACHINES = Machines.of(List.of(new MachineDocuments().read("summary.machine.yaml", """
            name: summary
            version: 1.0.0
            schemas:
              input: { type: object, required: [book] }
              accepts:
                evt.book.fetch.success:
                  { type: object, required: [text], properties: { text: { type: string } } }
            context: { book: "${input.book}", text: "" }
            initial: Fetch
            states:
              Fetch:
                entry: { emit: cmd.book.fetch, data: { book: "${context.book}" } }
                on:
                  evt.book.fetch.success:
                    { target: Summarise, actions: { assign: { text: "${event.data.text}" } } }
                  evt.book.fetch.stumble:
                    { target: Summarise, actions: { assign: { text: "${event.data.nowhere}" } } }
              Summarise:
                entry: { emit: cmd.text.summarise, data: { text: "${context.text}" } }
                on: { evt.text.summarise.success: Done }
              Done:
                type: final
                entry: { emit: notif.summary.done, data: { book: "${context.book}" } }
            """)));

    static final Subject SUBJECT = new Subject("p1", "summary", "1.0.0");
    static final String KEY = SUBJECT.encode();
    static final String START = "xorca.summary.start";
    static final String FETCHED = "evt.book.fetch.success";
    static final String SUMMARISED = "evt.text.summarise.success";

    private Books() {}

    static RuntimeSettings settings(Path stateDir) {
        return settings(stateDir, RouterSettings.DEFAULT);
    }

    static RuntimeSettings settings(Path stateDir, RouterSettings router) {
        return settings(stateDir, router, EventEncoding.BINARY, 1_000_000);
    }

    static RuntimeSettings settings(Path stateDir, RouterSettings router, EventEncoding encoding, int maxInputBytes) {
        var usual = RuntimeSettings.of("unused:9092", "books", stateDir);
        return new RuntimeSettings(
                usual.bootstrapServers(),
                usual.applicationId(),
                usual.stateDir(),
                usual.instanceId(),
                usual.topicPrefix(),
                usual.moreIntake(),
                usual.createTopics(),
                usual.partitions(),
                usual.replicationFactor(),
                encoding,
                RuntimeSettings.Guarantee.EXACTLY_ONCE,
                usual.commitIntervalMs(),
                usual.threads(),
                maxInputBytes,
                DeploymentChecks.DEFAULT,
                false,
                RuntimeSettings.Placement.ALONE,
                router,
                usual.kafka());
    }

    /** Starts the orchestration that {@link #SUBJECT} names. */
    static CloudEvent start(String id) {
        return event(START, id, "{\"processId\":\"p1\",\"context\":{\"book\":\"Heidi\"}}");
    }

    /** For the orchestration that {@link #SUBJECT} names. */
    static CloudEvent event(String type, String id, String data) {
        return event(SUBJECT, type, id, data);
    }

    static CloudEvent event(Subject subject, String type, String id, String data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("/library"))
                .withType(type)
                .withSubject(subject.encode())
                .withData("application/json", bytes(data))
                .build();
    }

    /** The event in binary mode. */
    static TestRecord<byte[], byte[]> record(String key, CloudEvent event) {
        var headers = new RecordHeaders();
        var value = new EventRecords(EventEncoding.BINARY).write("any", event, headers);
        return new TestRecord<>(key == null ? null : bytes(key), value, headers);
    }

    static TestRecord<byte[], byte[]> record(String key, String value, Map<String, String> headers) {
        var all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, bytes(text)));
        return new TestRecord<>(key == null ? null : bytes(key), value == null ? null : bytes(value), all);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
