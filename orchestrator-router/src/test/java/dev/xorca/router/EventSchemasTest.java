package dev.xorca.router;

import static dev.xorca.router.Incoming.event;
import static dev.xorca.router.Incoming.start;
import static dev.xorca.router.Incoming.startOf;
import static dev.xorca.router.RouterScenario.router;
import static dev.xorca.router.TestMachines.SUMMARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.EventSchemas;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.SchemaCompiler;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSchemasTest {
    private static final String MACHINE = """
            name: tree
            schemas:
              input:
                required: [root]
                properties: { root: { $ref: "#/definitions/node" } }
                definitions:
                  node: { type: object, required: [v], properties: { v: { type: integer }, next: { $ref: "#/definitions/node" } } }
              output: { $ref: "#/definitions/sum", definitions: { sum: { type: integer } } }
            initial: A
            states: { A: { } }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'context':{'root':{'v':1,'next':{'v':2}}}}     | ``
            {'context':{'root':{'v':1,'next':{'v':'x'}}}}   | /context/root/next/v type
            {'context':{}}                                  | /context required
            {}                                              | required
            {'context':{'root':{'v':1}},'processId':''}     | /processId minLength
            {'context':{'root':{'v':1}},'version':'1.0'}    | /version pattern
            {'context':[]}                                  | /context type
            """)
    void aStartIsItsEnvelopeAndTheInputOfTheMachine(String data, String broken) {
        assertThat(broken(EventSchemas.start(RouterScenario.document(MACHINE)), data))
                .isEqualTo(broken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'status':'done','output':5}      | ``
            {'status':'done','output':'five'} | /output type
            {'status':'done'}                 | required
            {'status':'failed','output':'x'}  | ``
            {'status':'terminated'}           | ``
            {'status':'active'}               | /status enum
            {}                                | required
            """)
    void anEndIsAStatusAndTheOutputOfTheMachine(String data, String broken) {
        assertThat(broken(EventSchemas.completion(RouterScenario.document(MACHINE)), data))
                .isEqualTo(broken);
    }

    @Test
    void whatTheRouterAnswersFitsTheSchemaOfErrors() {
        var schema = SchemaCompiler.standard().compile(EventSchemas.error());
        var badStart = router(SUMMARY).when(startOf("summary").data(Map.of("context", 1L)));
        var badEvent = router(SUMMARY).given(start("p1")).when(event("evt.book.fetch.success"));
        var badEmit =
                router(SUMMARY).when(startOf("summary").data(Map.of("context", Map.of("bookId", "b".repeat(21)))));

        assertThat(schema.check(badStart.errorData())).isEmpty();
        assertThat(schema.check(badEvent.errorData())).isEmpty();
        assertThat(schema.check(badEmit.errorData())).isEmpty();
        assertThat(schema.check(Map.of("errorName", "x"))).isNotEmpty();
    }

    private static String broken(Map<String, Object> schema, String data) {
        return SchemaCompiler.standard().compile(schema).check(Json.read(data.replace('\'', '"'))).stream()
                .map(violation -> (violation.pointer() + " " + violation.rule()).strip())
                .distinct()
                .findFirst()
                .orElse("");
    }
}
