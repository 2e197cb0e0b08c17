package dev.xorca.machine.expression;

/** Text that cannot be compiled as an expression, or that cannot be right. */
public final class MalformedExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The rule that is broken by what is no expression of the language, or names what it does not know. */
    public static final String MALFORMED = "malformed-expression";

    private final int position;
    private final String rule;
    private final String fix;

    MalformedExpressionException(String message, int position) {
        this(message, position, MALFORMED, "");
    }

    MalformedExpressionException(String message, int position, String rule, String fix) {
        super(message);
        this.position = position;
        this.rule = rule;
        this.fix = fix;
    }

    /** The same mistake, seen from a text in which the expression begins later. */
    MalformedExpressionException movedBy(int characters) {
        return new MalformedExpressionException(String.valueOf(getMessage()), position + characters, rule, fix);
    }

    /** The character of the expression at which the mistake was noticed, from 1; line breaks count. */
    public int position() {
        return position;
    }

    /** The stable name of the rule that is broken. */
    public String rule() {
        return rule;
    }

    /** What to do about it; empty where the message says it all. */
    public String fix() {
        return fix;
    }
}
