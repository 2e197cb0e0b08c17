package dev.xorca.samples.summary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A few public-domain books, listed in {@code summary/books/books.json}. */
public final class Library {
    private final List<Book> books;

    private Library(List<Book> books) {
        this.books = List.copyOf(books);
    }

    /** Reads every book from the class path. */
    public static Library open() {
        try {
            var books = new ArrayList<Book>();
            for (var entry : new ObjectMapper().readTree(SampleFiles.read("books/books.json"))) {
                books.add(book(entry));
            }
            return new Library(books);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Expected books.json to be JSON", broken);
        }
    }

    private static Book book(JsonNode entry) {
        var id = entry.required("id").textValue();
        return new Book(
                id,
                entry.required("title").textValue(),
                entry.required("author").textValue(),
                entry.required("year").intValue(),
                SampleFiles.read("books/" + id + ".txt"));
    }

    public List<Book> books() {
        return books;
    }

    public Optional<Book> find(String id) {
        return books.stream().filter(book -> book.id().equals(id)).findFirst();
    }
}
