package dev.xorca.samples.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SummariserTest {
    private final Summariser summariser = new Summariser(Set.of("a", "and", "the", "is", "was"));

    @Test
    void theSentenceWithTheMostFrequentWordsIsTheSummary() {
        var text = "It rained. The dog chased the cat. A cat is a cat and a dog is a dog. Nobody minded.";

        assertThat(summariser.summarise(text, 1)).containsExactly("The dog chased the cat.");
    }

    @Test
    void whatWasSaidOnceCountsNoMore() {
        var text = "The dog barked at the cat. The dog barked at the cats. The bird sang, and the bird sang.";

        assertThat(summariser.summarise(text, 2))
                .containsExactly("The dog barked at the cat.", "The bird sang, and the bird sang.");
    }

    @Test
    void theSentencesKeepTheOrderOfTheText() {
        var text = "Birds sing. Rain fell all day long here. Cats chase birds, and birds flee cats.";

        var summary = summariser.summarise(text, 2);

        assertThat(summary).hasSize(2).isSubsetOf(Sentences.of(text));
        assertThat(text.indexOf(summary.get(0))).isLessThan(text.indexOf(summary.get(1)));
    }

    @Test
    void stopWordsDoNotCount() {
        var text = "The the the the and and was. Toto barked. Toto slept.";

        assertThat(summariser.summarise(text, 1)).containsExactly("Toto barked.");
    }

    @Test
    void aShortTextIsItsOwnSummary() {
        assertThat(summariser.summarise("One. Two.", 3)).containsExactly("One.", "Two.");
        assertThat(summariser.summarise(" ", 3)).isEmpty();
    }

    @Test
    void aSentenceStandsOnceInTheSummary() {
        var text = "'Humph!' said the Camel.\n\n'Humph!' said the Camel.\n\nThe Dog went away.";

        assertThat(summariser.summarise(text, 3)).containsExactly("'Humph!' said the Camel.", "The Dog went away.");
    }

    @Test
    void halfAQuotationIsLeftOutWhileThereIsSomethingElse() {
        var text = "“The cat saw the cat. The cat ran.” It rained.";

        assertThat(summariser.summarise(text, 1)).containsExactly("It rained.");
        assertThat(summariser.summarise(text, 3)).hasSize(3);
    }

    @Test
    void theSummaryOfABookIsAlwaysTheSame() {
        var book = Library.open().find("the-tell-tale-heart").orElseThrow();

        assertThat(Summariser.forEnglish().summarise(book.text(), 3))
                .isEqualTo(List.of(
                        "And then, when my head was well in the room, I undid the lantern cautiously—oh, so"
                                + " cautiously—cautiously (for the hinges creaked)—I undid it just so much that a single thin"
                                + " ray fell upon the vulture eye.",
                        "It was the beating of the old man’s heart.",
                        "And now at the dead hour of the night, amid the dreadful silence of that old house, so strange"
                                + " a noise as this excited me to uncontrollable terror."));
    }
}
