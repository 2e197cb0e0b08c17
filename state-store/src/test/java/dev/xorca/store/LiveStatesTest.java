package dev.xorca.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveStatesTest {
    private static final OrchestrationState STATE = OrchestrationState.apply(null, Entries.entry(1));
    private static final SharedRoom NONE = new SharedRoom(0);

    @Test
    void theStatesUsedLastAreKeptAsFarAsTheyWeighNoMoreThanAllowed() {
        int kept = countOf(new LiveStates(1_000_000, NONE), 100, 1_000);
        assertThat(kept).isBetween(100, 999);
        var states = new LiveStates(1_000_000, NONE);
        countOf(states, 100, 1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(states.find("s" + i).isPresent()).as("state %d", i).isEqualTo(i >= 1_000 - kept);
        }
    }

    @Test
    void ofLargeStatesFewerAreKept() {
        int small = countOf(new LiveStates(10_000_000, NONE), 100, 10_000);
        int large = countOf(new LiveStates(10_000_000, NONE), 100_000, 10_000);
        assertThat(large).isBetween(10_000_000 / 100_000 / 5, 10_000_000 / 100_000);
        assertThat(small).isGreaterThan(50 * large);
    }

    @Test
    void whatIsUsedIsKept() {
        var states = new LiveStates(1_000_000, NONE);
        states.put("used", loaded(100));
        for (int i = 0; i < 5_000; i++) {
            states.put("s" + i, loaded(100));
            assertThat(states.find("used")).isPresent();
        }
        assertThat(states.find("s0")).isEmpty();
    }

    @Test
    void aStateThatTakesThePlaceOfAnotherWeighsAlone() {
        var states = new LiveStates(1_000_000, NONE);
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
        assertThat(countOf(states, 100, 1_000)).isEqualTo(countOf(new LiveStates(1_000_000, NONE), 100, 1_000));
    }

    @Test
    void theHeavyStateUsedLastIsKeptAndDrivesNobodyOut() {
        var states = new LiveStates(1_000_000, NONE);
        int light = countOf(states, 100, 1_000);
        states.put("heavy", loaded(10_000_000));
        assertThat(states.size()).isEqualTo(light + 1);
        countOf(states, 100, 5_000);
        assertThat(states.find("heavy")).isPresent();
        states.put("other", loaded(10_000_000));
        assertThat(states.find("heavy")).isEmpty();
        assertThat(states.find("other")).isPresent();
        assertThat(states.size()).isEqualTo(light + 1);
    }

    @Test
    void aStateThatGrowsHeavyWeighsOnce() {
        var states = new LiveStates(1_000_000, NONE);
        int light = countOf(states, 100, 1_000);
        states.put("grows", loaded(100));
        states.put("grows", loaded(10_000_000));
        states.put("grows", loaded(100));
        assertThat(states.size()).isEqualTo(light);
        states.put("grows", loaded(10_000_000));
        states.remove("grows");
        assertThat(states.find("grows")).isEmpty();
        assertThat(countOf(states, 100, 1_000)).isEqualTo(light);
    }

    @Test
    void heavyStatesOfAllPartitionsShareTheirRoom() {
        var room = new SharedRoom(10 * loaded(1_000_000).weight());
        var one = new LiveStates(1_000_000, room);
        var other = new LiveStates(1_000_000, room);
        assertThat(countOf(one, 1_000_000, 6)).isEqualTo(6);
        assertThat(countOf(other, 1_000_000, 6)).isEqualTo(4);
        assertThat(other.find("s5")).isPresent();
        one.remove("s0");
        one.remove("s1");
        assertThat(countOf(other, 1_000_000, 20)).isEqualTo(6);
        // Each has the one that it used last, whatever the others have.
        var third = new LiveStates(1_000_000, room);
        assertThat(countOf(third, 1_000_000, 3)).isEqualTo(1);
        assertThat(third.find("s2")).isPresent();
    }

    private static int countOf(LiveStates states, int bytes, int put) {
        IntStream.range(0, put).forEach(i -> states.put("s" + i, loaded(bytes)));
        return states.size();
    }

    private static LoadedState loaded(int bytes) {
        return new LoadedState(STATE, 0, bytes / 2, 1, bytes / 2);
    }
}
