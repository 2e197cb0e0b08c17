package dev.xorca.schemas;

/** A document that cannot serve as a schema; the message is for the person who wrote it. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
