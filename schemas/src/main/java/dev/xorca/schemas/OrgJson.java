package dev.xorca.schemas;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Our values in the library that Everit reads. */
final class OrgJson {
    /** Below this a double has every integer. */
    private static final long MAX_EXACT = 1L << 53;

    private OrgJson() {}

    static Object of(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        } else if (value == null) {
            return JSONObject.NULL;
        } else if (value instanceof Map<?, ?> map) {
            // Not with a size: that constructor is not for us, and the number would be taken for a bean.
            var object = new JSONObject();
            map.forEach((key, child) -> object.put(String.valueOf(key), of(child)));
            return object;
        } else if (value instanceof List<?> list) {
            var array = new JSONArray(list.size());
            list.forEach(child -> array.put(of(child)));
            return array;
        } else if (value instanceof Long whole) {
            return integer(whole);
        } else if (value instanceof Double number && number == Math.rint(number)) {
            long whole = number.longValue();
            return whole == number && Math.abs(whole) < MAX_EXACT
                    ? integer(whole)
                    : integer(new BigDecimal(number).toBigInteger());
        }
        return value;
    }

    private static Number integer(long value) {
        return (int) value == value ? (Number) (int) value : (Number) value;
    }

    /** Everit takes limits such as minLength only as {@code Integer}, and 1.0 for no integer; JSON Schema does. */
    private static Number integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }
}
