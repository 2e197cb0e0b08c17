package dev.xorca.store;

import static dev.xorca.store.Entries.entry;
import static dev.xorca.store.Entries.event;
import static dev.xorca.store.Entries.ignored;
import static dev.xorca.store.Entries.position;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrchestrationStateTest {

    @Test
    void theFirstEntryIsTheBeginning() {
        var state = OrchestrationState.apply(null, entry(1));
        assertThat(state.machine()).isEqualTo(Entries.MACHINE);
        assertThat(state.sequence()).isEqualTo(1);
        assertThat(state.startedAt()).isEqualTo(Instant.parse("2026-01-31T10:00:01Z"));
        assertThat(state.start()).isEqualTo(new JournalEntry.Start(Map.of("order", 7L), "e1"));
        assertThat(state.position()).isEqualTo(position("s1"));
        assertThat(state.context()).isEqualTo(Map.of("n", 1L));
        assertThat(state.seen()).containsExactly(new EventIdentity("/test", "e1"));
    }

    @Test
    void aLaterEntryMovesOnAndKeepsTheBeginning() {
        var state = fold(entry(1), entry(2), entry(3));
        assertThat(state.sequence()).isEqualTo(3);
        assertThat(state.position()).isEqualTo(position("s3"));
        assertThat(state.startedAt()).isEqualTo(Instant.parse("2026-01-31T10:00:01Z"));
        assertThat(state.start().correlationId()).isEqualTo("e1");
    }

    @Test
    void anEntryThatMovesNothingOnlyCountsAndIsSeen() {
        var before = fold(entry(1), entry(2));
        var after = OrchestrationState.apply(before, ignored(3, "x"));
        assertThat(after.sequence()).isEqualTo(3);
        assertThat(after.position()).isEqualTo(before.position());
        assertThat(after.context()).isEqualTo(before.context());
        assertThat(after.hasSeen(new EventIdentity("/test", "x"))).isTrue();
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
        var seen = before.seen();
        assertThatThrownBy(() -> context.put("x", 1L)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> seen.add(new EventIdentity("a", "b")))
                .isInstanceOf(UnsupportedOperationException.class);
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
                event("e"),
                other,
                JournalEntry.Outcome.IGNORED,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                List.of(),
                List.of());
        assertThat(fold(entry(1), entry).machine()).isEqualTo(Entries.MACHINE);
    }

    @Test
    void theWindowOfSeenEventsForgetsTheOldestButNeverTheStart() {
        var state = fold(entry(1));
        for (int i = 2; i <= OrchestrationState.SEEN_WINDOW; i++) {
            state = OrchestrationState.apply(state, ignored(i, "e" + i));
        }
        assertThat(state.seen()).hasSize(OrchestrationState.SEEN_WINDOW).startsWith(new EventIdentity("/test", "e1"));
        for (var id : List.of("one more", "another")) {
            state = OrchestrationState.apply(state, ignored(state.sequence() + 1, id));
        }
        assertThat(state.seen()).hasSize(OrchestrationState.SEEN_WINDOW).startsWith(new EventIdentity("/test", "e3"));
        assertThat(state.hasSeen(new EventIdentity("/test", "e2"))).isFalse();
        assertThat(state.hasSeen(new EventIdentity("/test", "e3"))).isTrue();
        assertThat(state.hasSeen(new EventIdentity("/test", "another"))).isTrue();
        assertThat(state.startedBy()).isEqualTo(new EventIdentity("/test", "e1"));
        assertThat(state.hasSeen(new EventIdentity("/test", "e1"))).isTrue();
    }

    @Test
    void anEventIsKnownBySourceAndId() {
        var state = fold(entry(1));
        assertThat(state.hasSeen(new EventIdentity("/test", "e1"))).isTrue();
        assertThat(state.hasSeen(new EventIdentity("/other", "e1"))).isFalse();
        assertThat(state.hasSeen(new EventIdentity("/test", "e2"))).isFalse();
    }

    @Test
    void anEventThatIsJournalledTwiceTakesOnePlace() {
        var state = fold(entry(1), ignored(2, "x"), ignored(3, "x"));
        assertThat(state.seen()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(OrchestrationState.Status.class)
    void onlyAnActiveOrchestrationGoesOn(OrchestrationState.Status status) {
        assertThat(status.isOver()).isEqualTo(status != OrchestrationState.Status.ACTIVE);
    }

    private static OrchestrationState fold(JournalEntry... entries) {
        OrchestrationState state = null;
        for (var entry : entries) {
            state = OrchestrationState.apply(state, entry);
        }
        return state;
    }
}
