package dev.xorca.schemas.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.RandomSchemas;
import dev.xorca.schemas.SchemaCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            SCHEMA                                                                | EXAMPLE
            {}                                                                    | "text"
            {"type":"string","examples":["Dune","Emma"]}                          | "Dune"
            {"type":"string","default":"none"}                                    | "none"
            {"const":null}                                                        | null
            {"enum":["red","green"]}                                              | "red"
            {"type":"string","format":"date"}                                     | "2026-01-31"
            {"type":"string","pattern":"^[A-Z]{2}-\\\\d{3}$"}                     | "AB-456"
            {"type":"string","minLength":6}                                       | "xxtext"
            {"type":"integer","exclusiveMinimum":7,"multipleOf":5}                | 10
            {"type":"number","maximum":-0.25}                                     | -0.25
            {"type":["null","string"]}                                            | "text"
            {"type":"array","items":{"type":"boolean"}}                           | [true]
            {"type":"array","items":{"enum":[1,2,3]},"minItems":3,"uniqueItems":true} | [1,2,3]
            {"type":"array","items":{"type":"string"},"minItems":2,"uniqueItems":true} | ["text","text 2"]
            {"additionalProperties":{"type":"integer"}}                           | {"key1":1}
            {"patternProperties":{"^x-[a-z]{3}$":{"const":1}}}                    | {"x-cde":1}
            {"oneOf":[{"type":"integer"},{"type":"string"}]}                      | 1
            {"allOf":[{"required":["a"]},{"properties":{"a":{"minimum":4}}}]}     | {"a":4}
            {"not":{"type":"string"},"type":["string","integer"]}                 | 10
            {"properties":{"x":{"$ref":"#/definitions/a~1b"}},"definitions":{"a/b":{"type":"array","items":{"type":"boolean"}}}} | {"x":[true]}
            {"if":{"required":["a"]},"then":{"properties":{"a":{"const":9}}}}     | {"a":9}
            """)
    void anExampleTellsWhatTheSchemaTells(String schema, String example) {
        assertThat(Example.of(compiled(schema)))
                .hasValueSatisfying(
                        found -> assertThat(Json.text(found.value())).isEqualTo(example));
    }

    @Test
    void namesOfPropertiesSayWhatStandsThere() {
        var schema = compiled("""
                {"type":"object","required":["bookId"],"properties":{
                  "bookId":{"type":"string"}, "contactEmail":{"type":"string"}, "firstName":{"type":"string"},
                  "totalPrice":{"type":"number"}, "copies":{"type":"integer","minimum":2}}}""");

        assertThat(Example.of(schema))
                .hasValueSatisfying(found -> assertThat(Json.text(found.value()))
                        .isEqualTo(
                                "{\"bookId\":\"book-1\",\"contactEmail\":\"ada@example.com\",\"firstName\":\"first name\","
                                        + "\"totalPrice\":12.5,\"copies\":2}"));
    }

    @Test
    void aSchemaThatRefersToItselfHasASmallExample() {
        var schema = compiled("""
                {"$ref":"#/definitions/tree","definitions":{"tree":{"type":"object","required":["name","children"],
                  "properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/definitions/tree"}}}}}}""");

        assertThat(Example.of(schema))
                .hasValueSatisfying(
                        found -> assertThat(Json.text(found.value())).hasSizeLessThan(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"string\",\"minLength\":3,\"maxLength\":2}",
                "{\"allOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}",
                "{\"not\":{}}",
                "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#\"}}}"
            })
    void whereNoValueCanBeThereIsNoExample(String schema) {
        assertThat(Example.of(compiled(schema))).isEmpty();
    }

    @Test
    void randomSchemasHaveValidExamplesThatAreAlwaysTheSame() {
        int without = 0;
        for (long seed = 0; seed < 500; seed++) {
            var document = new RandomSchemas(seed).document();
            var schema = SchemaCompiler.standard().compile(document);
            var example = Example.of(schema);
            assertThat(Example.of(SchemaCompiler.standard().compile(document)))
                    .as("seed %s", seed)
                    .isEqualTo(example);
            if (example.isPresent()) {
                var written = Json.read(Json.bytes(example.get().value()));
                assertThat(schema.check(written))
                        .as("seed %s: %s", seed, written)
                        .isEmpty();
            } else {
                without++;
            }
        }
        assertThat(without).as("schemas without an example, of 500").isLessThan(5);
    }

    private static PayloadSchema compiled(String schema) {
        return SchemaCompiler.standard().compile(Json.object(Json.read(schema)));
    }
}
