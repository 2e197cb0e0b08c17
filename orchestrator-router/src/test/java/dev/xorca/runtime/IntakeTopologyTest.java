package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTopologyTest {
    private static final String INBOX = "xorca.inbox";
    private static final String DEAD_LETTER = "xorca.deadletter";

    @TempDir
    private Path stateDir;

    @Test
    void aStartGoesToTheInboxAsItIsUnderItsSubject() {
        var record = Books.record("any key", Books.start("s1"));
        record.headers().add("trace", Books.bytes("t"));
        try (var intake = intake()) {
            intake.send(Books.START, record);

            assertDelivered(intake, record, Books.KEY, "0/0/" + Books.START);
        }
    }

    @Test
    void anAnswerGoesToTheInboxAsItIsUnderItsSubject() {
        var first = Books.record(null, Books.event(Books.FETCHED, "f1", "{\"text\":\"a\"}"));
        var second = Books.record("k", Books.event(Books.FETCHED, "f2", "not even JSON"));
        try (var intake = intake()) {
            intake.send(Books.FETCHED, first);
            assertDelivered(intake, first, Books.KEY, "0/0/" + Books.FETCHED);

            intake.send(Books.FETCHED, second);
            assertDelivered(intake, second, Books.KEY, "0/1/" + Books.FETCHED);
            assertThat(intake.counted("delivered")).isEqualTo(2);
        }
    }

    @Test
    void aStructuredEventStaysStructured() {
        var event = Books.event("sys.clock", "c1", "{}");
        var headers = new RecordHeaders();
        var value = new EventRecords(EventEncoding.STRUCTURED).write("any", event, headers);
        var record = new TestRecord<>(new byte[0], value, headers);
        try (var intake = intake()) {
            intake.send("sys.clock", record);

            assertDelivered(intake, record, Books.KEY, "0/0/sys.clock");
        }
    }

    @Test
    void howeverASubjectIsWrittenItsKeyIsTheSame() {
        var subject = new Subject("Bücher?>", "summary", "1.0.0");
        var spaced = " { \"version\":\"1.0.0\", \"name\":\"summary\", \"processId\":\"Bücher?>\", \"more\":1 } ";
        var plain = Base64.getEncoder().withoutPadding().encodeToString(Books.bytes(spaced));
        var forUrls = Base64.getUrlEncoder().encodeToString(Books.bytes(spaced));
        try (var intake = intake()) {
            for (var text : List.of(subject.encode(), plain, forUrls)) {
                var event = CloudEventBuilder.v1(Books.event(Books.FETCHED, "f1", "{}"))
                        .withSubject(text)
                        .build();
                intake.send(Books.FETCHED, Books.record(null, event));
            }

            assertThat(keys(intake)).hasSize(3).containsOnly(subject.encode());
        }
    }

    @Test
    void aStartThatNamesNoProcessIsTheSameOrchestrationWhenItComesAgain() {
        try (var intake = intake()) {
            for (var id : List.of("s1", "s1", "s2")) {
                var start = Books.event(Books.START, id, "{\"context\":{\"book\":\"Heidi\"}}");
                intake.send(Books.START, Books.record(null, start));
            }

            var subjects = keys(intake).stream().map(Subject::parse).toList();
            assertThat(subjects.get(1)).isEqualTo(subjects.get(0));
            assertThat(subjects.get(2)).isNotEqualTo(subjects.get(0));
            assertThat(subjects)
                    .allMatch(subject -> subject.name().equals("summary")
                            && subject.version().equals("1.0.0"));
        }
    }

    @Test
    void aForeignEventStartsWhatARuleSays() {
        var machines = ruled("processId: \"${event.data.nid}\"");
        try (var intake = TopologyBench.intake(machines, Books.settings(stateDir))) {
            intake.send("node.published", Books.record("k", published("n1", "{\"type\":\"article\",\"nid\":17}")));

            assertThat(intake.sent(INBOX)).singleElement().satisfies(sent -> {
                assertThat(Books.text(sent.key())).isEqualTo(new Subject("17", "article", "1.0.0").encode());
                assertThat(TopologyBench.header(sent, "xorca-origin")).isEqualTo("0/0/node.published");
                assertThat(TopologyBench.event(sent).getType()).isEqualTo("xorca.article.start");
                assertThat(TopologyBench.event(sent).getId()).isEqualTo("n1");
            });
            assertThat(intake.sent(DEAD_LETTER)).isEmpty();
            assertThat(intake.counted("start-rule")).isEqualTo(1);
        }
    }

    @Test
    void aForeignEventForWhichNoRuleHoldsIsPassedOver() {
        try (var intake = TopologyBench.intake(ruled(""), Books.settings(stateDir))) {
            intake.send("node.published", Books.record("k", published("n1", "{\"type\":\"page\"}")));

            assertThat(intake.topics()).isEmpty();
            assertThat(intake.counted("no-rule")).isEqualTo(1);
        }
    }

    @Test
    void aRuleThatFailsIsADeadLetter() {
        var machines = ruled("processId: \"${event.data.nid}\"");
        try (var intake = TopologyBench.intake(machines, Books.settings(stateDir))) {
            intake.send("node.published", Books.record("k", published("n1", "{\"type\":\"article\"}")));

            var letter = letter(intake);
            assertThat(TopologyBench.header(letter, DeadLetter.CODE)).isEqualTo("start-rule-failed");
            assertThat(TopologyBench.header(letter, DeadLetter.REASON))
                    .startsWith("start rule 0 of article 1.0.0 for 'node.published': ");
        }
    }

    @Test
    void anEventThatStartsOneOrchestrationCanBeAddressedToAnother() {
        var machines = Machines.of(Stream.concat(Books.MACHINES.all().stream(), ruled("").all().stream())
                .toList());
        try (var intake = TopologyBench.intake(machines, Books.settings(stateDir))) {
            var event = CloudEventBuilder.v1(published("n1", "{\"type\":\"article\"}"))
                    .withType(RULED)
                    .withSubject(Books.KEY)
                    .build();
            intake.send(RULED, Books.record("k", event));

            assertThat(keys(intake)).hasSize(2).contains(Books.KEY);
        }
    }

    private static final String RULED = "evt.article.published";

    private static Machines ruled(String processId) {
        return Machines.of(List.of(new MachineDocuments().read("article.machine.yaml", """
                name: article
                version: "1.0.0"
                starts:
                  - on: node.published
                    when: "event.data.type == 'article'"
                    %s
                  - on: evt.article.published
                initial: Open
                states: { Open: { on: { evt.article.closed: Closed } }, Closed: { type: final } }
                """.formatted(processId))));
    }

    private static CloudEvent published(String id, String data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("/cms"))
                .withType("node.published")
                .withData("application/json", Books.bytes(data))
                .build();
    }

    @Test
    void aForeignNameIsDroppedAndCounted() {
        try (var intake = intake()) {
            intake.send("xorca.other.start", Books.record(null, foreignStart()));
            intake.send("evt.other", Books.record(null, foreignAnswer()));

            assertThat(intake.topics()).isEmpty();
            assertThat(intake.counted("foreign")).isEqualTo(2);
        }
    }

    @Test
    void aForeignNameIsPassedOnWhereItIsToBeAnswered() {
        var settings = Books.settings(stateDir, RouterSettings.DEFAULT.withRaiseOnForeignName(true));
        try (var intake = TopologyBench.intake(Books.MACHINES, settings)) {
            intake.send("xorca.other.start", Books.record(null, foreignStart()));
            intake.send("evt.other", Books.record(null, foreignAnswer()));

            assertThat(keys(intake))
                    .containsExactly(
                            new Subject("p9", "other", "0.0.0").encode(), new Subject("p9", "other", "1.0.0").encode());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmd.book.fetch",
                "notif.summary.done",
                "xorca.summary.start.error",
                "sys.xorca.summary.start.error",
                "xorca.orchestrator.summary.error",
                "sys.xorca.orchestrator.summary.error",
                "sys.orchestrator.summary.error"
            })
    void whatRoutersEmitIsIgnoredOnTopicsThatAreSharedWithThem(String type) {
        try (var intake = TopologyBench.intake(Books.MACHINES, sharing("mixed"))) {
            intake.send("mixed", Books.record(null, Books.event(type, "o1", "{}")));

            assertThat(intake.topics()).isEmpty();
            assertThat(intake.counted("outbound")).isEqualTo(1);
        }
    }

    @Test
    void aServiceThatEchoesTheTypeOfItsCommandIsTold() {
        try (var intake = intake()) {
            intake.send("evt.book.fetch.success", Books.record(null, Books.event("cmd.book.fetch", "o1", "{}")));

            assertThat(intake.topics()).containsExactly("xorca.deadletter");
            assertThat(intake.counted("dead-letter")).isEqualTo(1);
        }
    }

    private RuntimeSettings sharing(String topic) {
        var plain = Books.settings(stateDir);
        return new RuntimeSettings(
                plain.bootstrapServers(),
                plain.applicationId(),
                plain.stateDir(),
                plain.instanceId(),
                plain.topicPrefix(),
                topic,
                plain.createTopics(),
                plain.partitions(),
                plain.replicationFactor(),
                plain.eventEncoding(),
                RuntimeSettings.Guarantee.EXACTLY_ONCE,
                plain.commitIntervalMs(),
                plain.threads(),
                plain.maxInputBytes(),
                DeploymentChecks.DEFAULT,
                false,
                RuntimeSettings.Placement.ALONE,
                plain.router(),
                plain.kafka());
    }

    @Test
    void whatIsNoEventBecomesADeadLetterWithAllThatItHad() {
        var record = Books.record("k", "garbage", Map.of("trace", "t", "xorca-dead-letter-code", "forged"));
        try (var intake = intake()) {
            intake.send("evt.any", Books.record(null, Books.event("evt.any", "1", "{}")));
            intake.send("evt.any", record);

            var letter = letter(intake);
            assertThat(letter.key()).isEqualTo(record.key());
            assertThat(letter.value()).isEqualTo(record.value());
            assertThat(TopologyBench.header(letter, "trace")).isEqualTo("t");
            assertThat(letter.headers().headers(DeadLetter.CODE)).hasSize(1);
            assertThat(TopologyBench.header(letter, DeadLetter.CODE)).isEqualTo("not-a-cloudevent");
            assertThat(TopologyBench.header(letter, DeadLetter.REASON)).startsWith("the record is no CloudEvent");
            assertThat(TopologyBench.header(letter, DeadLetter.TOPIC)).isEqualTo("evt.any");
            assertThat(TopologyBench.header(letter, DeadLetter.PARTITION)).isEqualTo("0");
            assertThat(TopologyBench.header(letter, DeadLetter.OFFSET)).isEqualTo("1");
            assertThat(TopologyBench.header(letter, DeadLetter.VALUE_OMITTED)).isNull();
            assertThat(intake.counted("dead-letter")).isEqualTo(1);
        }
    }

    @Test
    void aTombstoneBecomesADeadLetterWithoutAValue() {
        try (var intake = intake()) {
            intake.send("evt.any", Books.record(null, null, Map.of()));

            var letter = letter(intake);
            assertThat(letter.key()).isNull();
            assertThat(letter.value()).isNull();
            assertThat(TopologyBench.header(letter, DeadLetter.REASON)).endsWith("and no value");
        }
    }

    @Test
    void anEventWithoutDataIsNoTombstone() {
        var event = CloudEventBuilder.v1(Books.event("evt.any", "1", "{}"))
                .withoutData()
                .build();
        var record = Books.record(null, event);
        try (var intake = intake()) {
            intake.send("evt.any", record);

            assertDelivered(intake, record, Books.KEY, "0/0/evt.any");
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            TYPE                           | SUBJECT  | CODE
            evt.any                        |          | no-subject
            evt.any                        | ''       | no-subject
            evt.any                        | %%%      | bad-subject
            evt.any                        | bm9wZQ== | bad-subject
            evt.any                        | e30=     | bad-subject
            sys.any                        | e30=     | bad-subject
            evtany                         |          | unroutable-type
            com.example.thing              |          | unroutable-type
            xorca.summary                  |          | unroutable-type
            xorca.orchestrator.books.start |          | unroutable-type
            xorca.sum mary.start           |          | bad-name
            """)
    void whatCannotBeAddressedBecomesADeadLetter(String type, String subject, String code) {
        var event = CloudEventBuilder.v1(Books.event(type, "1", "{}"))
                .withSubject(subject)
                .build();
        var record = Books.record("k", event);
        try (var intake = intake()) {
            intake.send("evt.any", record);

            var letter = letter(intake);
            assertThat(TopologyBench.header(letter, DeadLetter.CODE)).isEqualTo(code);
            assertThat(letter.value()).isEqualTo(record.value());
            assertThat(TopologyBench.event(letter)).isEqualTo(event);
        }
    }

    @Test
    void aProcessIdThatIsNoTextAtAllIsNotFollowed() {
        try (var intake = intake()) {
            for (var processId : List.of("7", "\"\"", "\"" + "x".repeat(513) + "\"", "\"\\ud83d\"")) {
                var start = Books.event(Books.START, "s1", "{\"processId\":" + processId + ",\"context\":{}}");
                intake.send(Books.START, Books.record(null, start));
            }

            assertThat(keys(intake)).hasSize(4);
            assertThat(intake.sent(DEAD_LETTER)).isEmpty();
        }
    }

    @Test
    void aRecordThatIsTooLargeBecomesADeadLetter() {
        var event = Books.event("evt.any", "1", "\"" + "x".repeat(500) + "\"");
        var fits = Books.record(null, event);
        int size = size(fits);
        var tooLarge = Books.record(null, event);
        tooLarge.headers().add("x", new byte[0]);
        var settings = Books.settings(stateDir, RouterSettings.DEFAULT, EventEncoding.BINARY, size);
        try (var intake = TopologyBench.intake(Books.MACHINES, settings)) {
            intake.send("evt.any", fits);
            assertThat(intake.sent(INBOX)).hasSize(1);

            intake.send("evt.any", tooLarge);
            var letter = letter(intake);
            assertThat(TopologyBench.header(letter, DeadLetter.CODE)).isEqualTo("event-too-large");
            assertThat(TopologyBench.header(letter, DeadLetter.REASON))
                    .contains((size + 1) + " bytes", "limit of " + size + " (max-input-bytes)");
            assertThat(letter.value()).isEqualTo(tooLarge.value());
        }
    }

    @Test
    void ofWhatIsTooLargeForADeadLetterTheReasonRemains() {
        var router = RouterSettings.DEFAULT.withMaxEventBytes(900).withMaxStepBytes(1_000);
        var settings = Books.settings(stateDir, router, EventEncoding.BINARY, 500);
        var largeValue = Books.record("k", "v".repeat(5_000), Map.of("trace", "t"));
        var largeHeader = Books.record("k", "v", Map.of("trace", "t".repeat(5_000)));
        var largeKey = Books.record("k".repeat(5_000), "v", Map.of("trace", "t"));
        var veryLarge = Books.record("k".repeat(5_000), "v".repeat(5_000), Map.of("trace", "t".repeat(5_000)));
        try (var intake = TopologyBench.intake(Books.MACHINES, settings)) {
            for (var record : List.of(largeValue, largeHeader, largeKey, veryLarge)) {
                intake.send("evt.any", record);
            }

            var letters = intake.sent(DEAD_LETTER);
            assertThat(letters).hasSize(4).allSatisfy(letter -> {
                assertThat(size(letter)).isLessThan(settings.maxRecordBytes());
                assertThat(TopologyBench.header(letter, DeadLetter.REASON)).isNotEmpty();
                assertThat(TopologyBench.header(letter, DeadLetter.TOPIC)).isEqualTo("evt.any");
            });
            assertThat(letters).extracting(letter -> letter.value().length).containsExactly(0, 1, 1, 0);
            assertThat(letters)
                    .extracting(letter -> TopologyBench.header(letter, DeadLetter.VALUE_OMITTED))
                    .containsExactly("5000", null, null, "5000");
            assertThat(TopologyBench.header(letters.get(0), "trace")).isEqualTo("t");
            assertThat(letters)
                    .extracting(letter -> TopologyBench.header(letter, DeadLetter.HEADERS_OMITTED))
                    .containsExactly(null, "5006", "5006", "10005");
        }
    }

    @Test
    void aLongReasonIsShortened() {
        var record = Books.record(null, Books.event("evt.any", "1", "{}"));
        record.headers().add("ce_" + "x".repeat(100_000), new byte[] {(byte) 0xff});
        try (var intake = intake()) {
            intake.send("evt.any", record);

            assertThat(TopologyBench.header(letter(intake), DeadLetter.REASON))
                    .startsWith("header 'ce_xxx")
                    .hasSizeLessThan(2_000);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
    void noTimeOfARecordStopsTheIntake(long time) {
        var event = Books.record(null, Books.event("evt.any", "1", "{}"));
        try (var intake = intake()) {
            intake.send("evt.any", event, Instant.ofEpochMilli(time));
            intake.send("evt.any", Books.record(null, "garbage", Map.of()), Instant.ofEpochMilli(time));

            assertThat(intake.sent(INBOX))
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.timestamp()).isEqualTo(Math.max(0, time)));
            assertThat(letter(intake).timestamp())
                    .as("a dead letter is as old as its burial, lest retention or the broker refuse it")
                    .isEqualTo(TopologyBench.NOW.toEpochMilli());
        }
    }

    @Test
    void anOriginThatASenderMadeUpIsReplaced() {
        var record = Books.record(null, Books.event("evt.any", "1", "{}"));
        record.headers().add("xorca-origin", Books.bytes("3/4/bank.transfers"));
        try (var intake = intake()) {
            intake.send("evt.any", record);

            var headers = intake.sent(INBOX).get(0).headers().headers("xorca-origin");
            assertThat(headers).extracting(header -> Books.text(header.value())).containsExactly("0/0/evt.any");
        }
    }

    @Test
    void whatCannotBeSentIsNotTakenForABadRecord() {
        var settings = Books.settings(stateDir);
        var bytes = new ByteArrayDeserializer();
        var topology = new Topology()
                .addSource("source", bytes, bytes, "evt.any")
                .addProcessor("intake", () -> new IntakeProcessor(Books.MACHINES, settings), "source")
                .addProcessor(Topologies.INBOX_SINK, Broken::new, "intake")
                .addSink(
                        Topologies.DEAD_LETTER_SINK,
                        DEAD_LETTER,
                        new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        "intake");
        try (var intake = new TopologyBench(topology, StreamsSettings.intake(settings))) {
            assertThatThrownBy(() -> intake.send("evt.any", Books.record(null, Books.event("evt.any", "1", "{}"))))
                    .hasRootCauseMessage("the broker is away");
            assertThat(intake.sent(DEAD_LETTER)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20_260_102})
    void garbageBetweenGoodRecordsStopsNothing(long seed) {
        var random = new Random(seed);
        int bad = 200;
        var expected = new ArrayList<String>();
        try (var intake = intake()) {
            for (int i = 0; i < bad; i++) {
                var subject = new Subject("p" + i, "summary", "1.0.0");
                expected.add(subject.encode());
                intake.send(Books.FETCHED, Garbage.record(random));
                intake.send(Books.FETCHED, Books.record(null, Books.event(subject, Books.FETCHED, "f" + i, "{}")));
            }

            assertThat(keys(intake)).as("seed %d", seed).isEqualTo(expected);
            var codes = new HashSet<String>();
            intake.sent(DEAD_LETTER).forEach(letter -> codes.add(TopologyBench.header(letter, DeadLetter.CODE)));
            assertThat(intake.counted("dead-letter")).as("seed %d", seed).isEqualTo(bad);
            assertThat(codes).as("seed %d", seed).hasSizeGreaterThan(3).doesNotContain("internal-error");
        }
    }

    /** In the place of a sink whose producer has failed. */
    private static final class Broken implements Processor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            throw new IllegalStateException("the broker is away");
        }
    }

    private TopologyBench intake() {
        return TopologyBench.intake(Books.MACHINES, Books.settings(stateDir));
    }

    private static void assertDelivered(
            TopologyBench intake, TestRecord<byte[], byte[]> record, String key, String origin) {
        var headers = new RecordHeaders(record.headers().toArray());
        headers.add("xorca-origin", Books.bytes(origin));
        assertThat(intake.sent(INBOX)).singleElement().satisfies(sent -> {
            assertThat(Books.text(sent.key())).isEqualTo(key);
            assertThat(sent.value()).isEqualTo(record.value());
            assertThat(sent.headers()).isEqualTo(headers);
            assertThat(sent.timestamp()).isEqualTo(TopologyBench.NOW.toEpochMilli());
        });
        assertThat(intake.sent(DEAD_LETTER)).isEmpty();
    }

    private static TestRecord<byte[], byte[]> letter(TopologyBench intake) {
        assertThat(intake.sent(INBOX)).filteredOn(sent -> sent.value() == null).isEmpty();
        var letters = intake.sent(DEAD_LETTER);
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static List<String> keys(TopologyBench intake) {
        return intake.sent(INBOX).stream().map(sent -> Books.text(sent.key())).toList();
    }

    private static int size(TestRecord<byte[], byte[]> record) {
        int size =
                (record.key() == null ? 0 : record.key().length) + (record.value() == null ? 0 : record.value().length);
        for (var header : record.headers()) {
            size += header.key().getBytes(StandardCharsets.UTF_8).length + header.value().length;
        }
        return size;
    }

    private static CloudEvent foreignStart() {
        return Books.event("xorca.other.start", "s1", "{\"processId\":\"p9\"}");
    }

    private static CloudEvent foreignAnswer() {
        return Books.event(new Subject("p9", "other", "1.0.0"), "evt.other", "e1", "{}");
    }
}
