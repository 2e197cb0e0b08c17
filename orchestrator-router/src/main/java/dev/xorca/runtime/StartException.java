package dev.xorca.runtime;

/** The router cannot start as things are; the message says what is wrong and what to do, in one sentence. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
