package dev.xorca.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.runtime.DeadLetter;
import dev.xorca.runtime.DeploymentChecks;
import dev.xorca.runtime.EventRecords.EventEncoding;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.samples.summary.SummaryServices;
import dev.xorca.schemas.Json;
import dev.xorca.server.demo.SampleMachines;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole router over a real Kafka broker, seen from outside by plain clients. Runs against whatever broker a subclass
 * provides.
 */
abstract class EndToEndSuite {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Small machine for what the sample machine does not do: fail, emit too much, emit what breaks its schema. */
    private static final String TROUBLE = """
            name: trouble
            version: 1.0.0
            schemas:
              input: { type: object, required: [n], properties: { n: { type: integer } } }
              accepts:
                evt.trouble.add: { type: object, required: [n], properties: { n: { type: integer } } }
              emits:
                cmd.trouble.add: { type: object, required: [n], properties: { n: { type: integer, maximum: 100 } } }
            context: { n: "${input.n}", word: x, text: abcdefghij }
            initial: Counting
            states:
              Counting:
                entry: { emit: cmd.trouble.add, data: { n: "${context.n}" } }
                on:
                  evt.trouble.add:
                    target: Counting
                    reenter: true
                    actions: { assign: { n: "${context.n + event.data.n}" } }
                  evt.trouble.break: { actions: { assign: { n: "${context.n + context.word}" } } }
                  evt.trouble.grow:
                    - guard: size(context.text) < 1000000
                      actions: [ { assign: { text: "${context.text + context.text}" } }, { raise: evt.trouble.grow } ]
                    - { actions: { emit: notif.trouble.text, data: { text: "${context.text}" } } }
                  evt.trouble.stop: Stopped
              Stopped:
                type: final
                entry: { emit: notif.trouble.stopped, data: { n: "${context.n}" } }
            """;

    @TempDir
    Path folder;

    private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8) + ".";
    private final List<AutoCloseable> opened = new ArrayList<>();
    private PlainClient client;

    abstract String bootstrapServers();

    @BeforeEach
    void openClient() {
        client = open(new PlainClient(bootstrapServers(), Map.of()));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void aBookIsSummarisedFromStartToNotification() {
        startRouter(settings("state"));
        var services = open(SummaryServices.start(bootstrapServers(), prefix));
        services.ready().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();

        client.send(prefix + "xorca.summary.start", start("summary", "s1", "p1", "{\"bookId\":\"the-cyclone\"}"));
        client.send(prefix + "xorca.summary.start", start("summary", "s2", "p2", "{\"bookId\":\"no-such-book\"}"));

        var done = client.events(prefix + "notif.summary.done", 1, PATIENCE);
        var failed = client.events(prefix + "notif.summary.failed", 1, PATIENCE);
        assertThat(done).hasSize(1);
        assertThat(failed).hasSize(1);
        assertThat(data(done.get(0))).containsEntry("bookId", "the-cyclone").containsKey("summary");
        assertThat(done.get(0).getSource()).hasToString("xorca.orchestrator.summary");
        assertThat(done.get(0).getSubject()).isEqualTo(subject("p1", "summary"));
        assertThat(done.get(0).getExtension("correlationid")).isEqualTo("s1");
        assertThat(data(failed.get(0))).containsEntry("bookId", "no-such-book");
    }

    @Test
    void aPlainConsumerSeesAllFourErrorTypes() {
        startRouter(settings("state"));
        client.send(prefix + "xorca.trouble.start", start("trouble", "e1", "p1", "{\"n\":\"many\"}"));
        client.send(prefix + "xorca.trouble.start", start("trouble", "e2", "p2", "{\"n\":101}"));
        client.send(prefix + "xorca.trouble.start", start("trouble", "e3", "p3", "{\"n\":1}"));
        awaitEvents("cmd.trouble.add", 1);
        client.send(prefix + "evt.trouble.add", answer("evt.trouble.add", "e4", "p3", "{\"n\":\"x\"}"));
        client.send(prefix + "evt.trouble.add", answer("evt.trouble.add", "e5", "never-started", "{\"n\":1}"));

        assertError("sys.xorca.trouble.start.error", "schema-mismatch", "e1");
        assertError("xorca.trouble.start.error", "emitted-event-invalid", "e2");
        assertError("sys.xorca.orchestrator.trouble.error", "schema-mismatch", "e4");
        assertError("xorca.orchestrator.trouble.error", "not-started", "e5");
    }

    @Test
    void producersNeedNeitherAKeyNorOurPartitioner() {
        startRouter(settings("state"));
        var scattered = open(new PlainClient(
                bootstrapServers(),
                Map.of(ProducerConfig.PARTITIONER_CLASS_CONFIG, RoundRobinPartitioner.class.getName())));
        int orchestrations = 20;
        for (int i = 0; i < orchestrations; i++) {
            scattered.send(prefix + "xorca.trouble.start", start("trouble", "s" + i, "p" + i, "{\"n\":0}"));
        }
        awaitEvents("cmd.trouble.add", orchestrations);
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < orchestrations; i++) {
                var id = "a" + round + "-" + i;
                scattered.send(prefix + "evt.trouble.add", answer("evt.trouble.add", id, "p" + i, "{\"n\":1}"));
            }
        }
        var commands = awaitEvents("cmd.trouble.add", 4 * orchestrations);
        var counts = commands.stream()
                .collect(Collectors.groupingBy(
                        CloudEvent::getSubject,
                        Collectors.mapping(event -> data(event).get("n"), Collectors.toList())));
        assertThat(counts).hasSize(orchestrations);
        assertThat(counts.values()).allSatisfy(values -> assertThat(values).containsExactly(0L, 1L, 2L, 3L));
    }

    @Test
    void structuredEventsAreReadAndWrittenWhenSet() {
        startRouter(with(settings("state"), EventEncoding.STRUCTURED));
        var start = start("trouble", "s1", "p1", "{\"n\":3}");
        var headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8));
        client.send(new ProducerRecord<>(
                prefix + "xorca.trouble.start", null, (byte[]) null, new JsonFormat().serialize(start), headers));

        var records = client.read(List.of(prefix + "cmd.trouble.add"), 1, PATIENCE, record -> true);
        assertThat(records).hasSize(1);
        var json = Json.readObject(records.get(0).value());
        assertThat(json).containsEntry("type", "cmd.trouble.add").containsEntry("data", Map.of("n", 3L));
        assertThat(records.get(0).key()).isEqualTo(subject("p1", "trouble"));
    }

    @Test
    void outputThatIsTooLargeBecomesAnErrorEventAndNothingStops() {
        startRouter(settings("state"));
        client.send(prefix + "xorca.trouble.start", start("trouble", "s1", "p1", "{\"n\":3}"));
        awaitEvents("cmd.trouble.add", 1);
        client.send(prefix + "evt.trouble.grow", answer("evt.trouble.grow", "g1", "p1", "{}"));
        client.send(prefix + "evt.trouble.add", answer("evt.trouble.add", "a1", "p1", "{\"n\":4}"));

        assertError("xorca.orchestrator.trouble.error", "event-too-large", "g1");
        assertThat(data(awaitEvents("cmd.trouble.add", 2).get(1))).containsEntry("n", 7L);
    }

    @Test
    void stateSurvivesARestartAndTheLossOfItsFolder() throws Exception {
        var first = startRouter(settings("state"));
        client.send(prefix + "xorca.trouble.start", start("trouble", "s1", "p1", "{\"n\":1}"));
        awaitEvents("cmd.trouble.add", 1);
        first.close();

        var second = startRouter(settings("state"));
        client.send(prefix + "evt.trouble.add", answer("evt.trouble.add", "a1", "p1", "{\"n\":2}"));
        assertThat(data(awaitEvents("cmd.trouble.add", 2).get(1))).containsEntry("n", 3L);
        second.close();

        startRouter(settings("another-folder"));
        client.send(prefix + "evt.trouble.add", answer("evt.trouble.add", "a1", "p1", "{\"n\":2}"));
        client.send(prefix + "evt.trouble.add", answer("evt.trouble.add", "a2", "p1", "{\"n\":4}"));
        assertThat(data(awaitEvents("cmd.trouble.add", 3).get(2))).containsEntry("n", 7L);
    }

    @Test
    void nodesOfOneApplicationShareTheWork() {
        startRouter(settings("state-a"));
        startRouter(settings("state-b"));
        int orchestrations = 40;
        for (int i = 0; i < orchestrations; i++) {
            client.send(prefix + "xorca.trouble.start", start("trouble", "s" + i, "p" + i, "{\"n\":0}"));
        }
        for (int i = 0; i < orchestrations; i++) {
            client.send(prefix + "evt.trouble.stop", answer("evt.trouble.stop", "stop" + i, "p" + i, "{}"));
        }
        // Starts and stops travel on different topics, so that a stop may come first; it is sent once more then.
        var early = new HashSet<String>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (var error : client.events(
                    prefix + "xorca.orchestrator.trouble.error", orchestrations, Duration.ofMillis(500))) {
                if (early.add(error.getSubject())) {
                    client.send(
                            prefix + "evt.trouble.stop",
                            CloudEventBuilder.v1(answer("evt.trouble.stop", "again", "p0", "{}"))
                                    .withSubject(error.getSubject())
                                    .build());
                }
            }
            assertThat(client.events(prefix + "notif.trouble.stopped", orchestrations, Duration.ofMillis(500)))
                    .hasSize(orchestrations);
        });
        var ends = client.events(prefix + "notif.trouble.stopped", orchestrations + 1, Duration.ofSeconds(2));
        assertThat(ends)
                .extracting(CloudEvent::getSubject)
                .doesNotHaveDuplicates()
                .hasSize(orchestrations);
    }

    @Test
    void malformedRecordsLeaveAsDeadLettersAndNothingStops() throws Exception {
        var settings = settings("state");
        startRouter(settings);
        int good = 9_000;
        int bad = 1_000;
        for (int i = 0; i < good + bad; i++) {
            if (i % 10 == 9) {
                client.send(malformed(i / 10));
            } else {
                client.send(
                        prefix + "xorca.trouble.start", start("trouble", "s" + i, "p" + i, "{\"n\":" + i % 90 + "}"));
            }
        }
        client.flush();

        var patience = Duration.ofSeconds(90);
        var commands = client.read(List.of(prefix + "cmd.trouble.add"), good, patience, record -> true);
        var letters = client.read(List.of(prefix + "xorca.deadletter"), bad, patience, record -> true);

        assertThat(commands)
                .extracting(ConsumerRecord::key)
                .doesNotHaveDuplicates()
                .hasSize(good);
        assertThat(letters).hasSize(bad);
        assertThat(letters).allSatisfy(letter -> {
            assertThat(header(letter, DeadLetter.REASON)).isNotBlank();
            assertThat(header(letter, DeadLetter.CODE)).isNotBlank();
            assertThat(header(letter, DeadLetter.TOPIC)).startsWith(prefix);
            assertThat(Integer.parseInt(header(letter, DeadLetter.PARTITION))).isBetween(0, 3);
            assertThat(Long.parseLong(header(letter, DeadLetter.OFFSET))).isNotNegative();
        });
        assertThat(letters.stream()
                        .map(letter -> header(letter, DeadLetter.CODE))
                        .distinct())
                .containsExactlyInAnyOrder(
                        "not-a-cloudevent", "malformed-cloudevent", "batch", "no-subject", "bad-subject");
        await().atMost(Duration.ofSeconds(10)).until(() -> lag(settings.applicationId()) == 0);
        await().atMost(Duration.ofSeconds(10)).until(() -> lag(settings.applicationId() + "-intake") == 0);
    }

    // ---- ten kinds of malformed records

    private ProducerRecord<byte[], byte[]> malformed(int index) {
        var topic = prefix + "evt.trouble.add";
        var json = "application/json";
        return switch (index % 10) {
            case 0 -> record(topic, null);
            case 1 -> record(topic, "not an event at all " + index);
            case 2 -> record(topic, "{}", "ce_specversion", "1.0", "ce_source", "t", "ce_type", "evt.trouble.add");
            case 3 -> record(topic, "{}", "ce_specversion", "1.0", "ce_source", "t", "ce_id", "i" + index);
            case 4 -> record(topic, "{}", "ce_specversion", "9.9", "ce_source", "t", "ce_id", "i", "ce_type", "evt.x");
            case 5 -> record(topic, "{\"specversion\":\"1.0\",", "content-type", "application/cloudevents+json");
            case 6 -> record(topic, "[]", "content-type", "application/cloudevents-batch+json");
            case 7 -> event(topic, index, "content-type", json);
            case 8 -> event(topic, index, "content-type", json, "ce_subject", "no base64!");
            default -> event(topic, index, "content-type", json, "ce_subject", "eyJuYW1lIjoidHJvdWJsZSJ9");
        };
    }

    private static ProducerRecord<byte[], byte[]> event(String topic, int index, String... headers) {
        var all = new ArrayList<>(
                List.of("ce_specversion", "1.0", "ce_source", "t", "ce_id", "i" + index, "ce_type", "evt.trouble.add"));
        all.addAll(List.of(headers));
        return record(topic, "{\"n\":1}", all.toArray(new String[0]));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String value, String... headers) {
        var recordHeaders = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            recordHeaders.add(new RecordHeader(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8)));
        }
        var bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, null, "k".getBytes(StandardCharsets.UTF_8), bytes, recordHeaders);
    }

    // ---- given, when, then

    private OrchestratorRuntime startRouter(RuntimeSettings settings) {
        var router = open(new OrchestratorRuntime(machines(), settings));
        router.start();
        await().atMost(PATIENCE).until(router::isReady);
        return router;
    }

    private static Machines machines() {
        var documents = new ArrayList<MachineDocument>(SampleMachines.all());
        documents.add(new MachineDocuments().read("trouble.machine.yaml", TROUBLE));
        return Machines.of(documents);
    }

    private RuntimeSettings settings(String stateFolder) {
        var defaults = RuntimeSettings.of(bootstrapServers(), prefix + "app", folder.resolve(stateFolder));
        return new RuntimeSettings(
                defaults.bootstrapServers(),
                defaults.applicationId(),
                defaults.stateDir(),
                "",
                prefix,
                "",
                true,
                4,
                1,
                EventEncoding.BINARY,
                RuntimeSettings.Guarantee.EXACTLY_ONCE,
                20,
                1,
                1_000_000,
                DeploymentChecks.DEFAULT,
                false,
                RuntimeSettings.Placement.ALONE,
                RouterSettings.DEFAULT,
                Map.of());
    }

    private static RuntimeSettings with(RuntimeSettings settings, EventEncoding encoding) {
        return new RuntimeSettings(
                settings.bootstrapServers(),
                settings.applicationId(),
                settings.stateDir(),
                settings.instanceId(),
                settings.topicPrefix(),
                settings.moreIntake(),
                settings.createTopics(),
                settings.partitions(),
                settings.replicationFactor(),
                encoding,
                RuntimeSettings.Guarantee.EXACTLY_ONCE,
                settings.commitIntervalMs(),
                settings.threads(),
                settings.maxInputBytes(),
                DeploymentChecks.DEFAULT,
                false,
                RuntimeSettings.Placement.ALONE,
                settings.router(),
                settings.kafka());
    }

    private static CloudEvent start(String machine, String id, String processId, String context) {
        var json = "{\"processId\":\"" + processId + "\",\"context\":" + context + "}";
        return PlainClient.event("xorca." + machine + ".start", id, json).build();
    }

    private static CloudEvent answer(String type, String id, String processId, String json) {
        return PlainClient.event(type, id, json)
                .withSubject(subject(processId, "trouble"))
                .build();
    }

    private static String subject(String processId, String machine) {
        var json = "{\"processId\":\"" + processId + "\",\"name\":\"" + machine + "\",\"version\":\"1.0.0\"}";
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private List<CloudEvent> awaitEvents(String type, int count) {
        var events = client.events(prefix + type, count, PATIENCE);
        assertThat(events).as("events of type %s", type).hasSize(count);
        return events;
    }

    private void assertError(String type, String code, String causeId) {
        var error = awaitEvents(type, 1).get(0);
        assertThat(error.getType()).isEqualTo(type);
        assertThat(error.getExtension("causationid")).isEqualTo(causeId);
        assertThat(data(error)).containsEntry("errorCode", code).containsKeys("errorName", "errorMessage", "eventData");
        assertThat(data(error)).doesNotContainKey("errorStack");
    }

    private static Map<String, Object> data(CloudEvent event) {
        return Json.readObject(event.getData().toBytes());
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** How many records of its topics a consumer group has not committed yet. */
    private long lag(String group) throws Exception {
        try (var admin =
                Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            var ends = admin.listOffsets(committed.keySet().stream()
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get();
            return committed.entrySet().stream()
                    .mapToLong(entry ->
                            ends.get(entry.getKey()).offset() - entry.getValue().offset())
                    .sum();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
