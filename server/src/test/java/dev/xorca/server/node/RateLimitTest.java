package dev.xorca.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(-5 * SECOND);

    @Test
    void withoutALimitEverythingIsTaken() {
        var limit = new RateLimit(0, now::get);
        assertThat(limit.take(1_000_000)).isZero();
        assertThat(limit.take(1_000_000)).isZero();
    }

    @Test
    void soManyAtOnceAndThenSoManyInASecond() {
        var limit = new RateLimit(10, now::get);
        for (int i = 0; i < 10; i++) {
            assertThat(limit.take(1)).isZero();
        }
        assertThat(limit.take(1)).isEqualTo(1);
        now.addAndGet(SECOND / 10);
        assertThat(limit.take(1)).isZero();
        assertThat(limit.take(1)).isEqualTo(1);
    }

    @Test
    void aPauseSavesUpNoMoreThanASecondsWorth() {
        var limit = new RateLimit(2, now::get);
        now.addAndGet(3_600 * SECOND);
        assertThat(limit.take(1)).isZero();
        assertThat(limit.take(1)).isZero();
        assertThat(limit.take(1)).isEqualTo(1);
    }

    @Test
    void aBatchLargerThanThatIsTakenAndPaidForByThoseAfterIt() {
        var limit = new RateLimit(10, now::get);
        assertThat(limit.take(100)).isZero();
        assertThat(limit.take(1)).as("nine seconds' debt, and one token").isEqualTo(10);
        now.addAndGet(9 * SECOND + SECOND / 10);
        assertThat(limit.take(1)).isZero();
    }
}
