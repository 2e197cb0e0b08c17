package dev.xorca.store;

import static dev.xorca.store.Entries.BEGIN;
import static dev.xorca.store.Entries.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events wait in line for an orchestration, whether or not it has started. */
interface HeldEventContract extends StoreContract {

    @Test
    default void eventsWaitInTheirOrder() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        var line = new ArrayList<HeldEvent>();
        for (long number = 1; number <= 300; number++) {
            line.add(held(number, null));
        }
        var shuffled = new ArrayList<>(line);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.forEach(held -> store.hold("a", held));
        assertThat(store.held("a")).isEqualTo(line);
        assertThat(new JournalReader(keyValues).held("a")).isEqualTo(line);
        assertThat(store.load("a")).isEmpty();
        assertThat(store.held("b")).isEmpty();
    }

    @Test
    default void anEventThatIsReleasedLeavesTheLine() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        for (long number = 1; number <= 3; number++) {
            store.hold("a", held(number, null));
            store.hold("b", held(number, null));
        }
        store.release("a", held(2, null));
        assertThat(store.held("a")).containsExactly(held(1, null), held(3, null));
        assertThat(store.held("b")).hasSize(3);
        store.release("a", held(1, null));
        store.release("a", held(3, null));
        assertThat(store.held("a")).isEmpty();
    }

    @Test
    default void theTimeAtWhichAnEventIsGivenUpStandsInTheAgenda() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        store.hold("a", held(1, BEGIN.plusSeconds(60)));
        store.hold("a", held(2, null));
        store.hold("a", held(3, BEGIN.plusSeconds(30)));
        assertThat(StoreContract.agenda(keyValues))
                .containsExactly(
                        new Due(BEGIN.plusSeconds(30), Due.Kind.EXPIRY, "a", "3"),
                        new Due(BEGIN.plusSeconds(60), Due.Kind.EXPIRY, "a", "1"));
        store.release("a", held(3, BEGIN.plusSeconds(30)));
        store.release("a", held(2, null));
        assertThat(StoreContract.agenda(keyValues))
                .containsExactly(new Due(BEGIN.plusSeconds(60), Due.Kind.EXPIRY, "a", "1"));
        store.release("a", held(1, BEGIN.plusSeconds(60)));
        assertThat(StoreContract.keys(keyValues)).isEmpty();
    }

    @Test
    default void aLineIsNoPartOfTheState() {
        var keyValues = keyValues();
        var store = StoreContract.write(new OrchestrationStore(keyValues), "a", 2);
        var before = store.load("a");
        store.hold("a", held(1, BEGIN));
        assertThat(store.load("a")).isEqualTo(before);
        assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(before);
        assertThat(store.read("a", 1, 10)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "{}",
                "{\"v\":2,\"number\":1,\"at\":\"2026-01-31T10:00:00Z\",\"event\":{}}",
                "{\"v\":1,\"number\":1,\"at\":\"yesterday\",\"event\":{}}",
                "{\"v\":1,\"number\":1,\"at\":\"2026-01-31T10:00:00Z\",\"until\":null,\"event\":{}}",
                "{\"v\":1,\"number\":1,\"at\":\"2026-01-31T10:00:00Z\",\"event\":[]}"
            })
    default void aHeldEventThatCannotBeReadIsRefused(String instead) {
        var keyValues = keyValues();
        keyValues.put(Keys.held("a", 1), instead.getBytes(UTF_8));
        assertThatThrownBy(() -> new OrchestrationStore(keyValues).held("a"))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("a held event ");
    }

    private static HeldEvent held(long number, Instant until) {
        return new HeldEvent(number, BEGIN.plusNanos(number), until, event("h" + number));
    }
}
