package dev.xorca.benchmarks.load;

import java.util.Locale;

/** Text for people, line by line, the same in every language. */
final class Table {
    private final StringBuilder text = new StringBuilder();

    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    void line(String format, Object... arguments) {
        text.append(format(format, arguments).stripTrailing()).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
