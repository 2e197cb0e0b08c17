package dev.xorca.schemas.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.RandomSchemas;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.schemas.SchemaException;
import dev.xorca.schemas.compatibility.Compatibility.Level;
import dev.xorca.schemas.compatibility.Reading.Verdict;
import dev.xorca.schemas.example.Samples;
import dev.xorca.schemas.structure.SchemaNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            OLD                                              | NEW                                                 | LEVEL
            {"type":"object"}                                | {"type":"object"}                                   | FULL
            {}                                               | true                                                | FULL
            {"title":"Old","type":"string"}                  | {"description":"New","type":["string"]}             | FULL
            {"required":["a"]}                               | {"required":["a","b"]}                              | FORWARD
            {"required":["a","b"]}                           | {"required":["a"]}                                  | BACKWARD
            {"properties":{"a":{"type":"string"}}}           | {"properties":{"a":{"type":"integer"}}}             | NONE
            {"properties":{"a":{"type":"integer"}}}          | {"properties":{"a":{"type":"number"}}}              | BACKWARD
            {"properties":{"a":{}}}                          | {"properties":{"a":{},"b":{}}}                      | FULL
            {"properties":{"a":{}}}                          | {"properties":{"a":{},"b":{"type":"string"}}}       | FORWARD
            {"properties":{"a":{}},"additionalProperties":false} | {"properties":{"a":{},"b":{}},"additionalProperties":false} | BACKWARD
            {"additionalProperties":false}                   | {}                                                  | BACKWARD
            {"additionalProperties":{"type":"integer"}}      | {"additionalProperties":{"type":"string"}}          | NONE
            {"patternProperties":{"^x":{"minimum":2}}}       | {"patternProperties":{"^x":{"minimum":1}}}          | BACKWARD
            {"patternProperties":{"^x":{}},"additionalProperties":false} | {"propertyNames":{"pattern":"^x"}}      | FULL
            {"enum":["a","b"]}                               | {"enum":["a","b","c"]}                              | BACKWARD
            {"const":1}                                      | {"enum":[1.0]}                                      | FULL
            {"const":"a"}                                    | {"type":"string","maxLength":3}                     | BACKWARD
            {"type":"boolean"}                               | {"enum":[true,false]}                               | FULL
            {"type":"string"}                                | {"type":["string","null"]}                          | BACKWARD
            {"minimum":1}                                    | {"minimum":2}                                       | FORWARD
            {"type":"integer","minimum":3}                   | {"type":"integer","exclusiveMinimum":2}             | FULL
            {"exclusiveMaximum":5}                           | {"maximum":5}                                       | BACKWARD
            {"type":"integer"}                               | {"type":"number","multipleOf":0.5}                  | BACKWARD
            {"type":"number","multipleOf":4}                 | {"type":"integer","multipleOf":2}                   | BACKWARD
            {"minLength":2,"maxLength":5}                    | {"minLength":1,"maxLength":9}                       | BACKWARD
            {"type":"string"}                                | {"type":"string","pattern":"^[a-z]+$"}              | FORWARD
            {"type":"string","pattern":"^a"}                 | {"type":"string","pattern":"^b"}                    | NONE
            {"type":"string","format":"date"}                | {"type":"string"}                                   | BACKWARD
            {"items":{"type":"string"}}                      | {"items":{"type":"string","maxLength":9}}           | FORWARD
            {"items":[{"type":"string"}],"additionalItems":false} | {"items":{"type":"string"},"maxItems":1}       | FULL
            {"items":[{"type":"string"},{"type":"integer"}]} | {"items":[{"type":"string"}]}                       | BACKWARD
            {"type":"array","maxItems":1}                    | {"type":"array","uniqueItems":true}                 | BACKWARD
            {"contains":{"const":1}}                         | {"contains":{"type":"integer"}}                     | BACKWARD
            {"oneOf":[{"type":"string"},{"type":"integer"}]} | {"oneOf":[{"type":"string"},{"type":"integer"},{"type":"null"}]} | BACKWARD
            {"type":["string","integer"]}                    | {"anyOf":[{"type":"string"},{"type":"number"}]}     | BACKWARD
            {"anyOf":[{"required":["a"]},{"required":["b"]}]} | {"anyOf":[{"required":["b"]},{"required":["a"]}]}  | FULL
            {"allOf":[{"minimum":1},{"maximum":9}]}          | {"minimum":1,"maximum":9}                           | FULL
            {"type":"string"}                                | {"not":{"type":"integer"}}                          | BACKWARD
            {"not":{"type":"string"}}                        | {"not":{"type":["string","null"]}}                  | FORWARD
            {"if":{"required":["a"]},"then":{"required":["b"]}} | {"dependencies":{"a":["b"]}}                     | FULL
            {"dependencies":{"a":["b","c"]}}                 | {"dependencies":{"a":["b"]}}                        | BACKWARD
            {"type":"object","required":["a"]}               | {"type":"object","minProperties":1}                 | BACKWARD
            {"properties":{"a":{}},"additionalProperties":false} | {"maxProperties":1}                             | BACKWARD
            {"$ref":"#/definitions/a","definitions":{"a":{"type":"string"}}} | {"type":"string"}                  | FULL
            {"oneOf":[{"properties":{"k":{"const":"x"}},"required":["k"],"type":"object"},{"properties":{"k":{"const":"y"}},"required":["k"],"type":"object"}]} | {"oneOf":[{"properties":{"k":{"const":"x"}},"required":["k"],"type":"object"},{"properties":{"k":{"const":"y"}},"required":["k"],"type":"object"},{"properties":{"k":{"const":"z"}},"required":["k"],"type":"object"}]} | BACKWARD
            """)
    void aChangeHasItsWordAndEveryBreakItsProof(String before, String after, Level level) {
        var compatibility = Compatibility.of(compiled(before), compiled(after));

        assertThat(compatibility.level()).as("%s", compatibility).isEqualTo(level);
        assertProven(compiled(before), compiled(after), compatibility.backward());
        assertProven(compiled(after), compiled(before), compatibility.forward());
    }

    /** With the schemas of the table, whatever is not proven is disproven. */
    private static void assertProven(PayloadSchema writer, PayloadSchema reader, Reading reading) {
        assertThat(reading.differences()).allSatisfy(difference -> {
            assertThat(difference.counterExample()).as("%s", difference).isPresent();
            var value = difference.counterExample().orElseThrow().value();
            assertThat(writer.check(value)).as("%s", difference).isEmpty();
            assertThat(reader.check(value)).as("%s", difference).isNotEmpty();
        });
    }

    @Test
    void aDifferenceSaysWhereWhatAndByWhichValue() {
        var before = compiled("""
                {"type":"object","required":["lines"],"properties":{"lines":{"type":"array","items":{"$ref":"#/definitions/line"}}},
                 "definitions":{"line":{"type":"object","required":["price"],"properties":{"price":{"type":"number"},"note":{"type":"string"}}}}}""");
        var after = compiled("""
                {"type":"object","required":["lines"],"properties":{"lines":{"type":"array","items":{"$ref":"#/definitions/line"}}},
                 "definitions":{"line":{"type":"object","required":["price","note"],"properties":{"price":{"type":"number","minimum":0},"note":{"type":"string"}}}}}""");

        assertThat(told(Reading.of(before, after)))
                .containsExactlyInAnyOrder(
                        "/lines/* required: 'note' is required, and may be missing {\"lines\":[{\"price\":12.5}]}",
                        "/lines/*/price minimum: must be at least 0, and may be any number {\"lines\":[{\"price\":-0.1,\"note\":\"note\"}]}");
        assertThat(Reading.of(after, before).verdict()).isEqualTo(Verdict.READS);
    }

    private static List<String> told(Reading reading) {
        return reading.differences().stream()
                .map(each -> each.path() + " " + each.rule() + ": " + each.message() + " "
                        + each.counterExample()
                                .map(example -> Json.text(example.value()))
                                .orElse("?"))
                .toList();
    }

    @Test
    void schemasThatReferToThemselvesAreComparedAsDeepAsValuesGo() {
        var tree = "{\"$ref\":\"#/definitions/t\",\"definitions\":{\"t\":{\"type\":\"object\",\"required\":[%s],"
                + "\"properties\":{\"name\":{\"type\":\"string\"},\"next\":{\"$ref\":\"#/definitions/t\"}}}}}";
        var loose = compiled(tree.formatted(""));
        var strict = compiled(tree.formatted("\"name\""));

        assertThat(Compatibility.of(loose, loose).level()).isEqualTo(Level.FULL);
        assertThat(Compatibility.of(strict, loose).level()).isEqualTo(Level.BACKWARD);
        assertThat(Compatibility.of(strict, loose).forward().verdict()).isEqualTo(Verdict.BREAKS);
        assertThat(Compatibility.of(
                                loose,
                                compiled("{\"$ref\":\"#/definitions/s\",\"definitions\":{\"s\":{\"type\":\"object\","
                                        + "\"properties\":{\"next\":{\"$ref\":\"#/definitions/s\"}}}}}"))
                        .level())
                .isEqualTo(Level.BACKWARD);
    }

    @Test
    void whereNoValueWasFoundItMayBreak() {
        var before = compiled("{\"type\":\"string\",\"pattern\":\"^[a-m]{3}$\"}");
        var after = compiled("{\"type\":\"string\",\"pattern\":\"^[a-z]{3}$\"}");

        assertThat(Reading.of(before, after).verdict()).isEqualTo(Verdict.MAY_BREAK);
        assertThat(Reading.of(before, after).differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.isProven()).isFalse());
    }

    @Test
    void randomChangesNeverContradictTheVerdict() {
        var verdicts = new EnumMap<Verdict, Integer>(Verdict.class);
        for (long seed = 0; seed < 120; seed++) {
            var random = new RandomSchemas(seed);
            var document = random.document();
            var before = SchemaCompiler.standard().compile(document);
            var changed = seed % 3 == 0 ? random.document() : random.changed(document);
            PayloadSchema after;
            try {
                after = SchemaCompiler.standard().compile(changed);
            } catch (SchemaException e) {
                continue;
            }
            for (var pair : List.of(List.of(before, after), List.of(after, before))) {
                var writer = pair.get(0);
                var reader = pair.get(1);
                var reading = Reading.of(writer, reader);
                verdicts.merge(reading.verdict(), 1, Integer::sum);
                assertHolds(seed, writer, reader, reading);
            }
        }
        assertThat(verdicts.get(Verdict.READS)).as("%s", verdicts).isGreaterThan(25);
        assertThat(verdicts.get(Verdict.BREAKS)).as("%s", verdicts).isGreaterThan(60);
        assertThat(verdicts.getOrDefault(Verdict.MAY_BREAK, 0))
                .as("%s", verdicts)
                .isLessThan(20);
    }

    private static void assertHolds(long seed, PayloadSchema writer, PayloadSchema reader, Reading reading) {
        for (var difference : reading.differences()) {
            difference.counterExample().ifPresent(example -> {
                var value = Json.read(Json.bytes(example.value()));
                assertThat(writer.check(value))
                        .as("seed %s: %s", seed, difference)
                        .isEmpty();
                assertThat(reader.check(value))
                        .as("seed %s: %s", seed, difference)
                        .isNotEmpty();
            });
        }
        if (reading.verdict() == Verdict.READS) {
            var samples = Samples.random(seed);
            for (var schema : List.of(writer, reader)) {
                for (int i = 0; i < 60; i++) {
                    samples.of(SchemaNode.of(schema.document())).ifPresent(sample -> {
                        if (writer.check(sample.value()).isEmpty()) {
                            assertThat(reader.check(sample.value()))
                                    .as(
                                            "seed %s: %s\nwriter %s\nreader %s",
                                            seed,
                                            Json.text(sample.value()),
                                            Json.text(writer.document()),
                                            Json.text(reader.document()))
                                    .isEmpty();
                        }
                    });
                }
            }
        }
    }

    private static PayloadSchema compiled(String schema) {
        var read = Json.read(schema);
        return SchemaCompiler.standard()
                .compile(read instanceof Map ? Json.object(read) : Map.of("allOf", List.of(read)));
    }
}
