package dev.xorca.store;

import dev.xorca.schemas.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the members of a JSON object that we have written; what is not as written is an IllegalArgumentException. */
final class Fields {
    private Fields() {}

    static String text(Map<String, Object> json, String key) {
        if (json.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + key + "' is missing or no text");
    }

    static long number(Map<String, Object> json, String key) {
        if (json.get(key) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("'" + key + "' is missing or no number");
    }

    static long number(Map<String, Object> json, String key, long otherwise) {
        return json.containsKey(key) ? number(json, key) : otherwise;
    }

    static int integer(Map<String, Object> json, String key) {
        long number = number(json, key);
        if (number != (int) number) {
            throw new IllegalArgumentException("'" + key + "' is " + number + ", which is too large");
        }
        return (int) number;
    }

    static boolean truth(Map<String, Object> json, String key) {
        if (json.get(key) instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalArgumentException("'" + key + "' is missing or neither true nor false");
    }

    static Instant time(Map<String, Object> json, String key) {
        return Times.parse(text(json, key));
    }

    static Map<String, Object> object(Map<String, Object> json, String key) {
        if (json.get(key) instanceof Map<?, ?> object) {
            return Json.object(object);
        }
        throw new IllegalArgumentException("'" + key + "' is missing or no object");
    }

    static Map<String, Object> objectOrEmpty(Map<String, Object> json, String key) {
        return json.containsKey(key) ? object(json, key) : Map.of();
    }

    static List<String> texts(Map<String, Object> json, String key) {
        return list(json, key, item -> {
            if (item instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("'" + key + "' holds something that is no text");
        });
    }

    static <E extends Enum<E>> E word(Map<String, Object> json, String key, Class<E> words) {
        var word = text(json, key);
        for (var each : words.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("'" + key + "' is '" + word + "', which means nothing here");
    }

    static @Nullable String textOrNull(Map<String, Object> json, String key) {
        return json.containsKey(key) ? text(json, key) : null;
    }

    static <T> @Nullable T optional(Map<String, Object> json, String key, Function<Map<String, Object>, T> read) {
        return json.containsKey(key) ? read.apply(object(json, key)) : null;
    }

    static <T> List<T> list(Map<String, Object> json, String key, Function<Object, T> read) {
        var list = new ArrayList<T>();
        if (json.get(key) instanceof List<?> items) {
            items.forEach(item -> list.add(read.apply(item)));
        } else if (json.containsKey(key)) {
            throw new IllegalArgumentException("'" + key + "' is no list");
        }
        return list;
    }
}
