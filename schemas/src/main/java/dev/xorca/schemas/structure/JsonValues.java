package dev.xorca.schemas.structure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values compared as JSON Schema compares them: {@code 1} and {@code 1.0} are the same number. */
public final class JsonValues {
    private JsonValues() {}

    public static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number && other instanceof Number) {
            return number(one).compareTo(number(other)) == 0;
        } else if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> twin) {
            return map.keySet().equals(twin.keySet())
                    && map.entrySet().stream().allMatch(each -> same(each.getValue(), twin.get(each.getKey())));
        } else if (one instanceof List<?> list && other instanceof List<?> twin) {
            if (list.size() != twin.size()) {
                return false;
            }
            for (int i = 0; i < list.size(); i++) {
                if (!same(list.get(i), twin.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one == null ? other == null : one.equals(other);
    }

    /** Whether one of the values is the same as this one. */
    public static boolean contain(List<?> values, @Nullable Object value) {
        return values.stream().anyMatch(each -> same(each, value));
    }

    /**
     * A JSON number, exactly.
     *
     * @throws IllegalArgumentException when the value is no number
     */
    public static BigDecimal number(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return BigDecimal.valueOf(((Number) value).longValue());
        } else if (value instanceof BigInteger whole) {
            return new BigDecimal(whole);
        } else if (value instanceof Double fraction) {
            // As it is written, which is what people and validators compare.
            return new BigDecimal(fraction.toString());
        } else if (value instanceof BigDecimal number) {
            return number;
        }
        throw new IllegalArgumentException("no number");
    }

    /** The value that {@link dev.xorca.schemas.Json} would read for this number. */
    public static Object value(BigDecimal number) {
        var plain = number.stripTrailingZeros();
        if (plain.scale() <= 0 && plain.toBigInteger().bitLength() < Long.SIZE) {
            return plain.longValueExact();
        }
        return number.doubleValue();
    }
}
