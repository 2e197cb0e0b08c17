package dev.xorca.machine.source;

import dev.xorca.machine.source.SourceMap.Place;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text of a document, to find in it what became a certain character of a string: behind quotes and escapes, on a line
 * of a block or of folded text. What YAML makes of line breaks and indentation is white space in both, so the string and
 * the text are laid side by side by everything else. Not safe for several threads.
 */
public final class SourceText {
    private final String text;
    private @Nullable Lines lines;

    public SourceText(String text) {
        this.text = text;
    }

    /**
     * The place of a character.
     *
     * @param string a string that was read from this text
     * @param index of the character in its value; white space, and the end, are at the place behind what comes before
     * @return the place; where the string begins when it is not found in the text
     */
    public Place placeOf(SourceNode.Scalar string, int index) {
        if (lines == null) {
            lines = new Lines(text);
        }
        var value = String.valueOf(string.value());
        int wanted = value.codePointCount(0, Math.min(index, value.length()));
        int found = new Walk(lines.characters, lines.index(string.line(), string.column())).to(value, wanted);
        return found < 0 ? new Place(string.line(), string.column()) : lines.place(found);
    }

    private static final class Lines {
        private final int[] characters;
        private final int[] starts;

        Lines(String text) {
            characters = text.codePoints().toArray();
            var begin = new int[characters.length + 1];
            int count = 1;
            for (int i = 0; i < characters.length; i++) {
                var isFirstOfTwo = characters[i] == '\r' && i + 1 < characters.length && characters[i + 1] == '\n';
                if (characters[i] == '\n' || (characters[i] == '\r' && !isFirstOfTwo)) {
                    begin[count++] = i + 1;
                }
            }
            starts = Arrays.copyOf(begin, count);
        }

        int index(int line, int column) {
            return starts[Math.min(line, starts.length) - 1] + column - 1;
        }

        Place place(int index) {
            int search = Arrays.binarySearch(starts, index);
            int line = search < 0 ? -search - 2 : search;
            return new Place(line + 1, index - starts[line] + 1);
        }
    }

    /** The way through a string as it is written. */
    private static final class Walk {
        private static final int NOTHING = -1;
        private static final String ESCAPES = "0abtnvfreN_LP";
        private static final String ESCAPED = "\0\u0007\b\t\n\u000b\f\r\u001b\u0085\u00a0\u2028\u2029";

        private final int[] characters;
        private int at;
        private int quote;

        /** How many characters of the text the last one took that was looked at. */
        private int length;

        Walk(int[] characters, int start) {
            this.characters = characters;
            this.at = start;
        }

        /** The index in the text of the string's character with this index; negative when the two do not fit. */
        int to(String string, int index) {
            begin();
            var expected = string.codePoints().toArray();
            for (int i = 0; i < index; i++) {
                if (!isWhite(expected[i])) {
                    skipWhite();
                    if (character() != expected[i]) {
                        return NOTHING;
                    }
                    at += length;
                }
            }
            if (index < expected.length && !isWhite(expected[index])) {
                skipWhite();
                return character() == expected[index] ? at : NOTHING;
            }
            return at;
        }

        /** Past anchors, tags, the opening quote and the head of a block. */
        private void begin() {
            while (peek(at) == '&' || peek(at) == '!') {
                while (peek(at) != NOTHING && !isWhite(peek(at))) {
                    at++;
                }
                skipWhite();
            }
            int first = peek(at);
            if (first == '"' || first == '\'') {
                quote = first;
                at++;
            } else if (first == '|' || first == '>') {
                while (peek(at) != NOTHING && peek(at) != '\n' && peek(at) != '\r') {
                    at++;
                }
            }
        }

        private void skipWhite() {
            while (isWhite(character())) {
                at += length;
            }
        }

        /** What the text here stands for. */
        private int character() {
            int c = peek(at);
            length = 1;
            if (quote == '"' && c == '\\') {
                return escape(peek(at + 1));
            } else if (quote == '\'' && c == '\'') {
                length = 2;
            }
            return c;
        }

        private int escape(int kind) {
            int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
            length = 2 + digits;
            if (digits == 0) {
                int known = ESCAPES.indexOf(kind);
                return known < 0 ? kind : ESCAPED.charAt(known);
            }
            int code = 0;
            for (int i = 0; i < digits; i++) {
                code = 16 * code + Character.digit(peek(at + 2 + i), 16);
            }
            return code;
        }

        private int peek(int index) {
            return index < characters.length ? characters[index] : NOTHING;
        }

        /** What YAML takes away or puts in when it joins lines. */
        private static boolean isWhite(int character) {
            return character == ' ' || character == '\t' || character == '\n' || character == '\r';
        }
    }
}
