package dev.xorca.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeapSizeTest {

    @Test
    void whatHoldsMoreIsHeavier() {
        assertThat(HeapSize.of((Object) null)).isZero();
        assertThat(HeapSize.of(7L)).isLessThan(HeapSize.of(""));
        assertThat(HeapSize.of("x".repeat(1_000)) - HeapSize.of("")).isEqualTo(1_000);
        assertThat(HeapSize.of(List.of(7L, 7L, 7L)) - HeapSize.of(List.of(7L))).isEqualTo(2 * (HeapSize.of(7L) + 4));
        assertThat(HeapSize.of(Map.of("a", "b"))).isGreaterThan(HeapSize.of(List.of("b")));
        assertThat(HeapSize.of(Arrays.asList(new Object[1_000]))).isLessThan(5_000);
    }

    /** As measured: 332 bytes for each item with a result of two members, 68 for a text of 20, 4 for none at all. */
    @Test
    void aFanOutWeighsWhatItsResultsDo() {
        assertThat(perItem(Map.of("title", "the book with the number 12345", "pages", 7L)))
                .isBetween(300L, 400L);
        assertThat(perItem("x".repeat(20))).isBetween(60L, 90L);
        assertThat(perItem(null)).isBetween(3L, 6L);
    }

    @Test
    void everyPartOfAStateCounts() {
        var large = "x".repeat(100_000);
        var calls = new CallChanges(
                List.of(Entries.call("1.0", PendingCall.Kind.SINGLE, large)),
                List.of(),
                List.of(),
                List.of(new Undo("1.1", "block", large)),
                List.of(),
                Map.of());
        var states = new ArrayList<OrchestrationState>();
        states.add(OrchestrationState.apply(null, Entries.calling(1, calls)));
        states.add(OrchestrationState.apply(states.get(0), Entries.entry(2, Map.of("text", large))));
        states.add(OrchestrationState.apply(
                states.get(1), Entries.starting(3, new Timer("t", null, "T", large, Entries.BEGIN))));
        assertThat(states).extracting(state -> HeapSize.of(state) / 100_000).containsExactly(2L, 3L, 4L);
    }

    private static long perItem(Object result) {
        int items = 1_000;
        OrchestrationState state = null;
        for (long sequence = 1; sequence <= items + 1; sequence++) {
            state = OrchestrationState.apply(state, Entries.ofFanOut(sequence, items, 10, result));
        }
        return HeapSize.of(state.calls().get("1.0").fanOut().list()) / items;
    }
}
