package dev.xorca.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Journal entries for tests. */
final class Entries {
    static final MachineRef MACHINE = new MachineRef("orders", "1.0.0", "sha256:0");
    static final Instant BEGIN = Instant.parse("2026-01-31T10:00:00Z");

    private static final JournalEntry.Outcome MOVED = JournalEntry.Outcome.TRANSITIONED;

    private Entries() {}

    /** The first entry of a journal, or a later one, with one change of the context. */
    static JournalEntry entry(long sequence) {
        return entry(sequence, Map.of("n", sequence));
    }

    static JournalEntry entry(long sequence, Map<String, Object> context) {
        return entry(
                sequence, "e" + sequence, MOVED, context, position("s" + sequence), JournalEntry.Timers.NONE, null);
    }

    /** An entry that moves nothing. */
    static JournalEntry ignored(long sequence, String id) {
        return entry(sequence, id, JournalEntry.Outcome.IGNORED, Map.of(), null, JournalEntry.Timers.NONE, null);
    }

    /** An entry with which waits begin. */
    static JournalEntry starting(long sequence, Timer... timers) {
        return waiting(sequence, List.of(timers), List.of());
    }

    /** An entry with which waits end. */
    static JournalEntry ending(long sequence, String... tokens) {
        return waiting(sequence, List.of(), List.of(tokens));
    }

    static JournalEntry waiting(long sequence, List<Timer> started, List<String> ended) {
        return entry(
                sequence,
                "e" + sequence,
                MOVED,
                Map.of(),
                position("s" + sequence),
                new JournalEntry.Timers(started, ended),
                null);
    }

    /** An entry with which an orchestration is over. */
    static JournalEntry last(long sequence, Instant removeAt) {
        var end = new JournalEntry.Position(List.of("end"), Map.of(), OrchestrationState.Status.DONE, "result");
        return entry(sequence, "e" + sequence, MOVED, Map.of("n", sequence), end, JournalEntry.Timers.NONE, removeAt);
    }

    private static JournalEntry entry(
            long sequence,
            String id,
            JournalEntry.Outcome outcome,
            Map<String, Object> context,
            JournalEntry.Position after,
            JournalEntry.Timers timers,
            Instant removeAt) {
        return new JournalEntry(
                sequence,
                BEGIN.plusSeconds(sequence),
                1_000 + sequence,
                event(id),
                MACHINE,
                outcome,
                null,
                sequence == 1 ? new JournalEntry.Start(Map.of("order", 7L), "e1") : null,
                List.of(),
                context,
                after,
                List.of(),
                timers,
                CallChanges.NONE,
                List.of(),
                removeAt);
    }

    /** A wait that is over so many seconds after {@link #BEGIN}. */
    static Timer timer(String token, long seconds) {
        return new Timer(token, "name of " + token, "time.up", Map.of("token", token), BEGIN.plusSeconds(seconds));
    }

    static JournalEntry.Position position(String leaf) {
        return new JournalEntry.Position(List.of(leaf), Map.of(), OrchestrationState.Status.ACTIVE, null);
    }

    static Map<String, Object> event(String id) {
        var event = new LinkedHashMap<String, Object>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", "/test");
        event.put("type", "evt.test");
        return event;
    }

    /** An entry with anything that an entry may have. */
    static JournalEntry random(Random random, long sequence) {
        var cause = event(text(random));
        cause.put("data", value(random, 3));
        return new JournalEntry(
                sequence,
                BEGIN.plusNanos(random.nextLong(1_000_000_000_000_000L)),
                random.nextBoolean() ? -1 : random.nextLong(1_000_000),
                cause,
                new MachineRef(text(random), "1.2.3", text(random)),
                one(random, List.of(JournalEntry.Outcome.values())),
                random.nextBoolean() ? new JournalEntry.Reason(text(random), text(random)) : null,
                sequence == 1 ? new JournalEntry.Start(value(random, 3), text(random)) : null,
                list(random, () -> new JournalEntry.Step(text(random), texts(random), texts(random), texts(random))),
                object(random, 3),
                sequence == 1 || random.nextBoolean() ? position(random) : null,
                list(random, () -> object(random, 3)),
                new JournalEntry.Timers(
                        list(random, () -> timer(random, sequence)), list(random, () -> token(random, sequence))),
                CallChanges.NONE,
                texts(random),
                random.nextInt(4) == 0 ? time(random) : null);
    }

    private static JournalEntry.Position position(Random random) {
        var history = new LinkedHashMap<String, List<String>>();
        list(random, () -> history.put(text(random), texts(random)));
        var status = one(random, List.of(OrchestrationState.Status.values()));
        return new JournalEntry.Position(texts(random), history, status, value(random, 2));
    }

    private static Timer timer(Random random, long sequence) {
        var id = random.nextBoolean() ? text(random) : null;
        return new Timer(token(random, sequence), id, text(random), value(random, 2), time(random));
    }

    /** One of a few, so that many of those that end have begun. */
    private static String token(Random random, long sequence) {
        return Math.max(1, sequence - random.nextInt(4)) + "." + random.nextInt(3);
    }

    private static Instant time(Random random) {
        return BEGIN.plus(Duration.ofMillis(random.nextLong(10_000_000_000L)));
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> random.nextDouble() * 1e6;
            case 4 -> text(random);
            case 5 -> object(random, depth - 1);
            default -> list(random, () -> value(random, depth - 1));
        };
    }

    private static Map<String, Object> object(Random random, int depth) {
        var object = new LinkedHashMap<String, Object>();
        list(random, () -> object.put(text(random), value(random, depth)));
        return object;
    }

    private static List<String> texts(Random random) {
        return list(random, () -> text(random));
    }

    private static <T> List<T> list(Random random, Supplier<T> item) {
        var list = new ArrayList<T>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(item.get());
        }
        return list;
    }

    private static String text(Random random) {
        var texts = List.of("", "a", "order-7", "ö", "😀", "x.y.z", "say \"hi\"\n", "#/definitions/a");
        return one(random, texts) + random.nextInt(100);
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
