package dev.xorca.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensitiveValuesTest {
    private static final PayloadSchema SCHEMA = SchemaCompiler.standard().compile(Json.object(Json.read("""
            { "properties": {
                "card": { "$ref": "#/definitions/card" },
                "pin": { "type": "string", "maxLength": 4, "x-sensitive": true },
                "notes": { "items": { "allOf": [ { "type": "string", "x-sensitive": true } ] } },
                "open": { "type": "array", "maxItems": 1 } },
              "definitions": {
                "card": { "x-sensitive": true, "additionalProperties": false, "properties": { "number": { "type": "string" } } } } }
            """)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            VALUE                      | TOLD
            {'pin':'12345'}            | /pin: expected at most 4 characters
            {'pin':[1,2,3]}            | /pin: expected a string, found an array
            {'card':{'number':4711}}   | /card: expected a string, found an integer
            {'card':{'hidden-name':1}} | /card: a property is not allowed
            {'notes':[{'secret':1}]}   | /notes/0: expected a string, found an object
            {'open':[1,2]}             | /open: expected at most 1 items, found 2
            """)
    void neitherSizesNorNamesNorPlacesWithinAreTold(String value, String told) {
        assertThat(SCHEMA.check(Json.read(value.replace('\'', '"'))).get(0)).hasToString(told);
    }
}
