package dev.xorca.runtime;

import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.store.StreamsStore;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** The two topologies: intake reads foreign topics into the inbox, the orchestrator reads the inbox. */
public final class Topologies {
    static final String INBOX_SINK = "inbox";
    static final String EVENT_SINK = "events";
    static final String DEAD_LETTER_SINK = "dead-letters";

    private static final String SOURCE = "source";
    private static final String INTAKE = "intake";
    private static final String ORCHESTRATOR = "orchestrator";

    /** A record without a time must not stop the partition; it is as old as can be. */
    private static final TimestampExtractor NEVER_NEGATIVE = (record, partitionTime) -> Math.max(0, record.timestamp());

    /** Where to begin stands in the settings, for every source alike. */
    private static final @Nullable AutoOffsetReset FROM_THE_SETTINGS = null;

    private Topologies() {}

    /** Stateless: any number of topics with any number of partitions, re-keyed by subject. */
    public static Topology intake(Machines machines, Topics topics, RuntimeSettings settings) {
        var bytes = new ByteArraySerializer();
        return new Topology()
                .addSource(
                        FROM_THE_SETTINGS,
                        SOURCE,
                        NEVER_NEGATIVE,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topics.intakePattern())
                .addProcessor(INTAKE, () -> new IntakeProcessor(machines, settings), SOURCE)
                .addSink(INBOX_SINK, topics.inbox(), bytes, bytes, INTAKE)
                .addSink(DEAD_LETTER_SINK, topics.deadLetter(), bytes, bytes, INTAKE);
    }

    /** Stateful: one store per partition of the inbox. */
    public static Topology orchestrator(Router router, Topics topics, RuntimeSettings settings) {
        var paces = ThreadLocal.withInitial(() -> new CommitPace(settings.commitIntervalMs()));
        Supplier<OrchestratorProcessor> processor = () -> new OrchestratorProcessor(router, topics, settings, paces);
        var store = StreamsStore.builder(Map.of("max.message.bytes", Integer.toString(settings.maxRecordBytes())));
        return new Topology()
                .addSource(
                        FROM_THE_SETTINGS,
                        SOURCE,
                        NEVER_NEGATIVE,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topics.inbox())
                .addProcessor(ORCHESTRATOR, withStore(processor, store), SOURCE)
                .addSink(
                        EVENT_SINK,
                        (key, outbound, record) -> outbound.topic(),
                        new ByteArraySerializer(),
                        Outbound.serializer(),
                        ORCHESTRATOR)
                .addSink(
                        DEAD_LETTER_SINK,
                        topics.deadLetter(),
                        new ByteArraySerializer(),
                        Outbound.serializer(),
                        ORCHESTRATOR);
    }

    private static ProcessorSupplier<byte[], byte[], byte[], Outbound> withStore(
            Supplier<OrchestratorProcessor> processor, StoreBuilder<?> store) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], Outbound> get() {
                return processor.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(store);
            }
        };
    }
}
