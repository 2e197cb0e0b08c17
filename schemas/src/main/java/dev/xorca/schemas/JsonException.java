package dev.xorca.schemas;

/** Text that is not the JSON it should be; the message says what and where, for the person who wrote it. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String rule;

    JsonException(String message) {
        this("syntax", message);
    }

    JsonException(String rule, String message) {
        super(message);
        this.rule = rule;
    }

    JsonException(String rule, String message, Throwable cause) {
        super(message, cause);
        this.rule = rule;
    }

    /** A stable name for what is wrong: {@code syntax}, {@code duplicate-key}, {@code limit-number} or {@code limit-json}. */
    public String rule() {
        return rule;
    }
}
