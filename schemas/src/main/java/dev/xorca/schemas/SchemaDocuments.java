package dev.xorca.schemas;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a schema may refer to besides itself. They are all there is: whatever they do not have is not looked
 * for anywhere else.
 */
public interface SchemaDocuments {
    /** There are none. */
    SchemaDocuments NONE = new SchemaDocuments() {};

    /**
     * A document.
     *
     * @param name its name for people, and what it is known by; different documents have different names
     * @param value the JSON value
     */
    record Document(String name, @Nullable Object value) {}

    /** The document that the schema was taken from; empty when it stands alone. */
    default Optional<Document> enclosing() {
        return Optional.empty();
    }

    /** The document that has this absolute URI for its {@code $id}; empty when none has. */
    default Optional<Document> byId(String uri) {
        return Optional.empty();
    }

    /**
     * The document that lies beside another one.
     *
     * @param path as the reference has it, relative, escapes and fragment taken away
     * @param from where the reference stands; null for the schema itself
     * @return the document; empty when there is none of that name
     * @throws SchemaException when the path leads where no reference may lead, or the document there is none
     */
    default Optional<Document> beside(String path, @Nullable Document from) {
        return Optional.empty();
    }
}
