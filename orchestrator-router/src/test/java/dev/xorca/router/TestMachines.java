package dev.xorca.router;

/** Machine documents that more than one test is about. */
final class TestMachines {
    private TestMachines() {}

    /** Fetch a book, summarise it, say so. */
    static final String SUMMARY = """
            name: summary
            version: "1.0.0"
            schemas:
              input:
                type: object
                required: [bookId]
                properties: { bookId: { type: string, minLength: 1 } }
              accepts:
                evt.book.fetch.success:
                  type: object
                  required: [text]
                  properties: { text: { type: string } }
              emits:
                cmd.book.fetch:
                  type: object
                  required: [bookId]
                  properties: { bookId: { type: string, maxLength: 20 } }
                notif.summary.done:
                  type: object
                  required: [length]
                  properties: { length: { type: integer, minimum: 1 } }
            context: { bookId: "${input.bookId}", text: "" }
            initial: FetchBook
            states:
              FetchBook:
                entry: { emit: cmd.book.fetch, data: { bookId: "${context.bookId}" } }
                on:
                  evt.book.fetch.success:
                    target: Summarise
                    actions: { assign: { text: "${event.data.text}" } }
                  evt.book.fetch.error: Failed
                  sys.book.fetch.error: Failed
                  evt.book.note:
                    actions: { assign: { note: "${event.data.note}" } }
                  evt.book.rated:
                    guard: event.data.stars > 3
                    target: Failed
              Summarise:
                entry:
                  - { emit: cmd.summarise, data: { text: "${context.text}" } }
                  - { emit: notif.book.fetched }
                on:
                  evt.summarise.success:
                    target: Done
                    actions: { emit: notif.summary.done, data: { length: "${size(event.data.summary)}" } }
              Done: { type: final }
              Failed: { type: final }
            """;

    static String summary(String version) {
        return SUMMARY.replace("\"1.0.0\"", "\"" + version + "\"");
    }
}
