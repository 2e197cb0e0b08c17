package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.EventSchemas;
import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.router.Machines;
import dev.xorca.router.StartRules;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.SchemaCompiler;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the router lets others know by itself is what its schemas say, no more and no less. */
class AnnouncementsTest {
    private static final String REMINDING = """
            name: reminding
            initial: Ask
            states:
              Ask:
                invoke:
                  command: cmd.ask
                  timeout: { after: PT10S, action: notify, tag: TAG, message: MESSAGE }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tag: desk, message: "since ${now}" | timedout
            tag: desk, message: "${1 + 1}"     | timedout
            tag: desk                          | timedout
            message: "nobody"                  | timedout
            """)
    void aReminder(String said, String what) {
        var document = REMINDING.replace("tag: TAG, message: MESSAGE", said);
        var play = Play.of(document).advance("PT10S");
        assertFits(
                document,
                EventTypes.announcement("reminding", what),
                play.events().get(0));
    }

    @Test
    void anIncident() {
        var document = REMINDING.replace("tag: TAG, message: MESSAGE", "tag: desk");
        var play = Play.of(document).fails("cmd.ask", "busy");
        assertFits(document, "notif.xorca.reminding.incident", play.events().get(0));
    }

    @Test
    void aStartByRule() {
        var text = """
                name: noting
                starts: { on: node.published, processId: "${event.data.id}", announce: true }
                initial: A
                states: { A: {} }
                """;
        var machines = Machines.of(List.of(document(text)));
        var published = CloudEventBuilder.v1()
                .withId("e1")
                .withSource(URI.create("/cms"))
                .withType("node.published")
                .withData("application/json", Json.bytes(Map.of("id", "n1")))
                .build();
        var start = (StartRules.Start)
                new StartRules(machines).apply(published, Play.BEGIN).get(0);
        var steps = new Rehearsal(machines, Play.BEGIN).send(start.subject(), start.event());
        assertFits(text, "notif.xorca.noting.started", steps.get(0).emitted().get(0));
    }

    private static final String ENDING = """
            name: ending
            completion: true
            schemas: { output: { type: object, properties: { n: { type: integer } } } }
            initial: A
            states:
              A: { on: { evt.end: Done, evt.fail: Failed } }
              Done: { type: final }
              Failed: { type: final, outcome: failed }
            output: OUTPUT
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            evt.end  | { n: 1 }                                              | done
            evt.fail | { n: 1 }                                              | error
            evt.fail | { error: { code: gone, message: "no", more: [ 1 ] } } | error
            evt.fail | { error: { code: 5, message: { no: true } } }         | error
            evt.fail | ~                                                     | error
            """)
    void anEnd(String event, String output, String how) {
        var document = ENDING.replace("OUTPUT", output);
        var play = Play.of(document).event(event, 1);
        assertFits(document, "evt.xorca.ending." + how, play.events().get(0));
    }

    @Test
    void anEndThatAnOperatorOrdersIsToldToWhoeverWaits() {
        var child = ENDING.replace("OUTPUT", "{ n: 1 }");
        var play = Play.of("""
                name: parent
                initial: Ask
                states: { Ask: { invoke: { machine: ending, onDone: Ask, onError: Ask } } }
                """, child);
        var told = play.rehearsal()
                .send(play.child("ending"), InternalEvents.order(Order.TERMINATE, play.child("ending"), "o", ""));
        assertFits(
                child, "evt.xorca.ending.error", told.get(0).decision().events().get(0));
    }

    /** Every member is one that the schema knows, so that none is forgotten; and without a required one nothing is right. */
    private static void assertFits(String text, String type, CloudEvent event) {
        assertThat(event.getType()).isEqualTo(type);
        var json = EventSchemas.own(document(text), type).orElseThrow();
        var schema = SchemaCompiler.standard().compile(json);
        var data = Json.readObject(event.getData().toBytes());
        assertThat(schema.check(data)).as("%s", data).isEmpty();
        if (!EventTypes.isCompletion(type)) {
            assertThat(Json.object(json.get("properties")).keySet()).containsExactlyInAnyOrderElementsOf(data.keySet());
        }
        var required = json.get("required") instanceof List<?> names ? names : List.of();
        for (var name : required) {
            var without = new LinkedHashMap<>(data);
            without.remove(name);
            assertThat(schema.check(without)).as("without %s", name).isNotEmpty();
        }
    }

    private static MachineDocument document(String text) {
        return new MachineDocuments().read("test.machine.yaml", text);
    }
}
