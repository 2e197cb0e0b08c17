package dev.xorca.schemas;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Writes the regular expressions of JSON Schema, which are those of ECMAScript, in the language of RE2, which matches in a
 * time that grows with the text alone. What RE2 has not is refused: look-around and back references. Stateless.
 */
public final class EcmaPattern {
    /** How large a pattern may be, with its repetitions written out. */
    static final int MAX_SIZE = 2_000;

    static final int MAX_LENGTH = 4_000;

    private static final int MAX_GROUPS = 100;

    private static final String WHITE = "\\t\\n\\x0B\\f\\r \\x{A0}\\x{FEFF}\\p{Z}";
    private static final String LINE_ENDS = "\\n\\r\\x{2028}\\x{2029}";
    private static final String ANY = "[\\x00-\\x{10FFFF}]";
    private static final String NONE = "[^\\x00-\\x{10FFFF}]";

    private static final Map<String, String> CATEGORIES = Map.ofEntries(
            Map.entry("Letter", "L"),
            Map.entry("Lowercase_Letter", "Ll"),
            Map.entry("Uppercase_Letter", "Lu"),
            Map.entry("Mark", "M"),
            Map.entry("Number", "N"),
            Map.entry("Decimal_Number", "Nd"),
            Map.entry("digit", "Nd"),
            Map.entry("Punctuation", "P"),
            Map.entry("Symbol", "S"),
            Map.entry("Separator", "Z"),
            Map.entry("Space_Separator", "Zs"),
            Map.entry("Other", "C"),
            Map.entry("Control", "Cc"));

    private final String pattern;
    private final StringBuilder translated = new StringBuilder();
    private final Deque<Long> outerSizes = new ArrayDeque<>();
    private int at;

    /** The size of the group so far without its last item, and of its last item. */
    private long size;

    private long itemSize;

    private EcmaPattern(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException when it cannot be, with the reason
     */
    public static Pattern compile(String pattern) {
        var translated = translate(pattern);
        try {
            return Pattern.compile(translated);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription() + ": " + e.getPattern(), e);
        }
    }

    /** Writes a pattern for RE2. */
    static String translate(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "it has " + pattern.length() + " characters, more than the limit of " + MAX_LENGTH);
        }
        return new EcmaPattern(pattern).translate();
    }

    private String translate() {
        while (at < pattern.length()) {
            char next = pattern.charAt(at);
            switch (next) {
                case '\\' -> {
                    item();
                    escape(false);
                }
                case '[' -> {
                    item();
                    characterClass();
                }
                case '(' -> open();
                case ')' -> close();
                case '.' -> {
                    item();
                    take("[^" + LINE_ENDS + "]");
                }
                case '*', '+', '?' -> take(String.valueOf(next));
                case '{' -> repetition();
                default -> {
                    item();
                    take(String.valueOf(next));
                }
            }
            checkSize(size + itemSize);
        }
        return translated.toString();
    }

    private void take(String replacement) {
        translated.append(replacement);
        at++;
    }

    private void item() {
        size += itemSize;
        itemSize = 1;
    }

    private void checkSize(long now) {
        if (now > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "with its repetitions written out it is larger than the limit of " + MAX_SIZE);
        }
    }

    private void open() {
        if (outerSizes.size() >= MAX_GROUPS) {
            throw new IllegalArgumentException("its groups are nested more than " + MAX_GROUPS + " deep");
        }
        item();
        outerSizes.push(size);
        size = 1;
        itemSize = 0;
        if (!pattern.startsWith("(?", at)) {
            // What a group has caught is of no use here.
            take("(?:");
            return;
        }
        if (pattern.startsWith("(?:", at) || pattern.startsWith("(?i", at)) {
            translated.append("(?").append(pattern.charAt(at + 2));
            at += 3;
        } else if (pattern.startsWith("(?<", at)
                && !pattern.startsWith("(?<=", at)
                && !pattern.startsWith("(?<!", at)) {
            int end = pattern.indexOf('>', at);
            if (end < 0) {
                throw new IllegalArgumentException("the name of a group has no end");
            }
            translated.append("(?:");
            at = end + 1;
        } else {
            throw new IllegalArgumentException("'" + pattern.substring(at, Math.min(pattern.length(), at + 4))
                    + "…': look-around cannot be matched in linear time; say it with several patterns in "
                    + "allOf, or with not");
        }
    }

    private void close() {
        take(")");
        if (!outerSizes.isEmpty()) {
            itemSize = size + itemSize;
            size = outerSizes.pop();
        }
    }

    private void repetition() {
        int end = pattern.indexOf('}', at);
        var body = end < 0 ? "" : pattern.substring(at + 1, end);
        if (!body.matches("\\d{1,9}(,\\d{0,9})?")) {
            item();
            take("\\{");
            return;
        }
        long most = 1;
        for (var number : body.split(",", -1)) {
            most = Math.max(most, number.isEmpty() ? 1 : Long.parseLong(number));
        }
        itemSize *= most;
        checkSize(itemSize);
        translated.append('{').append(body).append('}');
        at = end + 1;
    }

    /** A class of characters, the opening bracket still ahead. */
    private void characterClass() {
        if (pattern.startsWith("[^]", at)) {
            at += 2;
            take(ANY);
            return;
        } else if (pattern.startsWith("[]", at)) {
            at++;
            take(NONE);
            return;
        }
        take("[");
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            take("^");
        }
        boolean afterSet = true;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            char next = pattern.charAt(at);
            if (next == '\\') {
                afterSet = escape(true);
            } else if (next == '-' && (afterSet || isSetAhead())) {
                take("\\-");
                afterSet = false;
            } else {
                take(next == '[' ? "\\[" : String.valueOf(next));
                afterSet = false;
            }
        }
        if (at == pattern.length()) {
            throw new IllegalArgumentException("a class of characters has no end: ']' is missing");
        }
        take("]");
    }

    /** Whether a hyphen is followed by what cannot end a range. */
    private boolean isSetAhead() {
        int next = at + 1;
        return next + 1 < pattern.length()
                && pattern.charAt(next) == '\\'
                && "dDwWsSpP".indexOf(pattern.charAt(next + 1)) >= 0;
    }

    /** What follows a backslash; says whether it stands for a set of characters. */
    private boolean escape(boolean inClass) {
        if (at + 1 == pattern.length()) {
            throw new IllegalArgumentException("it ends in a backslash");
        }
        char kind = pattern.charAt(at + 1);
        at += 2;
        switch (kind) {
            case 'd', 'D', 'w', 'W' -> {
                translated.append('\\').append(kind);
                return true;
            }
            case 's' -> {
                translated.append(inClass ? WHITE : "[" + WHITE + "]");
                return true;
            }
            case 'S' -> {
                translated.append(inClass ? "\\S" : "[^" + WHITE + "]");
                return true;
            }
            case 'p', 'P' -> {
                property(kind);
                return true;
            }
            case 'b' -> translated.append(inClass ? "\\x08" : "\\b");
            case 't', 'n', 'f', 'r' -> translated.append('\\').append(kind);
            case 'v' -> translated.append("\\x0B");
            case '0' -> translated.append("\\x00");
            case 'c' -> control();
            case 'x' -> codePoint(2);
            case 'u' -> unicode();
            default -> other(kind, inClass);
        }
        return false;
    }

    private void other(char kind, boolean inClass) {
        if (kind == 'B' && !inClass) {
            translated.append("\\B");
        } else if (kind == 'k' || Character.isDigit(kind)) {
            throw new IllegalArgumentException("'\\" + kind + "': back references cannot be matched in linear time");
        } else if (Character.isLetter(kind) && kind < 0x80) {
            throw new IllegalArgumentException("'\\" + kind + "' is no escape of ECMAScript");
        } else if (kind < 0x80) {
            translated.append('\\').append(kind);
        } else {
            translated.append(kind);
        }
    }

    private void property(char kind) {
        int end = pattern.indexOf('}', at);
        if (end < 0 || !pattern.startsWith("{", at)) {
            throw new IllegalArgumentException("'\\" + kind + "' needs a name: \\" + kind + "{L}");
        }
        var name = pattern.substring(at + 1, end).replaceFirst("^(Script|sc|General_Category|gc)=", "");
        translated
                .append('\\')
                .append(kind)
                .append('{')
                .append(CATEGORIES.getOrDefault(name, name))
                .append('}');
        at = end + 1;
    }

    private void control() {
        if (at == pattern.length() || !Character.isLetter(pattern.charAt(at)) || pattern.charAt(at) >= 0x80) {
            throw new IllegalArgumentException("'\\c' needs a letter");
        }
        translated.append(String.format("\\x%02X", pattern.charAt(at) % 32));
        at++;
    }

    private void unicode() {
        if (pattern.startsWith("{", at)) {
            int end = pattern.indexOf('}', at);
            var digits = end < 0 ? "" : pattern.substring(at + 1, end);
            if (!digits.matches("[0-9A-Fa-f]{1,6}")) {
                throw new IllegalArgumentException("'\\u{' needs the number of a character");
            }
            translated.append("\\x{").append(digits).append('}');
            at = end + 1;
            return;
        }
        codePoint(4);
    }

    private void codePoint(int digits) {
        int code = hex(at, digits);
        at += digits;
        if (Character.isHighSurrogate((char) code) && pattern.startsWith("\\u", at)) {
            code = Character.toCodePoint((char) code, (char) hex(at + 2, digits));
            at += 2 + digits;
        }
        translated.append("\\x{").append(Integer.toHexString(code)).append('}');
    }

    private int hex(int from, int digits) {
        var text = pattern.substring(Math.min(from, pattern.length()), Math.min(pattern.length(), from + digits));
        if (text.length() < digits || !text.matches("[0-9A-Fa-f]+")) {
            throw new IllegalArgumentException("an escape needs " + digits + " hexadecimal digits");
        }
        return Integer.parseInt(text, 16);
    }
}
