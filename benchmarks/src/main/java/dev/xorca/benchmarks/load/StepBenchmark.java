package dev.xorca.benchmarks.load;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Address;
import dev.xorca.router.Decision;
import dev.xorca.router.Input;
import dev.xorca.router.Known;
import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.runtime.EventRecords;
import dev.xorca.store.EntryCodec;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a step of the chain costs one thread without Kafka and RocksDB, in parts and as a whole. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    private final Machines machines = chain();
    private final Router router = new Router(machines, RouterSettings.DEFAULT, type -> true);
    private final EventRecords records = new EventRecords(EventRecords.EventEncoding.BINARY);
    private final Subject subject = new Subject("process-4711", "chain", "1.0.0");
    private final String key = subject.encode();
    private final Decision started = start();
    private final OrchestrationState state = OrchestrationState.apply(null, Objects.requireNonNull(started.entry()));
    private final ProducerRecord<byte[], byte[]> record = EchoCommand.answer(command());
    private final CloudEvent answer = EventRecords.read(record.headers(), record.value());
    private final Decision decision = decide();

    /** What intake does: from record to event, address and key. */
    @Benchmark
    public byte[] intake() {
        var event = EventRecords.read(record.headers(), record.value());
        if (Address.of(event, machines) instanceof Address.To to) {
            return to.subject().encode().getBytes(StandardCharsets.UTF_8);
        }
        throw new IllegalStateException("not addressed");
    }

    /** Contract, transition, entry and events that leave. */
    @Benchmark
    public final Decision decide() {
        return one(new Input(answer, subject, AT.plusMillis(20), 1), state);
    }

    /** The entry as it is stored. */
    @Benchmark
    public byte[] append() {
        return EntryCodec.write(Objects.requireNonNull(decision.entry()));
    }

    /** The events that leave, as records. */
    @Benchmark
    public int emit() {
        return emit(decision);
    }

    /** All that the orchestrator does with a record of the inbox. */
    @Benchmark
    public int step() {
        var event = EventRecords.read(record.headers(), record.value());
        var addressee = Subject.parse(key);
        if (!addressee.encode().equals(key) || !(Address.of(event, machines, addressee) instanceof Address.To)) {
            throw new IllegalStateException("not addressed");
        }
        var decided = one(new Input(event, addressee, AT.plusMillis(20), 1), state);
        var entry = Objects.requireNonNull(decided.entry());
        return EntryCodec.write(entry).length
                + emit(decided)
                + (int) OrchestrationState.apply(state, entry).sequence();
    }

    private Decision one(Input input, @Nullable OrchestrationState before) {
        return router.decide(input, Known.of(before)).get(0);
    }

    private int emit(Decision decided) {
        int size = 0;
        for (var event : decided.events()) {
            size += records.write(event.getType(), event, new RecordHeaders()).length;
        }
        return size;
    }

    private Decision start() {
        var start = Load.start(Flow.CHAIN, subject.processId());
        return one(new Input(EventRecords.read(start.headers(), start.value()), subject, AT, 0), null);
    }

    private ConsumerRecord<byte[], byte[]> command() {
        var headers = new RecordHeaders();
        var value = records.write("cmd.a", started.events().get(0), headers);
        var command = new ConsumerRecord<>("cmd.a", 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach(command.headers()::add);
        return command;
    }

    private static Machines chain() {
        try (var document = StepBenchmark.class.getResourceAsStream("/machines/chain.machine.yaml")) {
            var text = new String(Objects.requireNonNull(document).readAllBytes(), StandardCharsets.UTF_8);
            return Machines.of(List.of(new MachineDocuments().read("chain.machine.yaml", text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
