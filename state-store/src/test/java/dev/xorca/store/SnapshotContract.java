package dev.xorca.store;

import static dev.xorca.store.Entries.entry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots and live states make loading cheap, and can be told apart from nothing. */
interface SnapshotContract extends StoreContract {

    @Test
    default void theStateIsWrittenDownEveryFiftyEntries() {
        assertThat(snapshotsTaken(160, Entries::entry)).containsExactly(50L, 100L, 150L);
    }

    @Test
    default void theStateIsWrittenDownSoonerWhenEntriesAreLarge() {
        var large = "x".repeat(100 * 1024);
        assertThat(snapshotsTaken(9, sequence -> entry(sequence, Map.of("text", large))))
                .containsExactly(3L, 6L, 9L);
    }

    @Test
    default void aLargeStateIsNotWrittenDownBeforeItsJournalHasGrownAsMuch() {
        var large = "x".repeat(600 * 1024);
        var small = "x".repeat(10 * 1024);
        assertThat(snapshotsTaken(100, sequence -> entry(sequence, Map.of("text", sequence == 1 ? large : small))))
                .containsExactly(1L, 60L, 86L);
    }

    /** After which entries of a journal there was a new snapshot. */
    private List<Long> snapshotsTaken(int entries, LongFunction<JournalEntry> entry) {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        var taken = new ArrayList<Long>();
        byte[] before = null;
        for (long sequence = 1; sequence <= entries; sequence++) {
            store.append("a", entry.apply(sequence));
            var snapshot = keyValues.get(Keys.snapshot("a"));
            if (!Arrays.equals(snapshot, before)) {
                assertThat(SnapshotCodec.read(snapshot))
                        .isEqualTo(store.load("a").orElseThrow());
                taken.add(sequence);
                before = snapshot;
            }
        }
        return taken;
    }

    @Test
    default void withASnapshotOnlyTheRestOfTheJournalIsRead() {
        var counted = new CountedStore(keyValues());
        StoreContract.write(new OrchestrationStore(counted), "a", 520);
        counted.reset();
        assertThat(new OrchestrationStore(counted).load("a").orElseThrow().sequence())
                .isEqualTo(520);
        assertThat(counted.passed()).isEqualTo(20);
        assertThat(counted.reads()).isEqualTo(2);
    }

    @Test
    default void withoutSnapshotsNothingIsDifferent() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        for (var subject : List.of("a", "b")) {
            StoreContract.write(store, subject, 120);
        }
        for (var subject : List.of("a", "b")) {
            assertThat(keyValues.delete(Keys.snapshot(subject))).isNotNull();
        }
        var again = new OrchestrationStore(keyValues);
        for (var subject : List.of("a", "b")) {
            assertThat(again.load(subject)).isEqualTo(store.load(subject)).isPresent();
            again.append(subject, entry(121));
            store.append(subject, entry(121));
            assertThat(again.load(subject)).isEqualTo(store.load(subject));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "{}", "{\"v\":1}", "{\"v\":99,\"sequence\":60}", "{\"v\":1,\"seen\":[7]}"})
    default void aSnapshotThatCannotBeReadIsPassedOver(String instead) {
        var keyValues = keyValues();
        var state =
                StoreContract.write(new OrchestrationStore(keyValues), "a", 60).load("a");
        keyValues.put(Keys.snapshot("a"), instead.getBytes(UTF_8));
        var store = new OrchestrationStore(keyValues);
        assertThat(store.load("a")).isEqualTo(state).isPresent();
        StoreContract.write(store, "a", 120);
        assertThat(SnapshotCodec.read(keyValues.get(Keys.snapshot("a"))).sequence())
                .isGreaterThan(60);
        assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(store.load("a"));
    }

    /** The state that is remembered, the one that is loaded, and the fold of the journal from its beginning are one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    default void theStateIsTheFoldOfTheJournalWhereverItComesFrom(long seed) {
        var random = new Random(seed);
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues, live(200_000));
        var journals = new HashMap<String, List<JournalEntry>>();
        var folded = new HashMap<String, OrchestrationState>();
        for (int i = 0; i < 250; i++) {
            if (random.nextInt(20) == 0) {
                // One of these remembers but one state.
                store = new OrchestrationStore(keyValues, live(random.nextBoolean() ? 0 : random.nextInt(200_000)));
            }
            var subject = "subject" + random.nextInt(3);
            var journal = journals.computeIfAbsent(subject, key -> new ArrayList<>());
            var entry = random.nextInt(30) == 0 && !journal.isEmpty()
                    ? entry(journal.size() + 1L, Map.of("large", "x".repeat(random.nextInt(200_000))))
                    : Entries.random(random, journal.size() + 1L);
            store.append(subject, entry);
            journal.add(entry);
            folded.put(subject, OrchestrationState.apply(folded.get(subject), entry));
            assertThat(store.load(subject))
                    .as("seed %d, step %d, live", seed, i)
                    .contains(folded.get(subject));
            assertThat(new JournalReader(keyValues).load(subject))
                    .as("seed %d, step %d, loaded", seed, i)
                    .contains(folded.get(subject));
        }
        for (var subject : journals.keySet()) {
            var read = store.read(subject, 1, 1_000);
            assertThat(read).as("seed %d, %s", seed, subject).isEqualTo(journals.get(subject));
            assertThat(fold(read)).as("seed %d, %s", seed, subject).isEqualTo(folded.get(subject));
            assertThat(keyValues.delete(Keys.snapshot(subject))).isNotNull();
            assertThat(new JournalReader(keyValues).load(subject))
                    .as("seed %d, %s without its snapshot", seed, subject)
                    .contains(folded.get(subject));
        }
    }

    private static LiveStates live(long bytes) {
        return new LiveStates(bytes, new SharedRoom(0));
    }

    private static OrchestrationState fold(List<JournalEntry> journal) {
        OrchestrationState state = null;
        for (var entry : journal) {
            state = OrchestrationState.apply(state, entry);
        }
        return state;
    }
}
