package dev.xorca.samples.summary;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.xorca.dsl.ActionList;
import dev.xorca.dsl.Machine;
import dev.xorca.dsl.StateBuilder;
import dev.xorca.dsl.TransitionBuilder;
import dev.xorca.machine.MachineDocument;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The machine of {@code summary.machine.yaml}, in Java. */
final class SummaryInJava {
    private SummaryInJava() {}

    record Wanted(String bookId) {}

    record Fetched(String bookId, String title, String author, String text) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FetchFailed(@Nullable String bookId, String reason) {}

    record Failure(String reason) {}

    record Summarised(String summary, List<String> sentences) {}

    record Grounded(boolean grounded, List<String> missing) {}

    record Complied(boolean compliant, List<String> words) {}

    record Fetch(String bookId) {}

    record Summarise(String text, int sentences) {}

    record Ground(String text, List<String> sentences) {}

    record Comply(String summary) {}

    record Done(String bookId, String title, String author, String summary) {}

    record Failed(String bookId, String reason) {}

    record Book(
            String bookId,
            String title,
            String author,
            String text,
            String summary,
            List<String> sentences,
            String reason) {

        static Book wanted(Wanted input) {
            return new Book(input.bookId(), "", "", "", "", List.of(), "");
        }

        Book with(Fetched book) {
            return new Book(bookId, book.title(), book.author(), book.text(), summary, sentences, reason);
        }

        Book with(Summarised short_) {
            return new Book(bookId, title, author, text, short_.summary(), short_.sentences(), reason);
        }

        Book because(String why) {
            return new Book(bookId, title, author, text, summary, sentences, why);
        }
    }

    static MachineDocument machine() {
        return Machine.named("summary")
                .version("1.0.0")
                .description("Summarises a book and checks the summary before it is published")
                .input(Map.of(
                        "type",
                        "object",
                        "required",
                        List.of("bookId"),
                        "properties",
                        Map.of("bookId", Map.of("type", "string", "minLength", 1L, "maxLength", 100L)),
                        "additionalProperties",
                        false))
                .input(Wanted.class)
                .context(Book.class, Book::wanted)
                .initial("FetchBook")
                .state(
                        "FetchBook",
                        state -> state.entry(
                                        a -> a.emit("cmd.book.fetch", Fetch.class, book -> new Fetch(book.bookId())))
                                .on(
                                        "evt.book.fetch.success",
                                        Fetched.class,
                                        t -> t.assign((book, event) -> book.with(event.data()))
                                                .target("Summarise"))
                                .on(
                                        "evt.book.fetch.error",
                                        FetchFailed.class,
                                        t -> t.assign((book, event) -> book.because(
                                                        event.data().reason()))
                                                .target("Failed")))
                .state(
                        "Summarise",
                        state -> state.entry(a -> a.emit(
                                        "cmd.text.summarise", Summarise.class, book -> new Summarise(book.text(), 3)))
                                .on(
                                        "evt.text.summarise.success",
                                        Summarised.class,
                                        t -> t.assign((book, event) -> book.with(event.data()))
                                                .target("Regulate"))
                                .on("evt.text.summarise.error", Failure.class, SummaryInJava::fail))
                .parallel(
                        "Regulate",
                        state -> state.on("evt.summary.ground.error", Failure.class, SummaryInJava::fail)
                                .on("evt.summary.comply.error", Failure.class, SummaryInJava::fail)
                                .state(
                                        "Grounded",
                                        region -> check(
                                                region,
                                                a -> a.emit(
                                                        "cmd.summary.ground",
                                                        Ground.class,
                                                        book -> new Ground(book.text(), book.sentences())),
                                                checking -> checking.on(
                                                                "evt.summary.ground.success",
                                                                Grounded.class,
                                                                t -> t.when((book, event) -> event.data()
                                                                                .grounded())
                                                                        .target("Passed"))
                                                        .on(
                                                                "evt.summary.ground.success",
                                                                Grounded.class,
                                                                t -> t.assign((book, event) ->
                                                                                book.because("not in the text: "
                                                                                        + String.join(
                                                                                                " | ",
                                                                                                event.data()
                                                                                                        .missing())))
                                                                        .target("#summary.Failed"))))
                                .state(
                                        "Compliant",
                                        region -> check(
                                                region,
                                                a -> a.emit(
                                                        "cmd.summary.comply",
                                                        Comply.class,
                                                        book -> new Comply(book.summary())),
                                                checking -> checking.on(
                                                                "evt.summary.comply.success",
                                                                Complied.class,
                                                                t -> t.when((book, event) -> event.data()
                                                                                .compliant())
                                                                        .target("Passed"))
                                                        .on(
                                                                "evt.summary.comply.success",
                                                                Complied.class,
                                                                t -> t.assign((book, event) ->
                                                                                book.because("forbidden words: "
                                                                                        + String.join(
                                                                                                ", ",
                                                                                                event.data()
                                                                                                        .words())))
                                                                        .target("#summary.Failed"))))
                                .onDone("Done"))
                .finalState(
                        "Done",
                        state -> state.entry(a -> a.emit(
                                        "notif.summary.done",
                                        Done.class,
                                        book -> new Done(book.bookId(), book.title(), book.author(), book.summary())))
                                .output(book -> Map.of("summary", book.summary())))
                .finalState(
                        "Failed",
                        state -> state.entry(a -> a.emit(
                                        "notif.summary.failed",
                                        Failed.class,
                                        book -> new Failed(book.bookId(), book.reason())))
                                .output(book -> Map.of("reason", book.reason())))
                .build();
    }

    private static void fail(TransitionBuilder<Book, Failure> transition) {
        transition.assign((book, event) -> book.because(event.data().reason())).target("Failed");
    }

    /** Both checks have the same shape: ask, and pass or not. */
    private static void check(
            StateBuilder<Book> region, Consumer<ActionList<Book>> ask, Consumer<StateBuilder<Book>> answers) {
        region.initial("Checking")
                .state("Checking", checking -> answers.accept(checking.entry(ask)))
                .finalState("Passed");
    }
}
