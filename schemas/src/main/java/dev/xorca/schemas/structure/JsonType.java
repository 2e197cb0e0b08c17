package dev.xorca.schemas.structure;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of JSON values, with numbers told apart by whether they are whole. Every value has exactly one. */
public enum JsonType {
    STRING,
    OBJECT,
    ARRAY,
    INTEGER,
    FRACTION,
    BOOLEAN,
    NULL;

    public static final Set<JsonType> NUMERIC = EnumSet.of(INTEGER, FRACTION);

    /** The type of a value of the kinds that {@link dev.xorca.schemas.Json} describes. */
    public static JsonType of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        } else if (value instanceof String) {
            return STRING;
        } else if (value instanceof Map) {
            return OBJECT;
        } else if (value instanceof List) {
            return ARRAY;
        } else if (value instanceof Boolean) {
            return BOOLEAN;
        }
        return isWhole(JsonValues.number(value)) ? INTEGER : FRACTION;
    }

    /** What a schema's {@code type} allows: a name or several; names that there are not allow nothing. */
    static Set<JsonType> named(Object type) {
        var types = EnumSet.noneOf(JsonType.class);
        for (var name : type instanceof Collection<?> names ? names : List.of(type)) {
            switch (String.valueOf(name)) {
                case "string" -> types.add(STRING);
                case "object" -> types.add(OBJECT);
                case "array" -> types.add(ARRAY);
                case "integer" -> types.add(INTEGER);
                case "number" -> types.addAll(NUMERIC);
                case "boolean" -> types.add(BOOLEAN);
                case "null" -> types.add(NULL);
                default -> {}
            }
        }
        return types;
    }

    /** The word of JSON Schema. */
    public String word() {
        return this == FRACTION ? "number" : name().toLowerCase(Locale.ROOT);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }
}
