package dev.xorca.runtime;

import dev.xorca.router.Address;
import dev.xorca.router.Machines;
import dev.xorca.router.StartRules;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the orchestration that a foreign record is for and sends it on to the inbox, as it is, under that key. What the
 * rules of machines make of it goes there too, as the start of an orchestration.
 */
final class IntakeProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeProcessor.class);

    private final Machines machines;
    private final StartRules rules;
    private final RuntimeSettings settings;
    private final EventRecords records;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable Counters counters;

    IntakeProcessor(Machines machines, RuntimeSettings settings) {
        this.machines = machines;
        this.rules = new StartRules(machines);
        this.settings = settings;
        this.records = new EventRecords(settings.eventEncoding());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        counters = new Counters(processorContext.metrics(), "intake-" + processorContext.taskId());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Address address;
        Starts starts;
        try {
            EventRecords.checkSize(record.headers(), record.value(), settings.maxInputBytes(), "max-input-bytes");
            var event = EventRecords.read(record.headers(), record.value());
            address = Address.of(event, machines);
            starts = starts(record, event);
        } catch (UnreadableRecordException e) {
            bury(record, e.code(), e.reason());
            return;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a record from {} could not be addressed", origin(), e);
            bury(record, "internal-error", "an unexpected error in the router; its log has more");
            return;
        }
        // Nothing that is thrown from here on may be caught: it can be about a record that was sent before this one.
        starts.records.forEach(this::start);
        if (!starts.failures.isEmpty()) {
            bury(record, "start-rule-failed", String.join("; ", starts.failures));
        }
        if (address instanceof Address.To to) {
            deliver(record, to);
        } else if (starts.ruled) {
            if (starts.isEmpty()) {
                ignore("no-rule", record, "no start rule holds for it");
            }
        } else if (address instanceof Address.Undeliverable undeliverable) {
            bury(record, undeliverable.code(), undeliverable.reason());
        } else {
            pass(record, ((Address.Nobody) address).reason());
        }
    }

    /**
     * What start rules make of a record.
     *
     * @param ruled whether some rule is about events of its type
     * @param records for the inbox
     * @param failures of rules, in sentences
     */
    private record Starts(boolean ruled, List<Record<byte[], byte[]>> records, List<String> failures) {
        static final Starts NONE = new Starts(false, List.of(), List.of());

        boolean isEmpty() {
            return records.isEmpty() && failures.isEmpty();
        }
    }

    private Starts starts(Record<byte[], byte[]> record, CloudEvent event) {
        if (!rules.types().contains(event.getType())) {
            return Starts.NONE;
        }
        var starts = new Starts(true, new ArrayList<>(), new ArrayList<>());
        for (var result : rules.apply(event, Instant.ofEpochMilli(record.timestamp()))) {
            if (result instanceof StartRules.Start start) {
                starts.records.add(encoded(record, start));
            } else if (result instanceof StartRules.Failed failed) {
                starts.failures.add(failed.reason());
            }
        }
        return starts;
    }

    private Record<byte[], byte[]> encoded(Record<byte[], byte[]> record, StartRules.Start start) {
        var headers = new RecordHeaders();
        var value = records.write(Topologies.INBOX_SINK, start.event(), headers);
        EventRecords.checkSize(headers, value, settings.maxInboxBytes(), "twice max-input-bytes");
        origin().note(headers);
        var key = start.subject().encode().getBytes(StandardCharsets.UTF_8);
        return new Record<>(key, value, record.timestamp(), headers);
    }

    private void start(Record<byte[], byte[]> start) {
        count("start-rule");
        context().forward(start, Topologies.INBOX_SINK);
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

    /** Topics that are shared with routers have what routers emit, too. */
    private void pass(Record<byte[], byte[]> record, String reason) {
        if (settings.moreIntake().isEmpty()) {
            bury(record, "unroutable-type", "a service never sends such an event here: " + reason);
        } else {
            ignore("outbound", record, reason);
        }
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
