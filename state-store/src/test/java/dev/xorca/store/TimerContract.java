package dev.xorca.store;

import static dev.xorca.store.Entries.BEGIN;
import static dev.xorca.store.Entries.ending;
import static dev.xorca.store.Entries.entry;
import static dev.xorca.store.Entries.starting;
import static dev.xorca.store.Entries.timer;
import static dev.xorca.store.Entries.waiting;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agenda says what is due, in the order of time, as long as entries say so. */
interface TimerContract extends StoreContract {

    @Test
    default void whatBeginsIsPutOnTheAgendaAndWhatEndsIsTakenOff() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        store.append("a", starting(1, timer("1.0", 30), timer("1.1", 10)));
        assertThat(StoreContract.agenda(keyValues)).containsExactly(due("a", "1.1", 10), due("a", "1.0", 30));
        store.append("a", waiting(2, List.of(timer("2.0", 20)), List.of("1.0")));
        assertThat(StoreContract.agenda(keyValues)).containsExactly(due("a", "1.1", 10), due("a", "2.0", 20));
        assertThat(store.load("a").orElseThrow().timers().values()).containsExactly(timer("1.1", 10), timer("2.0", 20));
        store.append("a", ending(3, "1.1", "2.0", "never heard of"));
        assertThat(StoreContract.agenda(keyValues)).isEmpty();
        assertThat(store.load("a").orElseThrow().timers()).isEmpty();
    }

    @Test
    default void aTimerThatIsReplacedUnderItsTokenIsDueOnce() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        store.append("a", starting(1, timer("t", 30)));
        store.append("a", starting(2, timer("t", 40)));
        store.append("a", waiting(3, List.of(timer("t", 50)), List.of("t")));
        assertThat(StoreContract.agenda(keyValues)).containsExactly(due("a", "t", 50));
        var sameTime =
                new Timer("t", null, "another", null, BEGIN.plusSeconds(50).minusNanos(1));
        store.append("a", waiting(4, List.of(sameTime), List.of("t")));
        assertThat(StoreContract.agenda(keyValues)).containsExactly(due("a", "t", 50));
        assertThat(store.load("a").orElseThrow().timers().values()).containsExactly(sameTime);
    }

    @Test
    default void anOrchestrationThatIsOverIsPutDownForRemoval() {
        var keyValues = keyValues();
        var store = StoreContract.write(new OrchestrationStore(keyValues), "a", 1);
        store.append("a", Entries.last(2, BEGIN.plusSeconds(60)));
        assertThat(StoreContract.agenda(keyValues))
                .containsExactly(new Due(BEGIN.plusSeconds(60), Due.Kind.REMOVAL, "a", ""));
    }

    /** Whatever entries say: what the agenda has is what the states have. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    default void theAgendaHasWhatTheStatesHave(long seed) {
        var random = new Random(seed);
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        var removals = new HashSet<Due>();
        for (int i = 0; i < 300; i++) {
            var subject = "subject" + random.nextInt(4);
            long sequence =
                    store.load(subject).map(OrchestrationState::sequence).orElse(0L) + 1;
            var entry = Entries.random(random, sequence);
            store.append(subject, entry);
            if (entry.removeAt() != null) {
                removals.add(new Due(entry.removeAt(), Due.Kind.REMOVAL, subject, ""));
            }
            var expected = new HashSet<>(removals);
            for (int s = 0; s < 4; s++) {
                var each = "subject" + s;
                store.load(each)
                        .ifPresent(state -> state.timers()
                                .values()
                                .forEach(timer -> expected.add(OrchestrationStore.due(each, timer))));
            }
            assertThat(StoreContract.agenda(keyValues))
                    .as("seed %d, step %d", seed, i)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    default void whatIsDueIsHandedOutInTheOrderOfTimeAndNoEarlier() {
        var agenda = new Agenda(keyValues());
        var times = new ArrayList<>(List.of(0L, 1L, 255L, 256L, 65_536L, 1L << 31, 1L << 40));
        Collections.shuffle(times, new Random(1));
        times.forEach(millis -> agenda.add(at(Instant.ofEpochMilli(millis), "t" + millis)));
        assertThat(agenda.take(Instant.ofEpochMilli(-1), 10)).isEmpty();
        assertThat(tokens(agenda.take(Instant.ofEpochMilli(255), 10))).containsExactly("t0", "t1", "t255");
        assertThat(tokens(agenda.take(Instant.ofEpochMilli(256).minusNanos(1), 10)))
                .isEmpty();
        assertThat(tokens(agenda.take(Instant.ofEpochMilli(256), 10))).containsExactly("t256");
        assertThat(tokens(agenda.take(Due.LAST, 10))).containsExactly("t65536", "t" + (1L << 31), "t" + (1L << 40));
    }

    @Test
    default void noMoreIsHandedOutThanAskedForAndNothingTwice() {
        var agenda = new Agenda(keyValues());
        for (int i = 0; i < 10; i++) {
            agenda.add(due("a", "t" + i, i));
        }
        assertThat(agenda.take(BEGIN.plusSeconds(7), 0)).isEmpty();
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(7), 3))).containsExactly("t0", "t1", "t2");
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(7), 3))).containsExactly("t3", "t4", "t5");
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(7), 3))).containsExactly("t6", "t7");
        assertThat(agenda.take(BEGIN.plusSeconds(7), 3)).isEmpty();
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(9), 3))).containsExactly("t8", "t9");
    }

    @Test
    default void anAgendaThatIsOpenedAnewHandsOutAgainWhatIsStillThere() {
        var keyValues = keyValues();
        var agenda = new Agenda(keyValues);
        for (int i = 0; i < 4; i++) {
            agenda.add(due("a", "t" + i, i));
        }
        assertThat(agenda.take(BEGIN.plusSeconds(2), 10)).hasSize(3);
        agenda.remove(due("a", "t1", 1));
        assertThat(tokens(new Agenda(keyValues).take(BEGIN.plusSeconds(3), 10))).containsExactly("t0", "t2", "t3");
    }

    @Test
    default void whatIsToBeReconsideredIsHandedOutAgainWithAllThatFollows() {
        var agenda = new Agenda(keyValues());
        for (int i = 0; i < 5; i++) {
            agenda.add(due("a", "t" + i, i));
        }
        assertThat(agenda.take(BEGIN.plusSeconds(3), 10)).hasSize(4);
        agenda.remove(due("a", "t2", 2));
        agenda.reconsider(due("a", "t1", 1));
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(3), 10))).containsExactly("t1", "t3");
        agenda.reconsider(due("a", "t4", 4));
        assertThat(agenda.take(BEGIN.plusSeconds(3), 10)).isEmpty();
        agenda.reconsider(due("a", "t2", 2));
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(4), 10))).containsExactly("t3", "t4");
    }

    @Test
    default void whatIsAddedForAnEarlierTimeIsFoundAndOthersAreNotHandedOutWithIt() {
        var agenda = new Agenda(keyValues());
        agenda.add(due("a", "t5", 5));
        agenda.add(due("a", "t20", 20));
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(10), 10))).containsExactly("t5");
        agenda.add(due("a", "t9", 9));
        agenda.add(due("a", "t3", 3));
        agenda.add(due("a", "t4", 4));
        agenda.add(due("a", "t12", 12));
        agenda.remove(due("a", "t4", 4));
        assertThat(agenda.take(BEGIN.plusSeconds(2), 10)).isEmpty();
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(20), 1))).containsExactly("t3");
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(20), 3))).containsExactly("t9", "t12", "t20");
        assertThat(agenda.take(BEGIN.plusSeconds(20), 10)).isEmpty();
    }

    @Test
    default void anyNumberMayBeAddedForEarlierTimes() {
        var agenda = new Agenda(keyValues());
        agenda.take(BEGIN.plusSeconds(100_000), 1);
        int many = 2 * Agenda.MAX_LATE + 10;
        for (int i = 0; i < many; i++) {
            agenda.add(due("a", "t" + i, many - i));
        }
        var handedOut = new HashSet<Due>();
        var earlier = Instant.MIN;
        for (var page = agenda.take(BEGIN.plusSeconds(100_000), 1_000);
                !page.isEmpty();
                page = agenda.take(BEGIN.plusSeconds(100_000), 1_000)) {
            for (var due : page) {
                assertThat(due.at()).isAfter(earlier);
                earlier = due.at();
                assertThat(handedOut.add(due)).isTrue();
            }
        }
        assertThat(handedOut).hasSize(many);
    }

    /** Beside a list that is sorted whenever somebody looks. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theAgendaIsAsGoodAsASortedList(long seed) {
        var random = new Random(seed);
        var keyValues = keyValues();
        var agenda = new Agenda(keyValues);
        var there = new TreeMap<Due, Boolean>(Comparator.comparing(Keys::due)); // whether it was handed out
        for (int i = 0; i < 3_000; i++) {
            var due = due("s" + random.nextInt(3), "t" + random.nextInt(3), random.nextInt(40));
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> {
                    if (!there.containsKey(due)) {
                        agenda.add(due);
                        there.put(due, false);
                    }
                }
                case 5, 6, 7 -> {
                    agenda.remove(due);
                    there.remove(due);
                }
                case 8 -> {
                    agenda.reconsider(due);
                    there.tailMap(due, true).replaceAll((each, handedOut) -> false);
                }
                case 9 -> {
                    if (random.nextInt(20) == 0) {
                        agenda = new Agenda(keyValues);
                        there.replaceAll((each, handedOut) -> false);
                    }
                }
                default -> {
                    var now = BEGIN.plusSeconds(random.nextInt(40));
                    int most = random.nextInt(6);
                    var expected = there.keySet().stream()
                            .filter(each -> !each.at().isAfter(now) && !there.get(each))
                            .limit(most)
                            .toList();
                    assertThat(agenda.take(now, most))
                            .as("seed %d, step %d", seed, i)
                            .isEqualTo(expected);
                    expected.forEach(each -> there.put(each, true));
                }
            }
        }
    }

    @Test
    default void lookingIsCheapHoweverMuchLiesAheadAndHoweverMuchWasRemoved() {
        var counted = new CountedStore(keyValues());
        var agenda = new Agenda(counted);
        for (int i = 0; i < 200; i++) {
            agenda.add(due("past", "t" + i, i));
            agenda.add(due("future", "t" + i, 1_000 + i));
        }
        agenda.take(BEGIN.plusSeconds(500), 1_000).forEach(agenda::remove);
        counted.reset();
        for (int i = 0; i < 50; i++) {
            assertThat(agenda.take(BEGIN.plusSeconds(500 + i), 1_000)).isEmpty();
        }
        agenda.add(due("late", "t", 1));
        assertThat(agenda.take(BEGIN.plusSeconds(600), 1_000)).containsExactly(due("late", "t", 1));
        assertThat(counted.reads()).as("looks before anything is due").isZero();
        assertThat(agenda.take(BEGIN.plusSeconds(1_002), 1_000)).hasSize(3);
        assertThat(counted.passed()).as("what was due, and the next").isEqualTo(4);
        counted.reset();
        for (int i = 0; i < 10; i++) {
            assertThat(agenda.take(BEGIN.plusSeconds(1_002), 1_000)).isEmpty();
        }
        assertThat(counted.reads()).isZero();
    }

    /** A store passes everything that was removed until it finds something, whatever end it is given. */
    @Test
    default void whatWasCancelledLongBeforeItsTimeIsPassedOnce() {
        var counted = new CountedStore(keyValues());
        var agenda = new Agenda(counted);
        for (int i = 0; i < 200; i++) {
            agenda.add(due("cancelled", "t" + i, 1_000 + i));
        }
        agenda.add(due("last", "t", 5_000));
        assertThat(agenda.take(BEGIN, 1_000)).isEmpty();
        for (int i = 0; i < 200; i++) {
            agenda.remove(due("cancelled", "t" + i, 1_000 + i));
        }
        counted.reset();
        for (int i = 0; i < 4_000; i++) {
            assertThat(agenda.take(BEGIN.plusSeconds(i), 1_000)).isEmpty();
        }
        assertThat(counted.reads()).isEqualTo(1);
        assertThat(agenda.take(BEGIN.plusSeconds(5_000), 1_000)).containsExactly(due("last", "t", 5_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            SAID                                     | DUE
            1970-01-01T00:00:00Z                     | 1970-01-01T00:00:00Z
            1969-12-31T23:59:59.999999999Z           | 1970-01-01T00:00:00Z
            -1000000000-01-01T00:00:00Z              | 1970-01-01T00:00:00Z
            2026-01-31T10:00:00.001Z                 | 2026-01-31T10:00:00.001Z
            2026-01-31T10:00:00.001000001Z           | 2026-01-31T10:00:00.002Z
            2026-01-31T10:00:00.999999999Z           | 2026-01-31T10:00:01Z
            9999-12-31T23:59:59.999Z                 | 9999-12-31T23:59:59.999Z
            9999-12-31T23:59:59.999000001Z           | 9999-12-31T23:59:59.999Z
            +1000000000-12-31T23:59:59.999999999Z    | 9999-12-31T23:59:59.999Z
            """)
    default void timesAreWholeMillisecondsAndWithinReach(Instant said, Instant due) {
        var agenda = new Agenda(keyValues());
        var timer = new Timer("t", null, "x", null, said);
        agenda.add(OrchestrationStore.due("a", timer));
        assertThat(agenda.take(due.minusNanos(1), 10)).isEmpty();
        assertThat(agenda.take(due, 10)).containsExactly(new Due(due, Due.Kind.TIMER, "a", "t"));
        agenda.remove(OrchestrationStore.due("a", timer));
        agenda.reconsider(OrchestrationStore.due("a", timer));
        assertThat(agenda.take(Instant.MAX, 10)).isEmpty();
        assertThat(agenda.take(Instant.MIN, 10)).isEmpty();
    }

    @Test
    default void allKindsAndSubjectsComeBackAsTheyWere() {
        var agenda = new Agenda(keyValues());
        var dues = new ArrayList<Due>();
        for (var kind : Due.Kind.values()) {
            for (var subject : List.of("", "a", "a|", "a|t|", "ä😀", "eyJwcm9jZXNzSWQiOiIxIn0=")) {
                for (var token : List.of("", "1.0", "17", "é")) {
                    dues.add(new Due(BEGIN, kind, subject, token));
                }
            }
        }
        dues.forEach(agenda::add);
        assertThat(agenda.take(BEGIN, 1_000)).containsExactlyInAnyOrderElementsOf(dues);
    }

    @Test
    default void whatALaterReleaseHasPutThereIsLeftToIt() {
        var keyValues = keyValues();
        var agenda = new Agenda(keyValues);
        var unknown = Bytes.wrap(ByteBuffer.allocate(12)
                .put((byte) 0)
                .putLong(BEGIN.toEpochMilli())
                .put("z|x".getBytes(UTF_8))
                .array());
        keyValues.put(unknown, new byte[] {1});
        agenda.add(due("a", "before", -1));
        agenda.add(due("a", "after", 1));
        assertThat(tokens(agenda.take(BEGIN.plusSeconds(1), 10))).containsExactly("before", "after");
        assertThat(keyValues.get(unknown)).isNotNull();
    }

    @Test
    default void whatIsDueIsNotTakenForAnOrchestration() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        store.append("a", starting(1, timer("1.0", 30)));
        store.append("b", entry(1));
        assertThat(new JournalReader(keyValues).subjects("", 10)).containsExactly("a", "b");
    }

    private static Due due(String subject, String token, long seconds) {
        return new Due(BEGIN.plusSeconds(seconds), Due.Kind.TIMER, subject, token);
    }

    private static Due at(Instant at, String token) {
        return new Due(at, Due.Kind.TIMER, "a", token);
    }

    private static List<String> tokens(List<Due> dues) {
        return dues.stream().map(Due::token).toList();
    }
}
