package dev.xorca.statechart;

import org.jspecify.annotations.Nullable;

/**
 * Something that yields a JSON value from a {@link Scope}: a constant, a compiled expression, a template, a lambda.
 * Equal scopes must give equal values. {@code toString()} should give the source text, for messages.
 */
@FunctionalInterface
public interface Expression {

    /**
     * Evaluates this expression.
     *
     * @return a value of the types that the package describes
     * @throws ExpressionException when there is no value, with the reason in words for the author of the machine
     */
    @Nullable
    Object evaluate(Scope scope);

    /** An expression that always yields the given JSON value. */
    static Expression constant(@Nullable Object value) {
        return new Constant(value);
    }

    /** A value that is known when the machine is built; analysis may look at it. */
    record Constant(@Nullable Object value) implements Expression {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return value;
        }

        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }
}
