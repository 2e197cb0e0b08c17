package dev.xorca.router;

import static dev.xorca.router.RouterScenario.router;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes in, the router has an answer: it never throws, and what must hold of every step (see
 * {@link RouterScenario}) holds. Each run repeats exactly from its seed.
 */
class RouterFuzzTest {
    /** What can become of an event from outside; the rest takes time, operators or a crash. */
    private static final Decision.Outcome[] ANY = {
        Decision.Outcome.STARTED,
        Decision.Outcome.TRANSITIONED,
        Decision.Outcome.IGNORED,
        Decision.Outcome.REJECTED,
        Decision.Outcome.FAILED,
        Decision.Outcome.DUPLICATE,
        Decision.Outcome.OVER,
        Decision.Outcome.FOREIGN
    };

    private static final int EVENTS = 400;
    private static final List<String> PROCESS_IDS = List.of("p1", "p2", "p3", "p\ud83d\ude004");
    private static final List<String> TYPES = List.of(
            "xorca.summary.start",
            "xorca.summary.start",
            "xorca.others.start",
            "evt.book.fetch.success",
            "evt.book.fetch.success",
            "evt.book.note",
            "evt.book.rated",
            "evt.summarise.success",
            "sys.printer.on.fire",
            "sys.xorca.summary.start.error",
            "cmd.book.fetch",
            "nonsense");
    private static final List<String> TEXTS = List.of(
            "",
            "p1",
            "alice",
            "Once.",
            "\ud83d",
            "😀",
            "\u0000",
            "a\u2028b",
            "\\",
            "\"",
            "x".repeat(600),
            "${context}");
    private static final List<String> NAMES =
            List.of("text", "note", "stars", "summary", "bookId", "processId", "version", "context");
    private static final List<String> CONTENT_TYPES = List.of(
            "application/json", "application/cloudevents+json; charset=UTF-8", "application/json", "text/plain", ";");
    private static final List<String> EXTENSIONS =
            List.of("statemachineversion", "correlationid", "traceparent", "tracestate", "redirectto", "data", "x");

    private Random random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverComesInIsAnswered(long seed) {
        random = new Random(seed);
        var scenario = router(TestMachines.SUMMARY, TestMachines.summary("1.1.0"))
                .with(RouterSettings.DEFAULT
                        .withAlternativeSystemErrorType(random.nextBoolean())
                        .withRaiseOnForeignName(random.nextBoolean())
                        .withRoutingMetadata(random.nextBoolean())
                        .withErrorStack(random.nextBoolean())
                        .withMaxEventBytes(20_000)
                        .withMaxStepBytes(60_000));
        var outcomes = EnumSet.noneOf(Decision.Outcome.class);

        for (int i = 0; i < EVENTS; i++) {
            var incoming = incoming();
            try {
                if (scenario.offer(incoming)) {
                    outcomes.add(scenario.decision().outcome());
                    if (random.nextInt(5) == 0) {
                        outcomes.add(scenario.whenDeliveredAgain().decision().outcome());
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", event " + i + ": " + incoming, e);
            }
        }

        assertThat(outcomes).as("seed %d", seed).containsExactlyInAnyOrder(ANY);
    }

    private Incoming incoming() {
        return random.nextInt(3) == 0 ? sensible() : any();
    }

    /** What brings an orchestration on its way, now and then. */
    private Incoming sensible() {
        var subject = new Subject(oneOf(PROCESS_IDS), "summary", "1.1.0");
        return switch (random.nextInt(4)) {
            case 0 -> Incoming.start(subject.processId());
            case 1 -> Incoming.event("evt.book.fetch.success").about(subject).data("text", oneOf(TEXTS));
            case 2 -> Incoming.event("evt.book.rated").about(subject).data("stars", random.nextInt(5) + 0L);
            default -> Incoming.event("evt.summarise.success").about(subject).data("summary", oneOf(TEXTS));
        };
    }

    private Incoming any() {
        var incoming = Incoming.event(oneOf(TYPES))
                .withContentType(random.nextInt(8) == 0 ? null : oneOf(CONTENT_TYPES))
                .from(random.nextInt(4) == 0 ? "/else" : "/tests");
        if (random.nextInt(10) == 0) {
            incoming = incoming.withId("again");
        }
        incoming = switch (random.nextInt(8)) {
            case 0 -> incoming;
            case 1 -> incoming.bytes(oneOf(TEXTS));
            case 2 -> incoming.data(value(0));
            default -> incoming.data(incoming.type().endsWith(".start") ? startData() : object(0));
        };
        if (!incoming.type().endsWith(".start")) {
            incoming = switch (random.nextInt(20)) {
                case 0 -> incoming.about(oneOf(TEXTS));
                case 1 -> incoming.about(new Subject("p1", "others", "1.0.0"));
                default ->
                    incoming.about(
                            new Subject(oneOf(PROCESS_IDS), "summary", random.nextBoolean() ? "1.0.0" : "1.1.0"));
            };
        }
        return random.nextInt(4) == 0 ? incoming.with(oneOf(EXTENSIONS), extension()) : incoming;
    }

    private Object startData() {
        var data = new LinkedHashMap<String, Object>();
        if (random.nextInt(4) > 0) {
            data.put("processId", oneOf(PROCESS_IDS));
        }
        if (random.nextInt(3) == 0) {
            data.put("version", random.nextBoolean() ? "1.0.0" : random.nextBoolean() ? "7.0.0" : value(2));
        }
        data.put("context", random.nextInt(4) > 0 ? Map.of("bookId", "alice") : value(0));
        return data;
    }

    private Object extension() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextBoolean();
            case 2 -> "1.0.0";
            default -> oneOf(TEXTS);
        };
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 8)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt(10) - 2L;
            case 3 -> random.nextBoolean() ? 1e300 : -0.5;
            case 4 -> oneOf(TEXTS);
            case 5 -> new ArrayList<>(List.of(object(depth + 1), 1L));
            default -> object(depth + 1);
        };
    }

    private Map<String, Object> object(int depth) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            object.put(oneOf(NAMES), value(depth));
        }
        return object;
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
