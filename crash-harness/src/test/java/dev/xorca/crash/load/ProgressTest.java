package dev.xorca.crash.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private long now;
    private final Progress progress = new Progress(3, 3, () -> now);

    private void after(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void itStandsSinceOneEndedLast() {
        progress.started(1);
        progress.started(2);
        after(5);
        assertThat(progress.stood()).isEqualTo(Duration.ofSeconds(5));
        progress.ended(0);
        after(7);
        progress.commanded();
        assertThat(progress.stood()).as("commands lead nowhere").isEqualTo(Duration.ofSeconds(7));
        progress.ended(0);
        assertThat(progress.stood()).as("the same again is no end").isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void itDoesNotStandWhileNoneIsUnderWay() {
        after(100);
        assertThat(progress.stood()).isZero();
        progress.started(1);
        assertThat(progress.stood()).isZero();
        progress.ended(0);
        after(100);
        assertThat(progress.stood()).isZero();
        progress.started(2);
        after(1);
        assertThat(progress.stood()).isEqualTo(Duration.ofSeconds(1));
    }
}
