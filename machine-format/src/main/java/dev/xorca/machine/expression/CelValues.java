package dev.xorca.machine.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.xorca.statechart.ExpressionException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as CEL wants them, and back. CEL takes a Java null for "unknown", so null becomes its own value; maps and
 * lists are wrapped rather than copied, because an expression looks at few of their members.
 */
final class CelValues {
    private static final int MAX_DEPTH = 64;

    private CelValues() {}

    static Object toCel(@Nullable Object value) {
        if (value instanceof String) {
            return value;
        } else if (value == null) {
            return NullValue.NULL_VALUE;
        } else if (value instanceof Map<?, ?> map) {
            return new MapView(map);
        } else if (value instanceof List<?> list) {
            return new ListView(list);
        }
        return value;
    }

    /**
     * The JSON value of a result.
     *
     * @throws ExpressionException when JSON has no such value
     */
    static @Nullable Object fromCel(@Nullable Object value) {
        return fromCel(value, 0);
    }

    private static @Nullable Object fromCel(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ExpressionException("the result is nested more than " + MAX_DEPTH + " deep");
        }
        WorkLimit.chargeResult(value);
        if (value instanceof MapView view) {
            return view.map;
        } else if (value instanceof ListView view) {
            return view.list;
        } else if (value instanceof String || value instanceof Long || value instanceof Boolean) {
            return value;
        } else if (value instanceof Double number) {
            if (number.isNaN() || number.isInfinite()) {
                throw new ExpressionException("the result " + number + " is no JSON number");
            }
            return number;
        } else if (value instanceof NullValue || value instanceof com.google.protobuf.NullValue) {
            return null;
        } else if (value instanceof Map<?, ?> map) {
            var result = new LinkedHashMap<String, @Nullable Object>();
            for (var entry : map.entrySet()) {
                if (!(entry.getKey() instanceof String key)) {
                    throw new ExpressionException("the result has a key that is no string");
                }
                result.put(key, fromCel(entry.getValue(), depth + 1));
            }
            return result;
        } else if (value instanceof List<?> list) {
            var result = new ArrayList<@Nullable Object>(list.size());
            list.forEach(item -> result.add(fromCel(item, depth + 1)));
            return result;
        } else if (value instanceof UnsignedLong number) {
            return number.longValue() >= 0 ? (Object) number.longValue() : number.doubleValue();
        } else if (value instanceof Instant || value instanceof Duration) {
            return value.toString();
        } else if (value instanceof CelByteString bytes) {
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        } else if (value instanceof Optional<?> optional) {
            return fromCel(optional.orElse(null), depth + 1);
        }
        throw new ExpressionException("the expression has no value that JSON could hold");
    }

    private static final class MapView extends AbstractMap<Object, Object> {
        private final Map<?, ?> map;

        MapView(Map<?, ?> map) {
            this.map = map;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            var value = map.get(key);
            return value == null && !map.containsKey(key) ? null : toCel(value);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return map.containsKey(key);
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public Set<Entry<Object, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<Object, Object>> iterator() {
                    var entries = map.entrySet().iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return entries.hasNext();
                        }

                        @Override
                        public Entry<Object, Object> next() {
                            var entry = entries.next();
                            return Map.entry(entry.getKey(), toCel(entry.getValue()));
                        }
                    };
                }

                @Override
                public int size() {
                    return map.size();
                }
            };
        }
    }

    private static final class ListView extends AbstractList<Object> {
        private final List<?> list;

        ListView(List<?> list) {
            this.list = list;
        }

        @Override
        public Object get(int index) {
            return toCel(list.get(index));
        }

        @Override
        public int size() {
            return list.size();
        }
    }
}
