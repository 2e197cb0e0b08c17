package dev.xorca.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.PackedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotCodecTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomStatesComeBackAsTheyWere(long seed) {
        var random = new Random(seed);
        OrchestrationState state = null;
        for (long sequence = 1; sequence <= 300; sequence++) {
            state = OrchestrationState.apply(state, Entries.random(random, sequence));
            if (random.nextInt(5) != 0) {
                continue;
            }
            var bytes = SnapshotCodec.write(state);
            var read = SnapshotCodec.read(bytes);
            assertThat(read).as("seed %d, entry %d", seed, sequence).isEqualTo(state);
            assertThat(SnapshotCodec.write(read))
                    .as("seed %d, bytes after entry %d", seed, sequence)
                    .isEqualTo(bytes);
            assertThat(read.context().keySet())
                    .containsExactlyElementsOf(state.context().keySet());
        }
    }

    /** What is remembered later depends on how the snapshot cuts what is remembered now. */
    @Test
    void aStateFromASnapshotGoesOnAsTheOtherDoes() {
        var state = OrchestrationState.apply(null, Entries.entry(1));
        var restored = state;
        for (long sequence = 2; sequence <= 700; sequence++) {
            state = OrchestrationState.apply(state, Entries.ignored(sequence, "e" + sequence));
            restored = OrchestrationState.apply(
                    SnapshotCodec.read(SnapshotCodec.write(restored)), Entries.ignored(sequence, "e" + sequence));
            assertThat(restored).isEqualTo(state);
        }
        assertThat(SeenEventsTest.remembered(restored.seen())).isBetween(256, 288);
    }

    @Test
    void aStateMayLieAsDeepAsItsEntries() {
        Object value = List.of();
        for (int i = 3; i < Json.MAX_OWN_DEPTH; i++) {
            value = List.of(value);
        }
        var entry = Entries.entry(1, Map.of("deep", value));
        var state = OrchestrationState.apply(null, EntryCodec.read(EntryCodec.write(entry)));
        assertThat(SnapshotCodec.read(SnapshotCodec.write(state))).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            PART                  | INSTEAD                 | REASON
            "v":2                 | "v":1                   | a snapshot has format version 1
            "v":2                 | "v":"2"                 | a snapshot cannot be read: 'v' is missing or no number
            "sequence":1          | "sequence":1.0          | a snapshot cannot be read: 'sequence' is missing or no number
            "startedBy":          | "startedWith":          | a snapshot cannot be read: 'startedBy' has not 2 members
            "startedBy":["/test"  | "startedBy":["/test",7  | a snapshot cannot be read: 'startedBy' holds something that is no text
            "timers":[            | "timers":[null,         | a snapshot cannot be read: expected an object, found null
            "timers":[            | "timers":["x",          | a snapshot cannot be read: expected an object, found a string of 1
            "seen":[[             | "seen":[null,[          | a snapshot cannot be read: 'seen' holds something that is no list
            "seen":[[             | "seen":[{},[            | a snapshot cannot be read: 'seen' holds something that is no list
            "seen":[[             | "seen":[[7,             | a snapshot cannot be read: 'seen' holds something else than source, id, position and time
            "seen":[[["/test"     | "seen":[[["/test",7     | a snapshot cannot be read: 'seen' holds something else than source, id, position and time
            "context":{           | "context":null,"c":{    | a snapshot cannot be read: 'context' is missing or no object
            """)
    void whatIsNoSnapshotIsRefusedWithTheReason(String part, String instead, String reason) {
        var state = OrchestrationState.apply(null, Entries.starting(1, Entries.timer("t", 5)));
        var text = Json.text(SnapshotCodec.toJson(state));
        assertThat(text).contains(part);
        assertThatThrownBy(() -> SnapshotCodec.read(text.replace(part, instead).getBytes(UTF_8)))
                .isInstanceOf(JournalException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyDamageIsReadOrRefusedButNeverCrashes(long seed) {
        var random = new Random(seed);
        var whole = SnapshotCodec.write(state(random, 20));
        for (int i = 0; i < 2_000; i++) {
            var bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int j = random.nextInt(3); j >= 0 && bytes.length > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                SnapshotCodec.read(bytes);
            } catch (JournalException refused) {
                assertThat(refused).as("seed %d, damage %d", seed, i).hasMessageStartingWith("a snapshot ");
            }
        }
    }

    /** Damage that leaves JSON: any value, anywhere, becomes another. */
    @ParameterizedTest
    @ValueSource(
            strings = {"null", "7", "-1", "1.5", "true", "\"\"", "\"x\"", "[]", "[null]", "[[]]", "{}", "{\"a\":[]}"})
    void anyOtherValueIsReadOrRefusedButNeverCrashes(String other) {
        var snapshot = PackedJson.readObject(SnapshotCodec.write(state(new Random(1), 5)));
        int places = count(snapshot);
        assertThat(places).isGreaterThan(50);
        for (int place = 0; place < places; place++) {
            var damaged = Json.bytes(replaced(snapshot, new int[] {place}, Json.read(other)));
            try {
                SnapshotCodec.read(damaged);
            } catch (JournalException refused) {
                assertThat(refused).as("place %d", place).hasMessageStartingWith("a snapshot ");
            }
        }
    }

    private static OrchestrationState state(Random random, int entries) {
        var state = OrchestrationState.apply(null, Entries.random(random, 1));
        for (long sequence = 2; sequence <= entries; sequence++) {
            state = OrchestrationState.apply(state, Entries.random(random, sequence));
        }
        return OrchestrationState.apply(state, Entries.starting(entries + 1L, Entries.timer("t", 5)));
    }

    private static int count(Object value) {
        var left = new int[] {Integer.MAX_VALUE};
        replaced(value, left, null);
        return Integer.MAX_VALUE - left[0];
    }

    /** A copy in which the value at the place that many values after this one is another. */
    private static Object replaced(Object value, int[] left, Object other) {
        if (left[0]-- == 0) {
            return other;
        }
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<Object, Object>();
            map.forEach((key, each) -> copy.put(key, replaced(each, left, other)));
            return copy;
        }
        if (value instanceof List<?> list) {
            var copy = new ArrayList<Object>();
            list.forEach(each -> copy.add(replaced(each, left, other)));
            return copy;
        }
        return value;
    }
}
