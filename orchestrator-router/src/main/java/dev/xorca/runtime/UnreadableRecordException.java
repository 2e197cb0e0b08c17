package dev.xorca.runtime;

/** A record that is no CloudEvent; has a stable code and a sentence for whoever sent it. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    UnreadableRecordException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
