package dev.xorca.crash.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the orchestrations, at a rate and never too many at once. What was held up is made up for. */
final class Starter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI SOURCE = URI.create("crash.load");

    private final long seed;
    private final double rate;
    private final Progress progress;
    private final Sender sender;
    private final Waits waits;

    /**
     * @param rate orchestrations a second
     */
    Starter(long seed, double rate, Progress progress, Sender sender, Waits waits) {
        this.seed = seed;
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
            var story = Story.of(seed, number);
            progress.started(number);
            waits.begin(number, System.nanoTime());
            sender.send(event(story), story.start());
        }
    }

    private static CloudEvent event(Story story) {
        var data = new LinkedHashMap<String, Object>();
        data.put("context", Map.of("number", story.number()));
        if (story.named()) {
            data.put("processId", Story.processId(story.number()));
        }
        try {
            return CloudEventBuilder.v1()
                    .withId(Story.startId(story.number()))
                    .withSource(SOURCE)
                    .withType("xorca.crash.start")
                    .withDataContentType("application/json")
                    .withData(JSON.writeValueAsBytes(data))
                    .withExtension("traceparent", traceparent(story.number()))
                    .build();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String traceparent(int number) {
        return String.format(Locale.ROOT, "00-%032x-%016x-01", number, number);
    }
}
