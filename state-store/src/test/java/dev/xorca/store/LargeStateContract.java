package dev.xorca.store;

import static dev.xorca.store.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state of any size is written down, in pieces that the changelog takes, and not too often. */
interface LargeStateContract extends StoreContract {
    String LARGE = "x".repeat(300_000);

    @Test
    default void aLargeStateIsWrittenDownInPiecesThatTheChangelogTakes() {
        var counted = new CountedStore(keyValues());
        var store = large(new OrchestrationStore(counted), 20);
        var pieces = pieces(counted, "a");
        assertThat(pieces).hasSizeGreaterThanOrEqualTo(5);
        for (var piece : pieces) {
            assertThat(counted.get(piece)).hasSizeLessThanOrEqualTo(900_000);
        }
        assertThat(counted.get(Keys.snapshot("a"))).hasSizeLessThan(100);
        counted.reset();
        assertThat(new OrchestrationStore(counted).load("a")).isEqualTo(store.load("a"));
        assertThat(counted.passed()).isLessThan(10);
    }

    @Test
    default void onlyThePiecesOfTheLastSnapshotAreKept() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        var sequences = new ArrayList<Long>();
        for (long sequence = 1; sequence <= 60; sequence++) {
            store.append("a", entry(sequence, Map.of("key" + sequence, LARGE)));
            var pieces = pieces(keyValues, "a");
            if (pieces.contains(Keys.piece("a", sequence, 0))) {
                sequences.add(sequence);
                for (int i = 0; i < pieces.size(); i++) {
                    assertThat(pieces.get(i)).isEqualTo(Keys.piece("a", sequence, i));
                }
            }
        }
        assertThat(sequences).hasSizeBetween(3, 12);
    }

    @Test
    default void aSnapshotThatIsSmallAgainLeavesNoPieces() {
        var keyValues = keyValues();
        var store = large(new OrchestrationStore(keyValues), 10);
        assertThat(pieces(keyValues, "a")).isNotEmpty();
        for (long sequence = 11; sequence <= 30; sequence++) {
            store.append("a", entry(sequence, Map.of("key" + (1 + sequence % 10), "small", "other", LARGE)));
        }
        assertThat(pieces(keyValues, "a")).isEmpty();
        assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(store.load("a"));
    }

    @Test
    default void aSnapshotOfWhichAPieceIsMissingIsPassedOver() {
        var keyValues = keyValues();
        var state = large(new OrchestrationStore(keyValues), 20).load("a");
        for (var piece : pieces(keyValues, "a")) {
            var bytes = keyValues.delete(piece);
            assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(state);
            keyValues.put(piece, bytes);
        }
        keyValues.put(Keys.snapshot("a"), new SnapshotReader.Head(1, Integer.MAX_VALUE).write());
        assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(state);
        keyValues.put(Keys.snapshot("a"), new SnapshotReader.Head(-1, -1).write());
        assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(state);
    }

    /** Without transactions, some of the writes are there after a crash and some are not. */
    @Test
    default void aCrashBetweenAnyTwoWritesLosesNothing() {
        for (int survived = 1, crashes = 1; crashes > 0; survived++) {
            crashes = 0;
            var keyValues = keyValues();
            var written = survived;
            var store = large(new OrchestrationStore(keyValues), 5);
            var dying = new CountedStore(keyValues) {
                @Override
                public void put(Bytes key, byte[] value) {
                    dieAfter(written, this);
                    super.put(key, value);
                }

                @Override
                public byte[] delete(Bytes key) {
                    dieAfter(written, this);
                    return super.delete(key);
                }
            };
            var expected = store.load("a").orElseThrow();
            var other = new OrchestrationStore(dying);
            for (long sequence = 6; sequence <= 18 && crashes == 0; sequence++) {
                var next = entry(sequence, Map.of("key" + sequence, LARGE));
                dying.reset();
                try {
                    other.append("a", next);
                } catch (UncheckedIOException e) {
                    crashes++;
                }
                expected = OrchestrationState.apply(expected, next);
            }
            var again = new OrchestrationStore(keyValues);
            assertThat(again.load("a")).as("%d writes", survived).contains(expected);
            large(again, 20);
            assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(again.load("a"));
        }
    }

    private static void dieAfter(int writes, CountedStore store) {
        if (store.puts() + store.deletes() == writes) {
            throw new UncheckedIOException(new IOException("crash"));
        }
    }

    /** Interactive queries read while the task writes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    default void whoReadsWhileTheStateIsWrittenDownAgainReadsOneOfTheTwo(int reads) {
        var keyValues = keyValues();
        var store = large(new OrchestrationStore(keyValues), 15);
        var interrupted = new CountedStore(keyValues) {
            @Override
            public byte[] get(Bytes key) {
                if (reads() == reads) {
                    large(store, 30);
                }
                return super.get(key);
            }
        };
        assertThat(new JournalReader(interrupted).load("a")).isEqualTo(store.load("a"));
        assertThat(store.load("a").orElseThrow().sequence()).isEqualTo(30);
        // All of the journal was never read.
        assertThat(interrupted.passed()).isLessThan(20);
    }

    /** However many items there are, all snapshots together cost about what the journal does. */
    @Test
    default void aFanOutIsWrittenDownNoMoreOftenThanItsJournalAllows() {
        int items = 20_000;
        var written = new Object() {
            long snapshots;
            long journal;
            long last;
        };
        var keyValues = new CountedStore(keyValues()) {
            @Override
            public void put(Bytes key, byte[] value) {
                super.put(key, value);
                if (key.equals(Keys.snapshot("a")) || key.compareTo(Keys.firstPiece("a")) > 0) {
                    written.snapshots += value.length;
                } else {
                    written.journal += value.length;
                }
            }
        };
        var store = new OrchestrationStore(keyValues);
        fanOut(store, items, 100, sequence -> {
            if (sequence % 1_000 == 0) {
                var loaded = new JournalReader(keyValues).loadWithSize("a").orElseThrow();
                assertThat(loaded.state()).isEqualTo(store.load("a").orElseThrow());
                assertThat(loaded.tailBytes())
                        .isLessThan(Math.max(LoadedState.SNAPSHOT_BYTES, loaded.snapshotBytes()) + 1_000);
                written.last = loaded.snapshotBytes();
            }
        });
        assertThat(written.last).isGreaterThan(items * 20L);
        assertThat(written.snapshots).isLessThan(written.journal + written.last);
        assertThat(written.snapshots).isLessThan(2 * written.journal);
        var results = store.load("a").orElseThrow().calls().get("1.0").fanOut().list();
        for (int i = 0; i < items; i++) {
            assertThat(results.get(i)).isEqualTo(result(i));
        }
    }

    /** Answers all items of a fan-out. */
    static void fanOut(OrchestrationStore store, int items, int concurrency, LongConsumer afterEach) {
        for (long sequence = 1; sequence <= items + 1; sequence++) {
            store.append("a", Entries.ofFanOut(sequence, items, concurrency, result((int) sequence - 2)));
            afterEach.accept(sequence);
        }
    }

    static Object result(int item) {
        return Map.of("title", "the book with the number " + item, "pages", (long) item);
    }

    private static OrchestrationStore large(OrchestrationStore store, int entries) {
        long first = store.load("a").map(OrchestrationState::sequence).orElse(0L) + 1;
        for (long sequence = first; sequence <= entries; sequence++) {
            store.append("a", entry(sequence, Map.of("key" + sequence, LARGE)));
        }
        return store;
    }

    /** The keys of the pieces that an orchestration has. */
    static List<Bytes> pieces(KeyValueStore<Bytes, byte[]> store, String subject) {
        var keys = new ArrayList<Bytes>();
        try (var range = store.range(Keys.firstPiece(subject), Keys.lastPiece(subject))) {
            range.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }
}
