package dev.xorca.store;

import static dev.xorca.store.Entries.BEGIN;
import static dev.xorca.store.Entries.entry;
import static dev.xorca.store.Entries.event;
import static dev.xorca.store.Entries.last;
import static dev.xorca.store.Entries.starting;
import static dev.xorca.store.Entries.timer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is over goes, all of it, a slice at a time; nothing else does. */
interface RemovalContract extends StoreContract {
    Instant REMOVE_AT = BEGIN.plusSeconds(100_000);
    Due REMOVAL = new Due(REMOVE_AT, Due.Kind.REMOVAL, "a", "");

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            ENTRIES | HELD | SLICE | REMOVED
            2       | 0    | 100   | 2
            2       | 0    | 2     | 2 0
            2       | 0    | 1     | 1 1 0
            7       | 0    | 3     | 3 3 1
            60      | 0    | 25    | 25 25 10
            100     | 0    | 50    | 50 50 0
            2       | 5    | 3     | 3 3 1
            3       | 5    | 3     | 3 3 2
            2       | 5    | 100   | 7
            120     | 30   | 40    | 40 40 40 30
            """)
    default void whatIsOverGoesSliceBySliceAndNothingIsLeft(int entries, int held, int slice, String removed) {
        var keyValues = keyValues();
        var store = over(new OrchestrationStore(keyValues), entries);
        for (long number = 1; number <= held; number++) {
            store.hold("a", new HeldEvent(number, BEGIN, number % 2 == 0 ? BEGIN : null, event("h" + number)));
        }
        for (var count : removed.split(" ", -1)) {
            assertStillOver(keyValues, store);
            assertThat(store.remove(REMOVAL, slice)).isEqualTo(Integer.parseInt(count));
        }
        assertThat(StoreContract.keys(keyValues)).isEmpty();
        assertThat(store.load("a")).isEmpty();
        assertThat(store.remove(REMOVAL, slice)).isZero();
        assertThat(StoreContract.keys(keyValues)).isEmpty();
    }

    @Test
    default void aShortJournalGoesWithoutAnythingWrittenForIt() {
        var counted = new CountedStore(keyValues());
        var store = over(new OrchestrationStore(counted), 7);
        counted.reset();
        assertThat(store.remove(REMOVAL, 100)).isEqualTo(7);
        assertThat(counted.puts()).isZero();
    }

    @Test
    default void aSliceIsBounded() {
        var counted = new CountedStore(keyValues());
        var store = over(new OrchestrationStore(counted), 500);
        while (true) {
            counted.reset();
            int removed = store.remove(REMOVAL, 60);
            // The snapshot, and the line in the agenda.
            assertThat(counted.deletes()).isBetween(removed, removed + 2);
            assertThat(counted.puts()).isLessThanOrEqualTo(1);
            if (removed < 60) {
                break;
            }
        }
        assertThat(store.load("a")).isEmpty();
    }

    /** However much it has: what is kept until the end is small. */
    @Test
    default void whatIsHalfRemovedIsStillOverThoughItsDataMayBeGone() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        for (long sequence = 1; sequence <= 20; sequence++) {
            store.append("a", entry(sequence, Map.of("key" + sequence, "x".repeat(100_000))));
        }
        store.append("a", last(21, REMOVE_AT));
        store.remove(REMOVAL, 5);
        assertThat(keyValues.get(Keys.snapshot("a"))).hasSizeLessThan(1_000);
        var state = new OrchestrationStore(keyValues).load("a").orElseThrow();
        assertThat(state.status()).isEqualTo(OrchestrationState.Status.DONE);
        assertThat(state.sequence()).isEqualTo(21);
        assertThat(state.answered(new EventIdentity("/test", "e1"), BEGIN)).contains(1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 21, 100})
    default void theSnapshotGoesWithAllOfItsPieces(int slice) {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        for (long sequence = 1; sequence <= 20; sequence++) {
            store.append("a", entry(sequence, Map.of("key" + sequence, "x".repeat(300_000))));
        }
        store.append("a", last(21, REMOVE_AT));
        assertThat(LargeStateContract.pieces(keyValues, "a")).isNotEmpty();
        // A crash has left it.
        keyValues.put(Keys.piece("a", 2, 0), new byte[10]);
        int removed;
        do {
            removed = store.remove(REMOVAL, slice);
            assertThat(LargeStateContract.pieces(keyValues, "a")).isEmpty();
        } while (removed == slice);
        assertThat(StoreContract.keys(keyValues)).isEmpty();
    }

    @Test
    default void othersAreNotTouched() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        var others = List.of("", "a|", "a|j|", "a|j|12345", "a|p|", "a|p|12345", "aa", "b", "A");
        for (var subject : others) {
            store.append(subject, starting(1, timer("t", 5)));
            StoreContract.write(store, subject, 70);
            store.hold(subject, new HeldEvent(1, BEGIN, BEGIN, event("h")));
        }
        var before = StoreContract.keys(keyValues);
        over(store, 70);
        while (store.remove(REMOVAL, 10) == 10) {
            assertStillOver(keyValues, store);
        }
        assertThat(StoreContract.keys(keyValues)).isEqualTo(before);
        for (var each : List.of(store, new OrchestrationStore(keyValues))) {
            for (var subject : others) {
                assertThat(each.load(subject).orElseThrow().sequence())
                        .as(subject)
                        .isEqualTo(70);
                assertThat(each.read(subject, 1, 100)).as(subject).hasSize(70);
                assertThat(each.held(subject)).as(subject).hasSize(1);
            }
        }
    }

    @Test
    default void whatItStillWaitedForLeavesTheAgendaWithIt() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        store.append("a", starting(1, timer("1.0", 5), timer("1.1", 10)));
        store.append("b", starting(1, timer("1.0", 5)));
        store.append("a", last(2, REMOVE_AT));
        assertThat(store.remove(REMOVAL, 1)).isEqualTo(1);
        assertThat(store.remove(REMOVAL, 1)).isEqualTo(1);
        assertThat(store.remove(REMOVAL, 1)).isZero();
        assertThat(StoreContract.agenda(keyValues)).containsExactly(OrchestrationStore.due("b", timer("1.0", 5)));
        assertThat(StoreContract.keys(keyValues)).hasSize(2);
    }

    @Test
    default void aLineForWhatGoesOnIsDroppedWithoutHarm() {
        var keyValues = keyValues();
        var store = over(new OrchestrationStore(keyValues), 2);
        store.append("a", entry(3));
        assertThat(store.load("a").orElseThrow().status()).isEqualTo(OrchestrationState.Status.ACTIVE);
        assertThat(store.remove(REMOVAL, 100)).isZero();
        assertThat(StoreContract.agenda(keyValues)).isEmpty();
        assertThat(store.read("a", 1, 10)).hasSize(3);
        assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(store.load("a"));
        StoreContract.write(store, "a", 4);
    }

    @Test
    default void aLineForWhatIsNotThereIsDropped() {
        var keyValues = keyValues();
        var store = StoreContract.write(new OrchestrationStore(keyValues), "b", 2);
        store.agenda().add(REMOVAL);
        assertThat(store.remove(REMOVAL, 100)).isZero();
        assertThat(StoreContract.keys(keyValues)).hasSize(2);
    }

    @Test
    default void theSubjectCanBeginAgain() {
        var keyValues = keyValues();
        var store = over(new OrchestrationStore(keyValues), 130);
        assertThat(store.remove(REMOVAL, 1_000)).isEqualTo(130);
        store.append("a", entry(1));
        assertThat(store.load("a").orElseThrow().sequence()).isEqualTo(1);
        assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(store.load("a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 60, 65, 70})
    default void aJournalThatCannotBeReadGoesToo(int damaged) {
        for (int slice : new int[] {1, 20, 64, 69, 70, 1_000}) {
            var keyValues = keyValues();
            over(new OrchestrationStore(keyValues), 70);
            if (damaged <= 50) {
                keyValues.delete(Keys.snapshot("a"));
            }
            keyValues.put(Keys.journal("a", damaged), "garbage".getBytes(UTF_8));
            keyValues.put(Keys.held("a", 1), "garbage".getBytes(UTF_8));
            var store = new OrchestrationStore(keyValues);
            store.hold("a", new HeldEvent(2, BEGIN, BEGIN, event("h")));
            assertThatThrownBy(() -> store.load("a")).isInstanceOf(JournalException.class);
            int removed;
            do {
                removed = store.remove(REMOVAL, slice);
                assertNotAlive(keyValues);
            } while (removed == slice);
            assertThat(StoreContract.keys(keyValues))
                    .as("entry %d damaged, slices of %d", damaged, slice)
                    .isEmpty();
        }
    }

    /** An event that still comes, a task that is moved, a slice of any size: the way to nothing has no turns. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    default void onTheWayItIsOverUntilItIsGone(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            var keyValues = keyValues();
            var store = over(new OrchestrationStore(keyValues), 2 + random.nextInt(150));
            for (long number = random.nextInt(20); number > 0; number--) {
                store.hold("a", new HeldEvent(number, BEGIN, random.nextBoolean() ? BEGIN : null, event("h")));
            }
            int most;
            int removed;
            do {
                assertStillOver(keyValues, store);
                if (random.nextInt(3) == 0) {
                    store = new OrchestrationStore(keyValues);
                }
                if (random.nextInt(3) == 0) {
                    long next = store.load("a").orElseThrow().sequence() + 1;
                    store.append("a", Entries.ignored(next, "still coming"));
                    assertStillOver(keyValues, store);
                }
                most = 1 + random.nextInt(60);
                removed = store.remove(REMOVAL, most);
            } while (removed == most);
            assertThat(StoreContract.keys(keyValues)).as("seed %d", seed).isEmpty();
            assertThat(store.load("a")).as("seed %d", seed).isEmpty();
        }
    }

    /** Writes a journal of so many entries, the last of which is the end. */
    private static OrchestrationStore over(OrchestrationStore store, int entries) {
        StoreContract.write(store, "a", entries - 1);
        store.append("a", last(entries, REMOVE_AT));
        return store;
    }

    private static void assertStillOver(KeyValueStore<Bytes, byte[]> keyValues, OrchestrationStore store) {
        assertThat(StoreContract.agenda(keyValues)).contains(REMOVAL);
        for (var state : List.of(store.load("a"), new JournalReader(keyValues).load("a"))) {
            assertThat(state)
                    .isPresent()
                    .hasValueSatisfying(
                            over -> assertThat(over.status().isOver()).isTrue());
        }
    }

    private static void assertNotAlive(KeyValueStore<Bytes, byte[]> keyValues) {
        try {
            assertThat(new JournalReader(keyValues)
                            .load("a")
                            .filter(state -> !state.status().isOver()))
                    .isEmpty();
        } catch (JournalException e) {
            assertThat(e).isNotNull();
        }
    }
}
