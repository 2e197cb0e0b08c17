package dev.xorca.schemas;

/** A document that cannot serve as a schema; the message is for the person who wrote it. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String place;

    /**
     * Tells what is wrong.
     *
     * @param rule a stable name for what is wrong, such as {@code ref-outside}
     * @param place where, as a fragment such as {@code #/properties/a}; in another document with its name before it
     */
    public SchemaException(String rule, String place, String message) {
        super(message);
        this.rule = rule;
        this.place = place;
    }

    SchemaException(String rule, String place, String message, Throwable cause) {
        super(message, cause);
        this.rule = rule;
        this.place = place;
    }

    /** The stable name of what is wrong. */
    public String rule() {
        return rule;
    }

    /** Where it is wrong: a fragment, in another document with its name before it. */
    public String place() {
        return place;
    }
}
