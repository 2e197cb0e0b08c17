package dev.xorca.schemas;

/** Text that is not the JSON it should be; the message says what and where, for the person who wrote it. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonException(String message) {
        super(message);
    }

    JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
