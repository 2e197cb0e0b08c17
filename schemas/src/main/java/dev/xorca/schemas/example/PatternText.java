package dev.xorca.schemas.example;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Text along a regular expression. It knows what is common in schemas; with what it does not know (back references, for
 * one) there is no text. Looking around is passed over, so that the text is to be checked.
 */
final class PatternText {
    private static final int MAX_LENGTH = 10_000;
    private static final int MAX_DEPTH = 50;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    /** What a class of characters is chosen from, in the order of preference. */
    private static final String ALPHABET =
            LETTERS + LETTERS.toUpperCase(Locale.ROOT) + "123456789" + "0 -_.:,;/+*?!@#$%&=~|()[]{}<>\"'`^\\\t\n\r";

    private final String pattern;
    private int at;

    private PatternText(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Makes a text.
     *
     * @param variant another number, another text, where the pattern leaves a choice
     */
    static Optional<String> of(String pattern, Choice choice, int variant, int least, int most) {
        try {
            var parser = new PatternText(pattern);
            var whole = parser.alternatives(0);
            if (parser.at < pattern.length()) {
                return Optional.empty();
            }
            var more = new LinkedHashSet<>(List.of(3, choice.among(4), 0, 1, 2, least, Math.max(0, least - 1)));
            for (int extra : more) {
                var text = new Text(choice, variant, extra);
                whole.write(text);
                if (text.out.length() >= least && text.out.length() <= most) {
                    return Optional.of(text.out.toString());
                }
            }
            return Optional.empty();
        } catch (UnknownSyntax e) {
            return Optional.empty();
        }
    }

    private static final class Text {
        final StringBuilder out = new StringBuilder();
        final Choice choice;
        final int variant;
        final int extra;

        Text(Choice choice, int variant, int extra) {
            this.choice = choice;
            this.variant = variant;
            this.extra = extra;
        }

        void add(String characters) {
            if (out.length() >= MAX_LENGTH || characters.isEmpty()) {
                throw new UnknownSyntax();
            }
            int few = Math.min(characters.length(), LETTERS.length());
            out.append(characters.charAt((choice.among(few) + out.length() + variant) % few));
        }
    }

    private interface Part {
        void write(Text text);
    }

    private Part alternatives(int depth) {
        if (depth > MAX_DEPTH) {
            throw new UnknownSyntax();
        }
        var ways = new ArrayList<Part>();
        do {
            ways.add(sequence(depth));
        } while (take('|'));
        return text -> ways.get(text.choice.among(ways.size())).write(text);
    }

    private Part sequence(int depth) {
        var parts = new ArrayList<Part>();
        while (at < pattern.length() && peek() != '|' && peek() != ')') {
            parts.add(quantified(atom(depth)));
        }
        return text -> parts.forEach(part -> part.write(text));
    }

    private Part quantified(Part part) {
        int least;
        int most = MAX_LENGTH;
        if (take('*')) {
            least = 0;
        } else if (take('+')) {
            least = 1;
        } else if (take('?')) {
            least = 0;
            most = 1;
        } else if (at < pattern.length()
                && peek() == '{'
                && pattern.substring(at).matches("(?s)\\{\\d{1,4}(,\\d{0,4})?\\}.*")) {
            int end = pattern.indexOf('}', at);
            var counts = pattern.substring(at + 1, end).split(",", -1);
            at = end + 1;
            least = Integer.parseInt(counts[0]);
            most = counts.length == 1 ? least : counts[1].isEmpty() ? MAX_LENGTH : Integer.parseInt(counts[1]);
        } else {
            return part;
        }
        if (!take('?')) {
            take('+');
        }
        int last = most;
        return text -> {
            int count = Math.min(last, least + text.extra);
            for (int i = 0; i < count; i++) {
                if (text.out.length() > MAX_LENGTH) {
                    throw new UnknownSyntax();
                }
                part.write(text);
            }
        };
    }

    private Part atom(int depth) {
        char next = next();
        return switch (next) {
            case '^', '$' -> text -> {};
            case '.' -> characters(LETTERS);
            case '(' -> group(depth);
            case '[' -> characters(characterClass());
            case '\\' -> escaped();
            default -> characters(String.valueOf(next));
        };
    }

    private static Part characters(String characters) {
        return text -> text.add(characters);
    }

    private Part group(int depth) {
        boolean isLook = false;
        if (take('?')) {
            if (take(':')) {
                isLook = false;
            } else if (take('=') || take('!')) {
                isLook = true;
            } else if (take('<')) {
                if (take('=') || take('!')) {
                    isLook = true;
                } else {
                    at = pattern.indexOf('>', at) + 1;
                }
            } else {
                throw new UnknownSyntax();
            }
        }
        var inside = alternatives(depth + 1);
        if (!take(')')) {
            throw new UnknownSyntax();
        }
        return isLook ? text -> {} : inside;
    }

    private Part escaped() {
        char next = next();
        return switch (next) {
            case 'b', 'B', 'A', 'z', 'Z' -> text -> {};
            case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k' -> throw new UnknownSyntax();
            default -> characters(escape(next));
        };
    }

    /** What an escape stands for, in a class or without. */
    private String escape(char letter) {
        return switch (letter) {
            case 'd' -> "123456789" + '0';
            case 'w' -> LETTERS + DIGITS;
            case 's' -> " ";
            case 'D', 'S' -> LETTERS;
            case 'W' -> "-. ";
            case 't' -> "\t";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 'f' -> "\f";
            case 'x' -> code(2);
            case 'u' -> code(4);
            case 'p' -> property();
            case 'P', 'c' -> throw new UnknownSyntax();
            default -> String.valueOf(letter);
        };
    }

    private String code(int digits) {
        try {
            int code = Integer.parseInt(pattern.substring(at, at + digits), 16);
            at += digits;
            return String.valueOf((char) code);
        } catch (RuntimeException e) {
            throw new UnknownSyntax();
        }
    }

    private String property() {
        int end = pattern.indexOf('}', at);
        if (peek() != '{' || end < 0) {
            throw new UnknownSyntax();
        }
        var name = pattern.substring(at + 1, end);
        at = end + 1;
        return switch (name) {
            case "L", "Ll", "Alpha", "Lower", "IsAlphabetic" -> LETTERS;
            case "Lu", "Upper" -> LETTERS.toUpperCase(Locale.ROOT);
            case "N", "Nd", "Digit" -> DIGITS;
            default -> throw new UnknownSyntax();
        };
    }

    private String characterClass() {
        boolean isNegated = take('^');
        var members = new LinkedHashSet<Character>();
        boolean isFirst = true;
        while (isFirst || peek() != ']') {
            isFirst = false;
            char from = next();
            if (from == '[' || from == '&') {
                // In Java these may begin a class within or an intersection.
                throw new UnknownSyntax();
            }
            var some = from == '\\' ? escape(next()) : String.valueOf(from);
            if (some.length() == 1 && peek() == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
                at++;
                char to = next();
                var last = to == '\\' ? escape(next()) : String.valueOf(to);
                addRange(some.charAt(0), last.charAt(0), members);
            } else {
                some.chars().forEach(character -> members.add((char) character));
            }
        }
        at++;
        return preferred(members, isNegated);
    }

    private static void addRange(char from, char to, Set<Character> members) {
        for (int character = from; character <= to && members.size() < 1_000; character++) {
            members.add((char) character);
        }
    }

    private static String preferred(Set<Character> members, boolean isNegated) {
        var some = new StringBuilder();
        for (int i = 0; i < ALPHABET.length(); i++) {
            char character = ALPHABET.charAt(i);
            if (members.contains(character) != isNegated) {
                some.append(character);
            }
        }
        if (some.isEmpty() && !isNegated) {
            members.forEach(some::append);
        }
        return some.toString();
    }

    private boolean take(char wanted) {
        if (at < pattern.length() && pattern.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private char peek() {
        if (at >= pattern.length()) {
            throw new UnknownSyntax();
        }
        return pattern.charAt(at);
    }

    private char next() {
        char next = peek();
        at++;
        return next;
    }

    /** Something that this class does not know, or a text that would be too long. */
    private static final class UnknownSyntax extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownSyntax() {
            super(null, null, false, false);
        }
    }
}
