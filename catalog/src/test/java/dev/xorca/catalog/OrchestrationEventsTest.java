package dev.xorca.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.SchemaCompiler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrchestrationEventsTest {
    private final Catalog catalog = Catalog.of(
            List.of(
                    TestMachines.named("order-1.0.0.machine.yaml"),
                    TestMachines.named("order-1.10.0.machine.yaml"),
                    TestMachines.named("invoice-1.2.0.machine.yaml")),
            CatalogSettings.DEFAULT);

    @Test
    void anOrchestratorHasItsNameDescriptionAndVersions() {
        var json = events("order");

        assertThat(json.keySet()).containsExactly("name", "description", "machineSchema");
        assertThat(machines("order"))
                .extracting(machine -> machine.get("version"))
                .containsExactly("1.0.0", "1.10.0");
        assertThat(events("invoice")).as("nobody has described it").doesNotContainKey("description");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            PART                  | ACCEPTS | EMITS
            orchestrationInit     | xorca.order.start | cmd.payment.take xorca.order.start.error sys.xorca.order.start.error
            orchestrationEvents/0 | evt.payment.take.success evt.payment.take.error evt.payment.take.progress | cmd.payment.take
            orchestrationEvents/1 | evt.parcel.delivered sys.parcel.lost ^evt\\.order(\\..+)?$ | cmd.parcel.send xorca.invoice.start
            orchestrationEvents/2 | '' | notif.order.done
            orchestrationError    | evt.payment.take.success evt.payment.take.error evt.payment.take.progress evt.parcel.delivered sys.parcel.lost ^evt\\.order(\\..+)?$ | xorca.orchestrator.order.error sys.xorca.orchestrator.order.error
            """)
    void aVersionHasWhatStartsItWhatItsStatesDoAndItsErrors(String part, String accepts, String emits) {
        var found = Json.object(
                References.find(machines("order").get(0), "#/" + part).orElseThrow());

        assertThat(types(found.get("accepts"))).isEqualTo(accepts);
        assertThat(types(found.get("emits"))).isEqualTo(emits);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            CHANGE                                            | IS
            {}                                                | right
            {"traceparent":"what it likes","own":"attribute"} | right
            {"datacontenttype":"application/vnd.order+json"}  | right
            {"datacontenttype":null}                          | right
            {"datacontenttype":"text/plain"}                  | wrong
            {"data":{"amount":-1}}                            | wrong
            {"data":null}                                     | wrong
            {"type":"evt.payment.take.error"}                 | wrong
            {"specversion":"0.3"}                             | wrong
            {"subject":null}                                  | wrong
            {"subject":"{processId}"}                         | wrong
            {"id":""}                                         | wrong
            {"source":null}                                   | wrong
            {"statemachineversion":"1.10.0"}                  | wrong
            {"statemachineversion":"1.0.0"}                   | right
            """)
    void anAcceptedEventIsAWholeCloudEvent(String change, String is) {
        var schema = References.find(machines("order").get(0), "#/orchestrationEvents/0/accepts/0");
        var event = Json.readObject("""
                {"specversion":"1.0","id":"1","source":"payment.service","type":"evt.payment.take.success","subject":"e30=",
                "datacontenttype":"application/json","data":{"amount":2.5}}""".getBytes(StandardCharsets.UTF_8));
        Json.object(Json.read(change)).forEach((name, value) -> {
            if (value == null) {
                event.remove(name);
            } else {
                event.put(name, value);
            }
        });

        var violations = SchemaCompiler.standard()
                .compile(Json.object(schema.orElseThrow()))
                .check(event);
        assertThat(violations.isEmpty()).as("%s", violations).isEqualTo(is.equals("right"));
    }

    @Test
    void everyEventsSchemaStandsByItself() {
        for (var name : List.of("order", "invoice")) {
            for (var machine : machines(name)) {
                for (var schema : wholeEvents(machine)) {
                    assertThat(References.in(schema))
                            .allSatisfy(reference -> assertThat(References.find(schema, reference))
                                    .as(reference)
                                    .isPresent());
                    assertThat(SchemaCompiler.standard().compile(schema)).isNotNull();
                }
            }
        }
    }

    private static List<Map<String, Object>> wholeEvents(Object value) {
        if (value instanceof Map<?, ?> map && map.containsKey("$schema")) {
            return List.of(Json.object(map));
        }
        var children = value instanceof Map<?, ?> map ? map.values() : value instanceof List<?> list ? list : List.of();
        return children.stream().flatMap(child -> wholeEvents(child).stream()).toList();
    }

    private Map<String, Object> events(String name) {
        return OrchestrationEvents.of(catalog.orchestrator(name).orElseThrow(), catalog.settings());
    }

    private List<Map<String, Object>> machines(String name) {
        return ((List<?>) events(name).get("machineSchema"))
                .stream().map(Json::object).toList();
    }

    /** The types of events, or the patterns that they match. */
    private static String types(Object schemas) {
        return ((List<?>) schemas)
                .stream()
                        .map(schema ->
                                Json.object(Json.object(Json.object(schema).get("properties"))
                                        .get("type")))
                        .map(type -> String.valueOf(type.getOrDefault("const", type.get("pattern"))))
                        .collect(Collectors.joining(" "));
    }
}
