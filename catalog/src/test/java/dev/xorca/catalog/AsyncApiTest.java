package dev.xorca.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.catalog.CatalogSettings.Encoding;
import dev.xorca.schemas.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class AsyncApiTest {
    private final CatalogSettings settings =
            CatalogSettings.DEFAULT.withTopicPrefix("shop.").withBootstrapServers("one:9092, two:9093");
    private final Catalog catalog = Catalog.of(
            List.of(
                    TestMachines.named("order-1.10.0.machine.yaml"),
                    TestMachines.named("order-1.0.0.machine.yaml"),
                    TestMachines.named("invoice-1.2.0.machine.yaml")),
            settings);
    private final MachineVersion order = catalog.machine("order", "1.0.0").orElseThrow();

    @Test
    void theOrchestratorSendsWhatItEmitsAndReceivesWhatItTakes() {
        assertThat(operations(AsyncApi.of(order, settings)))
                .containsExactly(
                        "receive shop.xorca.order.start",
                        "receive shop.evt.payment.take.success",
                        "receive shop.evt.payment.take.error",
                        "receive shop.evt.payment.take.progress",
                        "receive shop.evt.parcel.delivered",
                        "receive shop.sys.parcel.lost",
                        "receive shop.evt.order.{rest}",
                        "send shop.cmd.payment.take",
                        "send shop.cmd.parcel.send",
                        "send shop.xorca.invoice.start",
                        "send shop.notif.order.done",
                        "send shop.notif.order.failed",
                        "send shop.sys.xorca.order.start.error",
                        "send shop.xorca.order.start.error",
                        "send shop.sys.xorca.orchestrator.order.error",
                        "send shop.xorca.orchestrator.order.error");
    }

    @Test
    void theServiceReceivesTheCommandAndSendsItsAnswers() {
        var document =
                AsyncApi.ofService("cmd.payment.take", List.of(order), settings).orElseThrow();

        assertThat(operations(document))
                .containsExactly(
                        "receive shop.cmd.payment.take",
                        "send shop.evt.payment.take.success",
                        "send shop.evt.payment.take.error",
                        "send shop.evt.payment.take.progress");
        assertThat(AsyncApi.ofService("cmd.nobody", List.of(order), settings)).isEmpty();
    }

    @Test
    void inTheDocumentOfAllAnEventMayBeSentAndReceived() {
        assertThat(operations(AsyncApi.of(catalog)))
                .contains(
                        "send shop.xorca.invoice.start",
                        "receive shop.xorca.invoice.start",
                        "receive shop.evt.{rest}",
                        "receive shop.sys.{rest}")
                .doesNotHaveDuplicates();
    }

    @Test
    void whereVersionsDifferTheMessageIsOneOrTheOther() {
        var schemas = object(object(AsyncApi.of(catalog), "components"), "schemas");

        assertThat(Json.text(schemas.get("evt.payment.take.success")))
                .isEqualTo("{\"anyOf\":[{\"$ref\":\"#/components/schemas/evt.payment.take.success.order-1.0.0\"},"
                        + "{\"$ref\":\"#/components/schemas/evt.payment.take.success.order-1.10.0\"}]}");
        assertThat(Json.object(schemas.get("evt.parcel.delivered"))).containsKey("properties");
    }

    @Test
    void serversAndTopicsAreNamed() {
        var document = AsyncApi.of(order, settings);

        assertThat(object(document, "servers").values().stream()
                        .map(server -> Json.object(server).get("host"))
                        .toList())
                .isEqualTo(List.of("one:9092", "two:9093"));
        var channel = object(object(document, "channels"), "cmd.payment.take");
        assertThat(object(object(channel, "bindings"), "kafka")).containsEntry("topic", "shop.cmd.payment.take");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            ENCODING   | CONTENT_TYPE                 | PAYLOAD
            BINARY     | application/json             | #/components/schemas/cmd.payment.take
            STRUCTURED | application/cloudevents+json | #/components/schemas/cmd.payment.take.event
            """)
    void theMessageIsAsTheRouterWritesIt(Encoding encoding, String contentType, String payload) {
        var document = AsyncApi.of(order, settings.withEncoding(encoding));

        var message = object(object(object(document, "components"), "messages"), "cmd.payment.take");
        assertThat(message).containsEntry("contentType", contentType);
        assertThat(object(message, "payload")).containsEntry("$ref", payload);
    }

    @Test
    void emittedEventsNameTheirSchemaWhereTheCatalogueIsServed() {
        var url = settings.withUrl("https://catalog.example");
        var document = AsyncApi.of(order, url);

        var headers = object(object(object(document, "components"), "schemas"), "cmd.payment.take.headers");
        assertThat(object(object(headers, "properties"), "ce_dataschema"))
                .containsEntry("const", "https://catalog.example/catalog/schemas/cmd.payment.take/order-1.0.0");
        assertThat(Json.text(headers.get("required"))).contains("ce_dataschema");
        assertThat(Json.text(document)).doesNotContain("/catalog/schemas/notif.order.failed");
    }

    @ParameterizedTest
    @CsvSource({"BINARY", "STRUCTURED"})
    void everyReferenceLeadsToAPlaceInTheDocument(Encoding encoding) {
        var set = settings.withEncoding(encoding);
        for (var document : List.of(
                AsyncApi.of(order, set),
                AsyncApi.of(Catalog.of(TestMachines.shipped(), set)),
                AsyncApi.ofService("cmd.payment.take", catalog.machines(), set).orElseThrow())) {
            assertThat(References.in(document))
                    .isNotEmpty()
                    .allSatisfy(reference -> assertThat(References.find(document, reference))
                            .as(reference)
                            .isPresent());
        }
    }

    @Test
    void yamlAndJsonSayTheSame() {
        var document = AsyncApi.of(catalog);

        var read = new Load(LoadSettings.builder().build()).loadFromString(Yaml.text(document));

        assertThat(Yaml.text(document)).doesNotContain("&id", "*id");
        assertThat(Json.read(Json.text(plain(read)))).isEqualTo(Json.read(Json.text(document)));
    }

    /** Whole numbers as {@code Long}. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .collect(Collectors.toMap(each -> String.valueOf(each.getKey()), each -> plain(each.getValue())));
        } else if (value instanceof List<?> list) {
            return list.stream().map(AsyncApiTest::plain).toList();
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    private static List<String> operations(Map<String, Object> document) {
        var channels = object(document, "channels");
        return object(document, "operations").values().stream()
                .map(Json::object)
                .map(operation -> {
                    var key = String.valueOf(object(operation, "channel").get("$ref"))
                            .substring("#/channels/".length());
                    return operation.get("action") + " " + object(channels, key).get("address");
                })
                .toList();
    }

    private static Map<String, Object> object(Map<String, Object> parent, String key) {
        return Json.object(parent.get(key));
    }
}
