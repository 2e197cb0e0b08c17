package dev.xorca.server.demo;

import dev.xorca.machine.EventTypes;
import dev.xorca.router.Machines;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.samples.summary.SummaryServices;
import dev.xorca.schemas.Json;
import dev.xorca.server.kafka.EmbeddedKafka;
import dev.xorca.server.node.HttpSettings;
import dev.xorca.server.node.Node;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventSerializer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Summaries of real books, by the {@code summary} machine and its services over a broker of their own. */
public final class SummaryDemo {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    /** The books in the order in which they are asked for, and what must come of each. */
    private static final List<Request> REQUESTS = List.of(
            new Request("down-the-rabbit-hole", Ending.COMPLETED, ""),
            new Request("the-gift-of-the-magi", Ending.COMPLETED, ""),
            new Request("the-lost-manuscript", Ending.FAILED, "library"),
            new Request("a-scandal-in-bohemia", Ending.COMPLETED, ""),
            new Request("the-tell-tale-heart", Ending.FAILED, "forbidden words"),
            new Request("the-cyclone", Ending.COMPLETED, ""),
            new Request("how-the-camel-got-his-hump", Ending.COMPLETED, ""));

    private final Consumer<String> out;
    private final Map<String, CloudEvent> endings = new ConcurrentHashMap<>();
    private final AtomicInteger events = new AtomicInteger();

    private record Request(String bookId, Ending expected, String reasonHas) {}

    private enum Ending {
        COMPLETED,
        FAILED
    }

    /**
     * Prepares a run.
     *
     * @param out takes line by line what is to be shown, in picocli's markup for colours
     */
    public SummaryDemo(Consumer<String> out) {
        this.out = out;
    }

    /**
     * Runs it: broker, router, services, starts, and then waits until each orchestration has ended.
     *
     * @param data a folder for the broker and the router, empty
     * @param orchestrations how many to start
     * @param cancelled ends the wait early when it turns true
     */
    public DemoResult run(Path data, int orchestrations, BooleanSupplier cancelled) throws InterruptedException {
        var machines = Machines.of(List.of(SampleMachines.summary()));
        try (var kafka = EmbeddedKafka.start(data.resolve("kafka"), 0)) {
            var servers = kafka.bootstrapServers();
            var settings = RuntimeSettings.of(servers, "demo", data.resolve("state"));
            try (var node = Node.start(machines, settings, HttpSettings.at("127.0.0.1", 0));
                    var services = SummaryServices.start(servers, "")) {
                node.awaitReady(START_PATIENCE, cancelled);
                services.ready()
                        .orTimeout(START_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join();
                var done = new CountDownLatch(orchestrations);
                var watcher = EventWatcher.start(servers, event -> seen(event, done));
                try {
                    start(servers, orchestrations);
                    await(done, Duration.ofSeconds(60 + orchestrations), cancelled);
                } finally {
                    watcher.close();
                }
            }
        }
        return report(orchestrations);
    }

    private void seen(CloudEvent event, CountDownLatch done) {
        events.incrementAndGet();
        out.accept(EventLine.of(event));
        var type = event.getType();
        var ends = type.startsWith("notif.summary.") || EventTypes.isOurError(type);
        if (ends && endings.put(EventLine.processOf(event), event) == null) {
            done.countDown();
        }
    }

    private static void start(String servers, int orchestrations) {
        var serializer = new CloudEventSerializer();
        serializer.configure(Map.of(), false);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                new StringSerializer(),
                serializer)) {
            for (var start : starts(orchestrations)) {
                var unused = producer.send(new ProducerRecord<>("xorca.summary.start", start));
            }
            producer.flush();
        }
    }

    /** The events that start so many orchestrations. */
    public static List<CloudEvent> starts(int orchestrations) {
        return IntStream.range(0, orchestrations)
                .mapToObj(SummaryDemo::startEvent)
                .toList();
    }

    private static CloudEvent startEvent(int index) {
        var data = new LinkedHashMap<String, Object>();
        data.put("processId", processId(index));
        data.put("context", Map.of("bookId", request(index).bookId));
        return CloudEventBuilder.v1()
                .withId("start-" + processId(index))
                .withSource(URI.create("xorca.demo"))
                .withType("xorca.summary.start")
                .withTime(OffsetDateTime.now(ZoneOffset.UTC))
                .withData("application/json", Json.bytes(data))
                .build();
    }

    private static String processId(int index) {
        return "book-" + (index + 1);
    }

    private static Request request(int index) {
        return REQUESTS.get(index % REQUESTS.size());
    }

    private static void await(CountDownLatch done, Duration patience, BooleanSupplier cancelled)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!done.await(100, TimeUnit.MILLISECONDS)) {
            if (cancelled.getAsBoolean() || System.nanoTime() > deadline) {
                return;
            }
        }
    }

    private DemoResult report(int orchestrations) {
        int completed = 0;
        int failed = 0;
        var asExpected = true;
        var table = new ArrayList<String>();
        for (int i = 0; i < orchestrations; i++) {
            var request = request(i);
            var ending = endings.get(processId(i));
            var type = ending == null ? "" : ending.getType();
            var data = ending == null ? Map.<String, Object>of() : EventLine.data(ending);
            var reason = String.valueOf(data.getOrDefault("reason", data.getOrDefault("errorMessage", "no answer")));
            if (type.equals("notif.summary.done")) {
                completed++;
                asExpected &= request.expected == Ending.COMPLETED;
                table.add(row(i, "@|green completed|@", data.get("title") + ", by " + data.get("author")));
                table.add("            " + String.valueOf(data.get("summary")).replaceAll("\\s+", " "));
            } else {
                failed += type.equals("notif.summary.failed") ? 1 : 0;
                asExpected &= type.equals("notif.summary.failed")
                        && request.expected == Ending.FAILED
                        && reason.contains(request.reasonHas);
                table.add(row(i, type.isEmpty() ? "@|yellow no end   |@" : "@|red failed   |@", reason));
            }
        }
        out.accept("");
        table.forEach(out);
        out.accept("");
        return new DemoResult(orchestrations, completed, failed, events.get(), asExpected);
    }

    private static String row(int index, String ending, String text) {
        return String.format("%-10s  %s  %-27s %s", processId(index), ending, request(index).bookId, text);
    }
}
