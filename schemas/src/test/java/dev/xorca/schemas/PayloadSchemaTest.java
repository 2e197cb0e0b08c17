package dev.xorca.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSchemaTest {

    /** Schema and value are JSON with single quotes; the violations read {@code pointer rule schemaPath: message}. */
    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            SCHEMA                                                    | VALUE             | VIOLATIONS
            {'type':'string'}                                         | 1                 | type #: expected a string, found an integer
            {'type':'string'}                                         | null              | type #: expected a string, found null
            {'type':'null'}                                           | null              | ``
            {'type':'boolean'}                                        | 'true'            | type #: expected a boolean, found a string of 4
            {'type':'array'}                                          | {}                | type #: expected an array, found an object
            {'type':'number'}                                         | 1                 | ``
            {'type':'number'}                                         | 1.5               | ``
            {'type':'integer'}                                        | 1                 | ``
            {'type':'integer'}                                        | 1.0               | ``
            {'type':'integer'}                                        | 1e2               | ``
            {'type':'integer'}                                        | 9223372036854775808 | ``
            {'type':'integer'}                                        | 1.5               | type #: expected an integer, found a number
            {'required':['a','b']}                                    | {'b':1}           | required #: property 'a' is missing
            {'properties':{'a':{'type':'string'}}}                    | {'a':1}           | /a type #/properties/a: expected a string, found an integer
            {'properties':{'a':{'properties':{'b':{'type':'string'}}}}} | {'a':{'b':1}}   | /a/b type #/properties/a/properties/b: expected a string, found an integer
            {'properties':{'a/b~c':{'type':'string'}}}                | {'a/b~c':1}       | /a~1b~0c type #/properties/a~1b~0c: expected a string, found an integer
            {'items':{'type':'integer'}}                              | [1,'x',2]         | /1 type #/items: expected an integer, found a string of 1
            {'items':[{'type':'string'}],'additionalItems':false}     | ['a',1]           | items #: there are more items than are allowed
            {'minLength':3}                                           | 'ab'              | minLength #: expected at least 3 characters, found 2
            {'maxLength':1}                                           | 'ab'              | maxLength #: expected at most 1 characters, found 2
            {'minLength':2.0}                                         | 'ab'              | ``
            {'maxLength':1}                                           | '😀'              | ``
            {'minItems':2}                                            | [1]               | minItems #: expected at least 2 items, found 1
            {'maxItems':0}                                            | [1]               | maxItems #: expected at most 0 items, found 1
            {'uniqueItems':true}                                      | [1,1.0]           | uniqueItems #: expected items that are all different, found the same twice
            {'minProperties':2}                                       | {'a':1}           | minProperties #: expected at least 2 properties, found 1
            {'maxProperties':0}                                       | {'a':1}           | maxProperties #: expected at most 0 properties, found 1
            {'additionalProperties':false,'properties':{'a':{}}}      | {'a':1,'b':2}     | additionalProperties #: property 'b' is not allowed
            {'patternProperties':{'^x':{'type':'string'}}}            | {'x1':1,'y':1}    | /x1 type #/patternProperties/^x: expected a string, found an integer
            {'dependencies':{'a':['b']}}                              | {'a':1}           | dependencies #: property 'b' is missing
            {'contains':{'const':3}}                                  | [1]               | contains #: expected an item that fits 'contains', found none
            {'if':{'type':'integer'},'then':{'minimum':5}}            | 7                 | ``
            {'properties':{'a':false,'b':true}}                       | {'b':1}           | ``
            {'properties':{'a':false,'b':true}}                       | {'a':1}           | /a false #: nothing is allowed here
            {'items':false}                                           | [1]               | /0 false #: nothing is allowed here
            {'enum':[1,'a']}                                          | 1.0               | ``
            {'const':1.0}                                             | 1                 | ``
            {'multipleOf':0.1}                                        | 0.3               | ``
            {'default':5,'properties':{'a':{'default':1}}}            | {}                | ``
            """)
    void aViolationTellsWhereAndWhichRule(String schema, String value, String violations) {
        assertThat(check(schema, value).stream().map(PayloadSchemaTest::line))
                .containsExactlyElementsOf(violations.lines().toList());
    }

    /** These rules would be told by repeating the value, which may be a secret: the schema is told instead. */
    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            SCHEMA                                                     | VALUE      | VIOLATION
            {'enum':['x','y']}                                         | 'hush'     | enum #: expected one of ['x','y'], found a string of 4
            {'const':'x'}                                              | 'hush'     | const #: expected 'x', found a string of 4
            {'const':null}                                             | 'hush'     | const #: expected null, found a string of 4
            {'pattern':'^a$'}                                          | 'hush'     | pattern #: expected a string that matches '^a$', found another
            {'format':'date-time'}                                     | 'hush'     | format #: expected a string of format 'date-time', found another
            {'minimum':10}                                             | 5          | minimum #: expected at least 10, found less
            {'maximum':1}                                              | 5          | maximum #: expected at most 1, found more
            {'exclusiveMinimum':10}                                    | 5          | exclusiveMinimum #: expected more than 10, found less or that
            {'exclusiveMaximum':1}                                     | 5          | exclusiveMaximum #: expected less than 1, found more or that
            {'multipleOf':2}                                           | 5          | multipleOf #: expected a multiple of 2, found another number
            {'properties':{'p':{'enum':['x']}}}                        | {'p':'hush'} | /p enum #/properties/p: expected one of ['x'], found a string of 4
            """)
    void aViolationNeverRepeatsTheValue(String schema, String value, String violation) {
        assertThat(check(schema, value).stream().map(PayloadSchemaTest::line)).containsExactly(json(violation));
    }

    @Test
    void everyViolationIsTold() {
        var violations = check(
                "{'required':['a'],'properties':{'b':{'type':'string'},'c':{'minimum':3}}}", "{'b':1,'c':2,'d':3}");
        assertThat(violations)
                .extracting(PayloadSchema.Violation::pointer, PayloadSchema.Violation::rule)
                .containsExactlyInAnyOrder(tuple("", "required"), tuple("/b", "type"), tuple("/c", "minimum"));
    }

    @Test
    void ofAlternativesTheReasonsOfEachAreTold() {
        assertThat(check("{'anyOf':[{'type':'string'},{'minimum':3}]}", "1"))
                .extracting(PayloadSchema.Violation::schemaPath)
                .containsExactlyInAnyOrder("#/anyOf/0", "#/anyOf/1");
        assertThat(check("{'oneOf':[{'type':'integer'},{'minimum':0}]}", "1"))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.rule()).isEqualTo("oneOf");
                    assertThat(violation.message()).contains("exactly one");
                });
        assertThat(check("{'not':{'type':'integer'}}", "1")).hasSize(1);
    }

    @Test
    void aViolationReadsAsOneLine() {
        assertThat(check("{'required':['a']}", "{}")).hasToString("[(whole): property 'a' is missing]");
        assertThat(check("{'items':{'type':'null'}}", "[1]")).hasToString("[/0: expected null, found an integer]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            FORMAT                | GOOD                                 | BAD
            date-time             | 2026-01-31T10:20:30Z                 | 2026-01-31 10:20
            date-time             | 2026-01-31T10:20:30.123+02:00        | 2026-02-32T10:20:30Z
            date                  | 2026-01-31                           | 2026-13-01
            time                  | 10:20:30Z                            | 25:00:00Z
            email                 | ada@example.org                      | ada
            hostname              | example.org                          | -example-
            ipv4                  | 192.0.2.1                            | 192.0.2.256
            ipv6                  | 2001:db8::1                          | 2001:db8::g
            uri                   | https://example.org/a?b=c            | not a uri
            uri-reference         | ../a#b                               | a b
            json-pointer          | /a/0/b~1c                            | a/b
            relative-json-pointer | 1/a                                  | /a
            regex                 | ^a+$                                 | (
            uuid                  | 2eb8aa08-aa98-11ea-b4aa-73b441d16380 | 2eb8aa08aa9811eab4aa73b441d16380
            duration              | P1DT2H                               | 1 day
            iri                   | https://exämple.org/ä                | ä b
            uri-template          | /a/{b}                               | /a/{b
            idn-email             | äda@exämple.org                      | äda
            """)
    void formatsAreChecked(String format, String good, String bad) {
        var schema = "{'format':'" + format + "'}";
        assertThat(check(schema, "'" + good + "'")).as(good).isEmpty();
        assertThat(check(schema, "'" + bad + "'"))
                .as(bad)
                .extracting(PayloadSchema.Violation::rule)
                .containsExactly("format");
    }

    @Test
    void anUnknownFormatConstrainsNothing() {
        assertThat(check("{'format':'colour'}", "'x'")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'minimum':5,'exclusiveMinimum':true}                      | {'exclusiveMinimum':5}
            {'minimum':5,'exclusiveMinimum':false}                     | {'minimum':5}
            {'maximum':5,'exclusiveMaximum':true,'minimum':1}          | {'exclusiveMaximum':5,'minimum':1}
            {'id':'http://a.b/c','properties':{'n':{'maximum':5,'exclusiveMaximum':true}}} | {'properties':{'n':{'exclusiveMaximum':5}}}
            {'definitions':{'n':{'minimum':0,'exclusiveMinimum':true}},'items':{'$ref':'#/definitions/n'}} | {'definitions':{'n':{'exclusiveMinimum':0}},'items':{'$ref':'#/here/definitions/n'}}
            """)
    void asAPartOfALargerDocumentDraft4IsSaidAsDraft7(String keywords, String part) {
        var schema = compile("{'$schema':'http://json-schema.org/draft-04/schema#'," + keywords.substring(1));
        assertThat(schema.documentAt("#/here")).isEqualTo(Json.read(json(part)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://json-schema.org/draft-04/schema#  | {'minimum':5,'exclusiveMinimum':true}
            http://json-schema.org/draft-04/schema   | {'minimum':5,'exclusiveMinimum':true}
            http://json-schema.org/draft-06/schema#  | {'exclusiveMinimum':5}
            http://json-schema.org/draft-06/schema#  | {'const':6}
            http://json-schema.org/draft-07/schema#  | {'exclusiveMinimum':5}
            http://json-schema.org/draft-07/schema   | {'exclusiveMinimum':5}
            https://json-schema.org/draft-07/schema# | {'if':{'minimum':0},'then':{'const':6}}
            """)
    void theDraftThatASchemaNamesCounts(String draft, String keywords) {
        var schema = "{'$schema':'" + draft + "'," + keywords.substring(1);
        assertThat(check(schema, "6")).isEmpty();
        assertThat(check(schema, "5")).hasSize(1);
    }

    @Test
    void withoutADraftItIsDraft07() {
        assertThat(check("{'if':{'minimum':0},'then':{'const':6}}", "5")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'https://json-schema.org/draft/2020-12/schema'",
                "'https://json-schema.org/draft/2019-09/schema'",
                "'http://json-schema.org/draft-03/schema#'",
                "'http://json-schema.org/schema#'",
                "'http://example.org/my-own'",
                "'draft-07'",
                "''",
                "7",
                "null"
            })
    void anyOtherDraftIsRefused(String draft) {
        assertThatThrownBy(() -> compile("{'$schema':" + draft + "}"))
                .isInstanceOf(SchemaException.class)
                .hasMessage("$schema '" + draft.replace("'", "")
                        + "' is not supported; use http://json-schema.org/draft-07/schema# (or draft-04, draft-06)");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            SCHEMA                                        | MESSAGE
            {'type':'strng'}                              | not a valid JSON Schema: #: unknown type: [strng]
            {'type':1}                                    | not a valid JSON Schema: #/type: expected type is one of JsonArray or String, found: Integer
            {'required':'a'}                              | not a valid JSON Schema: #/required: expected type: JsonArray, found: String
            {'properties':[]}                             | not a valid JSON Schema: #/properties: expected type: JsonObject, found: JsonArray
            {'properties':{'a':{'minimum':'x'}}}          | not a valid JSON Schema: #/properties/a/minimum: expected type: Number, found: String
            {'pattern':'('}                               | pattern '(' at #/pattern: missing closing )
            {'enum':'x'}                                  | not a valid JSON Schema: #/enum: expected type: JsonArray, found: String
            {'multipleOf':0}                              | not a valid JSON Schema: #: multipleOf should not be 0
            {'$ref':5}                                    | $ref at # must be a string
            {'$ref':'#/definitions/none'}                 | $ref '#/definitions/none' at # leads to a place that is not there
            {'items':{'$ref':'#/definitions/none'},'definitions':{}} | $ref '#/definitions/none' at #/items leads to a place that is not there
            """)
    void whatIsNoSchemaIsRefusedWithThePlace(String schema, String message) {
        assertThatThrownBy(() -> compile(schema))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#/definitions/word",
                "#/definitions/two%20words",
                "#/definitions/with~1slash",
                "#/properties/other",
                "#word"
            })
    void referencesWithinTheDocumentAreFollowed(String reference) {
        var schema = "{'properties':{'a':{'$ref':'" + reference + "'},'other':{'type':'string'}},'definitions':{"
                + "'word':{'$id':'#word','type':'string'},'two words':{'type':'string'},'with/slash':{'type':'string'}}}";
        assertThat(check(schema, "{'a':'x'}")).isEmpty();
        assertThat(check(schema, "{'a':1}"))
                .extracting(PayloadSchema.Violation::pointer)
                .containsExactly("/a");
    }

    @Test
    void aReferenceThroughAReferenceIsFollowed() {
        var schema = "{'$ref':'#/definitions/a','definitions':{'a':{'items':{'$ref':'#/definitions/b'}},"
                + "'b':{'properties':{'c':{'$ref':'#/definitions/c'}}},'c':{'type':'string'}}}";
        assertThat(check(schema, "[{'c':'x'}]")).isEmpty();
        assertThat(check(schema, "[{},{'c':1}]"))
                .extracting(PayloadSchema.Violation::pointer)
                .containsExactly("/1/c");
    }

    @Test
    void aRecursiveSchemaDescribesTreesOfAnyHeight() {
        var schema = "{'required':['v'],'properties':{'v':{'type':'integer'},'children':{'items':{'$ref':'#'}}}}";
        assertThat(check(schema, "{'v':1,'children':[{'v':2,'children':[{'v':3}]},{'v':4}]}"))
                .isEmpty();
        assertThat(check(schema, "{'v':1,'children':[{'v':2,'children':[{}]},{'v':'x'}]}"))
                .extracting(PayloadSchema.Violation::pointer)
                .containsExactlyInAnyOrder("/children/0/children/0", "/children/1/v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref':'#'}",
                "{'allOf':[{'$ref':'#'}]}",
                "{'anyOf':[{'type':'string'},{'$ref':'#'}]}",
                "{'not':{'$ref':'#'}}",
                "{'$ref':'#/definitions/a','definitions':{'a':{'$ref':'#/definitions/b'},'b':{'$ref':'#/definitions/a'}}}"
            })
    void aSchemaThatOnlyRefersToItselfIsRefused(String schema) {
        assertThatThrownBy(() -> compile(schema))
                .isInstanceOfSatisfying(
                        SchemaException.class, e -> assertThat(e.rule()).isEqualTo("ref-circular"))
                .hasMessageContaining("refers to itself in a circle");
    }

    @Test
    void referencesOutOfTheDocumentAreRefusedBeforeAnybodyIsAsked(@TempDir Path folder) throws IOException {
        var local = Files.writeString(folder.resolve("other.json"), "{\"type\":\"string\"}");
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(1);
            var references = List.of(
                    "http://localhost:" + server.getLocalPort() + "/other.json",
                    "http://localhost:" + server.getLocalPort() + "/other.json#/a",
                    "//localhost:" + server.getLocalPort() + "/other.json",
                    local.toUri().toString(),
                    local.toString(),
                    "other.json",
                    "./other.json#/definitions/a",
                    "classpath:other.json",
                    "jar:" + local.toUri() + "!/x",
                    "https://json-schema.org/draft-07/schema#");
            for (var reference : references) {
                assertThatThrownBy(() -> compile("{'properties':{'a':{'$ref':'" + reference + "'}}}"))
                        .as(reference)
                        .isInstanceOf(SchemaException.class)
                        .hasMessageStartingWith("$ref '" + reference + "' at #/properties/a ");
            }
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** An id changes what a reference is relative to; it must not turn an inner reference into an outer one. */
    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1/base.json", "base.json", "file:///base.json", "urn:base"})
    void anIdOpensNoConnection(String id) {
        var root = "{'$id':'" + id
                + "','properties':{'a':{'$ref':'#/definitions/a'}},'definitions':{'a':{'type':'string'}}}";
        assertThat(check(root, "{'a':1}")).hasSize(1);
        var inner = "{'properties':{'a':{'$id':'" + id
                + "','properties':{'b':{'$ref':'#/definitions/a'}}}},'definitions':{'a':{'type':'string'}}}";
        assertThat(check(inner, "{'a':{'b':1}}")).hasSize(1);
    }

    @Test
    void aPropertyMayBeCalledRef() {
        var schema = "{'properties':{'$ref':{'type':'string'}}}";
        assertThat(check(schema, "{'$ref':1}"))
                .extracting(PayloadSchema.Violation::pointer)
                .containsExactly("/$ref");
    }

    @Test
    void aSchemaNestedTooDeepIsRefused() {
        assertThat(SchemaCompiler.standard().compile(not(Json.MAX_DEPTH)).check(1L))
                .hasSize(1);
        for (int depth : new int[] {Json.MAX_DEPTH + 2, 100_000}) {
            assertThatThrownBy(() -> SchemaCompiler.standard().compile(not(depth)))
                    .as("%d deep", depth)
                    .isInstanceOf(SchemaException.class)
                    .hasMessage("schema is nested more than 64 deep");
        }
    }

    @Test
    void aSchemaWithTooManyValuesIsRefused() {
        var properties = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 100_000; i++) {
            properties.put("p" + i, true);
        }
        assertThatThrownBy(() -> SchemaCompiler.standard().compile(Map.of("properties", properties)))
                .isInstanceOf(SchemaException.class)
                .hasMessage("schema has more than 10000 values");
    }

    @Test
    void theDocumentStaysAsItWasGiven() {
        var document = Json.object(Json.read("{\"minimum\":1,\"maximum\":2.0,\"const\":null}"));
        var schema = SchemaCompiler.standard().compile(document);
        schema.check(Map.of("a", 1L));
        assertThat(schema.document()).isEqualTo(Json.read("{\"minimum\":1,\"maximum\":2.0,\"const\":null}"));
    }

    static Stream<Arguments> plainValues() {
        return Stream.of(
                arguments("{}", null),
                arguments("{}", Map.of("a", List.of(1L, 2.5, true))),
                arguments("{}", List.of()));
    }

    @ParameterizedTest
    @MethodSource("plainValues")
    void theEmptySchemaTakesEverything(String schema, Object value) {
        assertThat(compile(schema).check(value)).isEmpty();
    }

    private static Map<String, Object> not(int depth) {
        Map<String, Object> schema = Map.of();
        for (int i = 1; i < depth; i++) {
            schema = Map.of("not", schema);
        }
        return schema;
    }

    private static PayloadSchema compile(String schema) {
        return SchemaCompiler.standard().compile(Json.object(Json.read(json(schema))));
    }

    private static List<PayloadSchema.Violation> check(String schema, String value) {
        return compile(schema).check(Json.read(json(value)));
    }

    private static String line(PayloadSchema.Violation violation) {
        return (violation.pointer() + " " + violation.rule() + " " + violation.schemaPath() + ": "
                        + violation.message())
                .strip();
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }
}
