package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.runtime.TransactionLog.Decision;
import dev.xorca.runtime.TransactionLog.Entry;
import java.nio.ByteBuffer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionLogTest {
    private static final OpenTransaction OPEN =
            new OpenTransaction(new TopicPartition("cmd.book.read", 2), 7, 40, 3, 1_000, 5_000);

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            PRODUCER, EPOCH, STATUS, DECISION
            7,        40,    0,      NONE
            7,        40,    1,      NONE
            7,        40,    2,      NONE
            7,        40,    4,      NONE
            7,        40,    5,      NONE
            7,        41,    0,      NONE
            7,        41,    1,      NONE
            7,        41,    2,      COMMIT
            7,        41,    4,      COMMIT
            7,        41,    3,      ABORT
            7,        41,    5,      ABORT
            7,        42,    2,      NONE
            7,        42,    3,      ABORT
            7,        43,    3,      NONE
            8,        41,    2,      NONE
            8,        41,    3,      NONE
            """)
    void aDecisionIsKnownByTheEpochItRaised(long producerId, int epoch, int status, Decision decision) {
        assertThat(new Entry(producerId, epoch, status).decisionOn(OPEN)).isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "2, false", "-1, false"})
    void onlyVersionsThatAreKnownAreRead(short version, boolean isRead) {
        var value = ByteBuffer.allocate(40)
                .putShort(version)
                .putLong(7)
                .putShort((short) 41)
                .putInt(6_000)
                .put((byte) 3)
                .array();
        var entry = Entry.read(value);
        assertThat(entry.isPresent()).isEqualTo(isRead);
        entry.ifPresent(read -> assertThat(read).isEqualTo(new Entry(7, 41, 3)));
    }

    @Test
    void whatIsCutOffOrRemovedSaysNothing() {
        assertThat(Entry.read(new byte[16])).isEmpty();
        assertThat(Entry.read(null)).isEmpty();
    }

    @Test
    void everyNameHasItsPartition() {
        assertThat(TransactionLog.partitionOf("app", 50)).isEqualTo("app".hashCode() % 50);
        assertThat("polygenelubricants".hashCode()).isEqualTo(Integer.MIN_VALUE);
        assertThat(TransactionLog.partitionOf("polygenelubricants", 50)).isZero();
    }
}
