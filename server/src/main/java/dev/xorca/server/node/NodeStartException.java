package dev.xorca.server.node;

/** A node cannot start as things are; the message says what is wrong and what to do. */
public final class NodeStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeStartException(String message, Throwable cause) {
        super(message, cause);
    }

    NodeStartException(String message) {
        super(message);
    }
}
