package dev.xorca.samples.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "That was all.|And sixty cents of it was in pennies.",
                "How, then, am I mad?|Hearken! and observe.",
                "A flat at $8.50 per week.|7 days a week.",
                "A card bearing the name \"Mr. James Young.\"|He lived with Mrs. Young.",
                "It was by O. Henry.|Was it?",
                "He said no.|Then he said yes, to the hinterland.|It rained.",
                "'Humph!' said the Camel.|'He says \"Humph!\"' said the Dog.",
                "“Seven!” I answered.|“Indeed.|Just a trifle more, I fancy.”|He chuckled.",
                "“Come in!” said Holmes.|“I will.”|I rose.",
                "It is like our ‘Co.’|Then we looked.",
                "'I fell off the top of the house!'|(Which was very likely true.)|Down, down, down.",
                "And so on ...|The end",
            })
    void aTextIsPartedWhereTheBarStands(String sentences) {
        assertThat(Sentences.of(sentences.replace('|', ' '))).containsExactly(sentences.split("\\|", -1));
    }

    @Test
    void aParagraphEndsASentenceAndALineDoesNot() {
        var text = "Suddenly Uncle Henry\nstood   up\n\nand then\r\n\r\nThe end\n";

        assertThat(Sentences.of(text)).containsExactly("Suddenly Uncle Henry stood up", "and then", "The end");
    }

    @Test
    void aBlankTextHasNone() {
        assertThat(Sentences.of(" \n\n \n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "He says nothing.",
                "“Come in!” said Holmes.",
                "'He says \"Humph!\"' said the Dog; 'and he won't fetch and carry.'",
                "It was labelled 'ORANGE MARMALADE', but it was empty.",
                "It was Jim's, at four o’clock—he cried, “Who’s there?”",
            })
    void aSentenceWhoseQuotationsOpenAndCloseIsWhole(String sentence) {
        assertThat(Sentences.isWhole(sentence)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "“Indeed, I should have thought a little more.",
                "Sit down in that armchair, Doctor, and give us your best attention.”",
                "She heard it say to itself, 'Oh dear!",
            })
    void halfAQuotationIsNotWhole(String sentence) {
        assertThat(Sentences.isWhole(sentence)).isFalse();
    }
}
