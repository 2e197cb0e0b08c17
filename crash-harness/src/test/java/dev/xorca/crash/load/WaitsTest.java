package dev.xorca.crash.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private final Waits waits = new Waits();

    private static long seconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private void wait(int orchestration, double from, double to) {
        waits.begin(orchestration, seconds(from));
        waits.end(orchestration, seconds(to));
    }

    @Test
    void theLongestIsKnown() {
        wait(1, 0, 2);
        wait(2, 1, 8);
        wait(1, 3, 4);
        assertThat(waits.longest().length()).isEqualTo(seconds(7));
    }

    @Test
    void theLongestOfATimeIsThatOfAllThatWentOnThen() {
        wait(1, 0, 2);
        wait(2, 1, 8);
        wait(3, 9, 10);
        assertThat(waits.longestWithin(seconds(0), seconds(0.5))).isEqualTo(seconds(2));
        assertThat(waits.longestWithin(seconds(0), seconds(1.5))).isEqualTo(seconds(7));
        assertThat(waits.longestWithin(seconds(6), seconds(7)))
                .as("what lies before")
                .isEqualTo(seconds(2));
        assertThat(waits.longestWithin(seconds(8.5), seconds(20))).isEqualTo(seconds(1));
        assertThat(waits.longestWithin(seconds(11), seconds(20))).isZero();
    }

    @Test
    void aSecondBeginningDoesNotShortenTheWait() {
        waits.begin(1, seconds(0));
        waits.begin(1, seconds(5));
        waits.end(1, seconds(6));
        assertThat(waits.longest().length()).isEqualTo(seconds(6));
    }

    @Test
    void anEndWithoutABeginningIsNothing() {
        waits.end(1, seconds(6));
        assertThat(waits.longest().length()).isZero();
    }
}
