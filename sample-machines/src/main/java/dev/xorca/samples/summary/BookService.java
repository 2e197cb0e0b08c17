package dev.xorca.samples.summary;

import dev.xorca.samples.summary.book.BookFetch;
import dev.xorca.samples.summary.book.BookFetchAnswer;
import dev.xorca.samples.summary.book.BookFetchError;
import dev.xorca.samples.summary.book.BookFetchHandler;
import dev.xorca.samples.summary.book.BookFetchSuccess;
import io.cloudevents.CloudEvent;
import java.util.Optional;

/** Answers {@code cmd.book.fetch} with a book of the library; one that is not there is an error. */
final class BookService implements BookFetchHandler {
    private final Library library;

    BookService(Library library) {
        this.library = library;
    }

    @Override
    public BookFetchAnswer handle(BookFetch command, CloudEvent event) {
        return library.find(command.bookId()).map(BookService::found).orElseGet(() -> notFound(command.bookId()));
    }

    private static BookFetchAnswer found(Book book) {
        return new BookFetchSuccess(book.id(), book.title(), book.author(), book.text());
    }

    private static BookFetchAnswer notFound(String bookId) {
        return new BookFetchError(
                Optional.of(bookId), "Expected the id of a book in the library, but found '" + bookId + "'");
    }
}
