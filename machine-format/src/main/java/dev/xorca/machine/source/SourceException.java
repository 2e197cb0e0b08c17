package dev.xorca.machine.source;

/** Text that is not well-formed, or larger than the limits; with the place and the rule that it breaks. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String rule;

    SourceException(int line, int column, String rule, String message) {
        super(message);
        this.line = line;
        this.column = column;
        this.rule = rule;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    public String rule() {
        return rule;
    }
}
