package dev.xorca.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeenEventsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

    @Test
    void theLastTwoHundredAndFiftySixAreRememberedAndNotManyMore() {
        var seen = SeenEvents.NONE;
        for (int i = 0; i < 700; i++) {
            seen = seen.with(event(i), new SeenEvents.Answer(i, NOW));
            int remembered = remembered(seen);
            assertThat(remembered).isBetween(Math.min(i + 1, 256), 288);
            for (int j = 0; j <= i; j++) {
                var found = seen.find(event(j), NOW);
                if (j > i - remembered) {
                    assertThat(found).as("event %d after %d", j, i).contains(new SeenEvents.Answer(j, NOW));
                } else {
                    assertThat(found).as("event %d after %d", j, i).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            AGE         | FOUND
            PT0S        | true
            P7D         | true
            P7DT0.001S  | false
            P30D        | false
            PT-1H       | true
            """)
    void whatIsOlderThanSevenDaysIsForgotten(Duration age, boolean found) {
        var seen = SeenEvents.NONE.with(event(1), new SeenEvents.Answer(1, NOW.minus(age)));
        assertThat(seen.find(event(1), NOW).isPresent()).isEqualTo(found);
    }

    @Test
    void anEventAnsweredAgainIsFoundWhereItWasAnsweredLast() {
        var seen = SeenEvents.NONE.with(event(0), new SeenEvents.Answer(1, NOW));
        for (int i = 1; i <= 40; i++) {
            seen = seen.with(event(i), new SeenEvents.Answer(i, NOW));
        }
        seen = seen.with(event(0), new SeenEvents.Answer(99, NOW));
        assertThat(seen.find(event(0), NOW)).contains(new SeenEvents.Answer(99, NOW));
    }

    @Test
    void oneMoreLeavesTheOthersAsTheyAre() {
        var before = SeenEvents.NONE;
        for (int i = 0; i < 300; i++) {
            int count = remembered(before);
            var after = before.with(event(i), new SeenEvents.Answer(i, NOW));
            var other = before.with(event(-i - 1), new SeenEvents.Answer(i, NOW));
            assertThat(remembered(before)).isEqualTo(count);
            assertThat(before.find(event(i), NOW)).isEmpty();
            assertThat(other.find(event(i), NOW)).isEmpty();
            assertThat(after.find(event(-i - 1), NOW)).isEmpty();
            assertThat(after).isNotEqualTo(before).isNotEqualTo(other);
            before = after;
        }
    }

    @Test
    void twoThatRememberTheSameAreEqual() {
        var one = SeenEvents.NONE;
        var two = SeenEvents.NONE;
        for (int i = 0; i < 400; i++) {
            one = one.with(event(i), new SeenEvents.Answer(i, NOW));
            two = two.with(event(i), new SeenEvents.Answer(i, NOW));
            assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
        }
        assertThat(one).hasToString(two.toString());
    }

    static int remembered(SeenEvents seen) {
        return seen.chunks().stream().mapToInt(Map::size).sum();
    }

    private static EventIdentity event(int number) {
        return new EventIdentity("/test", "e" + number);
    }
}
