package dev.xorca.crash.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xorca.crash.story.Opening;
import dev.xorca.crash.story.Stories;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Starts the orchestrations, at a rate and never too many at once. What was held up is made up for. */
final class Starter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI SOURCE = URI.create("crash.load");

    private final Stories stories;
    private final double rate;
    private final Progress progress;
    private final Sender sender;
    private final Waits waits;

    /**
     * @param rate orchestrations a second
     */
    Starter(Stories stories, double rate, Progress progress, Sender sender, Waits waits) {
        this.stories = stories;
        this.rate = rate;
        this.progress = progress;
        this.sender = sender;
        this.waits = waits;
    }

    /** Returns when all are started. */
    void run() throws InterruptedException {
        long began = System.nanoTime();
        for (int number = 1; number <= progress.orchestrations(); number++) {
            long due = began + (long) (number / rate * 1e9);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            progress.awaitPlace();
            progress.started(number);
            waits.begin(number, System.nanoTime());
            for (var opening : stories.of(number).openings()) {
                sender.send(event(opening, number), opening.repeat(), opening.after());
            }
        }
    }

    private static CloudEvent event(Opening opening, int number) {
        try {
            var event = CloudEventBuilder.v1()
                    .withId(opening.id())
                    .withSource(SOURCE)
                    .withType(opening.type())
                    .withDataContentType("application/json")
                    .withData(JSON.writeValueAsBytes(opening.data()))
                    .withExtension("traceparent", traceparent(number));
            if (opening.subject() != null) {
                event.withSubject(opening.subject());
            }
            return event.build();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String traceparent(int number) {
        return String.format(Locale.ROOT, "00-%032x-%016x-01", number, number);
    }
}
