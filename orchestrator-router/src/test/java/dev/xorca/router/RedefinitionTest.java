package dev.xorca.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.dsl.Machine;
import dev.xorca.schemas.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that are deployed again, and what is told of those that are not the same any more. */
class RedefinitionTest {

    @Test
    void aMachineThatIsTheSameIsNoRedefinition() {
        assertThat(Redefinition.of(deployed(TestMachines.SUMMARY), RouterScenario.machines(TestMachines.SUMMARY)))
                .isEmpty();
        assertThat(Redefinition.of(List.of(), RouterScenario.machines(TestMachines.SUMMARY)))
                .isEmpty();
    }

    @Test
    void anotherVersionIsNoRedefinition() {
        var machines = RouterScenario.machines(
                TestMachines.SUMMARY, TestMachines.summary("1.1.0").replace("Failed", "Broken"));
        assertThat(Redefinition.of(deployed(TestMachines.SUMMARY), machines)).isEmpty();
    }

    @Test
    void anotherMachineOfTheSameNameAndVersionIs() {
        var machines = RouterScenario.machines(
                TestMachines.SUMMARY.replace("stars > 3", "stars > 4"),
                TestMachines.summary("2.0.0").replace("context.text}", "context.text} "));
        var found = Redefinition.of(deployed(TestMachines.SUMMARY, TestMachines.summary("2.0.0")), machines);

        assertThat(found).hasSize(2);
        assertThat(found.get(0).differences())
                .containsExactly("changed /states/FetchBook/on/evt.book.rated/guard: "
                        + "\"event.data.stars > 3\" -> \"event.data.stars > 4\"");
        assertThat(found.get(0).earlier().hash())
                .isNotEqualTo(found.get(0).now().hash());
        assertThat(found.get(0).problem()).isEqualTo("""
                test.machine.yaml: summary 1.0.0 was deployed with another definition; give this one a higher version. \
                It differs in:
                  changed /states/FetchBook/on/evt.book.rated/guard: "event.data.stars > 3" -> "event.data.stars > 4\"""");
        assertThat(found.get(1).now().machine()).hasToString("summary 2.0.0");
    }

    @Test
    void theLastDefinitionThatWasDeployedCounts() {
        var first = Definition.of(RouterScenario.document(TestMachines.SUMMARY));
        var last = Definition.of(RouterScenario.document(TestMachines.SUMMARY.replace("Failed", "Broken")));
        var machines = RouterScenario.machines(TestMachines.SUMMARY);
        assertThat(Redefinition.of(List.of(last, first), machines)).isEmpty();
        assertThat(Redefinition.of(List.of(first, last), machines)).hasSize(1);
    }

    @Test
    void aMachineInJavaDiffersByItsStructure() {
        var before = Definition.read(Definition.of(inJava("Done").build()).bytes());
        var now = inJava("Failed")
                .retention(Duration.ofDays(1))
                .state("Extra", extra -> {})
                .build();
        assertThat(Redefinition.of(List.of(before), Machines.of(List.of(now))))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.differences())
                            .containsExactly(
                                    "changed /states/paying.Waiting/transitions/0/targets/0: "
                                            + "\"paying.Done\" -> \"paying.Failed\"",
                                    "added /states/paying.Extra: "
                                            + "{\"path\":\"Extra\",\"id\":\"paying.Extra\",\"kind\":\"ATOMIC\",\"tags\":[…",
                                    "added /retention: {\"done\":\"PT24H\",\"failed\":\"PT24H\",\"terminated\":\"PT24H\"}");
                });
    }

    private static Machine<Map<String, Object>> inJava(String end) {
        return Machine.named("paying")
                .context(Map.of())
                .initial("Waiting")
                .state("Waiting", waiting -> waiting.on("evt.paid", end))
                .finalState("Done")
                .finalState("Failed", failed -> failed.failed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}             | {"a":2}           | changed /a: 1 -> 2
            {"a":1}             | {"a":1.0}         | changed /a: 1 -> 1.0
            {"a":null}          | {}                | removed /a: null
            {}                  | {"a":null}        | added /a: null
            {"a":{"b":[1]}}     | {"a":{}}          | removed /a/b: [1]
            {"a":{}}            | {"a":[]}          | changed /a: {} -> []
            {"a/b":{"~":1}}     | {"a/b":{"~":2}}   | changed /a~1b/~0: 1 -> 2
            {"a":1,"b":2,"c":3} | {"a":1,"c":3,"b":2} | reordered /: ["b","c"] -> ["c","b"]
            {"a":1,"b":2}       | {"b":2,"c":3,"a":0} | changed /a: 1 -> 0; added /c: 3; reordered /: ["a","b"] -> ["b","a"]
            [1,2,3]             | [1,9,3]           | changed /1: 2 -> 9
            [1,2,3]             | [1,3]             | removed /1: 2
            [1,3]               | [1,2,3]           | added /1: 2
            [1,2,3,4]           | [1,9,4]           | changed /1: 2 -> 9; removed /2: 3
            [1,4]               | [1,2,3,4]         | added /1: 2; added /2: 3
            [1,1]               | [1]               | removed /1: 1
            []                  | [1,2]             | added /0: 1; added /1: 2
            [0,{"a":1,"b":2}]   | [7,0,{"b":2,"a":1}] | reordered /2: ["a","b"] -> ["b","a"]; added /0: 7
            1                   | 2                 | changed /: 1 -> 2
            {"a":[1,{"b":2}]}   | {"a":[1,{"b":2}]} | ``
            """)
    void whatDiffersIsToldWithItsPlace(String before, String after, String differences) {
        assertThat(String.join("; ", JsonDifference.lines(Json.read(before), Json.read(after))))
                .isEqualTo(differences);
    }

    @Test
    void longListsAndLongValuesAreShortened() {
        var lines = JsonDifference.lines(
                Map.of(), Json.read("{" + "\"%s\":1,".repeat(29).formatted(numbers(29)) + "\"text\":\"x\"}"));
        assertThat(lines)
                .hasSize(JsonDifference.MAX_LINES + 1)
                .startsWith("added /k0: 1")
                .endsWith("and 10 more");
        assertThat(JsonDifference.lines("x".repeat(1_000), "y".repeat(1_000)))
                .singleElement()
                .satisfies(line -> assertThat(line).hasSizeLessThan(160).startsWith("changed /: \"xxx"));
        assertThat(JsonDifference.lines(Map.of("k".repeat(1_000), 1L), Map.of()))
                .singleElement()
                .satisfies(line -> assertThat(line).hasSizeLessThan(220));
    }

    private static Object[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i).toArray();
    }

    @Test
    void definitionsSurviveTheirBytes() {
        for (var text : List.of(
                TestMachines.SUMMARY,
                "name: m\nmeta: { a: [1, 1.5, 1e2, true, null, 'ü'], b: {} }\nearly: { evt.a: { keep: PT1M } }")) {
            var document = RouterScenario.document(text);
            var read = Definition.read(Definition.of(document).bytes());
            assertThat(read).isEqualTo(Definition.of(document));
            assertThat(JsonDifference.lines(document.definition(), read.json())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"name\":\"m\",\"version\":1,\"hash\":\"\",\"definition\":{}}",
                "{\"name\":\"m\",\"version\":\"1.0.0\",\"hash\":\"\",\"definition\":[]}"
            })
    void whatIsNoDefinitionIsRefused(String text) {
        assertThatThrownBy(() -> Definition.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not the definition of a machine: ");
    }

    private static List<Definition> deployed(String... documents) {
        return RouterScenario.machines(documents).all().stream()
                .map(Definition::of)
                .toList();
    }
}
