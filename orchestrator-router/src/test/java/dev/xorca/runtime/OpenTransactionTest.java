package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenTransactionTest {
    private static final TopicPartition HERE = new TopicPartition("cmd.book.read", 2);
    private static final TopicPartition ELSEWHERE = new TopicPartition("cmd.book.read", 3);
    private static final OpenTransaction OPEN = new OpenTransaction(HERE, 7, 40, 3, 1_000, 5_000);

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            STATE,             PRODUCER, EPOCH, PARTITIONS, FORGOTTEN
            Empty,             7,        42,    '',         true
            Empty,             7,        40,    '',         true
            CompleteAbort,     7,        41,    '',         true
            CompleteCommit,    7,        41,    '',         true
            Ongoing,           7,        40,    here,       false
            Ongoing,           7,        42,    here,       false
            Ongoing,           7,        42,    elsewhere,  true
            PrepareAbort,      7,        41,    here,       false
            PrepareAbort,      7,        41,    elsewhere,  true
            PrepareCommit,     7,        41,    here,       false
            PrepareCommit,     7,        41,    elsewhere,  true
            PrepareEpochFence, 7,        41,    '',         false
            SomethingNew,      7,        41,    '',         false
            Empty,             8,        42,    '',         false
            """)
    void itIsForgottenWhenItsCoordinatorHasNothingToDoInThePartition(
            String state, long producerId, int epoch, String partitions, boolean forgotten) {
        var coordinator = new TransactionDescription(
                1,
                TransactionState.parse(state),
                producerId,
                epoch,
                6_000,
                OptionalLong.empty(),
                switch (partitions) {
                    case "here" -> Set.of(HERE, ELSEWHERE);
                    case "elsewhere" -> Set.of(ELSEWHERE);
                    default -> Set.of();
                });
        assertThat(OPEN.isForgottenBy(coordinator)).isEqualTo(forgotten);
    }

    @Test
    void whatIsAbortedIsWhatThePartitionHolds() {
        var state = new ProducerState(7, 40, 12, 5_000, OptionalInt.of(3), OptionalLong.of(1_000));
        var open = OpenTransaction.of(HERE, state);
        assertThat(open).isEqualTo(OPEN);
        assertThat(open.abort().topicPartition()).isEqualTo(HERE);
        assertThat(open.abort().producerId()).isEqualTo(7);
        assertThat(open.abort().producerEpoch()).isEqualTo((short) 40);
        assertThat(open.abort().coordinatorEpoch()).isEqualTo(3);
    }

    @Test
    void aCoordinatorThatNeverEndedAnythingThereHasTheFirstEpoch() {
        var state = new ProducerState(7, 40, 12, 5_000, OptionalInt.of(-1), OptionalLong.of(1_000));
        assertThat(OpenTransaction.of(HERE, state).abort().coordinatorEpoch()).isZero();
    }
}
