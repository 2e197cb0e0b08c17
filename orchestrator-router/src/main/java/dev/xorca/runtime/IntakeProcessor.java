package dev.xorca.runtime;

import dev.xorca.router.Address;
import dev.xorca.router.Machines;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the orchestration that a foreign record is for and sends it on to the inbox, as it is, under that key. */
final class IntakeProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeProcessor.class);

    private final Machines machines;
    private final RuntimeSettings settings;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable Counters counters;

    IntakeProcessor(Machines machines, RuntimeSettings settings) {
        this.machines = machines;
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        counters = new Counters(processorContext.metrics(), "intake-" + processorContext.taskId());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Address address;
        try {
            EventRecords.checkSize(record.headers(), record.value(), settings.maxInputBytes(), "max-input-bytes");
            address = Address.of(EventRecords.read(record.headers(), record.value()), machines);
        } catch (UnreadableRecordException e) {
            bury(record, e.code(), e.reason());
            return;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a record from {} could not be addressed", origin(), e);
            bury(record, "internal-error", "an unexpected error in the router; its log has more");
            return;
        }
        // Nothing that is thrown from here on may be caught: it can be about a record that was sent before this one.
        if (address instanceof Address.To to) {
            deliver(record, to);
        } else if (address instanceof Address.Undeliverable undeliverable) {
            bury(record, undeliverable.code(), undeliverable.reason());
        } else if (settings.moreIntake().isEmpty()) {
            bury(record, "unroutable-type", "a service never sends such an event here: " + address);
        } else {
            ignore("outbound", record, address.toString());
        }
    }

    private void deliver(Record<byte[], byte[]> record, Address.To to) {
        if (!machines.has(to.subject().name()) && !settings.router().raiseOnForeignName()) {
            ignore("foreign", record, "no machine " + to.subject().name());
            return;
        }
        var headers = new RecordHeaders(record.headers());
        origin().note(headers);
        var key = to.subject().encode().getBytes(StandardCharsets.UTF_8);
        count("delivered");
        context().forward(new Record<>(key, record.value(), record.timestamp(), headers), Topologies.INBOX_SINK);
    }

    private void bury(Record<byte[], byte[]> record, String code, String reason) {
        count("dead-letter");
        LOG.debug("dead letter from {}: {}", origin(), reason);
        var letter = DeadLetter.of(record, origin(), code, reason, settings.maxDeadLetterBytes());
        // With the time of the record a broker could refuse it as too new, or remove it as too old.
        context().forward(letter.withTimestamp(context().currentSystemTimeMs()), Topologies.DEAD_LETTER_SINK);
    }

    private void ignore(String outcome, Record<byte[], byte[]> record, String reason) {
        count(outcome);
        LOG.debug("ignored from {} at {}: {}", origin(), record.timestamp(), reason);
    }

    private Origin origin() {
        return Origin.of(context().recordMetadata());
    }

    private void count(String outcome) {
        if (counters != null) {
            counters.count(outcome);
        }
    }

    private ProcessorContext<byte[], byte[]> context() {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        return context;
    }

    @Override
    public void close() {
        if (counters != null) {
            counters.close();
        }
    }
}
