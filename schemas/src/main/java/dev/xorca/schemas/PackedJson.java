package dev.xorca.schemas;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.dataformat.smile.SmileConstants;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as few bytes (Smile 1.0.6): for what is kept by the thousand and read by programs only. Takes a third less
 * room than text and half the time. The values are those of {@link Json}. Stateless.
 */
public final class PackedJson {
    private static final SmileFactory SMILE = SmileFactory.builder()
            .streamReadConstraints(Json.limits(Json.MAX_OWN_DEPTH))
            .enable(SmileGenerator.Feature.CHECK_SHARED_STRING_VALUES)
            .build();

    private PackedJson() {}

    /**
     * Writes a value. Takes at most three times the room of {@link Json#bytes}, and that only for lists of short
     * fractions.
     *
     * @throws IllegalArgumentException as {@link Json#bytes}
     */
    public static byte[] write(@Nullable Object value) {
        try (var bytes = new ByteArrayBuilder(SMILE._getBufferRecycler(), 1_024)) {
            try (var generator = SMILE.createGenerator(bytes)) {
                Json.write(generator, value, Json.MAX_OWN_DEPTH);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            // Half a surrogate pair, which only text has an escape for.
            return Json.bytes(value);
        }
    }

    /**
     * Reads an object, packed or as text.
     *
     * @throws JsonException when the bytes are not one JSON object
     */
    public static Map<String, Object> readObject(byte[] bytes) {
        if (!isPacked(bytes)) {
            return Json.readOwnObject(bytes);
        }
        try (var parser = SMILE.createParser(bytes)) {
            return Json.object(Json.readWhole(parser));
        } catch (IOException e) {
            throw Json.notJson(e);
        }
    }

    /**
     * Reads an object without some of its members, which cost next to nothing where it is packed.
     *
     * @param unwanted names of members of the object itself, not of those within
     * @throws JsonException when the bytes are not one JSON object
     */
    public static Map<String, Object> readObjectWithout(Set<String> unwanted, byte[] bytes) {
        if (!isPacked(bytes)) {
            var object = Json.readOwnObject(bytes);
            object.keySet().removeAll(unwanted);
            return object;
        }
        try (var parser = SMILE.createParser(bytes)) {
            return Json.readWholeWithout(unwanted, parser);
        } catch (IOException e) {
            throw Json.notJson(e);
        }
    }

    private static boolean isPacked(byte[] bytes) {
        return bytes.length > 2
                && bytes[0] == SmileConstants.HEADER_BYTE_1
                && bytes[1] == SmileConstants.HEADER_BYTE_2
                && bytes[2] == SmileConstants.HEADER_BYTE_3;
    }
}
