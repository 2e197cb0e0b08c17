package dev.xorca.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean} and
 * null. A whole number that fits is a {@code Long}, every other number a {@code Double}. Keys keep their order; a key
 * that stands twice in one object is refused. Stateless.
 */
public final class Json {

    /** How deep objects and arrays from outside may lie within each other. */
    public static final int MAX_DEPTH = 64;

    /** How deep they may lie in what we write, and read again. */
    public static final int MAX_OWN_DEPTH = 256;

    private static final JsonFactory FOREIGN = factory(MAX_DEPTH);
    private static final JsonFactory OWN = factory(MAX_OWN_DEPTH);

    private static JsonFactory factory(int depth) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(limits(depth))
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .disable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .build();
    }

    static StreamReadConstraints limits(int depth) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxNumberLength(400)
                .maxStringLength(20_000_000)
                .maxNameLength(10_000)
                .build();
    }

    private Json() {}

    /**
     * Reads one JSON value.
     *
     * @throws JsonException when the bytes are not one JSON value in UTF-8, with line and column
     */
    public static @Nullable Object read(byte[] utf8) {
        try (var parser = FOREIGN.createParser(utf8)) {
            return readWhole(parser);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /**
     * Reads one JSON value.
     *
     * @throws JsonException when the text is not one JSON value, with line and column
     */
    public static @Nullable Object read(String text) {
        try (var parser = FOREIGN.createParser(text)) {
            return readWhole(parser);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /**
     * Reads one JSON object.
     *
     * @throws JsonException when the bytes are not one JSON object
     */
    public static Map<String, Object> readObject(byte[] utf8) {
        return object(read(utf8));
    }

    /**
     * Reads one JSON object that we have written ourselves.
     *
     * @throws JsonException when the bytes are not one JSON object
     */
    public static Map<String, Object> readOwnObject(byte[] utf8) {
        try (var parser = OWN.createParser(utf8)) {
            return object(readWhole(parser));
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /**
     * The value as an object.
     *
     * @throws JsonException when it is none
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(@Nullable Object value) {
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new JsonException("expected an object, found " + shape(value));
    }

    /**
     * Writes a value as compact JSON in UTF-8.
     *
     * @throws IllegalArgumentException as {@link #text}
     */
    public static byte[] bytes(@Nullable Object value) {
        return bytes(value, MAX_OWN_DEPTH);
    }

    /**
     * Writes a value as compact JSON in UTF-8.
     *
     * @throws IllegalArgumentException as {@link #text}, and when the value is nested deeper than this
     */
    public static byte[] bytes(@Nullable Object value, int maxDepth) {
        try (var bytes = new ByteArrayBuilder(OWN._getBufferRecycler(), 1_024)) {
            try (var generator = OWN.createGenerator(bytes)) {
                write(generator, value, maxDepth);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How many bytes {@link #bytes(Object, int)} would make of a value, without making them.
     *
     * @throws IllegalArgumentException as {@link #bytes(Object, int)}
     */
    public static long size(@Nullable Object value, int maxDepth) {
        return JsonSize.of(value, maxDepth);
    }

    /**
     * Writes a value as compact JSON.
     *
     * @throws IllegalArgumentException when the value is none of the types that this class describes, or is nested
     *     too deep
     */
    public static String text(@Nullable Object value) {
        var writer = new StringWriter();
        try (var generator = OWN.createGenerator(writer)) {
            write(generator, value, MAX_OWN_DEPTH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toString();
    }

    /** What kind of value this is, in the words of JSON Schema; never the value itself. */
    public static String shape(@Nullable Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof Map<?, ?> map) {
            return "an object with " + (map.isEmpty() ? "no keys" : "keys " + map.keySet());
        } else if (value instanceof List<?> list) {
            return "an array of " + list.size();
        } else if (value instanceof String text) {
            return "a string of " + text.length();
        } else if (value instanceof Boolean) {
            return "a boolean";
        } else if (value instanceof Long) {
            return "an integer";
        }
        return value instanceof Double ? "a number" : value.getClass().getSimpleName();
    }

    /** How many values this one is, with all that is in it. */
    static long values(@Nullable Object value) {
        long values = 1;
        if (value instanceof Map<?, ?> map) {
            for (var member : map.values()) {
                values += values(member);
            }
        } else if (value instanceof List<?> list) {
            for (var item : list) {
                values += values(item);
            }
        }
        return values;
    }

    static @Nullable Object readWhole(JsonParser parser) throws IOException {
        begin(parser);
        var value = readValue(parser);
        end(parser);
        return value;
    }

    static Map<String, Object> readWholeWithout(Set<String> unwanted, JsonParser parser) throws IOException {
        begin(parser);
        var value = parser.currentToken() == JsonToken.START_OBJECT ? readMembers(parser, unwanted) : readValue(parser);
        end(parser);
        return object(value);
    }

    private static void begin(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new JsonException("there is no JSON value: the text is empty");
        }
    }

    private static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonException("there is more after the JSON value" + at(parser));
        }
    }

    private static Map<String, Object> readMembers(JsonParser parser, Set<String> unwanted) throws IOException {
        var map = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            // The parser can look for these as well, with a set of its own for every object.
            if (map.containsKey(key)) {
                throw new JsonException(
                        "duplicate-key", "Duplicate field '" + key + "'" + at(parser.currentTokenLocation()));
            }
            parser.nextToken();
            if (unwanted.contains(key)) {
                parser.skipChildren();
            } else {
                map.put(key, readValue(parser));
            }
        }
        return map;
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        var token = parser.currentToken();
        if (token == null) {
            throw new JsonException("it ends in the middle" + at(parser));
        }
        return switch (token) {
            case START_OBJECT -> readMembers(parser, Set.of());
            case START_ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? finite(parser)
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> finite(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new JsonException("unexpected " + token + at(parser));
        };
    }

    private static Double finite(JsonParser parser) throws IOException {
        var value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw new JsonException("limit-number", "number " + parser.getText() + " is too large" + at(parser));
        }
        return value;
    }

    static void write(JsonGenerator generator, @Nullable Object value, int depthLeft) throws IOException {
        // Classes before interfaces, and what is frequent first: whether a text is a map is a dear question.
        if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Long || value instanceof Integer) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number && Double.isFinite(number)) {
            generator.writeNumber(number);
        } else if (value == null) {
            generator.writeNull();
        } else if (depthLeft <= 0 && (value instanceof Map || value instanceof List)) {
            throw tooDeep();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (var entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue(), depthLeft - 1);
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (var element : list) {
                write(generator, element, depthLeft - 1);
            }
            generator.writeEndArray();
        } else if (value instanceof BigInteger number) {
            generator.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            generator.writeNumber(number);
        } else {
            throw noJson(value);
        }
    }

    static IllegalArgumentException tooDeep() {
        return new IllegalArgumentException("the value is nested too deep");
    }

    static IllegalArgumentException noJson(Object value) {
        return new IllegalArgumentException("no JSON value: " + value.getClass().getName());
    }

    private static String at(JsonParser parser) {
        return at(parser.currentLocation());
    }

    private static String at(JsonLocation location) {
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    static JsonException notJson(IOException e) {
        if (e instanceof JsonProcessingException json) {
            var location = json.getLocation();
            return new JsonException(
                    json instanceof StreamConstraintsException ? "limit-json" : "syntax",
                    json.getOriginalMessage().lines().findFirst().orElse("malformed JSON")
                            + (location == null ? "" : at(location)),
                    e);
        }
        return new JsonException("syntax", "not UTF-8 text: " + e.getMessage(), e);
    }
}
