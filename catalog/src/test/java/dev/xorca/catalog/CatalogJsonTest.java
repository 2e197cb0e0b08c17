package dev.xorca.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogJsonTest {
    private final Catalog catalog = Catalog.of(
            List.of(
                    TestMachines.named("order-1.0.0.machine.yaml"),
                    TestMachines.named("order-1.10.0.machine.yaml"),
                    TestMachines.named("invoice-1.2.0.machine.yaml")),
            CatalogSettings.DEFAULT);

    @Test
    void anOrchestratorHasItsVersionsAndTheirHashes() {
        var json = CatalogJson.orchestrator(catalog.orchestrator("order").orElseThrow());

        assertThat(json)
                .containsEntry("name", "order")
                .containsEntry("defaultVersion", "1.10.0")
                .containsEntry("description", "Takes an order, has it paid and sent");
        assertThat((List<?>) json.get("versions"))
                .extracting(version -> Json.object(version).get("version"))
                .containsExactly("1.0.0", "1.10.0");
        assertThat(Json.text(json)).contains("\"hash\":\"sha256:");
    }

    @Test
    void aMachinesEventsHaveTheOthersThatHaveToDoWithThem() {
        var json = CatalogJson.machine(catalog.machine("order", "1.0.0").orElseThrow(), catalog);

        assertThat(event(json, "evt.payment.take.success"))
                .containsEntry("direction", "received")
                .containsEntry("topic", "evt.payment.take.success")
                .containsEntry("states", List.of("Paying"))
                .containsEntry("schema", "/catalog/schemas/evt.payment.take.success/order-1.0.0")
                .containsEntry("answers", "cmd.payment.take")
                .containsEntry("producers", List.of())
                .containsEntry(
                        "consumers",
                        List.of(
                                Map.of("name", "invoice", "version", "1.2.0"),
                                Map.of("name", "order", "version", "1.10.0")));
        assertThat(event(json, "xorca.invoice.start"))
                .containsEntry("direction", "sent")
                .doesNotContainKey("schema")
                .containsEntry("consumers", List.of(Map.of("name", "invoice", "version", "1.2.0")));
        assertThat(event(json, "evt.order.*")).doesNotContainKeys("topic", "schema", "consumers");
        assertThat((List<?>) json.get("states"))
                .extracting(state -> Json.object(state).get("path"))
                .containsExactly("", "Paying", "Sending", "Done", "Failed");
    }

    @Test
    void aTypeHasASchemaForEveryContractThatDiffers() {
        var json = CatalogJson.eventType(
                catalog.eventType("evt.payment.take.success").orElseThrow());

        assertThat(json).containsEntry("kind", "event").containsEntry("commands", List.of("cmd.payment.take"));
        assertThat(Json.object(json.get("example")).keySet()).containsExactly("amount");
        assertThat((List<?>) json.get("schemas"))
                .extracting(schema -> Json.object(schema).get("versions"))
                .containsExactly(List.of("order-1.0.0"), List.of("order-1.10.0"));
    }

    private static Map<String, Object> event(Map<String, Object> machine, String type) {
        return ((List<?>) machine.get("events"))
                .stream()
                        .map(Json::object)
                        .filter(event -> event.get("type").equals(type))
                        .findFirst()
                        .orElseThrow();
    }
}
