package dev.xorca.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
        var simulation = new Simulation(document.machine(), null, Instant.EPOCH);
        var printed = new ArrayList<Map<String, Object>>();
        printed.add(line(null, simulation, simulation.start()));
        for (var input : Files.readAllLines(FOLDER.resolve(name + ".events.jsonl"))) {
            var object = Json.object(Json.read(input));
            if (object.containsKey("advance")) {
                printed.add(line(null, simulation, simulation.advance(Duration.parse((String) object.get("advance")))));
            } else {
                var type = (String) object.get("type");
                var event = Event.of(type, object.getOrDefault("data", Map.of()));
                printed.add(line(type, simulation, simulation.send(event)));
            }
        }
        var expected = Files.readAllLines(FOLDER.resolve(name + ".expected.jsonl")).stream()
                .map(text -> Json.object(Json.read(text)))
                .toList();
        assertThat(printed).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(printed.get(i)).as("line %d of %s", i + 1, name).isEqualTo(expected.get(i));
        }
    }

    private static Map<String, Object> line(String event, Simulation simulation, Simulation.Outcome outcome) {
        var line = new LinkedHashMap<String, Object>();
        var state = simulation.state();
        line.put("event", event);
        line.put(
                "configuration",
                state.map(s -> List.copyOf(new TreeSet<>(s.configuration().leaves())))
                        .orElse(List.of()));
        line.put(
                "status",
                state.map(s -> s.status().name().toLowerCase(java.util.Locale.ROOT))
                        .orElse("error"));
        line.put("context", state.map(s -> s.context()).orElse(Map.of()));
        line.put(
                "emitted",
                outcome.emitted().stream()
                        .map(emit -> Map.of("type", emit.type(), "data", emit.data()))
                        .toList());
        state.map(s -> s.output()).ifPresent(output -> line.put("output", output));
        if (outcome.error() != null) {
            line.put("error", Map.of());
        }
        return line;
    }
}
