package dev.xorca.samples.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.xorca.samples.WrongDataException;
import dev.xorca.samples.summary.book.BookFetch;
import dev.xorca.samples.summary.book.BookFetchAnswer;
import dev.xorca.samples.summary.book.BookFetchSuccess;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryServicesTest {
    private final BookService books = new BookService(Library.open());
    private final SummariseService summaries = new SummariseService(new Summariser(Set.of("the")));
    private final GroundService grounding = new GroundService();
    private final ComplyService compliance = new ComplyService(new Compliance(Set.of("dead")));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aBookComesWithTitleAuthorAndText() {
        assertThat(fetch("the-gift-of-the-magi")).isInstanceOfSatisfying(BookFetchSuccess.class, book -> {
            assertThat(book.eventType()).isEqualTo("evt.book.fetch.success");
            assertThat(book.bookId()).isEqualTo("the-gift-of-the-magi");
            assertThat(book.title()).isEqualTo("The Gift of the Magi");
            assertThat(book.author()).isEqualTo("O. Henry");
            assertThat(book.text()).startsWith("One dollar and eighty-seven cents.");
        });
    }

    @Test
    void aMissingBookIsAnError() {
        var answer = fetch("the-lost-manuscript");

        assertThat(answer.eventType()).isEqualTo("evt.book.fetch.error");
        assertThat(answer.toJson())
                .isEqualTo(
                        json(
                                "{'bookId':'the-lost-manuscript','reason':\"Expected the id of a book in the library, but found 'the-lost-manuscript'\"}"));
    }

    private BookFetchAnswer fetch(String bookId) {
        return books.handle(
                new BookFetch(bookId),
                CloudEventBuilder.v1()
                        .withId("1")
                        .withSource(URI.create("test"))
                        .withType(BookFetch.EVENT_TYPE)
                        .build());
    }

    @Test
    void aSummaryComesWholeAndByTheSentence() {
        var answer = summaries.apply(json("{'text':'The dog ran. The dog sat. It rained.','sentences':2}"));

        assertThat(answer.type()).isEqualTo("evt.text.summarise.success");
        assertThat(answer.data())
                .isEqualTo(json("{'summary':'The dog ran. It rained.','sentences':['The dog ran.','It rained.']}"));
    }

    @Test
    void groundingNamesTheSentencesThatAreMissing() {
        var grounded = grounding.apply(json("{'text':'The dog ran.','sentences':['The dog ran.']}"));
        var invented = grounding.apply(json("{'text':'The dog ran.','sentences':['The dog ran.','It flew.']}"));

        assertThat(grounded.type()).isEqualTo("evt.summary.ground.success");
        assertThat(grounded.data()).isEqualTo(json("{'grounded':true,'missing':[]}"));
        assertThat(invented.data()).isEqualTo(json("{'grounded':false,'missing':['It flew.']}"));
    }

    @Test
    void complianceNamesTheForbiddenWords() {
        var clean = compliance.apply(json("{'summary':'The dog ran.'}"));
        var wrong = compliance.apply(json("{'summary':'Dead. Stone dead.'}"));

        assertThat(clean.type()).isEqualTo("evt.summary.comply.success");
        assertThat(clean.data()).isEqualTo(json("{'compliant':true,'words':[]}"));
        assertThat(wrong.data()).isEqualTo(json("{'compliant':false,'words':['dead']}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', useHeadersInDisplayName = true, textBlock = """
            DATA                          | REASON
            {'sentences':3}               | Expected 'text' to be a text, but it is missing
            {'text':'A.','sentences':0}   | Expected 'sentences' to be a whole number from 1 to 20, but it is 0
            {'text':'A.','sentences':21}  | Expected 'sentences' to be a whole number from 1 to 20, but it is 21
            {'text':' ','sentences':1}    | Expected 'text' to have a sentence, but it has none
            """)
    void whatCannotBeSummarisedIsRefused(String data, String reason) {
        assertThatThrownBy(() -> summaries.apply(json(data)))
                .isInstanceOf(WrongDataException.class)
                .hasMessage(reason);
    }

    @Test
    void noServiceFailsOnOtherData() {
        var other = Stream.of(
                MissingNode.getInstance(),
                JsonNodeFactory.instance.nullNode(),
                JsonNodeFactory.instance.arrayNode().add("text"),
                JsonNodeFactory.instance.textNode("text"));

        assertThat(other).allSatisfy(data -> {
            assertThatThrownBy(() -> summaries.apply(data)).isInstanceOf(WrongDataException.class);
            assertThatThrownBy(() -> grounding.apply(data)).isInstanceOf(WrongDataException.class);
            assertThatThrownBy(() -> compliance.apply(data)).isInstanceOf(WrongDataException.class);
        });
    }

    @Test
    void helpIsShown() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8)).contains("--bootstrap-servers HOST:PORT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                  | Expected --bootstrap-servers, but it is missing
            --port 1            | Unknown option --port
            --bootstrap-servers | Expected a value after --bootstrap-servers
            """)
    void aWrongOptionIsExplained(String options, String problem) {
        assertThat(run(options.isEmpty() ? new String[0] : options.split(" ", -1)))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith(problem).contains("Usage:");
    }

    @Test
    void serversThatCannotBeMeantAreRefused() {
        assertThatThrownBy(() -> SummaryServices.start("nowhere", "")).isInstanceOf(KafkaException.class);
        assertThat(run("--bootstrap-servers", "nowhere")).isEqualTo(1);
    }

    private int run(String... arguments) {
        return SummaryServices.run(arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    /** JSON with ' in place of the quotes, unless it has quotes itself. */
    private static JsonNode json(String text) {
        try {
            return new ObjectMapper()
                    .enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES)
                    .readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
