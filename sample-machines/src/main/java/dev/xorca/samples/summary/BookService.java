package dev.xorca.samples.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.xorca.samples.Answer;
import java.util.function.Function;

/** Answers {@code cmd.book.fetch} with a book of the library; one that is not there is an error. */
final class BookService implements Function<JsonNode, Answer> {
    private final Library library;

    BookService(Library library) {
        this.library = library;
    }

    @Override
    public Answer apply(JsonNode data) {
        var bookId = data.path("bookId").asText();
        return library.find(bookId).map(BookService::found).orElseGet(() -> notFound(bookId));
    }

    private static Answer found(Book book) {
        return new Answer(
                "evt.book.fetch.success",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("bookId", book.id())
                        .put("title", book.title())
                        .put("author", book.author())
                        .put("text", book.text()));
    }

    private static Answer notFound(String bookId) {
        return new Answer(
                "evt.book.fetch.error",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("bookId", bookId)
                        .put("reason", "Expected the id of a book in the library, but found '" + bookId + "'"));
    }
}
