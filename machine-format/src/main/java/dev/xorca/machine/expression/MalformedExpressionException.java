package dev.xorca.machine.expression;

/** Text that cannot be compiled as an expression. */
public final class MalformedExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;

    MalformedExpressionException(String message, int position) {
        super(message);
        this.position = position;
    }

    /** The column within the expression where the mistake was noticed, from 1. */
    public int position() {
        return position;
    }
}
