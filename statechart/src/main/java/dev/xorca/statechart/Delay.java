package dev.xorca.statechart;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait: known when the machine is built, or computed when the wait begins.
 *
 * @param text how the author wrote it; part of the name of the event that ends the wait
 * @param fixed the length where it is known, never negative; else null
 * @param computed yields milliseconds or an ISO-8601 duration; null where the length is known
 */
public record Delay(
        String text, @Nullable Duration fixed, @Nullable Expression computed) {

    /** A delay of fixed length, named by its milliseconds. */
    public static Delay of(Duration length) {
        return new Delay(Long.toString(length.toMillis()), length, null);
    }

    /**
     * A delay of fixed length under the name its author gave it.
     *
     * @param text milliseconds ({@code 1500}) or an ISO-8601 duration ({@code PT1.5S})
     * @throws ExpressionException when the text is neither, or negative
     */
    public static Delay of(String text) {
        return new Delay(text, parse(text), null);
    }

    /** A delay whose length is computed when the wait begins. */
    public static Delay computed(String text, Expression length) {
        return new Delay(text, null, length);
    }

    /**
     * The length of this delay when it begins now.
     *
     * @throws ExpressionException when it is none
     */
    public Duration length(Scope scope) {
        if (fixed != null) {
            return fixed;
        }
        var value = computed == null ? null : computed.evaluate(scope);
        if (value instanceof Number number && number.doubleValue() >= 0) {
            return Duration.ofMillis(number.longValue());
        }
        return parse(String.valueOf(value));
    }

    private static Duration parse(String text) {
        try {
            var digits = !text.isEmpty() && text.chars().allMatch(Character::isDigit);
            var length = digits ? Duration.ofMillis(Long.parseLong(text)) : Duration.parse(text);
            if (!length.isNegative()) {
                return length;
            }
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new ExpressionException(notADelay(text), e);
        }
        throw new ExpressionException(notADelay(text));
    }

    private static String notADelay(String text) {
        return "'" + text + "' is not a delay: use milliseconds (1500) or an ISO-8601 duration (PT1.5S), not negative";
    }
}
