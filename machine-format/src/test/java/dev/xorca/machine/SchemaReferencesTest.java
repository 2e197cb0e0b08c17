package dev.xorca.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the schemas of a machine may refer to. */
class SchemaReferencesTest {
    private Path machines;

    @BeforeEach
    void files(@TempDir Path folder) throws IOException {
        machines = Files.createDirectory(folder.resolve("machines"));
        write("orders/order.schema.json", """
                { "type": "object", "required": ["id"],
                  "properties": { "id": { "$ref": "#/definitions/id" }, "to": { "$ref": "parts/address.yaml#/definitions/address" } },
                  "definitions": { "id": { "type": "integer" } } }
                """);
        write("orders/parts/address.yaml", """
                definitions:
                  address: { type: object, required: [city], properties: { city: { $ref: "../names.yaml" }, next: { $ref: "#/definitions/address" } } }
                """);
        write("orders/names.yaml", "{ type: string, minLength: 2 }");
        write("shared/money.schema.yaml", """
                $id: https://acme.example/money
                type: object
                required: [amount]
                properties: { amount: { type: number }, currency: { $ref: currency.yaml } }
                """);
        write("shared/currency.yaml", "{ enum: [EUR, USD] }");
        write("secret.json", "{ \"type\": \"null\" }");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            SCHEMA                                                  | GOOD                                     | BAD
            { $ref: order.schema.json }                             | {'id':1,'to':{'city':'Rome'}}            | {'id':1,'to':{'city':'R'}}
            { $ref: ./order.schema.json }                           | {'id':1}                                 | {'id':'x'}
            { $ref: order.schema.json#/definitions/id }             | 1                                        | 'x'
            { items: { $ref: parts/address.yaml#/definitions/address } } | [{'city':'Rome','next':{'city':'Bari'}}] | [{'city':'Rome','next':{'city':'B'}}]
            { $ref: "parts/../names.yaml" }                         | 'ab'                                     | 'a'
            { $ref: "#/schemas/definitions/code" }                  | 'abc'                                    | 'ab'
            { $ref: "#/schemas/input" }                             | {'n':1}                                  | {'n':'x'}
            { $ref: "https://acme.example/money" }                  | {'amount':1.5,'currency':'EUR'}          | {'amount':1.5,'currency':'LIT'}
            { allOf: [ { $ref: "https://acme.example/money#/properties/amount" } ] } | 1                       | 'x'
            """)
    void filesBelowTheMachineDefinitionsOfItAndSharedSchemasAreFound(String schema, String good, String bad)
            throws IOException {
        var document = machine(schema);
        var compiled = document.accepts().get("evt.x");

        assertThat(compiled.check(Json.read(good.replace('\'', '"')))).isEmpty();
        assertThat(compiled.check(Json.read(bad.replace('\'', '"')))).isNotEmpty();
        assertThat(Json.text(compiled.document()))
                .as("whole by itself")
                .doesNotContain(".json", ".yaml", "https://acme.example/money#", "#/schemas");
        assertThat(member(member(document.definition(), "schemas"), "accepts"))
                .containsEntry("evt.x", compiled.document());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            REFERENCE                        | RULE
            ../secret.json                   | ref-outside
            parts/../../secret.json          | ref-outside
            %2e%2e/secret.json               | ref-outside
            ..%2fsecret.json                 | ref-outside
            /etc/hosts.json                  | ref-outside
            //host/share/x.json              | ref-outside
            .\\..\\secret.json               | ref-malformed
            ..%5csecret.json                 | ref-outside
            C:/secret.json                   | ref-unknown
            C%3a/secret.json                 | ref-outside
            file:///etc/hosts                | ref-unknown
            http://localhost:1/x.json        | ref-unknown
            link.json                        | ref-outside
            linked/secret.json               | ref-outside
            nowhere.json                     | ref-not-found
            order.schema.json#/definitions/x | ref-not-found
            order.schema.json#/required      | ref-not-a-schema
            text.txt                         | ref-not-a-document
            parts.json                       | ref-not-a-document
            broken.json                      | syntax
            twice.json                       | duplicate-key
            big.json                         | limit-schema-file
            """)
    void nothingElseIs(String reference, String rule) throws IOException {
        Files.createSymbolicLink(machines.resolve("orders/link.json"), machines.resolve("../canary.json"));
        Files.writeString(machines.resolve("../canary.json"), "{}");
        Files.createSymbolicLink(machines.resolve("orders/linked"), machines.resolve(".."));
        Files.writeString(machines.resolve("../secret.json"), "{}");
        write("orders/text.txt", "{}");
        Files.createDirectories(machines.resolve("orders/parts.json"));
        write("orders/broken.json", "{");
        write("orders/twice.json", "{\"type\":\"string\",\"type\":\"null\"}");
        write("orders/big.json", "{\"enum\":[\"" + "x".repeat(1_000_000) + "\"]}");

        assertThatThrownBy(
                        () -> machine("{ properties: { a: { $ref: \"" + reference.replace("\\", "\\\\") + "\" } } }"))
                .isInstanceOfSatisfying(DocumentException.class, e -> {
                    assertThat(e.problems()).singleElement().satisfies(problem -> {
                        assertThat(problem.rule()).isEqualTo(rule);
                        if (rule.startsWith("ref-")) {
                            assertThat(problem.path()).isEqualTo("/schemas/accepts/evt.x/properties/a");
                            assertThat(problem.line()).isEqualTo(6);
                        }
                    });
                });
    }

    @Test
    void aReferenceFromASharedSchemaStaysInTheFolderOfAllMachines() throws IOException {
        write("shared/far.schema.yaml", "{ $id: \"urn:far\", properties: { a: { $ref: ../../secret.json } } }");

        assertThatThrownBy(() -> machine("{ $ref: \"urn:far\" }"))
                .isInstanceOfSatisfying(
                        DocumentException.class,
                        e -> assertThat(e.problems().get(0).rule()).isEqualTo("ref-outside"));
    }

    @Test
    void theHashCoversWhatIsInOtherFiles() throws IOException {
        var before = machine("{ $ref: order.schema.json }");
        write("orders/names.yaml", "{ type: string, minLength: 3 }");
        var after = machine("{ $ref: order.schema.json }");

        assertThat(after.hash()).isNotEqualTo(before.hash());
        assertThat(machine("{ $ref: order.schema.json }").hash()).isEqualTo(after.hash());
    }

    @Test
    void expressionsAreCheckedAgainstWhatIsReferredTo() throws IOException {
        write("orders/typed.machine.yaml", """
                name: typed
                schemas: { accepts: { evt.x: { $ref: order.schema.json } } }
                initial: A
                states: { A: { on: { evt.x: { guard: "event.data.idd > 1" } } } }
                """);

        assertThatThrownBy(() -> new MachineDocuments().readFolder(machines))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("idd");
    }

    @Test
    void aMachineInNoFolderRefersToItselfOnly() {
        assertThatThrownBy(() -> new MachineDocuments().read("x.machine.yaml", text("{ $ref: order.schema.json }")))
                .isInstanceOfSatisfying(
                        DocumentException.class,
                        e -> assertThat(e.problems().get(0).rule()).isEqualTo("ref-outside"));
    }

    private static Map<String, Object> member(Map<String, Object> object, String key) {
        return Json.object(object.get(key));
    }

    private MachineDocument machine(String schema) throws IOException {
        write("orders/test.machine.yaml", text(schema));
        try {
            return new MachineDocuments().readFolder(machines).get(0);
        } finally {
            Files.delete(machines.resolve("orders/test.machine.yaml"));
        }
    }

    private static String text(String schema) {
        return String.join(
                "\n",
                List.of(
                        "name: test",
                        "schemas:",
                        "  definitions: { code: { type: string, minLength: 3 } }",
                        "  input: { type: object, properties: { n: { type: integer } } }",
                        "  accepts:",
                        "    evt.x: " + schema,
                        "initial: A",
                        "states: { A: {} }"));
    }

    private void write(String name, String text) throws IOException {
        var file = machines.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
