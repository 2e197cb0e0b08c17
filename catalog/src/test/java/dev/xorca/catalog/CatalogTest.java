package dev.xorca.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.catalog.MachineEvent.Direction;
import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.SchemaCompiler;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
    private final Catalog catalog = Catalog.of(
            List.of(
                    TestMachines.named("order-1.10.0.machine.yaml"),
                    TestMachines.named("order-1.0.0.machine.yaml"),
                    TestMachines.named("invoice-1.2.0.machine.yaml")),
            CatalogSettings.DEFAULT.withTopicPrefix("shop."));

    private final MachineVersion order = catalog.machine("order", "1.0.0").orElseThrow();

    @Test
    void theDefaultVersionIsTheHighestByItsNumbers() {
        var orchestrator = catalog.orchestrator("order").orElseThrow();

        assertThat(orchestrator.versions()).extracting(MachineVersion::version).containsExactly("1.0.0", "1.10.0");
        assertThat(orchestrator.defaultVersion().version()).isEqualTo("1.10.0");
        assertThat(orchestrator.description()).contains("Takes an order, has it paid and sent");
        assertThat(catalog.orchestrators()).extracting(Orchestrator::name).containsExactly("invoice", "order");
    }

    @Test
    void anotherDefaultVersionCanBeChosen() {
        var documents = List.of(
                TestMachines.named("order-1.10.0.machine.yaml"), TestMachines.named("order-1.0.0.machine.yaml"));

        var chosen = Catalog.of(documents, Map.of("order", "1.0.0"), CatalogSettings.DEFAULT);

        assertThat(chosen.orchestrator("order").orElseThrow().defaultVersion().version())
                .isEqualTo("1.0.0");
        assertThat(chosen.machine("order", "1.10.0").orElseThrow().isDefault()).isFalse();
    }

    @Test
    void twoMachinesOfOneNameAndVersionAreRefused() {
        var twice = List.of(TestMachines.summary(), TestMachines.summary());

        assertThatThrownBy(() -> Catalog.of(twice, CatalogSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("summary 1.0.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            TYPE                       | DIRECTION | KIND         | TOPIC                           | STATES
            xorca.order.start          | RECEIVED  | START        | shop.xorca.order.start          | ''
            evt.payment.take.success   | RECEIVED  | EVENT        | shop.evt.payment.take.success   | Paying
            evt.parcel.delivered       | RECEIVED  | EVENT        | shop.evt.parcel.delivered       | Sending
            sys.parcel.lost            | RECEIVED  | SYSTEM       | shop.sys.parcel.lost            | Sending
            evt.order.*                | RECEIVED  | EVENT        | ''                              | Sending
            cmd.payment.take           | SENT      | COMMAND      | shop.cmd.payment.take           | Paying
            xorca.invoice.start        | SENT      | START        | shop.xorca.invoice.start        | Sending
            notif.order.failed         | SENT      | NOTIFICATION | shop.notif.order.failed         | Failed
            sys.xorca.order.start.error| SENT      | ERROR        | shop.sys.xorca.order.start.error| ''
            xorca.orchestrator.order.error| SENT   | ERROR        | shop.xorca.orchestrator.order.error| ''
            """)
    void aMachinesEventsAreFound(String type, Direction direction, EventKind kind, String topic, String states) {
        var event = order.event(type, direction).orElseThrow();

        assertThat(event.kind()).isEqualTo(kind);
        assertThat(event.topic()).isEqualTo(topic);
        assertThat(String.join(" ", event.states())).isEqualTo(states);
    }

    @Test
    void whatTheMachineRaisesItselfIsNoEventOfTheCatalogue() {
        assertThat(order.events()).extracting(MachineEvent::type).doesNotContain("evt.own.reminder");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            COMMAND          | ANSWERS
            cmd.payment.take | evt.payment.take.success evt.payment.take.error evt.payment.take.progress
            cmd.parcel.send  | evt.parcel.delivered sys.parcel.lost evt.order.*
            cmd.unknown      | ''
            """)
    void answersBelongToACommandByNameElseByTheStateThatSendsIt(String command, String answers) {
        assertThat(order.answersTo(command).stream().map(MachineEvent::type).collect(Collectors.joining(" ")))
                .isEqualTo(answers);
    }

    @Test
    void anEventTypeHasAllThatProduceOrConsumeIt() {
        var command = catalog.eventType("cmd.payment.take").orElseThrow();
        var start = catalog.eventType("xorca.invoice.start").orElseThrow();
        var answer = catalog.eventType("evt.payment.take.success").orElseThrow();

        assertThat(command.producers())
                .extracting(EventType.Use::id)
                .containsExactly("invoice-1.2.0", "order-1.0.0", "order-1.10.0");
        assertThat(command.consumers()).isEmpty();
        assertThat(command.contracts()).hasSize(2);
        assertThat(command.answers()).contains("evt.payment.take.success");
        assertThat(start.producers()).extracting(EventType.Use::id).containsExactly("order-1.0.0", "order-1.10.0");
        assertThat(start.consumers()).extracting(EventType.Use::id).containsExactly("invoice-1.2.0");
        assertThat(answer.consumers())
                .as("the invoice waits for everything")
                .extracting(EventType.Use::id)
                .containsExactly("invoice-1.2.0", "order-1.0.0", "order-1.10.0");
        assertThat(answer.commands()).containsExactly("cmd.payment.take");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            TYPE                     | VERSION       | REQUIRES
            evt.payment.take.success | order-1.0.0   | [amount]
            evt.payment.take.success | order-1.10.0  | [amount, currency]
            evt.payment.take.success | 1.0.0         | [amount]
            cmd.payment.take         | invoice-1.2.0 | null
            xorca.order.start        | order-1.10.0  | [context]
            xorca.order.start        | order-1.0.0   | [context]
            """)
    void schemasAreFoundByTypeAndVersion(String type, String version, String requires) {
        var schema = catalog.schema(type, version).orElseThrow();

        assertThat(String.valueOf(schema.document().get("required"))).isEqualTo(requires);
    }

    @Test
    void unknownTypesAndVersionsHaveNoSchema() {
        assertThat(catalog.schema("evt.payment.take.success", "9.9.9")).isEmpty();
        assertThat(catalog.schema("evt.unknown", "1.0.0")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            DATA                                                                     | IS
            {"version":"1.0.0","context":{"items":[{"sku":"ABC-1","count":2}]}}      | right
            {"context":{"items":[{"sku":"ABC-1","count":2}]}}                        | right
            {"version":"1.0.0","context":{"items":[{"sku":"ABC-1","count":0}]}}      | wrong
            {"version":"1.0.0","context":{"items":[{"sku":"abc","count":2}]}}        | wrong
            {"version":"1.0","context":{"items":[{"sku":"ABC-1","count":2}]}}        | wrong
            {"version":"1.0.0","processId":"","context":{"items":[{"sku":"ABC-1","count":2}]}} | wrong
            """)
    void theSchemaOfAStartHasTheInputInIt(String data, String is) {
        var schema = catalog.schema("xorca.order.start", "order-1.0.0").orElseThrow();
        var compiled = SchemaCompiler.standard().compile(schema.document());

        assertThat(compiled.check(Json.read(data)).isEmpty()).isEqualTo(is.equals("right"));
    }

    @Test
    void aMachineWithoutSchemasTakesAndSendsAnything() {
        var invoice = catalog.machine("invoice", "1.2.0").orElseThrow();

        assertThat(invoice.received()).extracting(MachineEvent::type).containsExactly("xorca.invoice.start", "*");
        assertThat(invoice.event("*", Direction.RECEIVED).orElseThrow().data()).isEqualTo(DataSchema.ANY);
        assertThat(invoice.event("cmd.payment.take", Direction.SENT)
                        .orElseThrow()
                        .data()
                        .document())
                .isEqualTo(Map.of());
    }

    @Test
    void theFourthErrorHasTheNameThatTheRoutersSettingsGiveIt() {
        var settings = new CatalogSettings("", "", CatalogSettings.Encoding.BINARY, true, false, "", 0);
        var summary = Catalog.of(List.of(TestMachines.summary()), settings)
                .machine("summary", "1.0.0")
                .orElseThrow();

        var error =
                summary.event("sys.orchestrator.summary.error", Direction.SENT).orElseThrow();
        assertThat(Json.object(error.data().document().get("properties"))).containsKey("errorCode");
    }

    @Test
    void whatInvocationsAskAndTakeIsThere() {
        var document = new MachineDocuments().read("m.machine.yaml", """
                name: m
                starts: { on: evt.node, announce: true }
                initial: A
                states:
                  A:
                    invoke:
                      - command: cmd.a
                        answers: { done: evt.other }
                        compensate: { command: cmd.undo }
                        onError: A
                      - { machine: child, onError: A }
                """);
        var machine = Catalog.of(List.of(document), CatalogSettings.DEFAULT)
                .machine("m", "1.0.0")
                .orElseThrow();

        assertThat(machine.received())
                .extracting(MachineEvent::type)
                .containsExactlyInAnyOrder(
                        "xorca.m.start",
                        "evt.other",
                        "evt.a.error",
                        "evt.undo.success",
                        "evt.undo.error",
                        "evt.xorca.child.done",
                        "evt.xorca.child.error",
                        "evt.node");
        assertThat(machine.answersTo("cmd.a"))
                .extracting(MachineEvent::type)
                .containsExactly("evt.other", "evt.a.error");
        var command = machine.event("cmd.a", Direction.SENT).orElseThrow();
        assertThat(command.states()).containsExactly("A");
        assertThat(command.attributes()).containsExactly("xorcatoken");
        assertThat(machine.event("xorca.child.start", Direction.SENT)).isPresent();
        assertThat(machine.event("notif.xorca.m.started", Direction.SENT)).isPresent();
        assertThat(machine.event("notif.xorca.m.incident", Direction.SENT)).isPresent();
    }

    @Test
    void whatTheRouterAnnouncesHasSchemasWhereItCanHappen() {
        var parent = TestMachines.of("""
                name: parent
                starts: { on: evt.node, announce: true }
                initial: A
                states:
                  A: { invoke: { machine: child, timeout: { after: PT1H, action: notify }, onError: A } }
                """);
        var child = TestMachines.of("""
                { name: child, schemas: { output: { type: integer } }, initial: A, states: { A: { type: final } }, output: 1 }
                """);
        var alone = TestMachines.of("{ name: alone, initial: A, states: { A: {} } }");
        var settings =
                new CatalogSettings("", "https://desk.example", CatalogSettings.Encoding.BINARY, false, true, "", 0);
        var known = Catalog.of(List.of(parent, child, alone), settings);

        assertThat(announced(known, "parent"))
                .containsExactlyInAnyOrder(
                        "notif.xorca.parent.started", "notif.xorca.parent.timedout", "notif.xorca.parent.incident");
        assertThat(announced(known, "child")).containsExactly("evt.xorca.child.done", "evt.xorca.child.error");
        assertThat(announced(known, "alone")).isEmpty();
        var reminder =
                known.schema("notif.xorca.parent.timedout", "parent-1.0.0").orElseThrow();
        assertThat(required(reminder.document())).contains("token", "times", "due");
        var end = known.schema("evt.xorca.child.done", "child-1.0.0").orElseThrow();
        assertThat(end.document()).containsEntry("type", "integer");
        var components = Json.object(AsyncApi.of(known).get("components"));
        var headers = Json.object(components.get("schemas")).get("notif.xorca.parent.incident.headers");
        assertThat(required(Json.object(headers))).contains("ce_id").doesNotContain("ce_dataschema", "ce_to");
    }

    private static List<String> required(Map<String, Object> schema) {
        return ((List<?>) schema.get("required")).stream().map(String::valueOf).toList();
    }

    private static List<String> announced(Catalog catalog, String name) {
        return catalog.machine(name, "1.0.0").orElseThrow().events().stream()
                .filter(event -> !event.isReceived() && EventTypes.isOwn(name, event.type()))
                .filter(event -> event.data().isDeclared())
                .map(MachineEvent::type)
                .toList();
    }
}
