package dev.xorca.runtime;

import dev.xorca.router.Address;
import dev.xorca.router.Decision;
import dev.xorca.router.Input;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Known;
import dev.xorca.router.Router;
import dev.xorca.router.StepEvents;
import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import dev.xorca.store.OrchestrationStore;
import dev.xorca.store.StreamsStore;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the inbox record by record: load, decide, append, emit. Everything is computed before anything is written or
 * forwarded, because Kafka Streams commits what was done before an exception. Between records it tells what is due.
 */
final class OrchestratorProcessor implements Processor<byte[], byte[], byte[], Outbound> {
    private static final Logger LOG = LoggerFactory.getLogger(OrchestratorProcessor.class);

    private final Router router;
    private final Topics topics;
    private final RuntimeSettings settings;
    private final EventRecords records;
    private final ThreadLocal<CommitPace> paces;
    private @Nullable Task task;

    /** What belongs to the task that this processor runs in; begun anew with it, so that nothing outlives a rollback. */
    private record Task(
            ProcessorContext<byte[], Outbound> context,
            OrchestrationStore store,
            Subjects subjects,
            DueEvents due,
            CommitPace pace,
            Counters counters) {}

    /** What is to be done about one record. */
    private record Plan(
            Subject subject, CloudEvent event, List<Decision> decisions, List<Record<byte[], Outbound>> out) {}

    OrchestratorProcessor(Router router, Topics topics, RuntimeSettings settings, ThreadLocal<CommitPace> paces) {
        this.router = router;
        this.topics = topics;
        this.settings = settings;
        this.paces = paces;
        this.records = new EventRecords(settings.eventEncoding());
    }

    @Override
    public void init(ProcessorContext<byte[], Outbound> context) {
        var store = new OrchestrationStore(context.getStateStore(StreamsStore.NAME));
        var begun = new Task(
                context,
                store,
                new Subjects(),
                new DueEvents(store, new BrokerClock()),
                paces.get(),
                new Counters(context.metrics(), "orchestrator-" + context.taskId()));
        task = begun;
        context.schedule(DueEvents.LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> tick(begun, now));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var now = task();
        long nowMillis = now.context.currentSystemTimeMs();
        now.due.saw(record.timestamp(), nowMillis);
        var origin = Origin.noted(record.headers(), now.context.recordMetadata());
        try {
            carryOut(now, plan(now, record), record.timestamp());
        } catch (UnreadableRecordException e) {
            bury(now, record, origin, e.code(), e.reason());
        } catch (StreamsException e) {
            // The store, not the record: the next try or another node may do better.
            throw e;
        } catch (UndecidableException e) {
            LOG.error("an event from {} could not be decided", origin, e.getCause());
            bury(now, record, origin, "internal-error", "an unexpected error in the router; its log has more");
        }
        if (settings.commitsSoon() && now.pace.afterRecord(nowMillis)) {
            commit(now, nowMillis);
        }
    }

    /** An error of ours, before anything was written. */
    private static final class UndecidableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UndecidableException(Throwable cause) {
            super(cause);
        }
    }

    private Plan plan(Task now, Record<byte[], byte[]> record) {
        try {
            EventRecords.checkSize(record.headers(), record.value(), settings.maxInboxBytes(), "twice max-input-bytes");
            var event = EventRecords.read(record.headers(), record.value());
            var subject = addressee(now, record.key(), event);
            long offset =
                    now.context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
            var input = new Input(event, subject, Instant.ofEpochMilli(record.timestamp()), offset);
            var decisions = router.decide(input, Known.of(now.store, subject.encode()));
            return new Plan(subject, event, decisions, encode(subject, decisions, record.timestamp()));
        } catch (UnreadableRecordException | StreamsException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new UndecidableException(e);
        }
    }

    private void carryOut(Task now, Plan plan, long stampMillis) {
        var subject = plan.subject.encode();
        for (var decision : plan.decisions) {
            if (decision.hold() != null) {
                now.store.hold(subject, decision.hold());
            }
            if (decision.entry() != null) {
                now.store.append(subject, decision.entry());
            }
            if (decision.release() != null) {
                now.store.release(subject, decision.release());
            }
            now.counters.count(decision.outcome().name().toLowerCase(Locale.ROOT));
            LOG.debug("{} {} {} {}", decision.outcome(), plan.event.getType(), plan.subject, decision.reason());
        }
        plan.out.forEach(each -> now.context.forward(each, Topologies.EVENT_SINK));
        now.due.answered(plan.event, plan.decisions.get(0), stampMillis, now.context.currentSystemTimeMs());
    }

    /**
     * The orchestration that the key names.
     *
     * @throws UnreadableRecordException when the key is no subject, or not that of the event
     */
    private Subject addressee(Task now, byte @Nullable [] key, CloudEvent event) {
        if (key == null) {
            throw new UnreadableRecordException(
                    "no-key", "records of the inbox have the subject as key, this has none");
        }
        Subject subject;
        try {
            subject = now.subjects.parse(new String(key, StandardCharsets.UTF_8));
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
                "wrong-key",
                "the key names " + subject + ", the event "
                        + (address instanceof Address.To other
                                ? other.subject()
                                : "nobody: " + ((Address.Nobody) address).reason()));
    }

    private List<Record<byte[], Outbound>> encode(Subject subject, List<Decision> decisions, long timestamp) {
        var encoded = new ArrayList<Record<byte[], Outbound>>();
        for (var decision : decisions) {
            for (var event : decision.events()) {
                encoded.add(encode(subject, event, topics.topicOf(event.getType()), timestamp));
            }
            if (settings.publishJournal() && decision.entry() != null) {
                encoded.add(encode(subject, StepEvents.of(subject, decision.entry()), topics.journal(), timestamp));
            }
        }
        return encoded;
    }

    private Record<byte[], Outbound> encode(Subject subject, CloudEvent event, String topic, long timestamp) {
        var headers = new RecordHeaders();
        var value = records.write(topic, event, headers);
        // What goes to another orchestration lies with it, not with the one that sends it.
        var to = event.getSubject() == null ? subject.encode() : event.getSubject();
        var key = to.getBytes(StandardCharsets.UTF_8);
        return new Record<>(key, new Outbound(topic, value), timestamp, headers);
    }

    private void tick(Task now, long nowMillis) {
        for (var due : now.due.next(nowMillis)) {
            var subject = now.subjects.parse(due.subject());
            now.context.forward(
                    encode(subject, InternalEvents.of(due, subject), topics.inbox(), nowMillis), Topologies.EVENT_SINK);
            now.counters.count("due");
            now.pace.afterRecord(nowMillis);
        }
        if (settings.commitsSoon() && now.pace.later(nowMillis)) {
            commit(now, nowMillis);
        }
    }

    private static void commit(Task now, long nowMillis) {
        now.pace.asked(nowMillis);
        now.context.commit();
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
