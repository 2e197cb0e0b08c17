package dev.xorca.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventEnvelopeTest {
    private static final String MINIMAL =
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"me\",\"type\":\"evt.a\"%s}";

    @Test
    void attributesBecomeAnEvent() {
        var event = new EventEnvelope()
                .read(
                        Json.object(Json.read(MINIMAL.formatted(",\"subject\":\"s\",\"time\":\"2026-01-31T12:00:00Z\","
                                + "\"dataschema\":\"https://a.example/b\",\"datacontenttype\":\"application/json\","
                                + "\"count\":7,\"flag\":true,\"word\":\"ä🙂\",\"unset\":null"))),
                        "{}".getBytes(UTF_8))
                .orElseThrow();
        assertThat(event.getSubject()).isEqualTo("s");
        assertThat(event.getTime()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(event.getDataSchema()).hasToString("https://a.example/b");
        assertThat(event.getExtension("count")).isEqualTo(7);
        assertThat(event.getExtension("flag")).isEqualTo(true);
        assertThat(event.getExtension("word")).isEqualTo("ä🙂");
        assertThat(event.getExtensionNames()).containsExactlyInAnyOrder("count", "flag", "word");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                             | specversion     | is missing
            {"specversion":"1.0"}                          | id              | is missing
            {"specversion":"1.0"}                          | source          | is missing
            {"specversion":"1.0"}                          | type            | is missing
            {"specversion":"0.3"}                          | specversion     | must be 1.0
            {"specversion":1.0}                            | specversion     | must be 1.0
            {"id":null}                                    | id              | is missing
            {"id":""}                                      | id              | is empty
            {"id":7}                                       | id              | must be a text
            {"type":"a\\u0000b"}                           | type            | has characters
            {"type":"a\\ud800b"}                           | type            | has characters
            {"subject":"\\uffff"}                          | subject         | has characters
            {"subject":""}                                 | subject         | is empty
            {"source":"a b"}                               | source          | must be a URI: Illegal character
            {"source":["a"]}                               | source          | must be a text
            {"dataschema":"b/c"}                           | dataschema      | must be an absolute URI
            {"time":"yesterday"}                           | time            | must be a time such as
            {"time":1700000000}                            | time            | must be a text
            {"datacontenttype":"json"}                     | datacontenttype | must be a media type
            {"My-Extension":"a"}                           | My-Extension    | is no name of an attribute
            {"ratio":1.5}                                  | ratio           | must be a text, true or false
            {"big":3000000000}                             | big             | whole number of 32 bits
            {"nested":{"a":1}}                             | nested          | must be a text, true or false
            {"word":"\\u0007"}                             | word            | has characters
            """)
    void whatIsWrongWithAnAttributeIsSaid(String json, String attribute, String fault) {
        var envelope = new EventEnvelope();
        assertThat(envelope.read(Json.object(Json.read(json)), null)).isEmpty();
        assertThat(envelope.faults())
                .hasEntrySatisfying(attribute, text -> assertThat(text).contains(fault));
    }
}
