package dev.xorca.dsl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.DefaultAccessorNamingStrategy;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.ExpressionException;
import org.jspecify.annotations.Nullable;

/** Records as the JSON values that the engine works on, and back. Times and durations are ISO-8601 strings. */
public final class JsonRecords {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .accessorNaming(new ComponentsOnly())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private JsonRecords() {}

    /**
     * The JSON value of a record, or of anything that Jackson can write.
     *
     * @throws ExpressionException when there is none
     */
    public static @Nullable Object toJson(@Nullable Object value) {
        try {
            return Json.read(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new ExpressionException("not to be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The record of a JSON value. {@code Object} and {@code Map} stand for the value as it is. Fields that the record
     * does not have are left out.
     *
     * @throws ExpressionException when the value does not have the record's shape
     */
    public static <T> T fromJson(@Nullable Object json, Class<T> type) {
        if (type.isInstance(json)) {
            return type.cast(json);
        }
        try {
            T value = MAPPER.convertValue(json, type);
            if (value != null) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(
                    "no " + type.getSimpleName() + " can be read from " + Json.shape(json) + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
        throw new ExpressionException("expected a " + type.getSimpleName() + ", found null");
    }

    /** A record is its components: what else its methods work out ({@code isLarge()}) is not part of its JSON. */
    private static final class ComponentsOnly extends DefaultAccessorNamingStrategy.Provider {
        private static final long serialVersionUID = 1L;

        @Override
        public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass type) {
            return new DefaultAccessorNamingStrategy.RecordNaming(config, type) {
                @Override
                public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
                    return _fieldNames.contains(name) ? name : null;
                }

                @Override
                public @Nullable String findNameForIsGetter(AnnotatedMethod method, String name) {
                    return null;
                }
            };
        }
    }
}
