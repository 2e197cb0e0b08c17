package dev.xorca.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.schemas.Json;
import dev.xorca.store.PendingCall.Kind;
import dev.xorca.store.PendingCall.Status;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryCodecTest {
    private static final String MINIMAL =
            "{\"v\":3,\"sequence\":2,\"at\":\"2026-01-31T10:00:02Z\",\"cause\":{\"id\":\"e2\"},"
                    + "\"machine\":{\"name\":\"m\",\"version\":\"1.0.0\",\"hash\":\"h\"},\"outcome\":\"ignored\"}";

    private static final Instant BEGUN = Instant.parse("2026-01-31T10:00:00Z");
    private static final CallChanges CALLS = new CallChanges(
            List.of(
                    new PendingCall(
                            "1.0",
                            "all",
                            Kind.SINGLE,
                            Status.ASKED,
                            1,
                            BEGUN,
                            BEGUN,
                            List.of(7L, 8L),
                            null,
                            null,
                            FanOut.of(2)),
                    new PendingCall(
                            "1.0.1",
                            "all",
                            Kind.ITEM,
                            Status.PAUSED,
                            3,
                            BEGUN,
                            BEGUN.plusSeconds(9),
                            Map.of("n", 8L),
                            new Fault("busy", "later", Map.of("in", 5L)),
                            "c",
                            null)),
            List.of(new CallChanges.ItemEnd("1.0", 0, true, "r"), new CallChanges.ItemEnd("1.0", 1, false, null)),
            List.of(new CallChanges.End("0.7", CallChanges.How.TIMED_OUT)),
            List.of(new Undo("0.1", "block", Map.of("room", 7L)), new Undo("0.2", "book", null)),
            List.of("0.0"),
            Map.of("b", "1.0", "a", "1.0"));

    @Test
    void anEntryWithEverythingComesBack() {
        var context = new LinkedHashMap<String, Object>();
        context.put("none", null);
        context.put("list", Arrays.asList(1L, null, 2.5));
        var history = new LinkedHashMap<String, List<String>>();
        history.put("p.z", List.of("p.b"));
        history.put("p.a", List.of("p.b", "p.c"));
        var entry = new JournalEntry(
                1,
                Instant.parse("2026-01-31T10:00:00.123456789Z"),
                17,
                Map.of("id", "e1"),
                new MachineRef("m", "1.0.0", "h"),
                JournalEntry.Outcome.FAILED,
                new JournalEntry.Reason("some-code", "some words"),
                new JournalEntry.Start(null, "c1", "acme", new Parent("p", "7.0", "r", 2)),
                List.of(new JournalEntry.Step("E", List.of("a --E--> b"), List.of("a"), List.of("b"))),
                context,
                new JournalEntry.Position(List.of("b"), history, OrchestrationState.Status.DONE, List.of("out")),
                List.of(Map.of("type", "cmd.a")),
                new JournalEntry.Timers(
                        List.of(
                                new Timer("1.0", "name", "T", null, Instant.parse("2026-01-31T11:00:00Z")),
                                new Timer("1.1", null, "U", Map.of(), Instant.parse("2026-01-31T11:00:00.001Z"))),
                        List.of("0.3")),
                CALLS,
                List.of("a line"),
                Instant.parse("2026-02-01T10:00:00Z"));
        assertThat(text(entry))
                .isEqualTo(
                        "{\"v\":3,\"sequence\":1,\"at\":\"2026-01-31T10:00:00.123456789Z\",\"offset\":17,\"cause\":{\"id\":\"e1\"},"
                                + "\"machine\":{\"name\":\"m\",\"version\":\"1.0.0\",\"hash\":\"h\"},\"outcome\":\"failed\","
                                + "\"reason\":{\"code\":\"some-code\",\"message\":\"some words\"},"
                                + "\"start\":{\"input\":null,\"correlationId\":\"c1\",\"tenant\":\"acme\","
                                + "\"parent\":{\"subject\":\"p\",\"token\":\"7.0\",\"root\":\"r\",\"depth\":2}},"
                                + "\"microsteps\":[{\"event\":\"E\",\"taken\":[\"a --E--> b\"],\"exited\":[\"a\"],\"entered\":[\"b\"]}],"
                                + "\"context\":{\"none\":null,\"list\":[1,null,2.5]},"
                                + "\"after\":{\"configuration\":[\"b\"],\"history\":{\"p.z\":[\"p.b\"],\"p.a\":[\"p.b\",\"p.c\"]},"
                                + "\"status\":\"done\",\"output\":[\"out\"]},"
                                + "\"emitted\":[{\"type\":\"cmd.a\"}],"
                                + "\"timers\":{\"started\":["
                                + "{\"token\":\"1.0\",\"id\":\"name\",\"type\":\"T\",\"data\":null,\"due\":\"2026-01-31T11:00:00Z\"},"
                                + "{\"token\":\"1.1\",\"type\":\"U\",\"due\":\"2026-01-31T11:00:00.001Z\"}],"
                                + "\"ended\":[\"0.3\"]},"
                                + "\"calls\":{\"put\":["
                                + "{\"token\":\"1.0\",\"invocation\":\"all\",\"status\":\"asked\",\"attempt\":1,\"begun\":\"2026-01-31T10:00:00Z\","
                                + "\"request\":[7,8],\"fanOut\":{\"total\":2}},"
                                + "{\"token\":\"1.0.1\",\"invocation\":\"all\",\"kind\":\"item\",\"status\":\"paused\",\"attempt\":3,\"begun\":\"2026-01-31T10:00:00Z\","
                                + "\"attempted\":\"2026-01-31T10:00:09Z\",\"request\":{\"n\":8},"
                                + "\"fault\":{\"code\":\"busy\",\"message\":\"later\",\"data\":{\"in\":5}},\"child\":\"c\"}],"
                                + "\"items\":[{\"token\":\"1.0\",\"index\":0,\"well\":true,\"result\":\"r\"},{\"token\":\"1.0\",\"index\":1,\"well\":false}],"
                                + "\"ended\":[{\"token\":\"0.7\",\"how\":\"timed_out\"}],"
                                + "\"undos\":[{\"token\":\"0.1\",\"invocation\":\"block\",\"request\":{\"room\":7}},{\"token\":\"0.2\",\"invocation\":\"book\"}],"
                                + "\"undone\":[\"0.0\"],\"collected\":{\"a\":\"1.0\",\"b\":\"1.0\"}},"
                                + "\"logs\":[\"a line\"],\"removeAt\":\"2026-02-01T10:00:00Z\"}");
        assertThat(read(text(entry))).isEqualTo(entry);
    }

    @Test
    void whatSaysNothingIsLeftOut() {
        var entry = read(MINIMAL);
        assertThat(entry.offset()).isEqualTo(-1);
        assertThat(entry.reason()).isNull();
        assertThat(entry.start()).isNull();
        assertThat(entry.after()).isNull();
        assertThat(entry.microsteps()).isEmpty();
        assertThat(entry.context()).isEmpty();
        assertThat(entry.emitted()).isEmpty();
        assertThat(entry.timers().isEmpty()).isTrue();
        assertThat(entry.calls()).isEqualTo(CallChanges.NONE);
        assertThat(entry.logs()).isEmpty();
        assertThat(entry.removeAt()).isNull();
        assertThat(text(entry)).isEqualTo(MINIMAL);
    }

    @Test
    void membersThatALaterReleaseMayAddAreNoHindrance() {
        assertThat(read(MINIMAL.replace("\"outcome\"", "\"weather\":[],\"outcome\"")))
                .isEqualTo(read(MINIMAL));
    }

    @Test
    void anEntryOfAnEarlierVersionIsReadAsOneThatSaysLess() {
        for (var earlier : List.of("\"v\":1", "\"v\":2")) {
            assertThat(read(MINIMAL.replace("\"v\":3", earlier))).isEqualTo(read(MINIMAL));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomEntriesComeBackAsTheyWere(long seed) {
        var random = new Random(seed);
        for (int i = 1; i <= 100; i++) {
            var entry = Entries.random(random, 1 + random.nextInt(2));
            var bytes = EntryCodec.write(entry);
            var read = EntryCodec.read(bytes);
            assertThat(read).as("seed %d, entry %d", seed, i).isEqualTo(entry);
            assertThat(EntryCodec.write(read))
                    .as("seed %d, bytes of entry %d", seed, i)
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            VERSION   | READ AS
            `"v":4`   | 4
            `"v":0`   | 0
            `"v":"1"` | 1
            `"v":1.0` | 1.0
            `"v":null` | null
            `"w":1`   | null
            """)
    void anEntryOfAnotherVersionIsRefused(String version, String readAs) {
        assertThatThrownBy(() -> read(MINIMAL.replace("\"v\":3", version)))
                .isInstanceOf(JournalException.class)
                .hasMessage("a journal entry has format version " + readAs + ", this release reads versions 1 to 3");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            PART                       | INSTEAD                        | REASON
            "sequence":2               | "sequence":"2"                 | 'sequence' is missing or no number
            "sequence":2               | "sequence":2.0                 | 'sequence' is missing or no number
            "sequence":2,              | ``                             | 'sequence' is missing or no number
            "sequence":2               | "sequence":0                   | a journal begins at position 1, not at 0
            2026-01-31T10:00:02Z       | yesterday                      | Text 'yesterday' could not be parsed at index 0
            "at"                       | "when"                         | 'at' is missing or no text
            {"id":"e2"}                | []                             | 'cause' is missing or no object
            "cause"                    | "because"                      | 'cause' is missing or no object
            "machine":{                | "m":{                          | 'machine' is missing or no object
            "hash":"h"                 | "hash":5                       | 'hash' is missing or no text
            "ignored"                  | "forgotten"                    | 'outcome' is 'forgotten', which means nothing here
            "ignored"                  | "IGNORED"                      | 'outcome' is 'IGNORED', which means nothing here
            "ignored"                  | 5                              | 'outcome' is missing or no text
            "ignored"                  | "ignored","reason":{}          | 'code' is missing or no text
            "ignored"                  | "ignored","reason":null        | 'reason' is missing or no object
            "ignored"                  | "ignored","start":{"input":1}  | 'correlationId' is missing or no text
            "ignored"                  | "ignored","context":[]         | 'context' is missing or no object
            "ignored"                  | "ignored","emitted":{}         | 'emitted' is no list
            "ignored"                  | "ignored","emitted":["x"]      | expected an object, found a string of 1
            "ignored"                  | "ignored","logs":"x"           | 'logs' is no list
            "ignored"                  | "ignored","logs":[5]           | 'logs' holds something that is no text
            "ignored"                  | "ignored","logs":[null]        | 'logs' holds something that is no text
            "ignored"                  | "ignored","offset":"1"         | 'offset' is missing or no number
            "ignored"                  | "ignored","offset":null        | 'offset' is missing or no number
            "ignored"                  | "ignored","removeAt":"later"   | Text 'later' could not be parsed at index 0
            "ignored"                  | "ignored","removeAt":null      | 'removeAt' is missing or no text
            "ignored"                  | "ignored","timers":[]          | 'timers' is missing or no object
            "ignored"                  | "ignored","timers":{"ended":[1]} | 'ended' holds something that is no text
            "ignored"                  | "ignored","timers":{"started":[1]} | expected an object, found an integer
            "ignored"                  | "ignored","timers":{"started":[{"token":"t","type":"T"}]} | 'due' is missing or no text
            "ignored"                  | "ignored","timers":{"started":[{"token":"t|","type":"T","due":"2026-01-31T10:00:00Z"}]} | the token 't|' holds a '|'
            "ignored"                  | "ignored","microsteps":[1]     | expected an object, found an integer
            "ignored"                  | "ignored","microsteps":[{}]    | 'event' is missing or no text
            "ignored"                  | "ignored","after":{"configuration":[]} | 'status' is missing or no text
            "ignored"                  | "ignored","after":{"configuration":["a"],"status":"over"} | 'status' is 'over', which means nothing here
            "ignored"                  | "ignored","after":{"configuration":"a","status":"done"} | 'configuration' is no list
            "ignored"                  | "ignored","after":{"configuration":["a"],"history":{"h":"a"},"status":"done"} | 'h' is no list
            "ignored"                  | "ignored","calls":[] | 'calls' is missing or no object
            "ignored"                  | "ignored","calls":{"put":[1]} | expected an object, found an integer
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0"}]} | 'begun' is missing or no text
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0","invocation":"i","status":"lost","attempt":1,"begun":"2026-01-31T10:00:00Z"}]} | 'status' is 'lost', which means nothing here
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0","invocation":"i","status":"asked","attempt":4294967297,"begun":"2026-01-31T10:00:00Z"}]} | 'attempt' is 4294967297, which is too large
            "ignored"                  | "ignored","calls":{"put":[{"token":"1","invocation":"i","status":"asked","attempt":1,"begun":"2026-01-31T10:00:00Z","kind":"item"}]} | the token '1' does not end with the number of an item
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0.x","invocation":"i","status":"asked","attempt":1,"begun":"2026-01-31T10:00:00Z","kind":"item"}]} | the token '1.0.x' does not end with the number of an item
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0.-1","invocation":"i","status":"asked","attempt":1,"begun":"2026-01-31T10:00:00Z","kind":"item"}]} | the token '1.0.-1' does not end with the number of an item
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0","invocation":"i","status":"asked","attempt":1,"begun":"2026-01-31T10:00:00Z","fault":{"code":"c"}}]} | 'message' is missing or no text
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0","invocation":"i","status":"asked","attempt":1,"begun":"2026-01-31T10:00:00Z","fanOut":{}}]} | 'total' is missing or no number
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0","invocation":"i","status":"asked","attempt":1,"begun":"2026-01-31T10:00:00Z","fanOut":{"total":-1}}]} | a fan-out has 0 to 100000 items, not -1
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0","invocation":"i","status":"asked","attempt":1,"begun":"2026-01-31T10:00:00Z","fanOut":{"total":2000000000}}]} | a fan-out has 0 to 100000 items, not 2000000000
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0","invocation":"i","status":"asked","attempt":1,"begun":"2026-01-31T10:00:00Z","fanOut":{"total":2,"next":1,"done":1,"failed":0,"results":[1]}}]} | of 2 items, 1 cannot have begun, 1 be done and 0 have failed with 1 results
            "ignored"                  | "ignored","calls":{"put":[{"token":"1.0","invocation":"i","status":"asked","attempt":1,"begun":"2026-01-31T10:00:00Z","fanOut":{"total":2,"next":2,"done":2,"failed":1,"results":[1,2]}}]} | of 2 items, 2 cannot have begun, 2 be done and 1 have failed with 2 results
            "ignored"                  | "ignored","calls":{"items":[{"token":"1.0","index":0}]} | 'well' is missing or neither true nor false
            "ignored"                  | "ignored","calls":{"items":[{"token":"1.0","well":true}]} | 'index' is missing or no number
            "ignored"                  | "ignored","calls":{"ended":[{"token":"1.0","how":"oddly"}]} | 'how' is 'oddly', which means nothing here
            "ignored"                  | "ignored","calls":{"undos":[{"token":"1.0"}]} | 'invocation' is missing or no text
            "ignored"                  | "ignored","calls":{"undone":[1]} | 'undone' holds something that is no text
            "ignored"                  | "ignored","calls":{"collected":{"a":1}} | 'a' is missing or no text
            "ignored"                  | "ignored","start":{"input":1,"correlationId":"c","tenant":7} | 'tenant' is missing or no text
            "ignored"                  | "ignored","start":{"input":1,"correlationId":"c","parent":{"subject":"s","token":"t","root":"r"}} | 'depth' is missing or no number
            """)
    void anEntryThatIsDamagedIsRefusedWithTheReason(String part, String instead, String reason) {
        assertThat(MINIMAL).contains(part);
        assertThatThrownBy(() -> read(MINIMAL.replace(part, instead)))
                .isInstanceOf(JournalException.class)
                .hasMessage("a journal entry cannot be read: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "{", "not json", "{\"v\":1,\"v\":1}", "\0\0\0\1"})
    void garbageIsRefusedWithASentence(String garbage) {
        assertThatThrownBy(() -> read(garbage))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("a journal entry cannot be read: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyDamageIsReadOrRefusedButNeverCrashes(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            var bytes = EntryCodec.write(Entries.random(random, 1));
            for (int j = random.nextInt(3); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                EntryCodec.read(bytes);
            } catch (JournalException refused) {
                assertThat(refused).as("seed %d, entry %d", seed, i).hasMessageStartingWith("a journal entry ");
            }
        }
    }

    @Test
    void namesMayBeOfAnyAlphabet() {
        var context = new LinkedHashMap<String, Object>();
        for (var name : List.of("ö", "straße", "книга", "本", "😀", "a😀b", "ö".repeat(40), "😀".repeat(40))) {
            context.put(name, Map.of(name, name));
        }
        var entry = Entries.entry(1, context);
        assertThat(EntryCodec.read(EntryCodec.write(entry))).isEqualTo(entry);
    }

    @Test
    void anEntryMayLieDeeperThanAnEventFromOutside() {
        Object value = List.of();
        for (int i = 1; i < Json.MAX_DEPTH; i++) {
            value = List.of(value);
        }
        var entry = Entries.entry(1, Map.of("deep", value));
        assertThat(EntryCodec.read(EntryCodec.write(entry))).isEqualTo(entry);
    }

    private static JournalEntry read(String text) {
        return EntryCodec.read(text.getBytes(UTF_8));
    }

    private static String text(JournalEntry entry) {
        return Json.text(EntryCodec.toJson(entry));
    }
}
