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
import java.util.ArrayList;
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
    void invocationsBeginWaitForSomethingElseAndEnd() {
        var asked = Entries.call("1.0", PendingCall.Kind.SINGLE, "what?");
        var other = Entries.call("1.1", PendingCall.Kind.COMPENSATION, null);
        var paused = asked.failed(PendingCall.Status.PAUSED, new Fault("busy", "later", null));
        var again = paused.again(2, LATER, null);
        var state = fold(calling(1, changes().put(asked, other)));
        assertThat(state.calls().values()).containsExactly(asked, other);
        assertThat(apply(state, changes().put(paused)).calls().values()).containsExactly(paused, other);
        state = apply(apply(state, changes().put(paused)), changes().put(again));
        assertThat(state.calls().values()).containsExactly(again, other);
        assertThat(apply(state, changes()).calls()).isEqualTo(state.calls());
        assertThat(apply(state, changes().ended("1.0", "unheard")).calls()).containsOnlyKeys("1.1");
        assertThat(apply(state, changes().put(asked).ended("1.0", "1.1")).calls())
                .isEmpty();
        var calls = state.calls();
        assertThatThrownBy(() -> calls.remove("1.0")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aFanOutKnowsHowFarItHasCome() {
        var state = fold(calling(1, changes().put(Entries.fanOut("1.0", 4), item(0), item(1))));
        assertThat(state.calls()).containsOnlyKeys("1.0", "1.0.0", "1.0.1");
        assertThat(progress(state)).isEqualTo(new FanOut(4, 2, 0, 0, Arrays.asList(null, null, null, null)));
        state = apply(state, changes().item(1, true, "b").put(item(2)));
        assertThat(state.calls()).containsOnlyKeys("1.0", "1.0.0", "1.0.2");
        assertThat(progress(state)).isEqualTo(new FanOut(4, 3, 1, 0, Arrays.asList(null, "b", null, null)));
        state = apply(state, changes().item(0, false, Map.of("error", "e")).item(2, true, null));
        assertThat(state.calls()).containsOnlyKeys("1.0");
        assertThat(progress(state))
                .isEqualTo(new FanOut(4, 3, 2, 1, Arrays.asList(Map.of("error", "e"), "b", null, null)));
        assertThat(progress(state).isExhausted()).isFalse();
        // Over as soon as it began: nothing was asked.
        state = apply(state, changes().item(3, true, "d"));
        assertThat(progress(state))
                .isEqualTo(new FanOut(4, 4, 3, 1, Arrays.asList(Map.of("error", "e"), "b", null, "d")));
        assertThat(progress(state).isExhausted()).isTrue();
        assertThat(apply(state, changes().ended("1.0")).calls()).isEmpty();
    }

    @Test
    void aFanOutThatWaitsForSomethingElseHasComeAsFarAsBefore() {
        var whole = Entries.fanOut("1.0", 3);
        var fault = new Fault("failed", "an item has failed", null);
        var state = fold(calling(1, changes().put(whole, item(0), item(1))));
        state = apply(state, changes().item(0, true, "a"));
        var before = progress(state);
        var incident = state.calls().get("1.0").failed(PendingCall.Status.INCIDENT, fault);
        // In the same step an item ends; it counts once.
        var after = apply(state, changes().put(incident).item(1, true, "b"));
        assertThat(after.calls().get("1.0").status()).isEqualTo(PendingCall.Status.INCIDENT);
        assertThat(progress(after)).isEqualTo(before.ended(1, "b", true));
        assertThat(progress(apply(state, changes().put(whole)))).isEqualTo(before);
        // Another attempt begins anew.
        var again = incident.with(FanOut.of(3)).again(2, LATER, null);
        assertThat(progress(apply(after, changes().put(again)))).isEqualTo(FanOut.of(3));
    }

    @Test
    void theResultsOfAFanOutBecomePartOfTheContextInTheOrderOfTheItems() {
        var state = fold(calling(1, changes().put(Entries.fanOut("1.0", 3), item(0), item(1), item(2))));
        state = apply(state, changes().item(2, true, "c"));
        state = apply(state, changes().item(0, true, "a"));
        var last = changes().item(1, false, null).collected("results", "1.0").collected("none", "unheard");
        state = apply(state, last.ended("1.0"));
        assertThat(state.context()).isEqualTo(Map.of("results", Arrays.asList("a", null, "c")));
        assertThat(state.calls()).isEmpty();
        assertThat(SnapshotCodec.read(SnapshotCodec.write(state))).isEqualTo(state);
    }

    /** Who answers in this process answers at once. */
    @Test
    void aFanOutMayBeOverWithTheFirstEntry() {
        var all = changes().put(Entries.fanOut("1.0", 2)).item(0, true, "a").item(1, true, "b");
        var state = fold(calling(1, all.collected("results", "1.0").ended("1.0")));
        assertThat(state.context()).isEqualTo(Map.of("results", List.of("a", "b")));
        assertThat(state.calls()).isEmpty();
    }

    @Test
    void whatWasDoneCanBeUndoneUntilItIs() {
        var state = fold(calling(1, changes().undos("1.0", "1.1")));
        state = apply(state, changes().undos("2.0"));
        assertThat(state.undos()).extracting(Undo::token).containsExactly("1.0", "1.1", "2.0");
        state = apply(state, changes().undos("3.0").undone("1.1", "unheard"));
        assertThat(state.undos()).extracting(Undo::token).containsExactly("1.0", "2.0", "3.0");
        state = apply(state, changes().undone("3.0", "2.0"));
        assertThat(state.undos()).containsExactly(new Undo("1.0", "block", "1.0"));
        assertThat(apply(state, changes().undone("1.0")).undos()).isEmpty();
    }

    @Test
    void anEntryOfAnItemThatIsNotThereIsRefused() {
        var state = fold(calling(1, changes().put(Entries.fanOut("1.0", 2))));
        for (int index : new int[] {-1, 2, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> apply(state, changes().item(index, true, "x")))
                    .isInstanceOf(JournalException.class)
                    .hasMessage("journal entry 2 does not fit: a fan-out of 2 items has no item " + index);
        }
        assertThatThrownBy(() -> apply(state, changes().put(item(2)))).isInstanceOf(JournalException.class);
        // Nobody waits for these any more.
        var other = fold(calling(1, changes().put(Entries.call("1.0", PendingCall.Kind.SINGLE, null))));
        assertThat(apply(other, changes().item(7, true, "x")).calls()).isEqualTo(other.calls());
        assertThat(apply(other, changes().ended("1.0").item(7, true, "x")).calls())
                .isEmpty();
    }

    private static FanOut progress(OrchestrationState state) {
        return state.calls().get("1.0").fanOut();
    }

    private static PendingCall item(int index) {
        return Entries.call("1.0." + index, PendingCall.Kind.ITEM, (long) index);
    }

    private static JournalEntry calling(long sequence, Changes changes) {
        return Entries.calling(sequence, changes.toEntry());
    }

    private static OrchestrationState apply(OrchestrationState state, Changes changes) {
        return OrchestrationState.apply(state, calling(state.sequence() + 1, changes));
    }

    private static Changes changes() {
        return new Changes();
    }

    private static final class Changes {
        private final List<PendingCall> put = new ArrayList<>();
        private final List<CallChanges.ItemEnd> items = new ArrayList<>();
        private final List<CallChanges.End> ended = new ArrayList<>();
        private final List<Undo> undos = new ArrayList<>();
        private final List<String> undone = new ArrayList<>();
        private final Map<String, String> collected = new HashMap<>();

        Changes put(PendingCall... calls) {
            put.addAll(List.of(calls));
            return this;
        }

        Changes item(int index, boolean well, Object result) {
            items.add(new CallChanges.ItemEnd("1.0", index, well, result));
            return this;
        }

        Changes ended(String... tokens) {
            List.of(tokens).forEach(token -> ended.add(new CallChanges.End(token, CallChanges.How.DONE)));
            return this;
        }

        Changes undos(String... tokens) {
            List.of(tokens).forEach(token -> undos.add(new Undo(token, "block", token)));
            return this;
        }

        Changes undone(String... tokens) {
            undone.addAll(List.of(tokens));
            return this;
        }

        Changes collected(String key, String token) {
            collected.put(key, token);
            return this;
        }

        CallChanges toEntry() {
            return new CallChanges(put, items, ended, undos, undone, collected);
        }
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
