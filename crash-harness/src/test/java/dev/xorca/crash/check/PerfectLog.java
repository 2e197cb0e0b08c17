package dev.xorca.crash.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.xorca.crash.story.Cause;
import dev.xorca.crash.story.Expected;
import dev.xorca.crash.story.Sign;
import dev.xorca.crash.story.Stories;
import dev.xorca.crash.story.Story;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What stands in the topics when the router has done everything right. */
final class PerfectLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> offsets = new HashMap<>();
    private final List<Observed> events = new ArrayList<>();

    private PerfectLog() {}

    /** Each story goes the first way that it may go. */
    static List<Observed> of(Stories stories, int orchestrations) {
        return of(stories, orchestrations, ways -> ways.get(0));
    }

    /** Which of the ways that a story may go it goes. */
    interface Fork {
        List<Expected> choose(List<List<Expected>> ways);
    }

    static List<Observed> of(Stories stories, int orchestrations, Fork fork) {
        var log = new PerfectLog();
        for (int number = 1; number <= orchestrations; number++) {
            var story = stories.of(number);
            log.add(story, fork.choose(story.ways()));
        }
        return log.events;
    }

    /** The subject of a story's orchestration. */
    static String subject(Story story) {
        var own = story.processId();
        return subject(
                own == null ? "derived-" + story.number() : own, story.plot().toString());
    }

    private static String subject(String processId, String machine) {
        var json = "{\"processId\":\"" + processId + "\",\"name\":\"" + machine + "\",\"version\":\"1.0.0\"}";
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private void add(Story story, List<Expected> way) {
        var seen = new HashMap<Sign, Observed>();
        var time = Instant.ofEpochSecond(1_700_000_000L + 100L * story.number());
        for (var expected : way) {
            time = time.plusMillis(10);
            for (var before : expected.after()) {
                var earliest = Objects.requireNonNull(seen.get(before)).time().plus(expected.delay());
                time = earliest.isAfter(time) ? earliest : time;
            }
            var event = event(story, expected, seen, time);
            seen.put(expected.sign(), event);
            events.add(event);
        }
    }

    private Observed event(Story story, Expected expected, Map<Sign, Observed> seen, Instant time) {
        var sign = expected.sign();
        var id = "event-" + story.number() + "-" + (seen.size() + 1);
        var isOwn = sign.to().equals(story.plot().toString());
        var child = "child-" + story.number();
        var subject = isOwn ? subject(story) : subject(child, sign.to());
        var data = JSON.<ObjectNode>valueToTree(expected.data());
        if (sign.type().endsWith(".start")) {
            data.put("processId", child);
        }
        int partition = story.number() % 4;
        var extensions = new HashMap<String, String>();
        extensions.put("causationid", cause(expected.cause(), seen));
        extensions.put("correlationid", Story.startId(story.number()));
        if (sign.attempt() > 0) {
            extensions.put("xorcatoken", "1.0-" + sign.attempt() + "~" + subject.replace("=", ""));
        }
        return new Observed(
                sign.type(),
                partition,
                offsets.merge(sign.type() + partition, 1L, Long::sum),
                subject,
                id,
                "xorca.orchestrator." + sign.by(),
                sign.type(),
                subject,
                time,
                extensions,
                data,
                id + data);
    }

    private static String cause(Cause cause, Map<Sign, Observed> seen) {
        return cause.ids(sign -> seen.containsKey(sign) ? seen.get(sign).id() : null).stream()
                .sorted()
                .findFirst()
                .orElse("timer");
    }
}
