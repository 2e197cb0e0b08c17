package dev.xorca.store;

import static dev.xorca.store.Entries.ending;
import static dev.xorca.store.Entries.entry;
import static dev.xorca.store.Entries.event;
import static dev.xorca.store.Entries.ignored;
import static dev.xorca.store.Entries.position;
import static dev.xorca.store.Entries.starting;
import static dev.xorca.store.Entries.timer;
import static dev.xorca.store.Entries.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrchestrationStateTest {
    private static final Instant LATER = Instant.parse("2026-01-31T11:00:00Z");

    @Test
    void theFirstEntryIsTheBeginning() {
        var state = OrchestrationState.apply(null, entry(1));
        assertThat(state.machine()).isEqualTo(Entries.MACHINE);
        assertThat(state.sequence()).isEqualTo(1);
        assertThat(state.startedAt()).isEqualTo(Instant.parse("2026-01-31T10:00:01Z"));
        assertThat(state.start()).isEqualTo(new JournalEntry.Start(Map.of("order", 7L), "e1"));
        assertThat(state.position()).isEqualTo(position("s1"));
        assertThat(state.context()).isEqualTo(Map.of("n", 1L));
        assertThat(SeenEventsTest.remembered(state.seen())).isEqualTo(1);
        assertThat(state.answered(new EventIdentity("/test", "e1"), LATER)).contains(1L);
        assertThat(state.changedAt()).isEqualTo(state.startedAt());
        assertThat(state.offset()).isEqualTo(1_001);
        assertThat(state.startedAtOffset()).isEqualTo(1_001);
        assertThat(state.timers()).isEmpty();
    }

    @Test
    void aLaterEntryMovesOnAndKeepsTheBeginning() {
        var state = fold(entry(1), entry(2), entry(3));
        assertThat(state.sequence()).isEqualTo(3);
        assertThat(state.position()).isEqualTo(position("s3"));
        assertThat(state.startedAt()).isEqualTo(Instant.parse("2026-01-31T10:00:01Z"));
        assertThat(state.changedAt()).isEqualTo(Instant.parse("2026-01-31T10:00:03Z"));
        assertThat(state.startedAtOffset()).isEqualTo(1_001);
        assertThat(state.offset()).isEqualTo(1_003);
        assertThat(state.start().correlationId()).isEqualTo("e1");
    }

    @Test
    void anEntryThatMovesNothingOnlyCountsAndIsSeen() {
        var before = fold(entry(1), entry(2));
        var after = OrchestrationState.apply(before, ignored(3, "x"));
        assertThat(after.sequence()).isEqualTo(3);
        assertThat(after.position()).isEqualTo(before.position());
        assertThat(after.context()).isEqualTo(before.context());
        assertThat(after.answered(new EventIdentity("/test", "x"), LATER)).contains(3L);
    }

    @Test
    void changesOfTheContextAreLaidOverItNullsIncluded() {
        var first = new LinkedHashMap<String, Object>();
        first.put("a", 1L);
        first.put("b", null);
        first.put("c", Map.of("x", 1L, "y", 2L));
        var second = new LinkedHashMap<String, Object>();
        second.put("a", null);
        second.put("b", 2L);
        second.put("c", Map.of("z", 3L));
        second.put("d", Arrays.asList(null, 4L));
        var state = fold(entry(1, first), entry(2, second));
        var expected = new HashMap<String, Object>();
        expected.put("a", null);
        expected.put("b", 2L);
        expected.put("c", Map.of("z", 3L));
        expected.put("d", Arrays.asList(null, 4L));
        assertThat(state.context()).isEqualTo(expected);
        assertThat(state.context().keySet()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aStateStaysAsItIsWhenAnEntryIsApplied() {
        var before = fold(entry(1));
        var copy = fold(entry(1));
        OrchestrationState.apply(before, entry(2));
        assertThat(before).isEqualTo(copy);
        var context = before.context();
        assertThatThrownBy(() -> context.put("x", 1L)).isInstanceOf(UnsupportedOperationException.class);
        var timers = fold(starting(1, timer("t", 5))).timers();
        assertThatThrownBy(() -> timers.remove("t")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatItWaitsForBeginsAndEndsWithEntries() {
        var state = fold(starting(1, timer("1.0", 30), timer("1.1", 10)));
        assertThat(state.timers()).containsOnlyKeys("1.0", "1.1").containsValues(timer("1.0", 30), timer("1.1", 10));
        state = OrchestrationState.apply(state, ignored(2, "x"));
        assertThat(state.timers()).containsOnlyKeys("1.0", "1.1");
        state = OrchestrationState.apply(state, waiting(3, List.of(timer("3.0", 5)), List.of("1.0", "unheard")));
        assertThat(state.timers()).containsOnlyKeys("1.1", "3.0");
        state = OrchestrationState.apply(state, ending(4, "1.1", "3.0"));
        assertThat(state.timers()).isEmpty();
    }

    @Test
    void anEntryWhosePlaceInTheInboxIsNotKnownLeavesTheOneBefore() {
        var unknown = EntryCodec.toJson(entry(2));
        unknown.remove("offset");
        assertThat(fold(entry(1), EntryCodec.fromJson(unknown)).offset()).isEqualTo(1_001);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4, 5})
    void anEntryThatDoesNotFollowIsRefused(long sequence) {
        var state = fold(entry(1), entry(2));
        assertThatThrownBy(() -> OrchestrationState.apply(state, ignored(sequence, "x")))
                .isInstanceOf(JournalException.class)
                .hasMessage("journal entry " + sequence + " does not follow: expected entry 3");
    }

    @Test
    void aJournalBeginsWithAStart() {
        assertThatThrownBy(() -> OrchestrationState.apply(null, entry(2)))
                .isInstanceOf(JournalException.class)
                .hasMessage("journal entry 2 does not follow: expected entry 1");
        assertThatThrownBy(() -> OrchestrationState.apply(null, ignored(1, "x")))
                .isInstanceOf(JournalException.class)
                .hasMessage("the journal does not begin with a start");
    }

    @Test
    void theMachineThatStartedItStays() {
        var other = new MachineRef("orders", "1.0.0", "sha256:1");
        var entry = new JournalEntry(
                2,
                Instant.EPOCH,
                -1,
                event("e"),
                other,
                JournalEntry.Outcome.IGNORED,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                List.of(),
                JournalEntry.Timers.NONE,
                CallChanges.NONE,
                List.of(),
                null);
        assertThat(fold(entry(1), entry).machine()).isEqualTo(Entries.MACHINE);
    }

    @Test
    void theWindowOfSeenEventsForgetsTheOldestButNeverTheStart() {
        var state = fold(entry(1));
        for (int i = 2; i <= 400; i++) {
            state = OrchestrationState.apply(state, ignored(i, "e" + i));
        }
        assertThat(SeenEventsTest.remembered(state.seen())).isBetween(256, 288);
        assertThat(state.answered(new EventIdentity("/test", "e400"), LATER)).contains(400L);
        assertThat(state.answered(new EventIdentity("/test", "e145"), LATER)).contains(145L);
        assertThat(state.answered(new EventIdentity("/test", "e2"), LATER)).isEmpty();
        assertThat(state.startedBy()).isEqualTo(new EventIdentity("/test", "e1"));
        assertThat(state.answered(new EventIdentity("/test", "e1"), LATER)).contains(1L);
    }

    @Test
    void anEventIsForgottenAfterSevenDaysButNeverTheStart() {
        var state = fold(entry(1), ignored(2, "x"));
        var sevenDays = Instant.parse("2026-02-07T10:00:02Z");
        assertThat(state.answered(new EventIdentity("/test", "x"), sevenDays)).contains(2L);
        assertThat(state.answered(new EventIdentity("/test", "x"), sevenDays.plusMillis(1)))
                .isEmpty();
        assertThat(state.answered(new EventIdentity("/test", "e1"), sevenDays.plusSeconds(1_000_000_000)))
                .contains(1L);
    }

    @Test
    void anEventIsKnownBySourceAndId() {
        var state = fold(entry(1), ignored(2, "x"));
        assertThat(state.answered(new EventIdentity("/test", "e1"), LATER)).contains(1L);
        assertThat(state.answered(new EventIdentity("/test", "x"), LATER)).contains(2L);
        assertThat(state.answered(new EventIdentity("/other", "x"), LATER)).isEmpty();
        assertThat(state.answered(new EventIdentity("/other", "e1"), LATER)).isEmpty();
        assertThat(state.answered(new EventIdentity("/test", "e2"), LATER)).isEmpty();
    }

    @Test
    void anEventThatIsJournalledTwiceTakesOnePlace() {
        var state = fold(entry(1), ignored(2, "x"), ignored(3, "x"));
        assertThat(SeenEventsTest.remembered(state.seen())).isEqualTo(2);
        assertThat(state.answered(new EventIdentity("/test", "x"), LATER)).contains(3L);
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE, false", "SUSPENDED, false", "DONE, true", "FAILED, true", "TERMINATED, true"})
    void whatIsOverDoesNotGoOn(OrchestrationState.Status status, boolean over) {
        assertThat(status.isOver()).isEqualTo(over);
    }

    private static OrchestrationState fold(JournalEntry... entries) {
        OrchestrationState state = null;
        for (var entry : entries) {
            state = OrchestrationState.apply(state, entry);
        }
        return state;
    }
}
