package dev.xorca.server.cli;

import picocli.CommandLine.ExitCode;

/** A command cannot do what it was asked to, for a reason that the user can act on: the message, one sentence. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    CommandFailure(String message) {
        super(message);
        this.exitCode = ExitCode.SOFTWARE;
    }

    /** Says what its cause says, which must be such a sentence. */
    CommandFailure(Exception cause) {
        this(cause, ExitCode.SOFTWARE);
    }

    /** As {@link #CommandFailure(Exception)}, for commands with which 1 means something else. */
    CommandFailure(Exception cause, int exitCode) {
        super(cause.getMessage(), cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
