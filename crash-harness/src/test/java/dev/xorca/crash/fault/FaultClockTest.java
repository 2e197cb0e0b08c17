package dev.xorca.crash.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultClockTest {
    private long now;
    private long lastSeen;
    private final FaultClock clock = new FaultClock(() -> now, () -> lastSeen, Duration.ofSeconds(30));

    /** Looks at the clock every tenth of a second, as its users do. */
    private Duration after(int seconds, boolean busy) {
        var elapsed = clock.elapsed();
        for (int i = 0; i < seconds * 10; i++) {
            now += TimeUnit.MILLISECONDS.toNanos(100);
            lastSeen = busy ? now : lastSeen;
            elapsed = clock.elapsed();
        }
        return elapsed;
    }

    @Test
    void itRunsWhileSomethingHappens() {
        assertThat(after(100, true)).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void itStandsStillWhileNothingDoes() {
        after(10, true);
        assertThat(after(20, false)).isEqualTo(Duration.ofSeconds(12));
        assertThat(clock.stood()).isEqualTo(Duration.ofSeconds(18));
        assertThat(after(1, true)).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void itRunsWhileSomebodyIsAway() {
        clock.gone();
        clock.gone();
        clock.returned();
        assertThat(after(20, false)).isEqualTo(Duration.ofSeconds(20));
        clock.returned();
        assertThat(after(20, false)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void itDoesNotWaitForEver() {
        assertThat(after(100, false)).isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void nobodyWaitsForOneThatWasStopped() throws InterruptedException {
        clock.stop();
        assertThat(clock.await(Duration.ofSeconds(1))).isFalse();
        assertThat(clock.await(Duration.ZERO)).isTrue();
    }
}
