package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
    private static final TopicPartition SECOND = new TopicPartition("app-orchestrations-changelog", 2);

    private final RestoreProgress progress = new RestoreProgress();

    @Test
    void aPartitionIsOnItsWayFromTheFirstRecordToTheLast() {
        assertThat(progress.of(2)).isEmpty();
        progress.onRestoreStart(SECOND, "orchestrations", 100, 400);
        assertThat(progress.of(2)).contains(new RestoreProgress.Restoring(0, 300));
        progress.onBatchRestored(SECOND, "orchestrations", 199, 100);
        progress.onBatchRestored(SECOND, "orchestrations", 299, 70);
        assertThat(progress.of(2)).contains(new RestoreProgress.Restoring(170, 300));
        assertThat(progress.of(1)).isEmpty();
        progress.onRestoreEnd(SECOND, "orchestrations", 270);
        assertThat(progress.of(2)).isEmpty();
    }

    @Test
    void aPartitionThatIsTakenAwayIsNotOnItsWayAnyMore() {
        progress.onRestoreStart(SECOND, "orchestrations", 0, 10);
        progress.onRestoreSuspended(SECOND, "orchestrations", 3);
        assertThat(progress.of(2)).isEmpty();
        progress.onBatchRestored(SECOND, "orchestrations", 5, 2);
        assertThat(progress.of(2)).isEmpty();
    }
}
