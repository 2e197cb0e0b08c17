package dev.xorca.store;

import java.time.Instant;
import java.time.LocalDate;

/** Times as {@link Instant#toString} writes them, read without the general parser: a journal is full of them. */
final class Times {
    private static final String SHAPE = "0000-00-00T00:00:00";
    private static final long SECONDS_PER_DAY = 86_400;

    private Times() {}

    /**
     * Reads a time.
     *
     * @throws java.time.DateTimeException when it is none
     */
    static Instant parse(String text) {
        int fraction = text.length() - SHAPE.length() - 1;
        if (!(fraction == 0 || fraction == 4) || !isPlain(text)) {
            return Instant.parse(text);
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        long millis = fraction == 0 ? 0 : number(text, 20, 23);
        return Instant.ofEpochSecond(day * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second, millis * 1_000_000);
    }

    /** Whole seconds or milliseconds of a year with four digits, in UTC. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length() - 1; i++) {
            char expected = i < SHAPE.length() ? SHAPE.charAt(i) : i == SHAPE.length() ? '.' : '0';
            char found = text.charAt(i);
            if (expected == '0' ? found < '0' || found > '9' : found != expected) {
                return false;
            }
        }
        return text.charAt(text.length() - 1) == 'Z';
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
