package dev.xorca.server.demo;

import dev.xorca.machine.EventTypes;
import dev.xorca.router.CallToken;
import dev.xorca.router.Machines;
import dev.xorca.router.Subject;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.samples.CommandService;
import dev.xorca.samples.Sample;
import dev.xorca.schemas.Json;
import dev.xorca.server.kafka.EmbeddedKafka;
import dev.xorca.server.node.HttpSettings;
import dev.xorca.server.node.Node;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventSerializer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A sample over a broker of its own: starts what it has, tells each event, and sees whether all ends as it must. */
public final class SampleDemo {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration END_PATIENCE = Duration.ofSeconds(60);

    private final Sample sample;
    private final Consumer<String> out;
    private final Map<String, CloudEvent> endings = new ConcurrentHashMap<>();
    private final AtomicInteger events = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Prepares a run.
     *
     * @param out takes line by line what is to be shown, in picocli's markup for colours
     */
    public SampleDemo(Sample sample, Consumer<String> out) {
        this.sample = sample;
        this.out = out;
    }

    /**
     * Runs it until every start has ended.
     *
     * @param data a folder for the broker and the router, empty
     * @param cancelled ends the wait early when it turns true
     */
    public DemoResult run(Path data, BooleanSupplier cancelled) throws InterruptedException, IOException {
        var machines = Machines.of(SampleMachines.of(sample));
        try (var kafka = EmbeddedKafka.start(data.resolve("kafka"), 0)) {
            var servers = kafka.bootstrapServers();
            var settings = RuntimeSettings.of(servers, "demo", data.resolve("state"));
            try (var node = Node.start(machines, sample.responders(), settings, HttpSettings.at("127.0.0.1", 0));
                    var services = Services.start(servers, sample)) {
                node.awaitReady(START_PATIENCE, cancelled);
                services.awaitReady(START_PATIENCE);
                return play(servers, machines, node.httpPort(), cancelled);
            }
        }
    }

    /** Plays it where broker, router and services are there already. */
    public DemoResult play(String servers, Machines machines, int httpPort, BooleanSupplier cancelled)
            throws InterruptedException, IOException {
        var done = new CountDownLatch(sample.runs().size());
        var watcher = EventWatcher.start(servers, event -> seen(event, done));
        try {
            start(servers, machines);
            await(done, httpPort, cancelled);
        } finally {
            watcher.close();
        }
        return report();
    }

    private void seen(CloudEvent event, CountDownLatch done) {
        events.incrementAndGet();
        out.accept(EventLine.of(event));
        var process = EventLine.processOf(event);
        var ends = sample.runs().stream().anyMatch(run -> run.processId().equals(process) && isEnd(event, run));
        if (ends && endings.put(process, event) == null) {
            done.countDown();
        }
    }

    private static boolean isEnd(CloudEvent event, Sample.Run run) {
        var type = event.getType();
        return type.equals(EventTypes.completion(run.machine(), true))
                || type.equals(EventTypes.completion(run.machine(), false))
                || EventTypes.isOurError(type);
    }

    private void start(String servers, Machines machines) {
        var serializer = new CloudEventSerializer();
        serializer.configure(Map.of(), false);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                new StringSerializer(),
                serializer)) {
            for (var run : sample.runs()) {
                var early = run.early();
                if (early != null) {
                    var version = run.version().isEmpty()
                            ? machines.defaultVersion(run.machine()).orElseThrow()
                            : run.version();
                    var subject = new Subject(run.processId(), run.machine(), version).encode();
                    var unused = producer.send(new ProducerRecord<>(
                            early.type(),
                            subject,
                            event("early-" + run.processId(), early.type(), early.data())
                                    .withSubject(subject)
                                    .build()));
                    producer.flush();
                }
                var type = EventTypes.start(run.machine());
                var unused = producer.send(new ProducerRecord<>(
                        type,
                        event("start-" + run.processId(), type, startData(run)).build()));
            }
            producer.flush();
        }
    }

    private static Map<String, Object> startData(Sample.Run run) {
        var data = new LinkedHashMap<String, Object>();
        data.put("processId", run.processId());
        if (!run.version().isEmpty()) {
            data.put("version", run.version());
        }
        data.put("context", run.context());
        return data;
    }

    private static CloudEventBuilder event(String id, String type, Map<String, Object> data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("xorca.demo"))
                .withType(type)
                .withData("application/json", Json.bytes(data));
    }

    private void await(CountDownLatch done, int httpPort, BooleanSupplier cancelled)
            throws InterruptedException, IOException {
        long deadline = System.nanoTime() + END_PATIENCE.toNanos();
        while (!done.await(200, TimeUnit.MILLISECONDS)) {
            if (cancelled.getAsBoolean() || System.nanoTime() > deadline) {
                return;
            }
            var desk = sample.desk();
            if (desk != null) {
                for (var answer : desk.answered().entrySet()) {
                    answer(httpPort, answer.getKey(), answer.getValue());
                }
            }
        }
    }

    private void answer(int httpPort, String token, Map<String, Object> data) throws InterruptedException, IOException {
        var uri = URI.create("http://127.0.0.1:" + httpPort + "/answers/" + token);
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(Map.of("data", data))))
                .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        out.accept("              POST /answers/"
                + CallToken.parse(token).map(CallToken::token).orElse("?") + "…  " + Json.text(data) + "  -> "
                + response.statusCode());
    }

    private DemoResult report() {
        int well = 0;
        int badly = 0;
        var asExpected = true;
        var table = new ArrayList<String>();
        for (var run : sample.runs()) {
            var ending = endings.get(run.processId());
            var data = ending == null ? Map.<String, Object>of() : EventLine.data(ending);
            var isWell = ending != null && ending.getType().equals(EventTypes.completion(run.machine(), true));
            well += isWell ? 1 : 0;
            badly += ending != null && !isWell ? 1 : 0;
            var expected = ending != null
                    && isWell == run.well()
                    && run.output().entrySet().stream()
                            .allMatch(each -> each.getValue().equals(data.get(each.getKey())));
            asExpected &= expected;
            table.add(String.format(
                    "%-12s  %s  %s%s",
                    run.processId(),
                    ending == null ? "@|yellow no end   |@" : isWell ? "@|green completed|@" : "@|red failed   |@",
                    EventLine.plain(Json.text(data), 100),
                    expected ? "" : "  (expected " + EventLine.plain(Json.text(run.output()), 100) + ")"));
        }
        out.accept("");
        table.forEach(out);
        out.accept("");
        return new DemoResult(sample.runs().size(), well, badly, events.get(), asExpected);
    }

    /** The services of the sample, when it has any. */
    private record Services(List<CommandService> running) implements AutoCloseable {
        static Services start(String servers, Sample sample) {
            return new Services(
                    sample.services().isEmpty()
                            ? List.of()
                            : List.of(
                                    CommandService.start(sample.name() + ".service", servers, "", sample.services())));
        }

        void awaitReady(Duration patience) {
            running.forEach(service -> service.ready()
                    .orTimeout(patience.toSeconds(), TimeUnit.SECONDS)
                    .join());
        }

        @Override
        public void close() {
            running.forEach(CommandService::close);
        }
    }
}
