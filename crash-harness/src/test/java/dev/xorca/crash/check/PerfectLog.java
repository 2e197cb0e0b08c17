package dev.xorca.crash.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xorca.crash.load.Answer;
import dev.xorca.crash.load.Expected.Cause;
import dev.xorca.crash.load.Story;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands in the topics when the router has done everything right. */
final class PerfectLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> offsets = new HashMap<>();
    private final List<Observed> events = new ArrayList<>();

    private PerfectLog() {}

    static List<Observed> of(long seed, int orchestrations, boolean timers) {
        var log = new PerfectLog();
        for (int number = 1; number <= orchestrations; number++) {
            log.add(Story.of(seed, number), timers);
        }
        return log.events;
    }

    static String subject(Story story) {
        var processId = story.named() ? Story.processId(story.number()) : "derived-" + story.number();
        var json = "{\"processId\":\"" + processId + "\",\"name\":\"crash\",\"version\":\"1.0.0\"}";
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private void add(Story story, boolean timers) {
        var start = Story.startId(story.number());
        var subject = subject(story);
        var time = Instant.ofEpochSecond(1_700_000_000L + story.number());
        String command = "";
        int position = 0;
        for (var expected : story.expected(timers)) {
            var cause = switch (expected.cause()) {
                case START -> start;
                case ANSWER -> command + Answer.SUFFIX;
                case BROKEN_ANSWER -> command + Answer.BROKEN;
                case TIMER -> "timer";
            };
            time = time.plusMillis(expected.cause() == Cause.TIMER ? 1_000 : 10);
            int partition = story.number() % 4;
            var data = JSON.<JsonNode>valueToTree(expected.data());
            var id = "event-" + story.number() + "-" + ++position;
            events.add(new Observed(
                    expected.type(),
                    partition,
                    offsets.merge(expected.type() + partition, 1L, Long::sum),
                    subject,
                    id,
                    "xorca.orchestrator.crash",
                    expected.type(),
                    subject,
                    time,
                    cause,
                    start,
                    data,
                    id + data));
            command = expected.type().startsWith("cmd.") ? id : command;
        }
    }
}
