package dev.xorca.samples.summary;

import java.util.List;
import java.util.Set;

/** Tells which words of a text are forbidden: whole words, in capitals or not. */
public final class Compliance {
    private final Set<String> forbidden;

    /** A check for these words, given in small letters. */
    public Compliance(Set<String> forbidden) {
        this.forbidden = Set.copyOf(forbidden);
    }

    /** The check for the words of {@code summary/words/forbidden-words.txt}. */
    public static Compliance asListed() {
        return new Compliance(Words.listedIn("words/forbidden-words.txt"));
    }

    /** The forbidden words of the text, in small letters, each once, in the text's order. */
    public List<String> forbiddenIn(String text) {
        return Words.in(text).stream().filter(forbidden::contains).distinct().toList();
    }
}
