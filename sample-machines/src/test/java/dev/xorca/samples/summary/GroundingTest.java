package dev.xorca.samples.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroundingTest {
    private static final String TEXT = "One dollar and\neighty-seven cents.  That was all.\n\nAnd the next day";

    @Test
    void aSentenceOfTheTextIsGroundedWhateverItsWhiteSpace() {
        var sentences = List.of("One dollar and eighty-seven cents.", "That\twas  all.\n", "all. And the next day");

        assertThat(Grounding.missing(TEXT, sentences)).isEmpty();
    }

    @Test
    void aSentenceThatTheTextDoesNotHaveIsMissing() {
        var sentences = List.of("Two dollars.", "That was all.", "that was all.", "That was all!", " ");

        assertThat(Grounding.missing(TEXT, sentences))
                .containsExactly("Two dollars.", "that was all.", "That was all!", " ");
    }

    @Test
    void noSentenceMissesNothing() {
        assertThat(Grounding.missing(TEXT, List.of())).isEmpty();
    }
}
