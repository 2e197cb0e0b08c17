package dev.xorca.runtime;

import org.jspecify.annotations.Nullable;

/** Kafka has not said that it took an event; it may have, nevertheless. */
public final class NotAcknowledgedException extends Exception {
    private static final long serialVersionUID = 1L;

    private NotAcknowledgedException(String message, Throwable cause) {
        super(message, cause);
    }

    static NotAcknowledgedException of(@Nullable Throwable cause) {
        var known = cause == null ? new IllegalStateException("no reason given") : cause;
        return known instanceof NotAcknowledgedException same
                ? same
                : new NotAcknowledgedException("Kafka has not taken the event: " + known.getMessage(), known);
    }
}
