package dev.xorca.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.simulate.SimulationLines;
import dev.xorca.machine.simulate.StatechartRun;
import dev.xorca.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The statechart cases of the conformance folder: machine, events, expected lines. */
class ConformanceTest {
    private static final Path FOLDER = Path.of("src/test/resources/conformance");

    static Stream<String> cases() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".machine.json"))
                    .map(name -> name.replace(".machine.json", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theMachineDoesWhatTheCaseSays(String name) throws IOException {
        var document = new MachineDocuments().read(FOLDER.resolve(name + ".machine.json"));
        var run = new SimulationLines(new StatechartRun(document, null, Instant.EPOCH));
        var printed = new ArrayList<Map<String, Object>>();
        printed.add(run.start());
        for (var input : Files.readAllLines(FOLDER.resolve(name + ".events.jsonl"))) {
            printed.add(run.take(input));
        }
        var expected = Files.readAllLines(FOLDER.resolve(name + ".expected.jsonl")).stream()
                .map(text -> Json.object(Json.read(text)))
                .toList();
        assertThat(printed).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(withoutErrorDetails(printed.get(i)))
                    .as("line %d of %s", i + 1, name)
                    .isEqualTo(expected.get(i));
        }
    }

    /** What went wrong is for people; the cases only say that something did. */
    private static Map<String, Object> withoutErrorDetails(Map<String, Object> line) {
        var same = new LinkedHashMap<>(line);
        same.computeIfPresent("error", (key, error) -> {
            assertThat(Json.object(error)).containsKeys("message", "code");
            return Map.of();
        });
        return same;
    }
}
