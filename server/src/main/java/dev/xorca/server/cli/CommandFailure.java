package dev.xorca.server.cli;

/** A command cannot do what it was asked to, for a reason that the user can act on: the message, one sentence. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailure(String message) {
        super(message);
    }

    /** Says what its cause says, which must be such a sentence. */
    CommandFailure(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
