package dev.xorca.samples;

/** A command's data is not what the service expects; the message goes back to the sender as the reason. */
public final class WrongDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WrongDataException(String reason) {
        super(reason);
    }
}
