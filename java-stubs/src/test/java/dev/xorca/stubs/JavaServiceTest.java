package dev.xorca.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.schemas.example.Example;
import dev.xorca.schemas.example.Samples;
import dev.xorca.schemas.structure.JsonValues;
import dev.xorca.schemas.structure.SchemaNode;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaServiceTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PACKAGE = "com.example.nasty";

    /** Everything that a schema may have and a record may stumble over. */
    private static final String NASTY = """
            {
              "type": "object",
              "description": "Ends a comment */ with \\\\u0022 <b> & @param, ünïcode",
              "required": ["class", "BookId", "book-id", "book_id", "lines", "2fa", "nothing", "String", "größe", "", "object", "kind"],
              "properties": {
                "class": {"type": "string"},
                "BookId": {"type": "string"}, "book-id": {"type": "integer"}, "book_id": {"type": "number"},
                "2fa": {"type": "boolean"}, "größe": {"type": "integer"}, "": {"type": "string"},
                "toString": {"type": "string"}, "hashCode": {"type": "integer"}, "toJson": {"type": "boolean"},
                "eventType": {"type": "string"}, "value": {"type": "string"}, "json": {"type": "string"}, "at": {"type": "string"},
                "object": {"type": "object", "additionalProperties": false, "properties": {"a\\"b\\\\c": {"type": "string"}}},
                "String": {"type": "object", "additionalProperties": false, "required": ["list"], "properties": {
                    "list": {"type": "array", "items": {"type": ["string", "null"]}}, "Optional": {"type": "boolean"}}},
                "kind": {"enum": ["in-print", "IN_PRINT", "inPrint", "", "1", "\\"quoted\\"", "class"]},
                "nothing": {"type": ["integer", "null"]},
                "maybe": {"oneOf": [{"type": "null"}, {"$ref": "#/definitions/line"}]},
                "lines": {"type": "array", "items": {"$ref": "#/definitions/line"}},
                "matrix": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
                "byName": {"type": "object", "additionalProperties": {"type": "array", "items": {"$ref": "#/definitions/line"}}},
                "free": {"type": "object", "properties": {"known": {"type": "string"}}, "additionalProperties": {"type": "integer"}},
                "either": {"oneOf": [{"type": "string"}, {"type": "object"}]},
                "all": {"allOf": [{"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]}, {"properties": {"y": {"type": "string"}}}], "additionalProperties": true},
                "pair": {"type": "array", "items": [{"type": "string"}, {"type": "integer"}], "additionalItems": false},
                "anything": {},
                "constant": {"const": "always"},
                "tree": {"$ref": "#/definitions/tree"}
              },
              "additionalProperties": false,
              "definitions": {
                "line": {"type": "object", "additionalProperties": false, "required": ["price"], "properties": {
                    "price": {"type": "number"}, "note": {"type": "string"}, "kind": {"enum": ["a", "b"]}}},
                "tree": {"type": "object", "additionalProperties": false, "required": ["children"], "properties": {
                    "children": {"type": "array", "items": {"$ref": "#/definitions/tree"}}, "parent": {"$ref": "#/definitions/tree"}}}
              }
            }
            """;

    @Test
    void codeForANastySchemaCompilesWithoutAWordAndCarriesItsPayloads() throws Exception {
        var schema = compiled(NASTY);
        var contract = new ServiceContract(
                "cmd.nasty.class",
                schema.document(),
                answers(
                        "evt.nasty.class.success",
                        NASTY,
                        "evt.nasty.class.error",
                        "{\"type\":\"object\",\"properties\":{\"reason\":{\"type\":\"string\"}}}",
                        "evt.nasty.Class.success",
                        "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"));
        var code = Compiled.of(JavaService.files(contract, PACKAGE), PACKAGE);

        for (var record : List.of("NastyClass", "NastyClassSuccess")) {
            assertThat(payloads(schema))
                    .hasSizeGreaterThan(50)
                    .allSatisfy(payload -> assertThat(
                                    JsonValues.same(Json.read(Json.text(payload)), roundTrip(code, record, payload)))
                            .as(
                                    "%s: %s became %s",
                                    record, Json.text(payload), Json.text(roundTrip(code, record, payload)))
                            .isTrue());
        }
    }

    /** An example and what chance brings, all of them valid. */
    private static List<Object> payloads(PayloadSchema schema) {
        var payloads = new ArrayList<Object>();
        payloads.add(Example.of(schema).orElseThrow().value());
        for (long seed = 0; payloads.size() < 100 && seed < 3_000; seed++) {
            Samples.random(seed)
                    .of(SchemaNode.of(schema.document()))
                    .map(Example::value)
                    .filter(value -> schema.check(value).isEmpty())
                    .filter(value -> !Json.text(value).contains("\"maybe\":null"))
                    .ifPresent(payloads::add);
        }
        return payloads;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"string\"}",
                "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}",
                "{}",
                "{\"type\":[\"object\",\"null\"],\"properties\":{\"a\":{\"type\":\"string\"}},\"additionalProperties\":false}",
                "{\"enum\":[\"a\",\"b\"]}",
                "{\"type\":\"integer\"}",
                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"boolean\"}}",
                "{\"enum\":[1,\"a\",null]}"
            })
    void aPayloadThatIsNoObjectIsCarriedToo(String text) throws Exception {
        var schema = compiled(text);
        var contract = new ServiceContract("cmd.x", schema.document(), Map.of());
        var code = Compiled.of(JavaService.files(contract, PACKAGE), PACKAGE);

        for (long seed = 0; seed < 20; seed++) {
            var payload = Samples.random(seed)
                    .of(SchemaNode.of(schema.document()))
                    .orElseThrow()
                    .value();
            assertThat(JsonValues.same(payload, roundTrip(code, "X", payload)))
                    .as("%s", payload)
                    .isTrue();
        }
    }

    @Test
    void wrongDataIsToldByItsPlace() throws Exception {
        var schema = compiled(NASTY);
        var contract = new ServiceContract("cmd.nasty", schema.document(), Map.of());
        var code = Compiled.of(JavaService.files(contract, PACKAGE), PACKAGE);
        var payload =
                new LinkedHashMap<>(Json.object(Example.of(schema).orElseThrow().value()));

        payload.put("lines", List.of(Map.of("price", 1L), Map.of("price", "free")));
        assertThatThrownBy(() -> roundTrip(code, "Nasty", payload))
                .hasMessage("/lines/1/price: expected a number, found string");
        payload.remove("lines");
        assertThatThrownBy(() -> roundTrip(code, "Nasty", payload))
                .hasMessage("the data: expected a property 'lines', and there is none");
    }

    @Test
    void theSameContractGivesTheSameCode() {
        var contract = new ServiceContract("cmd.nasty", compiled(NASTY).document(), Map.of());

        assertThat(JavaService.files(contract, PACKAGE)).isEqualTo(JavaService.files(contract, PACKAGE));
        assertThatThrownBy(() -> JavaService.files(contract, "com.class"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'com.class' is no name for a Java package");
    }

    @Test
    void whereAReasonIsEnoughAFailureIsAnsweredByItself() {
        var withReason = new ServiceContract(
                "cmd.a",
                Map.of(),
                answers(
                        "evt.a.success",
                        "{}",
                        "evt.a.error",
                        "{\"type\":\"object\",\"required\":[\"reason\"],\"properties\":{\"reason\":{\"type\":\"string\"},\"code\":{\"type\":\"integer\"}}}"));
        var withMore = new ServiceContract(
                "cmd.a",
                Map.of(),
                answers(
                        "evt.a.success",
                        "{}",
                        "evt.a.error",
                        "{\"type\":\"object\",\"required\":[\"code\"],\"properties\":{\"reason\":{\"type\":\"string\"},\"code\":{\"type\":\"integer\"}}}"));

        assertThat(JavaService.files(withReason, PACKAGE).get("AHandler.java"))
                .contains("return Optional.of(new AError(reason, Optional.empty()));");
        assertThat(JavaService.files(withMore, PACKAGE).get("AHandler.java")).contains("return Optional.empty();");
    }

    private static Map<String, Map<String, Object>> answers(String... typesAndSchemas) {
        var answers = new LinkedHashMap<String, Map<String, Object>>();
        for (int i = 0; i < typesAndSchemas.length; i += 2) {
            answers.put(typesAndSchemas[i], Json.object(Json.read(typesAndSchemas[i + 1])));
        }
        return answers;
    }

    private static Object roundTrip(ClassLoader code, String record, Object payload) throws Exception {
        var type = code.loadClass(PACKAGE + "." + record);
        try {
            var read = type.getMethod("fromJson", JsonNode.class).invoke(null, MAPPER.readTree(Json.text(payload)));
            return Json.read(String.valueOf(type.getMethod("toJson").invoke(read)));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private static PayloadSchema compiled(String schema) {
        return SchemaCompiler.standard().compile(Json.object(Json.read(schema)));
    }
}
