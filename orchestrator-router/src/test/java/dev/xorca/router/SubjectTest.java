package dev.xorca.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {

    /** Printed by Node.js 20: {@code Buffer.from(JSON.stringify({processId, name, version})).toString("base64")}. */
    static Stream<Arguments> whatJavaScriptWrites() {
        return Stream.of(
                Arguments.of(
                        new Subject("p1", "summary", "1.0.0"),
                        "eyJwcm9jZXNzSWQiOiJwMSIsIm5hbWUiOiJzdW1tYXJ5IiwidmVyc2lvbiI6IjEuMC4wIn0="),
                Arguments.of(
                        new Subject("7f3c/ü–日本 😀", "book.summary-2", "1.10.0"),
                        "eyJwcm9jZXNzSWQiOiI3ZjNjL8O84oCT5pel5pysIPCfmIAiLCJuYW1lIjoiYm9vay5zdW1tYXJ5LTIiLCJ2"
                                + "ZXJzaW9uIjoiMS4xMC4wIn0="),
                Arguments.of(
                        new Subject("a \"quoted\" \\ back\nline\ttab", "s_1", "0.0.1"),
                        "eyJwcm9jZXNzSWQiOiJhIFwicXVvdGVkXCIgXFwgYmFja1xubGluZVx0dGFiIiwibmFtZSI6InNfMSIsInZl"
                                + "cnNpb24iOiIwLjAuMSJ9"),
                Arguments.of(
                        new Subject("esc\u001bdel\u007fls\u2028é\u0000", "summary", "1.0.0"),
                        "eyJwcm9jZXNzSWQiOiJlc2NcdTAwMWJkZWx/bHPigKjDqVx1MDAwMCIsIm5hbWUiOiJzdW1tYXJ5IiwidmVy"
                                + "c2lvbiI6IjEuMC4wIn0="),
                Arguments.of(
                        new Subject("</script>", "summary", "10.20.30"),
                        "eyJwcm9jZXNzSWQiOiI8L3NjcmlwdD4iLCJuYW1lIjoic3VtbWFyeSIsInZlcnNpb24iOiIxMC4yMC4zMCJ9"));
    }

    @Test
    void peopleReadItOnOneLine() {
        assertThat(new Subject("p1", "order", "1.0.0")).hasToString("order 1.0.0 'p1'");
        assertThat(new Subject("a\nb\u001b[2J", "order", "1.0.0")).hasToString("order 1.0.0 'a\uFFFDb\uFFFD[2J'");
        assertThat(new Subject("x".repeat(500), "order", "1.0.0"))
                .hasToString("order 1.0.0 '" + "x".repeat(100) + "…'");
    }

    @ParameterizedTest
    @MethodSource("whatJavaScriptWrites")
    void isWrittenAsJavaScriptWritesIt(Subject subject, String text) {
        assertThat(subject.encode()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("whatJavaScriptWrites")
    void isReadAsJavaScriptWritesIt(Subject subject, String text) {
        assertThat(Subject.parse(text)).isEqualTo(subject);
    }

    @ParameterizedTest
    @MethodSource("whatJavaScriptWrites")
    void isReadInTheAlphabetForUrlsAndWithoutPadding(Subject subject, String text) {
        var urlSafe = text.replace('+', '-').replace('/', '_').replace("=", "");

        assertThat(Subject.parse(urlSafe)).isEqualTo(subject);
        assertThat(Subject.parse(text.replace("=", ""))).isEqualTo(subject);
        assertThat(Subject.parse(urlSafe).encode()).isEqualTo(text);
    }

    @Test
    void theOrderOfKeysSpacesAndFurtherKeysMakeNoOtherSubject() {
        var other = base64("""
                { "version": "1.0.0", "tenant": "x", "processId": "p1", "name": "summary" }""");

        assertThat(Subject.parse(other)).isEqualTo(new Subject("p1", "summary", "1.0.0"));
        assertThat(Subject.parse(other).encode())
                .isEqualTo("eyJwcm9jZXNzSWQiOiJwMSIsIm5hbWUiOiJzdW1tYXJ5IiwidmVyc2lvbiI6IjEuMC4wIn0=");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', useHeadersInDisplayName = true, textBlock = """
            JSON                                                      | REASON
            {"name":"summary","version":"1.0.0"}                      | its JSON has no text under 'processId'
            {"processId":7,"name":"summary","version":"1.0.0"}        | its JSON has no text under 'processId'
            {"processId":"","name":"summary","version":"1.0.0"}       | processId is empty
            {"processId":"p1","version":"1.0.0"}                      | its JSON has no text under 'name'
            {"processId":"p1","name":"sum mary","version":"1.0.0"}    | 'sum mary' is no name of an orchestrator
            {"processId":"p1","name":"","version":"1.0.0"}            | '' is no name of an orchestrator
            {"processId":"p1","name":"a..b","version":"1.0.0"}        | 'a..b' is no name of an orchestrator
            {"processId":"p1","name":"summary"}                       | its JSON has no text under 'version'
            {"processId":"p1","name":"summary","version":"1.0"}       | '1.0' is no version; one looks like 1.0.0
            {"processId":"p1","name":"summary","version":"v1.0.0"}    | 'v1.0.0' is no version; one looks like 1.0.0
            {"processId":"p1","name":"summary","version":"1.0.0-rc"}  | '1.0.0-rc' is no version; one looks like 1.0.0
            ["p1","summary","1.0.0"]                                  | its base64 does not hold a JSON object
            "p1"                                                      | its base64 does not hold a JSON object
            {"processId":"p1","name":"summary","version":"1.0.0"} {}  | its base64 does not hold a JSON object
            hello                                                     | its base64 does not hold a JSON object
            """)
    void jsonThatIsNoSubjectIsRefusedWithTheReason(String json, String reason) {
        assertThatThrownBy(() -> Subject.parse(base64(json)))
                .isInstanceOf(SubjectException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-17", "not base64!", "e30=e30=", "A", "eyJ wcm9j"})
    void garbageIsRefused(String text) {
        assertThatThrownBy(() -> Subject.parse(text)).isInstanceOf(SubjectException.class);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        var bytes =
                "{\"processId\":\"p_1\",\"name\":\"summary\",\"version\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
        bytes[15] = (byte) 0xff;

        assertThatThrownBy(() -> Subject.parse(Base64.getEncoder().encodeToString(bytes)))
                .hasMessage("its base64 does not hold a JSON object");
    }

    @Test
    void halfACharacterIsRefused() {
        var half = base64("{\"processId\":\"\\ud83d\",\"name\":\"summary\",\"version\":\"1.0.0\"}");

        assertThatThrownBy(() -> Subject.parse(half)).isInstanceOf(SubjectException.class);
    }

    @Test
    void aSubjectThatIsTooLongIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> Subject.parse("A".repeat(Subject.MAX_LENGTH + 1)))
                .isInstanceOf(SubjectException.class)
                .hasMessageContaining("characters, more than " + Subject.MAX_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "日", "\u0001", "😀"})
    void theLongestProcessIdThatAStartMayBringCanBeReadAgain(String character) {
        var subject = new Subject(character.repeat(512), "n".repeat(100), "999999999.999999999.999999999");

        assertThat(Subject.parse(subject.encode())).isEqualTo(subject);
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void inAUrlItStandsInTheAlphabetThatMeansNothingElseThere() {
        var subject = new Subject("p?>~ü", "ticket", "1.0.0");
        assertThat(subject.encode()).containsPattern("[+/]");
        assertThat(subject.encodeForUrl()).matches("[A-Za-z0-9_-]+");
        assertThat(Subject.parse(subject.encodeForUrl())).isEqualTo(subject);
    }
}
