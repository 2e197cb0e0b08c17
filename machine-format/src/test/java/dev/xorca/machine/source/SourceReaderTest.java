package dev.xorca.machine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.MachineDocuments;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents as trees that know where they stand, and what is too large to be one. */
class SourceReaderTest {

    @Test
    void everyNodeKnowsItsPlace() {
        for (var file : List.of("m.yaml", "m.json")) {
            var root = (SourceNode.Mapping) read(file, "{\n  \"a\": [1,\n    \"x\"],\n  \"b\": {\"c\": null}\n}");
            assertThat(List.of(root.line(), root.column())).as(file).isEqualTo(List.of(1, 1));
            var a = root.entries().get("a");
            assertThat(List.of(a.line(), a.column())).as(file).isEqualTo(List.of(2, 3));
            var items = ((SourceNode.Sequence) a.value()).items();
            assertThat(List.of(items.get(0).line(), items.get(0).column()))
                    .as(file)
                    .isEqualTo(List.of(2, 9));
            assertThat(List.of(items.get(1).line(), items.get(1).column()))
                    .as(file)
                    .isEqualTo(List.of(3, 5));
            var b = root.entries().get("b").value();
            assertThat(List.of(b.line(), b.column())).as(file).isEqualTo(List.of(4, 8));
        }
    }

    @Test
    void aTreeIsAValueWithoutItsPlaces() {
        var text = "{\"z\": [1, 2.5, true, null], \"a\": {}, \"s\": \"\\u00e9\"}";
        for (var file : List.of("m.yaml", "m.json")) {
            var value = (Map<?, ?>) read(file, text).value();
            assertThat(value.keySet().stream().map(String::valueOf)).as(file).containsExactly("z", "a", "s");
            assertThat(value).as(file).hasToString("{z=[1, 2.5, true, null], a={}, s=é}");
        }
    }

    @Test
    void aKindIsToldInWords() {
        var kinds = ((SourceNode.Sequence) read("m.yaml", "[a, 1, 1.5, true, null, [], {}]"))
                .items().stream().map(SourceNode::kind);
        assertThat(kinds)
                .containsExactly("a string", "a number", "a number", "a boolean", "null", "a list", "an object");
    }

    static Stream<Arguments> tooLarge() {
        var bomb = new StringBuilder("name: m\nx-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            var use = "*a" + (i - 1);
            bomb.append("x-").append(i).append(": &a").append(i).append(" [").append(use);
            bomb.append((", " + use).repeat(9)).append("]\n");
        }
        return Stream.of(
                arguments("brackets, YAML", "m.yaml", "name: m\nx-a: " + "[".repeat(1_000_000), "limit-depth"),
                arguments("braces, YAML", "m.yaml", "name: m\nx-a: " + "{a: ".repeat(100_000), "limit-depth"),
                arguments("lists, YAML", "m.yaml", "- ".repeat(100_000), "limit-depth"),
                arguments("a little too deep, YAML", "m.yaml", "x-a: " + brackets(200), "limit-depth"),
                arguments("brackets, JSON", "m.json", "{\"x-a\":" + "[".repeat(1_000_000), "limit-depth"),
                arguments("a little too deep, JSON", "m.json", "{\"x-a\":" + brackets(200) + "}", "limit-depth"),
                arguments("aliases of aliases", "m.yaml", bomb.toString(), "limit-nodes"),
                arguments("an alias within itself", "m.yaml", "name: m\nx-a: &a [*a]", "limit-depth"),
                arguments(
                        "aliases of a long string",
                        "m.yaml",
                        "name: m\nx-s: &s " + "x".repeat(60_000) + "\nx-l: [" + "*s,".repeat(100_000) + "]",
                        "limit-characters"),
                arguments("values, YAML", "m.yaml", "name: m\nx-a: [" + "1,".repeat(300_000) + "]", "limit-nodes"),
                arguments("values, JSON", "m.json", "{\"x-a\":[1" + ",1".repeat(300_000) + "]}", "limit-nodes"),
                arguments("a string, YAML", "m.yaml", "description: " + "x".repeat(1_000_000), "limit-string-length"),
                arguments(
                        "a string, JSON",
                        "m.json",
                        "{\"description\":\"" + "x".repeat(1_000_000) + "\"}",
                        "limit-string-length"),
                arguments("a key, YAML", "m.yaml", "? " + "x".repeat(1_000_000) + "\n: 1", "limit-string-length"),
                arguments("a key, JSON", "m.json", "{\"" + "x".repeat(1_000_000) + "\":1}", "limit-string-length"),
                arguments("characters, YAML", "m.yaml", "name: m\n#" + "x".repeat(5_000_000), "limit-characters"),
                arguments("characters, JSON", "m.json", " ".repeat(5_000_000), "limit-characters"),
                arguments(
                        "states",
                        "m.yaml",
                        "name: m\ninitial: s0\nstates:\n"
                                + IntStream.rangeClosed(0, 10_000)
                                        .mapToObj(i -> "  s" + i + ": {}\n")
                                        .collect(Collectors.joining()),
                        "limit-states"),
                arguments(
                        "levels of states",
                        "m.json",
                        "{\"name\":\"m\"" + ",\"initial\":\"s\",\"states\":{\"s\":{\"x-a\":1".repeat(64)
                                + "}}".repeat(64) + "}",
                        "limit-depth"),
                arguments(
                        "properties of a schema",
                        "m.yaml",
                        "name: m\nschemas:\n  input:\n    properties:\n"
                                + IntStream.range(0, 20_000)
                                        .mapToObj(i -> "      p" + i + ": {}\n")
                                        .collect(Collectors.joining()),
                        "limit-schema-values"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLarge")
    @Timeout(20)
    void whatIsTooLargeIsRefusedSoonWithTheNameOfTheLimit(String what, String file, String document, String rule) {
        var failure = catchThrowableOfType(DocumentException.class, () -> new MachineDocuments().read(file, document));
        assertThat(failure).as(what).isNotNull();
        assertThat(failure.problems()).as(what).hasSize(1);
        assertThat(failure.problems().get(0).rule()).as(what).isEqualTo(rule);
        assertThat(failure.problems().get(0).message())
                .as(what)
                .contains("more than ")
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void whatALimitAllowsIsRead(String file, String text, SourceLimits limits) {
        assertThat(SourceReader.read(file, text, limits)).isNotNull();
        for (var smaller : List.of(
                new SourceLimits(limits.characters() - 1, limits.nodes(), limits.depth(), limits.stringLength()),
                new SourceLimits(limits.characters(), limits.nodes() - 1, limits.depth(), limits.stringLength()),
                new SourceLimits(limits.characters(), limits.nodes(), limits.depth() - 1, limits.stringLength()),
                new SourceLimits(limits.characters(), limits.nodes(), limits.depth(), limits.stringLength() - 1))) {
            assertThat(catchThrowableOfType(SourceException.class, () -> SourceReader.read(file, text, smaller)))
                    .as("%s within %s", text, smaller)
                    .isNotNull()
                    .satisfies(e -> assertThat(e.rule()).startsWith("limit-"));
        }
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                arguments("m.yaml", "{a: [xyz, 1]}", new SourceLimits(13, 4, 3, 3)),
                arguments("m.json", "{\"a\":[\"xyz\",1]}", new SourceLimits(15, 4, 3, 3)));
    }

    private static SourceNode read(String file, String text) {
        return SourceReader.read(file, text, SourceLimits.DEFAULT);
    }

    private static String brackets(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
