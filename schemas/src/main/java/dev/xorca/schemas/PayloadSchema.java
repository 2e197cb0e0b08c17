package dev.xorca.schemas;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of one payload, ready to check values. Immutable and safe for any number of threads. */
public interface PayloadSchema {

    /**
     * Checks a JSON value.
     *
     * @param value a value of the types that {@link Json} describes
     * @return what is wrong with it, in no particular order; empty when nothing is
     */
    List<Violation> check(@Nullable Object value);

    /** The schema itself. All that it refers to is within: it can be handed on as it is. */
    Map<String, Object> document();

    /**
     * The schema as a part of a larger document of draft-07: what refers to a place within it refers to that place there,
     * and what only draft-04 has is said as draft-07 does.
     *
     * @param place of the part in the larger document, as a fragment such as {@code #/properties/context}
     */
    default Map<String, Object> documentAt(String place) {
        return EmbeddedSchema.at(document(), place);
    }

    /**
     * One way in which a value breaks its schema.
     *
     * @param pointer where in the value, as a JSON pointer; empty for the whole
     * @param schemaPath where in the schema, as a fragment such as {@code #/properties/bookId}
     * @param rule the schema's keyword, such as {@code required}
     * @param message what was expected, and what kind of value was found; never the value itself
     */
    record Violation(String pointer, String schemaPath, String rule, String message) {
        @Override
        public String toString() {
            return (pointer.isEmpty() ? "(whole)" : pointer) + ": " + message;
        }
    }
}
