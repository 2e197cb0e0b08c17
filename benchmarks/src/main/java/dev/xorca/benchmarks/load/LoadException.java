package dev.xorca.benchmarks.load;

/** A measurement that cannot be made or does not count; the message is for whoever started it. */
final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }

    LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
