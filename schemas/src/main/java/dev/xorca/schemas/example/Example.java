package dev.xorca.schemas.example;

import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.structure.SchemaNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that a schema accepts, for people to look at: small, and telling where the schema gives it something to tell,
 * by {@code examples}, {@code default}, {@code const}, {@code enum}, {@code format} and the names of properties.
 *
 * @param value a value of the types that {@link dev.xorca.schemas.Json} describes
 */
public record Example(@Nullable Object value) {
    private static final int ATTEMPTS = 200;

    /**
     * The example of a schema, always the same for the same one. It was checked: the schema accepts it.
     *
     * @return empty when none was found; there may be values all the same
     */
    public static Optional<Example> of(PayloadSchema schema) {
        var node = SchemaNode.of(schema.document());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var samples = attempt == 0 ? Samples.preferred() : Samples.random(attempt);
            var found = samples.of(node)
                    .filter(example -> schema.check(example.value).isEmpty());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
