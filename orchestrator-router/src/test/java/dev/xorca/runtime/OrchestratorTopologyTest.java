package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.router.Address;
import dev.xorca.router.Router;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.runtime.EventRecords.EventEncoding;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.StreamsStore;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrchestratorTopologyTest {
    private static final String INBOX = "xorca.inbox";
    private static final String DEAD_LETTER = "xorca.deadletter";
    /** What a broker takes in one batch unless it is told otherwise. */
    private static final int USUAL_TOPIC_LIMIT = 1_048_588;

    @TempDir
    private Path stateDir;

    @Test
    void aStartIsAnsweredWithTheFirstCommandAndNotedInTheJournal() {
        try (var bench = bench()) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));

            assertThat(bench.topics()).containsExactly("cmd.book.fetch");
            assertThat(bench.sent("cmd.book.fetch")).singleElement().satisfies(sent -> {
                assertThat(Books.text(sent.key())).isEqualTo(Books.KEY);
                assertThat(sent.timestamp()).isEqualTo(TopologyBench.NOW.toEpochMilli());
                var command = TopologyBench.event(sent);
                assertThat(command.getType()).isEqualTo("cmd.book.fetch");
                assertThat(command.getSubject()).isEqualTo(Books.KEY);
                assertThat(command.getTime().toInstant()).isEqualTo(TopologyBench.NOW);
                assertThat(command.getExtension("causationid")).isEqualTo("s1");
                assertThat(TopologyBench.data(command)).isEqualTo(Map.of("book", "Heidi"));
            });
            assertThat(bench.journal().read(Books.KEY, 1, 10)).singleElement().satisfies(entry -> {
                assertThat(entry.at()).isEqualTo(TopologyBench.NOW);
                assertThat(entry.cause()).containsEntry("id", "s1");
                assertThat(entry.outcome()).isEqualTo(JournalEntry.Outcome.TRANSITIONED);
                assertThat(entry.emitted()).hasSize(1);
            });
            assertThat(bench.counted("started")).isEqualTo(1);
        }
    }

    @Test
    void theChainGoesToItsEnd() {
        try (var bench = bench()) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            bench.send(INBOX, Books.record(Books.KEY, fetched("f1")));
            bench.send(INBOX, Books.record(Books.KEY, Books.event(Books.SUMMARISED, "t1", "{}")));

            assertThat(bench.topics()).containsExactly("cmd.book.fetch", "cmd.text.summarise", "notif.summary.done");
            assertThat(TopologyBench.data(bench.events("cmd.text.summarise").get(0)))
                    .isEqualTo(Map.of("text", "Once"));
            assertThat(bench.events("notif.summary.done"))
                    .singleElement()
                    .satisfies(done ->
                            assertThat(done.getExtension("correlationid")).isEqualTo("s1"));
            var state = bench.journal().load(Books.KEY).orElseThrow();
            assertThat(state.sequence()).isEqualTo(3);
            assertThat(state.position().status()).isEqualTo(OrchestrationState.Status.DONE);

            bench.send(INBOX, Books.record(Books.KEY, fetched("f2")));
            assertThat(bench.counted("over")).isEqualTo(1);
            assertThat(bench.journal().read(Books.KEY, 1, 10)).hasSize(3);
        }
    }

    @Test
    void whatComesTwiceIsAnsweredOnce() {
        try (var bench = bench()) {
            for (int i = 0; i < 2; i++) {
                bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            }
            for (int i = 0; i < 2; i++) {
                bench.send(INBOX, Books.record(Books.KEY, fetched("f1")));
            }
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));

            assertThat(bench.topics()).containsExactly("cmd.book.fetch", "cmd.text.summarise");
            assertThat(bench.events("cmd.book.fetch")).hasSize(1);
            assertThat(bench.events("cmd.text.summarise")).hasSize(1);
            assertThat(bench.journal().read(Books.KEY, 1, 10)).hasSize(2);
            assertThat(bench.counted("duplicate")).isEqualTo(3);
        }
    }

    @Test
    void whatNoTransitionTakesIsNotedAndNotAnswered() {
        try (var bench = bench()) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            bench.send(INBOX, Books.record(Books.KEY, Books.event(Books.SUMMARISED, "t1", "{}")));

            assertThat(bench.topics()).containsExactly("cmd.book.fetch");
            assertThat(bench.journal().read(Books.KEY, 2, 10))
                    .extracting(JournalEntry::outcome)
                    .containsExactly(JournalEntry.Outcome.IGNORED);
            assertThat(bench.counted("ignored")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '~', textBlock = """
            STARTED | TYPE                   | DATA                                                        | TOPIC                                | CODE
            false   | xorca.summary.start    | {"processId":"p1","context":{}}                             | sys.xorca.summary.start.error        | schema-mismatch
            false   | xorca.summary.start    | {"processId":"p1","context":7}                              | sys.xorca.summary.start.error        | schema-mismatch
            false   | xorca.summary.start    | no JSON                                                     | sys.xorca.summary.start.error        | data-not-json
            true    | xorca.summary.start    | {"processId":"p1","context":{"book":"Emil"}}                | xorca.summary.start.error            | already-exists
            false   | evt.book.fetch.success | {"text":"Once"}                                             | xorca.orchestrator.summary.error     | not-started
            true    | evt.book.fetch.success | {"text":7}                                                  | sys.xorca.orchestrator.summary.error | schema-mismatch
            true    | evt.book.fetch.success | {"text":                                                    | sys.xorca.orchestrator.summary.error | data-not-json
            true    | evt.book.fetch.success | {"text":1e999}                                              | sys.xorca.orchestrator.summary.error | data-not-json
            """)
    void errorsLeaveOnTheirTopics(boolean started, String type, String data, String topic, String code) {
        try (var bench = bench()) {
            if (started) {
                bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
                bench.sent("cmd.book.fetch");
            }
            bench.send(INBOX, Books.record(Books.KEY, Books.event(type, "e1", data)));

            assertThat(bench.sent(topic)).singleElement().satisfies(sent -> {
                assertThat(Books.text(sent.key())).isEqualTo(Books.KEY);
                var error = TopologyBench.event(sent);
                assertThat(error.getType()).isEqualTo(topic);
                assertThat(error.getSubject()).isEqualTo(Books.KEY);
                assertThat(error.getExtension("causationid")).isEqualTo("e1");
                assertThat(TopologyBench.data(error)).containsEntry("errorCode", code);
            });
            assertThat(bench.sent("cmd.book.fetch")).isEmpty();
            assertThat(bench.sent(DEAD_LETTER)).isEmpty();
            bench.send(INBOX, Books.record(Books.KEY, started ? fetched("f1") : Books.start("s1")));
            assertThat(bench.events(started ? "cmd.text.summarise" : "cmd.book.fetch"))
                    .hasSize(1);
        }
    }

    @Test
    void aMachineThatFailsLeavesTheOrchestrationWhereItWas() {
        try (var bench = bench()) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            bench.send(INBOX, Books.record(Books.KEY, Books.event("evt.book.fetch.stumble", "e1", "{}")));

            assertThat(bench.events("xorca.orchestrator.summary.error")).hasSize(1);
            assertThat(bench.journal().read(Books.KEY, 2, 1))
                    .extracting(JournalEntry::outcome)
                    .containsExactly(JournalEntry.Outcome.FAILED);
            bench.send(INBOX, Books.record(Books.KEY, fetched("f1")));
            assertThat(bench.events("cmd.text.summarise")).hasSize(1);
        }
    }

    @Test
    void aStartOfAnUnknownVersionIsAnError() {
        var subject = new Subject("p1", "summary", "9.0.0");
        var start = Books.event(subject, Books.START, "s1", "{\"version\":\"9.0.0\",\"context\":{\"book\":\"Emil\"}}");
        try (var bench = bench()) {
            bench.send(INBOX, Books.record(subject.encode(), start));

            assertThat(bench.events("xorca.summary.start.error"))
                    .singleElement()
                    .satisfies(error ->
                            assertThat(TopologyBench.data(error)).containsEntry("errorCode", "unknown-version"));
        }
    }

    @Test
    void theFourthErrorTypeHasItsOtherNameWhereThatIsWanted() {
        var router = RouterSettings.DEFAULT.withAlternativeSystemErrorType(true);
        try (var bench = bench(Books.settings(stateDir, router))) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            bench.send(INBOX, Books.record(Books.KEY, Books.event(Books.FETCHED, "f1", "{}")));

            assertThat(bench.events("sys.orchestrator.summary.error"))
                    .extracting(CloudEvent::getType)
                    .containsExactly("sys.orchestrator.summary.error");
        }
    }

    @Test
    void aForeignNameIsAnsweredOnTheSharedTopicOrNotAtAll() {
        var subject = new Subject("p9", "other", "1.0.0");
        var record = Books.record(subject.encode(), Books.event(subject, "evt.other", "e1", "{}"));
        try (var bench = bench()) {
            bench.send(INBOX, record);
            assertThat(bench.topics()).isEmpty();
            assertThat(bench.counted("foreign")).isEqualTo(1);
        }
        var raising = RouterSettings.DEFAULT.withRaiseOnForeignName(true);
        try (var bench = bench(Books.settings(stateDir, raising))) {
            bench.send(INBOX, record);
            assertThat(bench.events("xorca.foreign-name.error"))
                    .extracting(CloudEvent::getType)
                    .containsExactly("xorca.orchestrator.other.error");
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            KEY                | CODE
                               | no-key
            ''                 | bad-key
            no base64          | bad-key
            bm9wZQ==           | bad-key
            other orchestration| wrong-key
            other name         | wrong-key
            other version      | wrong-key
            other spelling     | bad-key
            """)
    void aKeyThatIsNotThatOfTheEventMakesADeadLetter(String key, String code) {
        var keys = Map.of(
                "other orchestration",
                new Subject("p2", "summary", "1.0.0").encode(),
                "other name",
                new Subject("p1", "other", "1.0.0").encode(),
                "other version",
                new Subject("p1", "summary", "2.0.0").encode(),
                "other spelling",
                Base64.getEncoder()
                        .encodeToString(
                                Books.bytes("{\"name\":\"summary\",\"version\":\"1.0.0\",\"processId\":\"p1\"}")));
        var text = key == null ? null : keys.getOrDefault(key, key);
        var record = Books.record(text, fetched("f1"));
        record.headers().add("xorca-origin", Books.bytes("3/77/team/evt.book"));
        record.headers().add("trace", Books.bytes("t"));
        try (var bench = bench()) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            bench.send(INBOX, record);

            assertThat(bench.sent(DEAD_LETTER)).singleElement().satisfies(letter -> {
                assertThat(letter.key()).isEqualTo(record.key());
                assertThat(letter.value()).isEqualTo(record.value());
                assertThat(TopologyBench.event(letter)).isEqualTo(fetched("f1"));
                assertThat(TopologyBench.header(letter, "trace")).isEqualTo("t");
                assertThat(TopologyBench.header(letter, DeadLetter.CODE)).isEqualTo(code);
                assertThat(TopologyBench.header(letter, DeadLetter.TOPIC)).isEqualTo("team/evt.book");
                assertThat(TopologyBench.header(letter, DeadLetter.PARTITION)).isEqualTo("3");
                assertThat(TopologyBench.header(letter, DeadLetter.OFFSET)).isEqualTo("77");
            });
            assertThat(bench.topics()).containsExactly("cmd.book.fetch", DEAD_LETTER);
            assertThat(bench.journal().read(Books.KEY, 1, 10)).hasSize(1);
            assertThat(bench.counted("dead-letter")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1/2", "a/b/c", "1/b/c", "99999999999/1/c"})
    void anOriginThatCannotBeReadIsTheInboxItself(String note) {
        var record = Books.record(Books.KEY, "garbage", Map.of("xorca-origin", note));
        try (var bench = bench()) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            bench.send(INBOX, record);

            assertThat(bench.sent(DEAD_LETTER)).singleElement().satisfies(letter -> {
                assertThat(TopologyBench.header(letter, DeadLetter.TOPIC)).isEqualTo(INBOX);
                assertThat(TopologyBench.header(letter, DeadLetter.PARTITION)).isEqualTo("0");
                assertThat(TopologyBench.header(letter, DeadLetter.OFFSET)).isEqualTo("1");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatLeavesHasItsOwnHeadersAndNoneOfTheInputs(EventEncoding encoding) {
        var record = Books.record(
                Books.KEY,
                CloudEventBuilder.v1(Books.start("s1"))
                        .withExtension("secret", "x")
                        .build());
        record.headers().add("authorization", Books.bytes("x"));
        record.headers().add("xorca-origin", Books.bytes("3/77/evt.book"));
        var settings = Books.settings(stateDir, RouterSettings.DEFAULT, encoding, 1_000_000);
        try (var bench = bench(settings)) {
            bench.send(INBOX, record);

            var names = new ArrayList<String>();
            bench.sent("cmd.book.fetch").get(0).headers().forEach(header -> names.add(header.key()));
            assertThat(names).doesNotHaveDuplicates();
            if (encoding == EventEncoding.STRUCTURED) {
                assertThat(names).containsExactly("content-type");
            } else {
                assertThat(names)
                        .containsExactlyInAnyOrder(
                                "ce_specversion",
                                "ce_id",
                                "ce_source",
                                "ce_type",
                                "ce_subject",
                                "ce_time",
                                "ce_causationid",
                                "ce_correlationid",
                                "ce_traceparent",
                                "ce_elapsedtime",
                                "ce_executionunits",
                                "content-type");
            }
        }
    }

    @Test
    void eventsLeaveInStructuredModeWhereThatIsSet() {
        var settings = Books.settings(stateDir, RouterSettings.DEFAULT, EventEncoding.STRUCTURED, 1_000_000);
        try (var bench = bench(settings)) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));

            assertThat(bench.sent("cmd.book.fetch")).singleElement().satisfies(sent -> {
                assertThat(Books.text(sent.value()))
                        .contains("\"type\":\"cmd.book.fetch\"", "\"data\":{\"book\":\"Heidi\"}");
                assertThat(TopologyBench.event(sent).getSubject()).isEqualTo(Books.KEY);
            });
        }
    }

    @Test
    void anEventThatWouldBeTooLargeBecomesAnErrorAndTheNextRecordIsTaken() {
        var settings = Books.settings(stateDir, RouterSettings.DEFAULT.withMaxEventBytes(2_000));
        try (var bench = bench(settings)) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            bench.send(
                    INBOX,
                    Books.record(
                            Books.KEY, Books.event(Books.FETCHED, "f1", "{\"text\":\"" + "x".repeat(5_000) + "\"}")));

            assertThat(bench.events("xorca.orchestrator.summary.error"))
                    .singleElement()
                    .satisfies(error -> assertThat(TopologyBench.data(error))
                            .containsEntry("errorCode", "event-too-large")
                            .containsEntry("eventData", Map.of("omitted", true, "bytes", bytesOf(error))));
            assertThat(bench.events("cmd.text.summarise")).isEmpty();

            bench.send(INBOX, Books.record(Books.KEY, fetched("f2")));
            assertThat(bench.events("cmd.text.summarise")).hasSize(1);
        }
    }

    @Test
    void anErrorFitsIntoATopicHoweverLargeItsCauseIs() {
        int attributes = Address.MAX_ATTRIBUTES_BYTES - 1_000;
        var largest = CloudEventBuilder.v1(Books.event(
                        Books.FETCHED, "i".repeat(attributes), "{\"text\":7,\"x\":\"" + "x".repeat(899_000)))
                .build();
        try (var bench = bench()) {
            bench.send(INBOX, Books.record(Books.KEY, largest));

            assertThat(bench.sent("xorca.orchestrator.summary.error"))
                    .singleElement()
                    .satisfies(error -> assertThat(size(error)).isLessThan(USUAL_TOPIC_LIMIT));
        }
    }

    @Test
    void noJournalEntryIsLargerThanTheChangelogTakes() {
        var router = RouterSettings.DEFAULT.withMaxEventBytes(2_000).withMaxStepBytes(10_000);
        var settings = Books.settings(stateDir, router, EventEncoding.BINARY, 20_000);
        var numbers = "{\"text\":[0" + ",1e6".repeat(9_700) + "]}";
        try (var bench = bench(settings)) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            for (var size : List.of(19_000, 39_000, 45_000, 1_000_000)) {
                var data = "[\"" + "x".repeat(size) + "\"]";
                bench.send(INBOX, Books.record(Books.KEY, Books.event("evt.unknown", "i" + size, data)));
                bench.send(INBOX, Books.record(Books.KEY, Books.event(Books.FETCHED, "n" + size, "x".repeat(size))));
            }
            bench.send(INBOX, Books.record(Books.KEY, Books.event(Books.FETCHED, "numbers", numbers)));

            var sizes = new ArrayList<Integer>();
            try (var all = bench.store().all()) {
                all.forEachRemaining(entry -> sizes.add(entry.value.length));
            }
            assertThat(sizes).hasSize(6).allMatch(size -> size < settings.maxRecordBytes());
            assertThat(bench.sent(DEAD_LETTER))
                    .extracting(letter -> TopologyBench.header(letter, DeadLetter.CODE))
                    .hasSize(4)
                    .containsOnly("event-too-large");
        }
    }

    @Test
    void equalInputGivesEqualOutput() {
        try (var one = bench();
                var other = bench(Books.settings(stateDir.resolve("other")))) {
            for (var bench : List.of(one, other)) {
                bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
                bench.send(INBOX, Books.record(Books.KEY, fetched("f1")));
                bench.send(INBOX, Books.record(Books.KEY, Books.event(Books.FETCHED, "f2", "{}")));
            }

            assertThat(other.topics()).isEqualTo(one.topics()).hasSize(3);
            one.topics()
                    .forEach(topic -> assertThat(other.sent(topic))
                            .usingRecursiveFieldByFieldElementComparator()
                            .isEqualTo(one.sent(topic)));
        }
    }

    @Test
    void anotherTaskGoesOnFromWhatTheStoreHolds() {
        try (var before = bench();
                var after = bench(Books.settings(stateDir.resolve("after")))) {
            before.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            try (var all = before.store().all()) {
                all.forEachRemaining(entry -> after.store().put(entry.key, entry.value));
            }

            after.send(INBOX, Books.record(Books.KEY, Books.start("s1")));
            after.send(INBOX, Books.record(Books.KEY, fetched("f1")));

            assertThat(after.topics()).containsExactly("cmd.text.summarise");
            assertThat(after.journal().read(Books.KEY, 1, 10)).hasSize(2);
        }
    }

    @Test
    void aJournalThatCannotBeReadIsAnErrorOfItsOrchestrationAlone() {
        var neighbour = new Subject("p2", "summary", "1.0.0");
        try (var bench = bench()) {
            var first = ByteBuffer.allocate(Books.KEY.length() + 3 + 8)
                    .put(Books.bytes(Books.KEY + "|j|"))
                    .putLong(1);
            bench.store().put(Bytes.wrap(first.array()), Books.bytes("{\"v\":99}"));
            bench.send(INBOX, Books.record(Books.KEY, fetched("f1")));
            bench.send(
                    INBOX,
                    Books.record(
                            neighbour.encode(),
                            Books.event(neighbour, Books.START, "s2", "{\"context\":{\"book\":\"Emil\"}}")));

            assertThat(bench.events("xorca.orchestrator.summary.error"))
                    .singleElement()
                    .satisfies(error ->
                            assertThat(TopologyBench.data(error)).containsEntry("errorCode", "state-unavailable"));
            assertThat(bench.events("cmd.book.fetch")).hasSize(1);
        }
    }

    @Test
    void aStoreThatFailsStopsTheTaskAndBuriesNothing() {
        var settings = Books.settings(stateDir);
        var bytes = new ByteArrayDeserializer();
        var topics = Topics.of("", "", Books.MACHINES, settings.router());
        var router = new Router(Books.MACHINES, settings.router(), type -> true);
        var paces = ThreadLocal.withInitial(() -> new CommitPace(100));
        var store = Stores.keyValueStoreBuilder(new BrokenStore(), Serdes.Bytes(), Serdes.ByteArray());
        var topology = new Topology()
                .addSource("source", bytes, bytes, INBOX)
                .addProcessor(
                        "orchestrator", () -> new OrchestratorProcessor(router, topics, settings, paces), "source")
                .addStateStore(store, "orchestrator")
                .addSink(
                        Topologies.DEAD_LETTER_SINK,
                        DEAD_LETTER,
                        new ByteArraySerializer(),
                        Outbound.serializer(),
                        "orchestrator");
        try (var bench = new TopologyBench(topology, StreamsSettings.orchestrator(settings))) {
            assertThatThrownBy(() -> bench.send(INBOX, Books.record(Books.KEY, Books.start("s1"))))
                    .hasRootCauseMessage("the disk is away");
            assertThat(bench.sent(DEAD_LETTER)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
    void noTimeOfARecordStopsTheInbox(long time) {
        try (var bench = bench()) {
            bench.send(INBOX, Books.record(Books.KEY, Books.start("s1")), Instant.ofEpochMilli(time));
            bench.send(INBOX, Books.record(Books.KEY, fetched("f1")), TopologyBench.NOW);

            assertThat(bench.journal().read(Books.KEY, 1, 10))
                    .extracting(JournalEntry::at)
                    .containsExactly(Instant.ofEpochMilli(Math.max(0, time)), TopologyBench.NOW);
            assertThat(bench.events("cmd.text.summarise")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20_260_102})
    void garbageBetweenGoodRecordsStopsNothing(long seed) {
        var random = new Random(seed);
        int bad = 200;
        try (var bench = bench()) {
            for (int i = 0; i < bad; i++) {
                var subject = new Subject("p" + i, "summary", "1.0.0");
                bench.send(INBOX, Garbage.record(random));
                bench.send(
                        INBOX,
                        Books.record(
                                subject.encode(),
                                Books.event(subject, Books.START, "s" + i, "{\"context\":{\"book\":\"Heidi\"}}")));
            }

            assertThat(bench.events("cmd.book.fetch")).as("seed %d", seed).hasSize(bad);
            assertThat(bench.sent(DEAD_LETTER))
                    .as("seed %d", seed)
                    .hasSize(bad)
                    .extracting(letter -> TopologyBench.header(letter, DeadLetter.CODE))
                    .doesNotContain("internal-error");
            assertThat(bench.topics()).as("seed %d", seed).containsExactly("cmd.book.fetch", DEAD_LETTER);
        }
    }

    /** Opens, but cannot be read. */
    private static final class BrokenStore implements KeyValueBytesStoreSupplier {
        @Override
        public String name() {
            return StreamsStore.NAME;
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new InMemoryKeyValueStore(name()) {
                @Override
                public synchronized KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
                    throw new ProcessorStateException("the disk is away");
                }
            };
        }

        @Override
        public String metricsScope() {
            return "in-memory";
        }
    }

    private TopologyBench bench() {
        return bench(Books.settings(stateDir));
    }

    private static TopologyBench bench(RuntimeSettings settings) {
        return TopologyBench.orchestrator(Books.MACHINES, settings);
    }

    private static CloudEvent fetched(String id) {
        return Books.event(Books.FETCHED, id, "{\"text\":\"Once\"}");
    }

    /** The size that an error event says its data would have had. */
    private static Object bytesOf(CloudEvent error) {
        return ((Map<?, ?>) TopologyBench.data(error).get("eventData")).get("bytes");
    }

    private static int size(TestRecord<byte[], byte[]> record) {
        int size = record.key().length + record.value().length;
        for (var header : record.headers()) {
            size += header.key().length() + header.value().length;
        }
        return size;
    }
}
