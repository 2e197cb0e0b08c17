package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.runtime.EventRecords.EventEncoding;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRecordsTest {
    private static final String BINARY = "ce_specversion=1.0 & ce_id=h1 & ce_source=/heads & ce_type=evt.head";
    private static final String STRUCTURED = "content-type=application/cloudevents+json";
    private static final String JSON = """
            {"specversion":"1.0","id":"b1","source":"/bodies","type":"evt.body","data":{"a":1}}""";

    @Nested
    class Reading {
        @Test
        void inBinaryModeHeadersAreTheAttributesAndTheValueIsTheData() {
            var event = read(
                    BINARY + " & ce_subject=s & ce_time=2026-01-02T03:04:05Z & ce_dataschema=/schema"
                            + " & content-type=application/json; charset=utf-8 & unrelated=x",
                    "{\"a\":1}");

            assertThat(event.getId()).isEqualTo("h1");
            assertThat(event.getSource()).isEqualTo(URI.create("/heads"));
            assertThat(event.getType()).isEqualTo("evt.head");
            assertThat(event.getSubject()).isEqualTo("s");
            assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-01-02T03:04:05Z"));
            assertThat(event.getDataSchema()).isEqualTo(URI.create("/schema"));
            assertThat(event.getDataContentType()).isEqualTo("application/json; charset=utf-8");
            assertThat(data(event)).isEqualTo("{\"a\":1}");
            assertThat(event.getExtensionNames()).isEmpty();
        }

        @Test
        void inStructuredModeTheValueIsTheEvent() {
            var event = read(STRUCTURED, JSON);

            assertThat(event.getId()).isEqualTo("b1");
            assertThat(event.getSource()).isEqualTo(URI.create("/bodies"));
            assertThat(event.getType()).isEqualTo("evt.body");
            assertThat(data(event)).isEqualTo("{\"a\":1}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/cloudevents+json; charset=UTF-8",
                    "application/cloudevents+json ; charset=UTF-8",
                    "Application/CloudEvents+JSON",
                    " application/cloudevents+json"
                })
        void structuredModeIsRecognisedHoweverItIsSpelt(String contentType) {
            assertThat(read("content-type=" + contentType, JSON).getType()).isEqualTo("evt.body");
            assertThat(read(BINARY + " & content-type=" + contentType, JSON).getType())
                    .isEqualTo("evt.body");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                {"text":"plain"}
                [1,2]
                no JSON at all
                """)
        void plainDataThatXOrcaLabelsAsCloudEventIsReadInBinaryMode(String value) {
            var event = read(BINARY + " & content-type=application/cloudevents+json; charset=UTF-8", value);

            assertThat(event.getType()).isEqualTo("evt.head");
            assertThat(event.getDataContentType()).isEqualTo("application/json");
            assertThat(data(event)).isEqualTo(value);
        }

        @ParameterizedTest
        @NullAndEmptySource
        void theSameLabelWithoutDataIsReadInBinaryModeToo(String value) {
            var event = read(BINARY + " & content-type=application/cloudevents+json; charset=UTF-8", value);

            assertThat(event.getType()).isEqualTo("evt.head");
            assertThat(event.getData()).isNull();
        }

        @Test
        void inStructuredModeHeadersThatRepeatAttributesDoNotCount() {
            assertThat(read(BINARY + " & " + STRUCTURED, JSON).getId()).isEqualTo("b1");
        }

        @Test
        void aBinaryEventWithoutAValueHasNoData() {
            assertThat(read(BINARY, null).getData()).isNull();
        }

        @Test
        void aHeaderThatStandsTwiceAlikeIsReadOnce() {
            assertThat(read(BINARY + " & ce_id=h1", "{}").getId()).isEqualTo("h1");
        }

        @Test
        void headersOfOthersMayBeAnything() {
            var headers = headers(BINARY + " & note=a & note=b");
            headers.add("trace", new byte[] {(byte) 0xff, 0});
            headers.add("empty", null);

            assertThat(EventRecords.read(headers, null).getExtensionNames()).isEmpty();
        }

        @Test
        void extensionsSurviveAsTextInBinaryMode() {
            var event = read(BINARY + " & ce_traceparent=00-1 & ce_executionunits=5 & ce_urgent=true", "{}");

            assertThat(event.getExtensionNames()).containsExactlyInAnyOrder("traceparent", "executionunits", "urgent");
            assertThat(event.getExtension("traceparent")).isEqualTo("00-1");
            assertThat(event.getExtension("executionunits")).isEqualTo("5");
            assertThat(event.getExtension("urgent")).isEqualTo("true");
        }

        @Test
        void extensionsSurviveWithTheirTypesInStructuredMode() {
            var event = read(STRUCTURED, with("\"traceparent\":\"00-1\",\"executionunits\":5,\"urgent\":true"));

            assertThat(event.getExtension("traceparent")).isEqualTo("00-1");
            assertThat(event.getExtension("executionunits")).isEqualTo(5);
            assertThat(event.getExtension("urgent")).isEqualTo(true);
        }

        @Test
        void dataThatIsNoJsonIsReadFromBase64() {
            var event = read(STRUCTURED, JSON.replace("\"data\":{\"a\":1}", "\"data_base64\":\"aGk=\""));

            assertThat(data(event)).isEqualTo("hi");
        }
    }

    @Nested
    class Unreadable {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', useHeadersInDisplayName = true, textBlock = """
                HEADERS                                                                       | VALUE | CODE                 | REASON
                ~~                                                                            |       | not-a-cloudevent     | and no value
                ~~                                                                            | {}    | not-a-cloudevent     | neither a ce_specversion header nor content-type
                content-type=application/json                                                 | {}    | not-a-cloudevent     | neither a ce_specversion header nor content-type
                ce_id=1 & ce_source=/s & ce_type=t                                            | {}    | not-a-cloudevent     | neither a ce_specversion header nor content-type
                ce_specversion=1.0 & ce_source=/s & ce_type=t                                 | {}    | malformed-cloudevent | 'id'
                ce_specversion=1.0 & ce_id=1 & ce_type=t                                      | {}    | malformed-cloudevent | 'source'
                ce_specversion=1.0 & ce_id=1 & ce_source=/s                                   | {}    | malformed-cloudevent | 'type'
                ce_specversion=1.0 & ce_id= & ce_source=/s & ce_type=t                        | {}    | malformed-cloudevent | 'id' is empty
                ce_specversion=1.0 & ce_id=1 & ce_source= & ce_type=t                         | {}    | malformed-cloudevent | 'source' is empty
                ce_specversion=1.0 & ce_id=1 & ce_source=/s & ce_type=                        | {}    | malformed-cloudevent | 'type' is empty
                ce_specversion= & ce_id=1 & ce_source=/s & ce_type=t                          | {}    | malformed-cloudevent | specversion
                ce_specversion=2.0 & ce_id=1 & ce_source=/s & ce_type=t                       | {}    | malformed-cloudevent | specversion: 2.0
                ce_specversion=1.0 & ce_id=1 & ce_source=a b & ce_type=t                      | {}    | malformed-cloudevent | Illegal character
                ce_specversion=1.0 & ce_id=1 & ce_source=/s & ce_type=t & ce_time=noon        | {}    | malformed-cloudevent | 'noon'
                ce_specversion=1.0 & ce_id=1 & ce_source=/s & ce_type=t & ce_dataschema=::    | {}    | malformed-cloudevent | ::
                ce_specversion=1.0 & ce_id=1 & ce_source=/s & ce_type=t & ce_my_own=1         | {}    | malformed-cloudevent | my_own
                ce_specversion=1.0 & ce_id=1 & ce_source=/s & ce_type=t & ce_id=2             | {}    | ambiguous-header     | 'ce_id'
                ce_specversion=1.0 & ce_specversion=0.3 & ce_id=1 & ce_source=/s & ce_type=t  | {}    | ambiguous-header     | 'ce_specversion'
                content-type=a/b & content-type=application/cloudevents+json                  | {}    | ambiguous-header     | 'content-type'
                content-type=application/cloudevents+json                                     |       | no-value             | without a value
                content-type=application/cloudevents+avro                                     | {}    | malformed-cloudevent | application/cloudevents+avro
                content-type=application/cloudevents                                          | {}    | malformed-cloudevent | application/cloudevents
                content-type=application/cloudevents-batch+json                               | []    | batch                | batches
                content-type=Application/CloudEvents-Batch+JSON; charset=UTF-8                | []    | batch                | batches
                """)
        void headersThatMakeNoEvent(String headers, String value, String code, String reason) {
            assertUnreadable(headers(headers), value == null ? null : Books.bytes(value), code, reason);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', useHeadersInDisplayName = true, textBlock = """
                VALUE                                                                              | REASON
                ~~                                                                                 | empty
                {                                                                                  | line 1
                null                                                                               | found null
                "text"                                                                             | found a string
                []                                                                                 | found an array
                {}                                                                                 | specversion
                {"specversion":"1.0","source":"/s","type":"t"}                                     | id
                {"specversion":"1.0","id":"1","type":"t"}                                          | source
                {"specversion":"1.0","id":"1","source":"/s"}                                       | type
                {"specversion":"1.0","id":"","source":"/s","type":"t"}                             | 'id' is empty
                {"specversion":"1.0","id":1,"source":"/s","type":"t"}                              | NUMBER for attribute id
                {"specversion":"9.9","id":"1","source":"/s","type":"t"}                            | specversion: 9.9
                {"specversion":"1.0","id":"1","source":"a b","type":"t"}                           | "source": a b
                {"specversion":"1.0","id":"1","source":"/s","type":"t","time":"noon"}              | noon
                {"specversion":"1.0","id":"1","source":"/s","type":"t","my_own":"x"}               | my_own
                {"specversion":"1.0","id":"1","source":"/s","type":"t","ratio":1.5}                | "ratio"
                {"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"%"}          | Base64
                {"specversion":"1.0","id":"1","source":"/s","type":"t","data":1,"data_base64":"aA=="} | both
                {"specversion":"1.0","id":"1","id":"2","source":"/s","type":"t"}                   | Duplicate field 'id'
                {"specversion":"1.0","id":"1","source":"/s","type":"t"} {"specversion":"1.0"}      | more after the JSON value
                {"specversion":"1.0","id":"1","source":"/s","type":"t","data":1e999}               | too large
                """)
        void structuredValuesThatMakeNoEvent(String value, String reason) {
            assertUnreadable(headers(STRUCTURED), Books.bytes(value), "malformed-cloudevent", reason);
        }

        @ParameterizedTest
        @ValueSource(ints = {65, 1_001, 100_000})
        void aStructuredValueThatIsNestedTooDeep(int depth) {
            var nested = JSON.replace("{\"a\":1}", "[".repeat(depth) + "]".repeat(depth));

            assertUnreadable(headers(STRUCTURED), Books.bytes(nested), "malformed-cloudevent", "depth");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ce_id", "ce_someext", "content-type"})
        void aHeaderThatIsNoText(String name) {
            var notUtf8 = headers(BINARY);
            notUtf8.remove(name);
            notUtf8.add(name, new byte[] {'a', (byte) 0xc3, 'b'});
            var nothing = headers(BINARY);
            nothing.remove(name);
            nothing.add(name, null);

            assertUnreadable(notUtf8, null, "bad-header", "'" + name + "' is not UTF-8");
            assertUnreadable(nothing, null, "bad-header", "'" + name + "' is not UTF-8");
        }

        @Test
        void theReasonIsOneShortLine() {
            assertThatThrownBy(() -> read(BINARY + " & ce_time=" + "soon\n".repeat(1_000), "{}"))
                    .isInstanceOfSatisfying(
                            UnreadableRecordException.class,
                            e -> assertThat(e.reason()).doesNotContain("\n").hasSizeLessThan(600));
        }

        private void assertUnreadable(Headers headers, byte[] value, String code, String reason) {
            assertThatThrownBy(() -> EventRecords.read(headers, value))
                    .isInstanceOfSatisfying(UnreadableRecordException.class, e -> {
                        assertThat(e.code()).isEqualTo(code);
                        assertThat(e.reason()).contains(reason);
                    });
        }
    }

    @Nested
    class Writing {
        private final CloudEvent event = CloudEventBuilder.v1()
                .withId("w1")
                .withSource(URI.create("/writers"))
                .withType("cmd.write")
                .withSubject("s")
                .withTime(OffsetDateTime.parse("2026-01-02T03:04:05Z"))
                .withData("application/json", Books.bytes("{\"a\":\"ü\"}"))
                .withExtension("traceparent", "00-1")
                .withExtension("urgent", true)
                .build();

        @Test
        void inBinaryModeAttributesAreHeadersAndTheDataIsTheValue() {
            var headers = new RecordHeaders();

            var value = new EventRecords(EventEncoding.BINARY).write("cmd.write", event, headers);

            assertThat(Books.text(value)).isEqualTo("{\"a\":\"ü\"}");
            assertThat(written(headers))
                    .containsExactlyInAnyOrder(
                            "ce_specversion=1.0",
                            "ce_id=w1",
                            "ce_source=/writers",
                            "ce_type=cmd.write",
                            "ce_subject=s",
                            "ce_time=2026-01-02T03:04:05Z",
                            "ce_traceparent=00-1",
                            "ce_urgent=true",
                            "content-type=application/json");
        }

        @Test
        void inStructuredModeTheValueIsTheEvent() {
            var headers = new RecordHeaders();

            var value = new EventRecords(EventEncoding.STRUCTURED).write("cmd.write", event, headers);

            assertThat(written(headers)).containsExactly("content-type=application/cloudevents+json");
            assertThat(Books.text(value))
                    .contains("\"id\":\"w1\"", "\"data\":{\"a\":\"ü\"}", "\"urgent\":true", "\"traceparent\":\"00-1\"");
        }

        @ParameterizedTest
        @EnumSource
        void whatIsWrittenIsReadAgain(EventEncoding encoding) {
            var headers = new RecordHeaders();

            var again = EventRecords.read(headers, new EventRecords(encoding).write("cmd.write", event, headers));

            assertThat(again.getAttributeNames()).isEqualTo(event.getAttributeNames());
            assertThat(again.getAttributeNames())
                    .allSatisfy(name -> assertThat(again.getAttribute(name)).isEqualTo(event.getAttribute(name)));
            assertThat(again.getExtension("traceparent")).isEqualTo("00-1");
            assertThat(again.getExtension("urgent")).asString().isEqualTo("true");
            assertThat(data(again)).isEqualTo(data(event));
        }

        @ParameterizedTest
        @EnumSource
        void anEventWithoutDataIsReadAgain(EventEncoding encoding) {
            var headers = new RecordHeaders();
            var empty = CloudEventBuilder.v1(event).withoutData().build();

            var value = new EventRecords(encoding).write("cmd.write", empty, headers);

            assertThat(EventRecords.read(headers, value).getData()).isNull();
        }

        @ParameterizedTest
        @EnumSource
        void oneWriterWritesEventAfterEvent(EventEncoding encoding) {
            var records = new EventRecords(encoding);
            for (int i = 0; i < 3; i++) {
                var headers = new RecordHeaders();
                var next = CloudEventBuilder.v1(event).withId("w" + i).build();

                var value = records.write("cmd.write", next, headers);

                assertThat(written(headers)).doesNotHaveDuplicates();
                assertThat(EventRecords.read(headers, value).getId()).isEqualTo("w" + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_260_102})
    void whateverComesIsAnEventOrUnreadable(long seed) {
        var random = new Random(seed);
        int events = 0;
        for (int i = 0; i < 5_000; i++) {
            var headers = randomHeaders(random);
            var value = randomValue(random);
            try {
                assertThat(EventRecords.read(headers, value).getId()).isNotEmpty();
                events++;
            } catch (UnreadableRecordException e) {
                assertThat(e.code()).isNotEmpty();
                assertThat(e.reason()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(
                        "seed " + seed + ", try " + i + ": " + headers + " " + Arrays.toString(value), e);
            }
        }
        assertThat(events).as("events among the tries of seed %d", seed).isBetween(100, 4_900);
    }

    private static Headers randomHeaders(Random random) {
        var headers = random.nextInt(3) > 0 ? headers(BINARY) : new RecordHeaders();
        for (int i = random.nextInt(3); i > 0; i--) {
            var name = oneOf(random, "ce_id", "ce_type", "ce_time", "ce_x", "ce_", "ce_A-b", "content-type", "");
            if (random.nextBoolean()) {
                headers.remove(name);
            }
            var text = oneOf(random, "", "1", "é", "application/cloudevents+json", "application/cloudevents+json;\0");
            headers.add(name, random.nextInt(4) == 0 ? randomBytes(random, 12) : Books.bytes(text));
        }
        return headers;
    }

    private static byte[] randomValue(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> randomBytes(random, 200);
            default -> damagedEvent(random);
        };
    }

    private static byte[] damagedEvent(Random random) {
        var value = Books.bytes(JSON);
        for (int i = random.nextInt(3); i > 0; i--) {
            value[random.nextInt(value.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(value, random.nextInt(value.length)) : value;
    }

    private static byte[] randomBytes(Random random, int most) {
        var bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String oneOf(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static CloudEvent read(String headers, String value) {
        return EventRecords.read(headers(headers), value == null ? null : Books.bytes(value));
    }

    private static String with(String members) {
        return JSON.replace("\"data\"", members + ",\"data\"");
    }

    private static Headers headers(String text) {
        var headers = new RecordHeaders();
        for (var header : text.isEmpty() ? new String[0] : text.split(" & ", -1)) {
            var parts = header.split("=", 2);
            headers.add(parts[0], Books.bytes(parts[1]));
        }
        return headers;
    }

    private static List<String> written(Headers headers) {
        var all = new ArrayList<String>();
        headers.forEach(header -> all.add(header.key() + "=" + Books.text(header.value())));
        return all;
    }

    private static String data(CloudEvent event) {
        return Books.text(event.getData().toBytes());
    }
}
