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

    /** How many items every random fan-out has: more than any of them will see. */
    private static final int ITEMS = 40;

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

    /** An entry with what became of invocations. */
    static JournalEntry calling(long sequence, CallChanges calls) {
        return calling(sequence, event("e" + sequence), List.of(), calls);
    }

    private static JournalEntry calling(
            long sequence, Map<String, Object> cause, List<Map<String, Object>> emitted, CallChanges calls) {
        return new JournalEntry(
                sequence,
                BEGIN.plusMillis(sequence),
                sequence,
                cause,
                MACHINE,
                MOVED,
                null,
                sequence == 1 ? new JournalEntry.Start(null, "e1") : null,
                List.of(),
                Map.of(),
                sequence == 1 ? position("fanOut") : null,
                emitted,
                JournalEntry.Timers.NONE,
                calls,
                List.of(),
                null);
    }

    /** An invocation that waits for its first answer. */
    static PendingCall call(String token, PendingCall.Kind kind, Object request) {
        return new PendingCall(
                token, "fetch", kind, PendingCall.Status.ASKED, 1, BEGIN, BEGIN, request, null, null, null);
    }

    /** A fan-out of which nothing has begun. */
    static PendingCall fanOut(String token, int items) {
        return call(token, PendingCall.Kind.SINGLE, (long) items).with(FanOut.of(items));
    }

    /**
     * An entry of the journal of a fan-out as it is in life: with the first, so many items begin; each that follows has
     * the answer to one, and the next one begins.
     */
    static JournalEntry ofFanOut(long sequence, int items, int concurrency, Object result) {
        int answered = (int) sequence - 2;
        int next = answered < 0 ? 0 : answered + concurrency;
        var begun = new ArrayList<PendingCall>();
        if (answered < 0) {
            begun.add(fanOut("1.0", items));
        }
        for (int i = next; i < Math.min(items, answered < 0 ? concurrency : next + 1); i++) {
            begun.add(call("1.0." + i, PendingCall.Kind.ITEM, Map.of("bookId", "book-" + i)));
        }
        var cause = event("answer-" + sequence);
        cause.put("data", result == null ? Map.of() : result);
        var emitted = event("question-" + sequence);
        emitted.put("data", Map.of("bookId", "book-" + next));
        var ends = answered < 0
                ? List.<CallChanges.ItemEnd>of()
                : List.of(new CallChanges.ItemEnd("1.0", answered, true, result));
        return calling(
                sequence,
                cause,
                List.of(emitted),
                new CallChanges(begun, ends, List.of(), List.of(), List.of(), Map.of()));
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
                sequence == 1 ? start(random) : null,
                list(random, () -> new JournalEntry.Step(text(random), texts(random), texts(random), texts(random))),
                object(random, 3),
                sequence == 1 || random.nextBoolean() ? position(random) : null,
                list(random, () -> object(random, 3)),
                new JournalEntry.Timers(
                        list(random, () -> timer(random, sequence)), list(random, () -> token(random, sequence))),
                calls(random, sequence),
                texts(random),
                random.nextInt(4) == 0 ? time(random) : null);
    }

    private static JournalEntry.Start start(Random random) {
        var tenant = random.nextBoolean() ? text(random) : null;
        var parent = random.nextBoolean()
                ? new Parent(text(random), text(random), text(random), 1 + random.nextInt(9))
                : null;
        return new JournalEntry.Start(value(random, 3), text(random), tenant, parent);
    }

    private static CallChanges calls(Random random, long sequence) {
        var collected = new LinkedHashMap<String, String>();
        list(random, () -> collected.put(name(random), token(random, sequence)));
        return new CallChanges(
                list(random, () -> call(random, sequence)),
                list(
                        random,
                        () -> new CallChanges.ItemEnd(
                                token(random, sequence),
                                random.nextInt(ITEMS),
                                random.nextBoolean(),
                                value(random, 2))),
                list(
                        random,
                        () -> new CallChanges.End(
                                token(random, sequence), one(random, List.of(CallChanges.How.values())))),
                list(random, () -> new Undo(token(random, sequence), text(random), value(random, 2))),
                list(random, () -> token(random, sequence)),
                collected);
    }

    private static PendingCall call(Random random, long sequence) {
        var kind = one(random, List.of(PendingCall.Kind.values()));
        var token = token(random, sequence);
        var begun = time(random);
        return new PendingCall(
                kind == PendingCall.Kind.ITEM ? token + "." + random.nextInt(ITEMS) : token,
                text(random),
                kind,
                one(random, List.of(PendingCall.Status.values())),
                1 + random.nextInt(5),
                begun,
                random.nextBoolean() ? begun : time(random),
                value(random, 2),
                random.nextBoolean() ? new Fault(text(random), text(random), value(random, 2)) : null,
                random.nextBoolean() ? text(random) : null,
                kind == PendingCall.Kind.SINGLE && random.nextInt(3) > 0 ? FanOut.of(ITEMS) : null);
    }

    private static JournalEntry.Position position(Random random) {
        var history = new LinkedHashMap<String, List<String>>();
        list(random, () -> history.put(name(random), texts(random)));
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
        list(random, () -> object.put(name(random), value(random, depth)));
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

    /**
     * Of letters that the packed form takes one byte for: Jackson remembers what it made of the bytes of a name, so that one
     * whose letters a test has damaged would be read wrongly ever after.
     */
    private static String name(Random random) {
        return one(random, List.of("", "a", "order-7", "x.y.z", "say \"hi\"\n", "#/definitions/a"))
                + random.nextInt(100);
    }

    private static String text(Random random) {
        var texts = List.of("", "a", "order-7", "ö", "😀", "x.y.z", "say \"hi\"\n", "#/definitions/a");
        return one(random, texts) + random.nextInt(100);
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
