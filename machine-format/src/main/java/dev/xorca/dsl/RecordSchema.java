package dev.xorca.dsl;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The JSON Schema (draft-07) of what a record is written as. Every component is required, except an {@code Optional} and
 * what is marked {@code @Nullable}, which may also be null. Fields that the record does not have are allowed, so that a
 * service can add some.
 */
public final class RecordSchema {
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private static final Map<Class<?>, Map<String, Object>> SIMPLE = simple();

    private final Map<String, Object> definitions = new LinkedHashMap<>();
    private final Map<Class<?>, String> named = new LinkedHashMap<>();
    private final List<Class<?>> open = new ArrayList<>();
    private final Set<Class<?>> recursive = new HashSet<>();

    private RecordSchema() {}

    /**
     * The schema of a record, or of another type that has an obvious one.
     *
     * @throws IllegalArgumentException when there is none, with the component and its type
     */
    public static Map<String, Object> of(Class<?> type) {
        var reader = new RecordSchema();
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", DRAFT);
        var body = reader.schema(type, type.getSimpleName());
        if (body.containsKey("$ref")) {
            // Whatever stands beside a $ref is not looked at in draft-07.
            schema.put("allOf", List.of(body));
        } else {
            schema.putAll(body);
        }
        if (!reader.definitions.isEmpty()) {
            schema.put("definitions", reader.definitions);
        }
        return schema;
    }

    private static Map<Class<?>, Map<String, Object>> simple() {
        var all = new LinkedHashMap<Class<?>, Map<String, Object>>();
        Map<String, Object> text = Map.of("type", "string");
        List.of(String.class, CharSequence.class, LocalTime.class, LocalDateTime.class)
                .forEach(type -> all.put(type, text));
        List.of(char.class, Character.class)
                .forEach(type -> all.put(type, Map.of("type", "string", "minLength", 1L, "maxLength", 1L)));
        List.of(boolean.class, Boolean.class).forEach(type -> all.put(type, Map.of("type", "boolean")));
        List.of(int.class, long.class, short.class, byte.class, Integer.class, Long.class, Short.class, Byte.class)
                .forEach(type -> all.put(type, Map.of("type", "integer")));
        List.of(BigInteger.class, OptionalInt.class, OptionalLong.class)
                .forEach(type -> all.put(type, Map.of("type", "integer")));
        List.of(double.class, float.class, Double.class, Float.class, BigDecimal.class, Number.class)
                .forEach(type -> all.put(type, Map.of("type", "number")));
        all.put(OptionalDouble.class, Map.of("type", "number"));
        List.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class)
                .forEach(type -> all.put(type, format("date-time")));
        List.of(Duration.class, Period.class).forEach(type -> all.put(type, format("duration")));
        all.put(LocalDate.class, format("date"));
        all.put(UUID.class, format("uuid"));
        all.put(URI.class, format("uri"));
        all.put(Object.class, Map.of());
        return all;
    }

    private static Map<String, Object> format(String format) {
        return Map.of("type", "string", "format", format);
    }

    private Map<String, Object> schema(Type type, String place) {
        if (type instanceof Class<?> plain) {
            return schema(plain, place);
        } else if (type instanceof GenericArrayType array) {
            return array(array.getGenericComponentType(), place);
        } else if (type instanceof WildcardType wildcard) {
            return schema(wildcard.getUpperBounds()[0], place);
        } else if (type instanceof TypeVariable<?> variable) {
            return schema(variable.getBounds()[0], place);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            var arguments = generic.getActualTypeArguments();
            if (Optional.class == raw) {
                return schema(arguments[0], place);
            } else if (Collection.class.isAssignableFrom(raw)) {
                return collection(raw, array(arguments[0], place));
            } else if (Map.class.isAssignableFrom(raw)) {
                return object(schema(arguments[1], place + ".*"));
            }
            return schema(raw, place);
        }
        throw none(type, place);
    }

    private Map<String, Object> schema(Class<?> type, String place) {
        var simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        } else if (type.isEnum()) {
            var names = Arrays.stream(type.getEnumConstants())
                    .map(JsonRecords::toJson)
                    .toList();
            return ordered("type", "string", "enum", names);
        } else if (type.isArray()) {
            return array(type.getComponentType(), place);
        } else if (Collection.class.isAssignableFrom(type)) {
            return collection(type, Map.of("type", "array"));
        } else if (Map.class.isAssignableFrom(type)) {
            return Map.of("type", "object");
        } else if (type.isRecord()) {
            return record(type, place);
        }
        throw none(type, place);
    }

    private static IllegalArgumentException none(Type type, String place) {
        return new IllegalArgumentException("there is no JSON Schema for " + type.getTypeName() + " at '" + place
                + "': use records, enums, lists, maps, numbers, strings and times, or write a schema");
    }

    private Map<String, Object> array(Type items, String place) {
        return ordered("type", "array", "items", schema(items, place + "[]"));
    }

    private static Map<String, Object> collection(Class<?> raw, Map<String, Object> array) {
        var schema = new LinkedHashMap<>(array);
        if (Set.class.isAssignableFrom(raw)) {
            schema.put("uniqueItems", true);
        }
        return schema;
    }

    private static Map<String, Object> object(Map<String, Object> values) {
        return values.isEmpty() ? Map.of("type", "object") : ordered("type", "object", "additionalProperties", values);
    }

    /** In place where it is used; a record that contains itself goes to the definitions. */
    private Map<String, Object> record(Class<?> type, String place) {
        if (open.contains(type)) {
            recursive.add(type);
        }
        if (recursive.contains(type)) {
            return Map.of("$ref", "#/definitions/" + nameOf(type));
        }
        open.add(type);
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var component : type.getRecordComponents()) {
            var name = nameOf(component);
            var schema = schema(component.getGenericType(), place + "." + name);
            if (mayBeMissing(component)) {
                schema = orNull(schema);
            } else {
                required.add(name);
            }
            properties.put(name, schema);
        }
        open.remove(type);
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("properties", properties);
        if (!recursive.contains(type)) {
            return schema;
        }
        definitions.put(nameOf(type), schema);
        return Map.of("$ref", "#/definitions/" + nameOf(type));
    }

    private String nameOf(Class<?> type) {
        var known = named.get(type);
        if (known != null) {
            return known;
        }
        var name = type.getSimpleName();
        for (int i = 2; named.containsValue(name); i++) {
            name = type.getSimpleName() + i;
        }
        named.put(type, name);
        return name;
    }

    private static String nameOf(RecordComponent component) {
        var property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? component.getName() : property.value();
    }

    private static boolean mayBeMissing(RecordComponent component) {
        var type = component.getType();
        return type == Optional.class
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class
                || isNullable(component)
                || isNullable(component.getAnnotatedType());
    }

    /** Whoever's annotation it is. */
    private static boolean isNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        if (schema.isEmpty()) {
            return schema;
        }
        if (schema.get("type") instanceof String type && !schema.containsKey("enum")) {
            var either = new LinkedHashMap<>(schema);
            either.put("type", List.of(type, "null"));
            return either;
        }
        return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    private static Map<String, Object> ordered(String key, Object value, String otherKey, Object otherValue) {
        var map = new LinkedHashMap<String, Object>();
        map.put(key, value);
        map.put(otherKey, otherValue);
        return map;
    }
}
