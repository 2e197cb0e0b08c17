package dev.xorca.machine.simulate;

/** Input that a simulation cannot make sense of; the message is for the person who wrote it. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }
}
