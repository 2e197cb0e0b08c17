package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.runtime.StandingOffsets.Reach;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StandingOffsetsTest {
    private static final TopicPartition ONE = new TopicPartition("xorca.inbox", 0);
    private static final TopicPartition OTHER = new TopicPartition("xorca.inbox", 1);

    private final StandingOffsets offsets = new StandingOffsets();

    private Map<TopicPartition, Duration> observe(int second, Map<TopicPartition, Reach> now) {
        return offsets.observe(now, TimeUnit.SECONDS.toNanos(second));
    }

    @Test
    void whatCanBeReadToItsEndDoesNotStand() {
        assertThat(observe(0, Map.of(ONE, new Reach(5, 5)))).isEmpty();
        assertThat(observe(100, Map.of(ONE, new Reach(5, 5)))).isEmpty();
    }

    @Test
    void whatWasAskedAMomentTooLateForItsEndDoesNotStand() {
        assertThat(observe(0, Map.of(ONE, new Reach(6, 5)))).isEmpty();
    }

    @Test
    void itStandsSinceItWasFirstSeenThere() {
        assertThat(observe(0, Map.of(ONE, new Reach(5, 9)))).containsEntry(ONE, Duration.ZERO);
        assertThat(observe(10, Map.of(ONE, new Reach(5, 12)))).containsEntry(ONE, Duration.ofSeconds(10));
        assertThat(observe(25, Map.of(ONE, new Reach(5, 12)))).containsEntry(ONE, Duration.ofSeconds(25));
    }

    @Test
    void whoeverGetsAnyFurtherDoesNotStand() {
        observe(0, Map.of(ONE, new Reach(5, 9)));
        assertThat(observe(10, Map.of(ONE, new Reach(6, 12)))).containsEntry(ONE, Duration.ZERO);
        assertThat(observe(20, Map.of(ONE, new Reach(12, 12)))).isEmpty();
        assertThat(observe(30, Map.of(ONE, new Reach(12, 13)))).containsEntry(ONE, Duration.ZERO);
    }

    @Test
    void whatIsNotKnownForOnceHasNotMovedButIsNotTold() {
        observe(0, Map.of(ONE, new Reach(5, 9), OTHER, new Reach(1, 2)));
        assertThat(observe(10, Map.of(OTHER, new Reach(1, 2)))).containsOnlyKeys(OTHER);
        assertThat(observe(20, Map.of(ONE, new Reach(5, 9)))).containsEntry(ONE, Duration.ofSeconds(20));
    }
}
