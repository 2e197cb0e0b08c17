package dev.xorca.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xorca.catalog.AsyncApi;
import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.CatalogSettings;
import dev.xorca.catalog.EventKind;
import dev.xorca.catalog.EventType;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.runtime.DeploymentChecks;
import dev.xorca.runtime.EventRecords.EventEncoding;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.samples.summary.SummaryServices;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.server.demo.SampleMachines;
import dev.xorca.server.demo.SummaryDemo;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the demo and its services leave on the topics, held against the AsyncAPI document that we publish: every record
 * matches it, and changed records do not.
 */
class PublishedContractsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int BOOKS = 7;
    private static final int MUTATIONS = 20;
    private static final String BAD = "bad";
    private static final String URL = "https://catalog.example";

    @TempDir
    Path folder;

    private final String prefix = "c" + UUID.randomUUID().toString().substring(0, 8) + ".";

    private final Map<String, PayloadSchema> compiled = new HashMap<>();
    private long nextSeed;

    @ParameterizedTest
    @EnumSource
    void theDocumentAcceptsWhatWasSentAndRefusesWhatBreaksTheContract(EventEncoding encoding) {
        var records = runTheDemo(encoding);
        var catalog = Catalog.of(
                SampleMachines.all(),
                CatalogSettings.DEFAULT
                        .withTopicPrefix(prefix)
                        .withUrl(URL)
                        .withEncoding(CatalogSettings.Encoding.valueOf(encoding.name())));
        var document = AsyncApi.of(catalog);
        var refused = new TreeMap<String, Integer>();
        for (var record : records) {
            if (encoding == EventEncoding.STRUCTURED && !isStructured(record)) {
                // What services send may be in either mode; the document has that of the router.
                continue;
            }
            var type =
                    catalog.eventType(record.topic().substring(prefix.length())).orElseThrow();
            var headers = schema(document, type.type(), "headers");
            var payload = schema(document, type.type(), "payload");
            var value = Json.readObject(record.value());
            if (isStructured(record)) {
                assertThat(headers.check(headers(record)))
                        .as("headers of %s", record)
                        .isEmpty();
                assertThat(payload.check(value)).as("payload of %s", record).isEmpty();
                refusesOtherAttributes(type, payload, value, name -> name);
                var mutations = mutationsRefused(type, Json.object(value.get("data")), data -> {
                    var event = new LinkedHashMap<>(value);
                    event.put("data", data);
                    return payload.check(event);
                });
                refused.merge(type.type(), mutations, Integer::sum);
            } else {
                assertThat(headers.check(headers(record)))
                        .as("headers of %s", record)
                        .isEmpty();
                var isBad = headers(record).get("ce_id").toString().startsWith(BAD);
                assertThat(payload.check(value).isEmpty())
                        .as("payload of %s", record)
                        .isEqualTo(!isBad);
                refusesOtherAttributes(type, headers, headers(record), PublishedContractsTest::header);
                refused.merge(type.type(), mutationsRefused(type, value, payload::check), Integer::sum);
            }
        }
        var seen = catalog.eventTypes().stream()
                .filter(type ->
                        encoding == EventEncoding.BINARY || !type.producers().isEmpty())
                .filter(type -> type.kind() != EventKind.EVENT || !type.type().endsWith(".error"))
                .map(EventType::type)
                .toList();
        assertThat(refused.keySet()).containsAll(seen);
        assertThat(refused)
                .allSatisfy((type, count) -> assertThat(count).as(type).isPositive());
    }

    /** Without an attribute that docs/events.md has for every event, or with another type or source, nothing is right. */
    private static void refusesOtherAttributes(
            EventType type, PayloadSchema schema, Map<String, Object> attributes, UnaryOperator<String> name) {
        var isSent = !type.producers().isEmpty();
        var needed = new ArrayList<>(List.of("specversion", "id", "source", "type"));
        if (type.kind() != EventKind.START) {
            needed.add("subject");
        }
        var constant = new ArrayList<>(List.of("specversion", "type"));
        if (isSent) {
            needed.addAll(List.of(
                    "time",
                    "datacontenttype",
                    "causationid",
                    "correlationid",
                    "traceparent",
                    "elapsedtime",
                    "executionunits"));
            constant.add("source");
        }
        if (isSent && type.kind() != EventKind.ERROR) {
            needed.add("dataschema");
            constant.add("dataschema");
        }
        for (var attribute : needed) {
            var without = new LinkedHashMap<>(attributes);
            assertThat(without.remove(name.apply(attribute)))
                    .as("%s of %s", attribute, attributes)
                    .isNotNull();
            assertThat(schema.check(without))
                    .as("%s without %s", type.type(), attribute)
                    .isNotEmpty();
        }
        for (var attribute : constant) {
            var other = new LinkedHashMap<>(attributes);
            other.put(name.apply(attribute), "x" + other.get(name.apply(attribute)));
            assertThat(schema.check(other))
                    .as("%s with another %s", type.type(), attribute)
                    .isNotEmpty();
        }
    }

    /**
     * Changes data at random and counts what is refused. Whether a change breaks the contract at all, the machine's own
     * schema says, not the document.
     */
    private int mutationsRefused(
            EventType type,
            Map<String, Object> data,
            Function<Map<String, Object>, List<PayloadSchema.Violation>> inDocument) {
        var contract = type.contracts().get(0).data().schema().orElseThrow();
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            long seed = nextSeed++;
            var mutations = new Mutations(seed);
            var mutated = mutations.of(data);
            var breaks = !contract.check(mutated).isEmpty();
            assertThat(!inDocument.apply(mutated).isEmpty())
                    .as("%s, seed %d: %s is refused", type.type(), seed, mutations.did())
                    .isEqualTo(breaks);
            refused += breaks ? 1 : 0;
        }
        return refused;
    }

    private static String header(String attribute) {
        return attribute.equals("datacontenttype") ? "content-type" : "ce_" + attribute;
    }

    /** Books that exist and that do not, and one of each error. */
    private List<ConsumerRecord<String, byte[]>> runTheDemo(EventEncoding encoding) {
        var servers = TestKafka.bootstrapServers();
        var machines = Machines.of(SampleMachines.all());
        try (var client = new PlainClient(servers, Map.of());
                var router = new OrchestratorRuntime(machines, settings(servers, encoding))) {
            router.start();
            await().atMost(PATIENCE).until(router::isReady);
            SummaryDemo.starts(BOOKS).forEach(start -> send(client, start));
            awaitEvents(client, BOOKS, "cmd.book.fetch");
            send(client, start("again", "{\"processId\":\"book-1\",\"context\":{\"bookId\":\"other\"}}"));
            send(client, start(BAD + "-start", "{\"context\":{}}"));
            send(client, answer("late", "never-started", "{\"reason\":\"late\"}"));
            send(client, answer(BAD + "-answer", "book-1", "{\"reason\":7}"));
            awaitEvents(client, 1, "xorca.summary.start.error");
            awaitEvents(client, 1, "sys.xorca.summary.start.error");
            awaitEvents(client, 1, "xorca.orchestrator.summary.error");
            awaitEvents(client, 1, "sys.xorca.orchestrator.summary.error");
            try (var services = SummaryServices.start(servers, prefix)) {
                services.ready()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join();
                awaitEvents(client, BOOKS, "notif.summary.done", "notif.summary.failed");
            }
            var topics =
                    Catalog.of(SampleMachines.all(), CatalogSettings.DEFAULT.withTopicPrefix(prefix))
                            .eventTypes()
                            .stream()
                            .map(EventType::topic)
                            .toList();
            return client.read(topics, Integer.MAX_VALUE, Duration.ofSeconds(2), record -> true);
        }
    }

    private void awaitEvents(PlainClient client, int count, String... types) {
        var topics = Stream.of(types).map(type -> prefix + type).toList();
        assertThat(client.read(topics, count, PATIENCE, record -> true))
                .as("events of type %s", List.of(types))
                .hasSize(count);
    }

    private void send(PlainClient client, CloudEvent event) {
        client.send(prefix + event.getType(), event);
    }

    private static CloudEvent start(String id, String json) {
        return PlainClient.event("xorca.summary.start", id, json).build();
    }

    private static CloudEvent answer(String id, String processId, String json) {
        var subject = "{\"processId\":\"" + processId + "\",\"name\":\"summary\",\"version\":\"1.0.0\"}";
        return PlainClient.event("evt.book.fetch.error", id, json)
                .withSubject(Base64.getEncoder().encodeToString(subject.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private RuntimeSettings settings(String servers, EventEncoding encoding) {
        return new RuntimeSettings(
                servers,
                prefix + "app",
                folder,
                "",
                prefix,
                "",
                true,
                1,
                1,
                encoding,
                RuntimeSettings.Guarantee.EXACTLY_ONCE,
                20,
                1,
                1_000_000,
                DeploymentChecks.DEFAULT,
                false,
                RuntimeSettings.Placement.ALONE,
                RouterSettings.DEFAULT.withCatalogUrl(URL),
                Map.of());
    }

    /** A schema that a message of the document refers to, ready to check. */
    private PayloadSchema schema(Map<String, Object> document, String type, String part) {
        var components = Json.object(document.get("components"));
        var message = Json.object(Json.object(components.get("messages")).get(type));
        var reference = String.valueOf(Json.object(message.get(part)).get("$ref"));
        return compiled.computeIfAbsent(reference, place -> {
            var definitions =
                    Json.text(components.get("schemas")).replace("\"#/components/schemas/", "\"#/definitions/");
            var whole = new LinkedHashMap<String, Object>();
            whole.put("allOf", List.of(Map.of("$ref", place.replace("#/components/schemas/", "#/definitions/"))));
            whole.put("definitions", Json.read(definitions));
            return SchemaCompiler.standard().compile(whole);
        });
    }

    private static Map<String, Object> headers(ConsumerRecord<String, byte[]> record) {
        var headers = new LinkedHashMap<String, Object>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private static boolean isStructured(ConsumerRecord<String, byte[]> record) {
        return String.valueOf(headers(record).get("content-type")).startsWith("application/cloudevents");
    }
}
