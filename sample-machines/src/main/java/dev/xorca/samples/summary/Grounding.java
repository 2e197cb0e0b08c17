package dev.xorca.samples.summary;

import java.util.List;

/** Tells whether sentences are a text's own, whatever the white space between their words. */
public final class Grounding {
    private Grounding() {}

    /** The sentences that do not stand in the text, in their order; a blank one stands nowhere. */
    public static List<String> missing(String text, List<String> sentences) {
        var normalised = Sentences.normalised(text);
        return sentences.stream()
                .filter(sentence -> sentence.isBlank() || !normalised.contains(Sentences.normalised(sentence)))
                .toList();
    }
}
