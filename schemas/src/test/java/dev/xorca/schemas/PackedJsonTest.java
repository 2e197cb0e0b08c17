package dev.xorca.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedJsonTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomValuesComeBackAsTheyWere(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            var object = holding(JsonValues.random(random, 5));
            assertThat(PackedJson.readObject(PackedJson.write(object)))
                    .as("seed %d, value %d", seed, i)
                    .isEqualTo(object);
        }
    }

    @Test
    void itIsAsSmallAsNamesAndTextsThatComeAgainAllow() {
        var item = Map.<String, Object>of("name", "a name that comes again", "express", true);
        var object = holding(Collections.nCopies(20, item));
        assertThat(PackedJson.write(object).length * 5 / 2).isLessThan(Json.bytes(object).length);
    }

    @Test
    void itIsNeverMoreThanThreeTimesAsLargeAsText() {
        for (var value :
                List.<Object>of(1.5, -0.5, 0L, -1L, 1_000_000L, Long.MIN_VALUE, true, "", "x", "é", List.of())) {
            var object = holding(Collections.nCopies(10_000, value));
            assertThat(PackedJson.write(object).length)
                    .as("a list of %s", value)
                    .isLessThan(3 * Json.bytes(object).length);
        }
    }

    /** It has no form for these, text has. */
    @Test
    void halvesOfSurrogatePairsComeBackToo() {
        for (var half : List.of("\ud83d", "a\ude00b", "\ude00".repeat(100), "x".repeat(30_000) + "\ud83d")) {
            var object = holding(half);
            assertThat(PackedJson.readObject(PackedJson.write(object))).isEqualTo(object);
        }
    }

    @Test
    void textIsReadAsWell() {
        assertThat(PackedJson.readObject("{\"a\":[1,2.5]}".getBytes(UTF_8))).isEqualTo(Map.of("a", List.of(1L, 2.5)));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (var bytes :
                List.of(PackedJson.write(List.of(1L)), new byte[0], ":)".getBytes(UTF_8), ":)\n\0".getBytes(UTF_8))) {
            assertThatThrownBy(() -> PackedJson.readObject(bytes)).isInstanceOf(JsonException.class);
        }
    }

    @Test
    void whatIsNestedTooDeepIsRefused() {
        Object value = 1L;
        for (int i = 0; i < Json.MAX_OWN_DEPTH; i++) {
            value = new ArrayList<>(List.of(value));
        }
        var deep = holding(value);
        assertThatThrownBy(() -> PackedJson.write(deep)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void spoiltBytesAreRefusedOrSaySomethingElse(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            var bytes = PackedJson.write(holding(JsonValues.random(random, 4)));
            for (int spoilt = random.nextInt(3); spoilt >= 0; spoilt--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                PackedJson.readObject(bytes);
            } catch (JsonException e) {
                assertThat(e.getMessage()).as("seed %d, value %d", seed, i).isNotBlank();
            }
        }
    }

    private static Map<String, @Nullable Object> holding(@Nullable Object value) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("value", value);
        return object;
    }
}
