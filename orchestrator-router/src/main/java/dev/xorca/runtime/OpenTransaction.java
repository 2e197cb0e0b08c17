package dev.xorca.runtime;

import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that a partition holds to be open: from its first record on nobody who reads committed gets any further.
 *
 * @param producerId whose transaction it is
 * @param epoch of the producer when it wrote there last
 * @param coordinatorEpoch of the coordinator that ended something there last
 * @param firstOffset where the transaction begins
 * @param lastTimestamp of what the producer wrote there last, in milliseconds; -1 where that is not known
 */
record OpenTransaction(
        TopicPartition partition,
        long producerId,
        int epoch,
        int coordinatorEpoch,
        long firstOffset,
        long lastTimestamp) {

    /** What a producer that has a transaction open there has written to a partition. */
    static OpenTransaction of(TopicPartition partition, ProducerState producer) {
        return new OpenTransaction(
                partition,
                producer.producerId(),
                producer.producerEpoch(),
                Math.max(0, producer.coordinatorEpoch().orElse(0)),
                producer.currentTransactionStartOffset().orElseThrow(),
                producer.lastTimestamp());
    }

    /**
     * Whether the coordinator of this producer will never end it, by what it knows. It may have ended it a moment ago, so
     * that the answer must be the same twice.
     */
    boolean isForgottenBy(TransactionDescription coordinator) {
        return coordinator.producerId() == producerId
                && switch (coordinator.state()) {
                    case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT -> true;
                    case ONGOING, PREPARE_COMMIT, PREPARE_ABORT ->
                        !coordinator.topicPartitions().contains(partition);
                    case PREPARE_EPOCH_FENCE, UNKNOWN -> false;
                };
    }

    AbortTransactionSpec abort() {
        return new AbortTransactionSpec(partition, producerId, (short) epoch, coordinatorEpoch);
    }
}
