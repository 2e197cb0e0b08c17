package dev.xorca.catalog;

import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.schemas.example.Example;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the data of an event must be. Two are equal when they say the same. Immutable. */
public final class DataSchema {
    /** Any data, or none. */
    public static final DataSchema ANY = new DataSchema(null, false);

    private final @Nullable PayloadSchema schema;
    private final boolean isRequired;

    private DataSchema(@Nullable PayloadSchema schema, boolean isRequired) {
        this.schema = schema;
        this.isRequired = isRequired;
    }

    /** Data of an event that a machine takes; where there is none, an empty object stands in for it. */
    static DataSchema received(@Nullable PayloadSchema schema) {
        return schema == null
                ? ANY
                : new DataSchema(schema, !schema.check(Map.of()).isEmpty());
    }

    /** As {@link #received(PayloadSchema)}. */
    static DataSchema received(Map<String, Object> document) {
        return received(SchemaCompiler.standard().compile(document));
    }

    /** Data of an event that is emitted, which always has some. */
    static DataSchema sent(@Nullable PayloadSchema schema) {
        return new DataSchema(schema, true);
    }

    /** As {@link #sent(PayloadSchema)}. */
    static DataSchema sent(Map<String, Object> document) {
        return sent(SchemaCompiler.standard().compile(document));
    }

    /** Whether anybody has said what the data must be. */
    public boolean isDeclared() {
        return schema != null;
    }

    /** Whether there must be data. */
    public boolean isRequired() {
        return isRequired;
    }

    /** The JSON Schema, which stands by itself; empty, which allows everything, when none is declared. */
    public Map<String, Object> document() {
        return schema == null ? Map.of() : schema.document();
    }

    /**
     * The JSON Schema as a part of a larger document.
     *
     * @param place of the part in the larger document, as a fragment such as {@code #/components/schemas/book}
     */
    public Map<String, Object> documentAt(String place) {
        return schema == null ? Map.of() : schema.documentAt(place);
    }

    /** The schema ready to check data; empty when none is declared. */
    public Optional<PayloadSchema> schema() {
        return Optional.ofNullable(schema);
    }

    /** Data that the schema accepts, to look at; empty when none is declared, none was found, or it is nothing but null. */
    public Optional<Object> example() {
        return schema().flatMap(Example::of).map(Example::value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataSchema data
                && isDeclared() == data.isDeclared()
                && isRequired == data.isRequired
                && document().equals(data.document());
    }

    @Override
    public int hashCode() {
        return document().hashCode();
    }

    @Override
    public String toString() {
        return document() + (isRequired ? "" : " or nothing");
    }
}
