package dev.xorca.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTableTest {
    @Test
    void everyMemberHasARow() {
        assertThat(rows("""
                {"type":"object","required":["id","lines"],"additionalProperties":false,"properties":{
                  "id":{"type":"string","minLength":1,"description":"The order"},
                  "lines":{"type":"array","minItems":1,"items":{"type":"object","required":["sku"],"properties":{
                    "sku":{"type":"string"},"count":{"type":"integer","minimum":1}}}},
                  "tags":{"type":"array","items":{"type":"string"}},
                  "note":{"type":["string","null"]}}}
                """))
                .containsExactly(
                        "(whole)! object [no other members]",
                        "id! string [minLength 1] The order",
                        "lines! array of objects [minItems 1]",
                        "lines[]! object []",
                        "lines[].sku! string []",
                        "lines[].count integer [minimum 1]",
                        "tags array of strings []",
                        "note string or null []");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                     | (whole)! anything []
            {"const":"a"}                                          | (whole)! value [const "a"]
            {"enum":["a",1]}                                       | (whole)! anything [enum ["a",1]]
            {"oneOf":[{"type":"string"},{"type":"integer"}]}       | (whole)! string or integer []
            {"type":"string","x-sensitive":true}                   | (whole)! string [sensitive]
            {"$ref":"http://elsewhere.example/schema"}             | (whole)! as http://elsewhere.example/schema []
            {"$ref":"#/definitions/none"}                          | (whole)! as #/definitions/none []
            """)
    void aSchemaOfOnePartHasOneRow(String schema, String row) {
        assertThat(rows(schema)).containsExactly(row);
    }

    @Test
    void referencesAreFollowedAndCirclesEnd() {
        assertThat(rows("""
                {"definitions":{"node":{"type":"object","properties":{"next":{"$ref":"#/definitions/node"},
                  "value":{"type":"integer"}}}},"$ref":"#/definitions/node"}
                """)).containsExactly("next as #/definitions/node []", "value integer []");
    }

    @Test
    void whatStandsInAllOfStandsInTheSchema() {
        assertThat(rows("""
                {"definitions":{"base":{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}}},
                 "allOf":[{"$ref":"#/definitions/base"},{"properties":{"b":{"type":"integer"}}}]}
                """)).containsExactly("a! string []", "b integer []");
    }

    @Test
    void evenAHugeSchemaIsATableOfSomeLength() {
        var properties = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 5_000; i++) {
            properties.put("p" + i, Map.of("type", "string"));
        }
        assertThat(SchemaTable.of(Map.of("properties", properties))).hasSizeLessThanOrEqualTo(300);
    }

    private static List<String> rows(String schema) {
        return SchemaTable.of(Json.object(Json.read(schema))).stream()
                .map(row -> (row.path().isEmpty() ? "(whole)" : row.path())
                        + (row.isRequired() ? "! " : " ")
                        + row.type() + " [" + row.rules() + "]"
                        + (row.description().isEmpty() ? "" : " " + row.description()))
                .toList();
    }
}
