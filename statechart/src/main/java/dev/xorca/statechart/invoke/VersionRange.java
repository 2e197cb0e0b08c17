package dev.xorca.statechart.invoke;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which versions will do: {@code *} any, {@code 1.2.3} that one, {@code ^1.2} the same major number and not lower,
 * {@code ~1.2} the same two numbers and not lower, {@code >=1.2} not lower.
 *
 * @param text as its author wrote it
 */
public record VersionRange(String text) {
    private static final Pattern RANGE = Pattern.compile("\\*|(\\^|~|>=)?\\d{1,9}(\\.\\d{1,9}){0,2}");

    /** Any version. */
    public static final VersionRange ANY = new VersionRange("*");

    /** Reads a range; empty when the text is none. */
    public static Optional<VersionRange> parse(String text) {
        return RANGE.matcher(text).matches() ? Optional.of(new VersionRange(text)) : Optional.empty();
    }

    /** Whether a version of three numbers is one of these. */
    public boolean contains(String version) {
        if (text.equals("*")) {
            return true;
        }
        int operator = text.startsWith(">=") ? 2 : Character.isDigit(text.charAt(0)) ? 0 : 1;
        var given = numbers(text.substring(operator));
        var found = numbers(version);
        int same = switch (text.charAt(0)) {
            case '^' -> 1;
            case '~' -> Math.min(2, given.length);
            case '>' -> 0;
            default -> given.length;
        };
        return Arrays.equals(given, 0, same, found, 0, same)
                && (operator == 0 || Arrays.compare(padded(given), padded(found)) <= 0);
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    private static int[] padded(int[] numbers) {
        return Arrays.copyOf(numbers, 3);
    }

    @Override
    public String toString() {
        return text;
    }
}
