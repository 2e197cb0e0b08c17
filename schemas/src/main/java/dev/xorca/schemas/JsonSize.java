package dev.xorca.schemas;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of compact JSON, as {@link Json} writes it. */
final class JsonSize {
    private static final int ESCAPED = 6;

    private JsonSize() {}

    static long of(@Nullable Object value, int depthLeft) {
        if (value instanceof String text) {
            return of(text);
        } else if (value instanceof Map<?, ?> map) {
            return ofMap(map, depthLeft);
        } else if (value instanceof List<?> list) {
            return ofList(list, depthLeft);
        } else if (value == null) {
            return 4;
        } else if (value instanceof Boolean bool) {
            return bool ? 4 : 5;
        } else if (value instanceof Long
                || value instanceof Integer
                || (value instanceof Double number && Double.isFinite(number))
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return value.toString().length();
        }
        throw Json.noJson(value);
    }

    private static long ofMap(Map<?, ?> map, int depthLeft) {
        if (depthLeft <= 0) {
            throw Json.tooDeep();
        }
        // Colons and commas; of the latter there is one less, unless there is nothing at all.
        long size = 2L + 2L * map.size() - (map.isEmpty() ? 0 : 1);
        for (var entry : map.entrySet()) {
            size += of(String.valueOf(entry.getKey())) + of(entry.getValue(), depthLeft - 1);
        }
        return size;
    }

    private static long ofList(List<?> list, int depthLeft) {
        if (depthLeft <= 0) {
            throw Json.tooDeep();
        }
        long size = 2L + list.size() - (list.isEmpty() ? 0 : 1);
        for (var element : list) {
            size += of(element, depthLeft - 1);
        }
        return size;
    }

    private static long of(String text) {
        long size = 2L + text.length();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ') {
                size += (isShort(character) ? 2 : ESCAPED) - 1;
            } else if (character == '"' || character == '\\') {
                size++;
            } else if (character >= 0x80) {
                size += beyondAscii(character) - 1;
            }
        }
        return size;
    }

    private static boolean isShort(char control) {
        return switch (control) {
            case '\b', '\t', '\n', '\f', '\r' -> true;
            default -> false;
        };
    }

    /** Halves of surrogate pairs are written as escapes. */
    private static int beyondAscii(char character) {
        if (Character.isSurrogate(character)) {
            return ESCAPED;
        }
        return character < 0x800 ? 2 : 3;
    }
}
