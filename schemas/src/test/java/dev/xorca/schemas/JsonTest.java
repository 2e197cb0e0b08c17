package dev.xorca.schemas;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("null", null),
                arguments("true", true),
                arguments("false", false),
                arguments("0", 0L),
                arguments("-0", 0L),
                arguments("999", 999L),
                arguments("9223372036854775807", Long.MAX_VALUE),
                arguments("-9223372036854775808", Long.MIN_VALUE),
                // What does not fit into a long, or is written as a fraction or a power, is a double.
                arguments("9223372036854775808", 9.223372036854776E18),
                arguments("123456789012345678901234567890", 1.2345678901234568e29),
                arguments("1.0", 1.0),
                arguments("-0.0", -0.0),
                arguments("1e2", 100.0),
                arguments("1E-2", 0.01),
                arguments("999.5", 999.5),
                arguments("1e-400", 0.0),
                arguments("1.7976931348623157e308", Double.MAX_VALUE),
                arguments("\"\"", ""),
                arguments("\"\\u00e9\\n\\\"\\/\"", "é\n\"/"),
                arguments("\"\\ud83d\\ude00\"", "😀"),
                arguments("[]", List.of()),
                arguments("{}", Map.of()),
                arguments(" [ 1 , [ ] , { \"a\" : [ 2.5 ] } ] ", List.of(1L, List.of(), Map.of("a", List.of(2.5)))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void textBecomesPlainValues(String text, Object value) {
        assertThat(Json.read(text)).isEqualTo(value);
        assertThat(Json.read(text.getBytes(UTF_8))).isEqualTo(value);
    }

    @Test
    void nullsStayInObjectsAndLists() {
        var object = Json.object(Json.read("{\"a\":null,\"b\":[null]}"));
        assertThat(object).containsEntry("a", null).containsEntry("b", Collections.singletonList(null));
    }

    @Test
    void keysKeepTheirOrder() {
        assertThat(Json.object(Json.read("{\"z\":1,\"a\":2,\"10\":3,\"m\":4}")).keySet())
                .containsExactly("z", "a", "10", "m");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            TEXT                | MESSAGE
            ``                  | there is no JSON value: the text is empty
            `  `                | there is no JSON value: the text is empty
            {                   | line: 1, column: 1]) at line 1, column 2
            [1,                 | Unexpected end-of-input within/between Array entries at line 1, column 4
            [1,]                | Unexpected character (']' (code 93))
            {"a":1,}            | was expecting double-quote to start field name at line 1, column 8
            {"a":1,"a":1}       | Duplicate field 'a' at line 1, column 8
            {"o":{"a":1,"a":2}} | Duplicate field 'a' at line 1, column 13
            {"a" 1}             | was expecting a colon to separate field name and value at line 1, column 6
            {a:1}               | was expecting double-quote to start field name at line 1, column 2
            'a'                 | Unexpected character (''' (code 39))
            nul                 | Unrecognized token 'nul'
            NaN                 | Non-standard token 'NaN'
            Infinity            | Non-standard token 'Infinity'
            -Infinity           | Non-standard token '-Infinity'
            1e400               | number 1e400 is too large at line 1, column 6
            [-1e400]            | number -1e400 is too large at line 1, column 8
            01                  | Leading zeroes not allowed at line 1, column 2
            +1                  | at line 1, column 2
            .5                  | at line 1, column 1
            1.                  | Decimal point not followed by a digit at line 1, column 2
            1 2                 | there is more after the JSON value at line 1, column 4
            {} {}               | there is more after the JSON value at line 1, column 5
            {} x                | Unrecognized token 'x'
            // 1                | maybe a (non-standard) comment?
            "\\x"               | Unrecognized character escape 'x' (code 120) at line 1, column 3
            """)
    void textThatIsNoJsonIsRefusedWithThePlace(String text, String message) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> Json.read(text.getBytes(UTF_8)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(message);
    }

    @Test
    void thePlaceCountsLines() {
        assertThatThrownBy(() -> Json.read("[1\n,\n 2 3]")).hasMessageEndingWith("at line 3, column 4");
        assertThatThrownBy(() -> Json.read("{\n  \"a\": 1,\n  \"a\": 2\n}")).hasMessageContaining("at line 3, column ");
    }

    @Test
    void controlCharactersMustBeEscaped() {
        assertThatThrownBy(() -> Json.read("\"a\nb\""))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("has to be escaped");
    }

    static Stream<Arguments> notUtf8() {
        return Stream.of(
                arguments("Latin-1", "{\"a\":\"é\"}".getBytes(ISO_8859_1)),
                arguments("UTF-16 big endian", "{\"a\":1}".getBytes(UTF_16BE)),
                arguments("UTF-16 little endian", "{\"a\":1}".getBytes(UTF_16LE)),
                arguments("a character cut off", new byte[] {'"', (byte) 0xE2, (byte) 0x82, '"'}),
                arguments("half a surrogate pair", new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}),
                arguments("a byte that UTF-8 never has", new byte[] {'"', (byte) 0xFF, '"'}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notUtf8")
    void bytesThatAreNotUtf8AreRefused(String what, byte[] bytes) {
        assertThatThrownBy(() -> Json.read(bytes)).as(what).isInstanceOf(JsonException.class);
    }

    @Test
    void valuesFromOutsideMayLie64DeepAndOurOwn256() {
        assertThat(Json.read(brackets(Json.MAX_DEPTH))).isEqualTo(nested(Json.MAX_DEPTH));
        assertThatThrownBy(() -> Json.read(brackets(Json.MAX_DEPTH + 1)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("depth (65)")
                .hasMessageContaining("maximum allowed (64");
        var own = "{\"a\":" + brackets(Json.MAX_OWN_DEPTH - 1) + "}";
        assertThat(Json.readOwnObject(own.getBytes(UTF_8))).containsKey("a");
        var deeper = "{\"a\":" + brackets(Json.MAX_OWN_DEPTH) + "}";
        assertThatThrownBy(() -> Json.readOwnObject(deeper.getBytes(UTF_8))).isInstanceOf(JsonException.class);
    }

    @Test
    void aBottomlessTextIsRefusedAtOnce() {
        assertThatThrownBy(() -> Json.read("[".repeat(1_000_000))).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 255, 256})
    void whateverIsWrittenCanBeReadAgain(int depth) {
        var object = Map.of("a", nested(depth - 1));
        assertThat(Json.readOwnObject(Json.bytes(object))).isEqualTo(object);
    }

    @ParameterizedTest
    @ValueSource(ints = {257, 258, 10_000})
    void whatIsNestedTooDeepToBeReadAgainIsNotWritten(int depth) {
        assertThatThrownBy(() -> Json.bytes(nested(depth)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the value is nested too deep");
        assertThatThrownBy(() -> Json.text(nested(depth))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSmallerDepthCanBeAskedForWhenWriting() {
        assertThat(Json.bytes(nested(3), 3)).asString(UTF_8).isEqualTo("[[[]]]");
        assertThat(Json.bytes(List.of(List.of(1L)), 2)).asString(UTF_8).isEqualTo("[[1]]");
        assertThatThrownBy(() -> Json.bytes(nested(4), 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.bytes(List.of(List.of(1L)), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Arguments> written() {
        return Stream.of(
                arguments(null, "null"),
                arguments(1L, "1"),
                arguments(1, "1"),
                arguments(1.0, "1.0"),
                arguments(100.0, "100.0"),
                arguments(1e21, "1.0E21"),
                arguments(new BigInteger("9223372036854775808"), "9223372036854775808"),
                arguments(new BigDecimal("0.10"), "0.10"),
                arguments("é\"\n", "\"é\\\"\\n\""),
                arguments(List.of(), "[]"),
                arguments(Map.of("a", List.of(true)), "{\"a\":[true]}"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void valuesAreWrittenCompactly(Object value, String text) {
        assertThat(Json.text(value)).isEqualTo(text);
        assertThat(Json.bytes(value)).asString(UTF_8).isEqualTo(text);
    }

    @Test
    void whatJsonHasNoWordForIsNotWritten() {
        for (var value :
                List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.5f, Instant.EPOCH, 'c')) {
            assertThatThrownBy(() -> Json.bytes(List.of(value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no JSON value: " + value.getClass().getName());
        }
    }

    @Test
    void onlyAnObjectIsReadAsAnObject() {
        assertThatThrownBy(() -> Json.readObject("[1,2]".getBytes(UTF_8)))
                .isInstanceOf(JsonException.class)
                .hasMessage("expected an object, found an array of 2");
        assertThatThrownBy(() -> Json.readOwnObject("null".getBytes(UTF_8)))
                .hasMessage("expected an object, found null");
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments(null, "null"),
                arguments(Map.of(), "an object with no keys"),
                arguments(Map.of("secret", "x"), "an object with keys [secret]"),
                arguments(List.of(1L, 2L), "an array of 2"),
                arguments("secret", "a string of 6"),
                arguments(true, "a boolean"),
                arguments(7L, "an integer"),
                arguments(7.5, "a number"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aShapeTellsTheKindAndNeverTheValue(Object value, String shape) {
        assertThat(Json.shape(value)).isEqualTo(shape);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomValuesComeBackAsTheyWere(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            var value = JsonValues.random(random, 5);
            assertThat(Json.read(Json.bytes(value)))
                    .as("bytes, seed %d, value %d", seed, i)
                    .isEqualTo(value);
            assertThat(Json.read(Json.text(value)))
                    .as("text, seed %d, value %d", seed, i)
                    .isEqualTo(value);
            assertThat(Json.size(value, 6))
                    .as("size, seed %d, value %d", seed, i)
                    .isEqualTo(Json.bytes(value).length);
        }
    }

    @Test
    void theSizeOfEveryCharacterIsKnown() {
        for (int character = 0; character <= 0x1_0100; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                var text = Character.toString(character);
                assertThat(Json.size(text, 1)).as("U+%04X", character).isEqualTo(Json.bytes(text).length);
            }
        }
    }

    @Test
    void theSizeOfOtherNumbersIsKnown() {
        var numbers = List.of(1, -0.0, 1e300, new BigDecimal("1E+40"), new BigDecimal("0.10"), BigInteger.TEN.pow(30));

        assertThat(Json.size(numbers, 1)).isEqualTo(Json.bytes(numbers).length);
    }

    @Test
    void whatCannotBeWrittenHasNoSize() {
        assertThat(Json.size(nested(6), 6)).isEqualTo(12);
        assertThatThrownBy(() -> Json.size(nested(6), 5)).hasMessage("the value is nested too deep");
        assertThatThrownBy(() -> Json.size(Map.of("key", Map.of()), 1)).hasMessage("the value is nested too deep");
        assertThatThrownBy(() -> Json.size(List.of(Double.NaN), 1)).hasMessage("no JSON value: java.lang.Double");
    }

    private static String brackets(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static Object nested(int depth) {
        Object value = List.of();
        for (int i = 1; i < depth; i++) {
            value = List.of(value);
        }
        return depth == 0 ? "leaf" : value;
    }
}
