package dev.xorca.samples.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class LibraryTest {
    private static final Library library = Library.open();
    private static final List<Book> books = library.books();
    private static final Summariser summariser = Summariser.forEnglish();
    private static final Compliance compliance = Compliance.asListed();

    @Test
    void aBookIsFoundByItsId() {
        var book = library.find("the-cyclone").orElseThrow();

        assertThat(book.author()).isEqualTo("L. Frank Baum");
        assertThat(book.title()).isEqualTo("The Wonderful Wizard of Oz, chapter I: The Cyclone");
        assertThat(book.text()).startsWith("Dorothy lived in the midst of the great Kansas prairies");
    }

    @Test
    void aBookThatIsNotThereIsNotFound() {
        assertThat(library.find("the-lost-manuscript")).isEmpty();
        assertThat(library.find("../words/stop-words")).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("books")
    void aBookIsTheTextOfAnAuthorInThePublicDomain(Book book) {
        assertThat(book.year()).isLessThan(1929);
        assertThat(book.text()).hasSizeBetween(4_000, 25_000).doesNotContainIgnoringCase("gutenberg");
        assertThat(Sentences.of(book.text())).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @FieldSource("books")
    void theSummaryOfABookIsItsOwnWords(Book book) {
        var summary = summariser.summarise(book.text(), 3);

        assertThat(summary).hasSize(3).allMatch(Sentences::isWhole);
        assertThat(Grounding.missing(book.text(), summary)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            BOOK                       | FORBIDDEN
            a-scandal-in-bohemia       | ''
            down-the-rabbit-hole       | ''
            how-the-camel-got-his-hump | ''
            the-cyclone                | ''
            the-gift-of-the-magi       | ''
            the-tell-tale-heart        | dead
            """)
    void onlyOneSummaryMayNotBePublished(String id, String forbidden) {
        var summary = summariser.summarise(library.find(id).orElseThrow().text(), 3);

        assertThat(String.join(" ", compliance.forbiddenIn(String.join(" ", summary))))
                .isEqualTo(forbidden);
    }

    @Test
    void everyBookIsNamedAbove() {
        assertThat(books)
                .extracting(Book::id)
                .containsExactly(
                        "a-scandal-in-bohemia",
                        "down-the-rabbit-hole",
                        "how-the-camel-got-his-hump",
                        "the-cyclone",
                        "the-gift-of-the-magi",
                        "the-tell-tale-heart");
    }
}
