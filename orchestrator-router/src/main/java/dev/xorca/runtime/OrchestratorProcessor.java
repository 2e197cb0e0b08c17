package dev.xorca.runtime;

import dev.xorca.router.Address;
import dev.xorca.router.Decision;
import dev.xorca.router.Router;
import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import dev.xorca.store.Journal;
import dev.xorca.store.KeyValueJournal;
import dev.xorca.store.OrchestrationStore;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the inbox record by record: load, decide, append, emit. Everything is computed before anything is written or
 * forwarded, because Kafka Streams commits what was done before an exception.
 */
final class OrchestratorProcessor implements Processor<byte[], byte[], byte[], Outbound> {
    private static final Logger LOG = LoggerFactory.getLogger(OrchestratorProcessor.class);

    private final Router router;
    private final Topics topics;
    private final RuntimeSettings settings;
    private final EventRecords records;
    private @Nullable Task task;

    /** What belongs to the task that this processor runs in. */
    private record Task(ProcessorContext<byte[], Outbound> context, Journal journal, Counters counters) {}

    OrchestratorProcessor(Router router, Topics topics, RuntimeSettings settings) {
        this.router = router;
        this.topics = topics;
        this.settings = settings;
        this.records = new EventRecords(settings.eventEncoding());
    }

    @Override
    public void init(ProcessorContext<byte[], Outbound> context) {
        task = new Task(
                context,
                new KeyValueJournal(context.getStateStore(OrchestrationStore.NAME)),
                new Counters(context.metrics(), "orchestrator-" + context.taskId()));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var now = task();
        var origin = Origin.noted(record.headers(), now.context.recordMetadata());
        String subject;
        Decision decision;
        List<Record<byte[], Outbound>> outgoing;
        try {
            EventRecords.checkSize(record.headers(), record.value(), settings.maxInboxBytes(), "twice max-input-bytes");
            var event = EventRecords.read(record.headers(), record.value());
            var addressee = addressee(record.key(), event);
            subject = addressee.encode();
            decision = router.decide(
                    event,
                    addressee,
                    () -> now.journal.load(addressee.encode()),
                    Instant.ofEpochMilli(record.timestamp()));
            outgoing = encode(subject, decision, record.timestamp());
        } catch (UnreadableRecordException e) {
            bury(now, record, origin, e.code(), e.reason());
            return;
        } catch (StreamsException e) {
            // The store, not the record: the next try or another node may do better.
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("an event from {} could not be decided", origin, e);
            bury(now, record, origin, "internal-error", "an unexpected error in the router; its log has more");
            return;
        }
        if (decision.entry() != null) {
            now.journal.append(subject, decision.entry());
        }
        outgoing.forEach(each -> now.context.forward(each, Topologies.EVENT_SINK));
        now.counters.count(decision.outcome().name().toLowerCase(Locale.ROOT));
        LOG.debug("{} {} {}", decision.outcome(), origin, decision.reason());
    }

    /**
     * The orchestration that the key names.
     *
     * @throws UnreadableRecordException when the key is no subject, or not that of the event
     */
    private Subject addressee(byte @Nullable [] key, CloudEvent event) {
        if (key == null) {
            throw new UnreadableRecordException(
                    "no-key", "records of the inbox have the subject as key, this has none");
        }
        Subject subject;
        try {
            subject = Subject.parse(new String(key, StandardCharsets.UTF_8));
        } catch (SubjectException e) {
            throw new UnreadableRecordException("bad-key", "the key is no subject: " + e.getMessage());
        }
        if (!Arrays.equals(key, subject.encode().getBytes(StandardCharsets.UTF_8))) {
            // Spelt in another way it lies in another partition, beside the one writer that the orchestration has.
            throw new UnreadableRecordException(
                    "bad-key", "the key names a subject, but must spell it as events do: " + subject.encode());
        }
        var address = Address.of(event, router.machines(), subject);
        if (address instanceof Address.Undeliverable undeliverable) {
            throw new UnreadableRecordException(undeliverable.code(), undeliverable.reason());
        } else if (address instanceof Address.To to && to.subject().equals(subject)) {
            return subject;
        }
        throw new UnreadableRecordException(
                "wrong-key", "the key names another orchestration than the event: " + subject + ", " + address);
    }

    private List<Record<byte[], Outbound>> encode(String subject, Decision decision, long timestamp) {
        var key = subject.getBytes(StandardCharsets.UTF_8);
        var encoded = new ArrayList<Record<byte[], Outbound>>();
        for (var event : decision.events()) {
            var headers = new RecordHeaders();
            var topic = topics.topicOf(event.getType());
            var value = records.write(topic, event, headers);
            encoded.add(new Record<>(key, new Outbound(topic, value), timestamp, headers));
        }
        return encoded;
    }

    private void bury(Task now, Record<byte[], byte[]> record, Origin origin, String code, String reason) {
        now.counters.count("dead-letter");
        LOG.debug("dead letter from {}: {}", origin, reason);
        var letter = DeadLetter.of(record, origin, code, reason, settings.maxDeadLetterBytes());
        now.context.forward(
                letter.withValue(new Outbound(topics.deadLetter(), letter.value())), Topologies.DEAD_LETTER_SINK);
    }

    private Task task() {
        if (task == null) {
            throw new IllegalStateException("not initialised");
        }
        return task;
    }

    @Override
    public void close() {
        if (task != null) {
            task.counters.close();
        }
    }
}
