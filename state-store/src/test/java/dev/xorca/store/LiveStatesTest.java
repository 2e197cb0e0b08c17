package dev.xorca.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveStatesTest {
    private static final OrchestrationState STATE = OrchestrationState.apply(null, Entries.entry(1));

    @Test
    void theStatesUsedLastAreKeptAsFarAsTheyWeighNoMoreThanAllowed() {
        int kept = countOf(new LiveStates(1_000_000), 100, 1_000);
        assertThat(kept).isBetween(100, 999);
        var states = new LiveStates(1_000_000);
        countOf(states, 100, 1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(states.find("s" + i).isPresent()).as("state %d", i).isEqualTo(i >= 1_000 - kept);
        }
    }

    @Test
    void ofLargeStatesFewerAreKept() {
        int small = countOf(new LiveStates(10_000_000), 100, 10_000);
        int large = countOf(new LiveStates(10_000_000), 100_000, 10_000);
        assertThat(large).isBetween(10_000_000 / 100_000 / 5, 10_000_000 / 100_000);
        assertThat(small).isGreaterThan(50 * large);
    }

    @Test
    void whatIsUsedIsKept() {
        var states = new LiveStates(1_000_000);
        states.put("used", loaded(100));
        for (int i = 0; i < 5_000; i++) {
            states.put("s" + i, loaded(100));
            assertThat(states.find("used")).isPresent();
        }
        assertThat(states.find("s0")).isEmpty();
    }

    @Test
    void aStateThatTakesThePlaceOfAnotherWeighsAlone() {
        var states = new LiveStates(1_000_000);
        states.put("other", loaded(100));
        for (int i = 0; i < 10_000; i++) {
            states.put("same", loaded(i % 1_000));
        }
        assertThat(states.find("other")).isPresent();
        states.remove("same");
        states.remove("same");
        states.remove("never there");
        assertThat(states.size()).isEqualTo(1);
        states.remove("other");
        assertThat(countOf(states, 100, 1_000)).isEqualTo(countOf(new LiveStates(1_000_000), 100, 1_000));
    }

    @Test
    void aStateThatIsTooHeavyAloneIsNotKeptAndDrivesNobodyOut() {
        var states = new LiveStates(100_000);
        states.put("heavy", loaded(10));
        states.put("other", loaded(10));
        states.put("heavy", loaded(100_000));
        assertThat(states.find("heavy")).isEmpty();
        assertThat(states.find("other")).isPresent();
    }

    @Test
    void withNoRoomNothingIsKept() {
        assertThat(countOf(new LiveStates(0), 0, 100)).isZero();
    }

    private static int countOf(LiveStates states, int bytes, int put) {
        IntStream.range(0, put).forEach(i -> states.put("s" + i, loaded(bytes)));
        return states.size();
    }

    private static JournalReader.Loaded loaded(int bytes) {
        return new JournalReader.Loaded(STATE, bytes / 2, 1, bytes - bytes / 2);
    }
}
