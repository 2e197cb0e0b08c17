package dev.xorca.testkit;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.Actions;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.Registry;
import dev.xorca.machine.Responder;
import dev.xorca.schemas.SchemaCompiler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The document with names from Java that docs/java-dsl.md shows. */
class RegisteredNamesTest {
    static final Registry REGISTRY = Registry.builder()
            .guard("isLarge", (scope, params) -> (Long) scope.context().get("cost") >= (Long) params.get("limit"))
            .action(
                    "notifyOps",
                    (scope, params) -> List.of(
                            Actions.assign("told", params.get("team")),
                            Actions.emit(
                                    "notif.ops", Map.of("cost", scope.context().get("cost")))))
            .delay("patience", Duration.ofHours(24))
            .responder("cmd.price.ask", question -> new Responder.Done(Map.of("price", 5L)))
            .build();

    static MachineDocument document() {
        return new MachineDocuments(SchemaCompiler.standard(), REGISTRY).read("order.machine.yaml", """
                name: order
                context: { cost: 1200, told: "" }
                initial: New
                states:
                  New:
                    on:
                      evt.checked:
                        - guard: { type: isLarge, params: { limit: 1000 } }
                          actions: { type: notifyOps, params: { team: sales } }
                          target: Waiting
                  Waiting: { after: { patience: New } }
                """);
    }

    @Test
    void aDocumentUsesWhatJavaRegisters() {
        given(document())
                .when("evt.checked")
                .thenIn("Waiting")
                .thenContext("told", "sales")
                .thenEmitted("notif.ops", Map.of("cost", 1200))
                .whenTimePasses(Duration.ofHours(24))
                .thenIn("New");
    }
}
