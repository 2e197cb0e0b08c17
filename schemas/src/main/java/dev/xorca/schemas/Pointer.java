package dev.xorca.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON pointers as text, {@code /a/0/b~1c}. */
final class Pointer {
    /** What {@link #find} gives where there is nothing. */
    static final Object NOTHING = new Object();

    private static final String PLAIN_IN_FRAGMENT = "-._~!$&'()*+,;=:@/?";

    private Pointer() {}

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    static List<String> steps(String pointer) {
        return pointer.isEmpty()
                ? List.of()
                : Arrays.stream(pointer.substring(1).split("/", -1))
                        .map(step -> step.replace("~1", "/").replace("~0", "~"))
                        .toList();
    }

    /** What a pointer leads to; {@link #NOTHING} when it leads nowhere. */
    @Nullable
    static Object find(@Nullable Object value, String pointer) {
        var at = value;
        for (var step : steps(pointer)) {
            at = step(at, step);
        }
        return at;
    }

    @Nullable
    static Object step(@Nullable Object value, String step) {
        if (value instanceof Map<?, ?> map) {
            return map.containsKey(step) ? map.get(step) : NOTHING;
        }
        if (value instanceof List<?> list && step.matches("0|[1-9]\\d{0,8}")) {
            int index = Integer.parseInt(step);
            return index < list.size() ? list.get(index) : NOTHING;
        }
        return NOTHING;
    }

    /** A pointer as it is written in a reference. */
    static String toFragment(String pointer) {
        var fragment = new StringBuilder("#");
        for (byte unit : pointer.getBytes(StandardCharsets.UTF_8)) {
            var character = (char) (unit & 0xff);
            if (character < 0x80
                    && (Character.isLetterOrDigit(character) || PLAIN_IN_FRAGMENT.indexOf(character) >= 0)) {
                fragment.append(character);
            } else {
                fragment.append('%').append(String.format("%02X", (int) character));
            }
        }
        return fragment.toString();
    }

    /** The text of a fragment or path, escapes resolved once; null when they are malformed. */
    static @Nullable String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var given = text.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(given.length);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                bytes.put(given[i]);
            } else if (i + 2 < given.length && hex(given[i + 1]) >= 0 && hex(given[i + 2]) >= 0) {
                bytes.put((byte) (16 * hex(given[i + 1]) + hex(given[i + 2])));
                i += 2;
            } else {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
