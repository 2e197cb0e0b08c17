package dev.xorca.machine.random;

import dev.xorca.statechart.Event;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Runs a machine and tells what came of every input, in the lines of conformance/README.md. */
final class Lines {
    private Lines() {}

    static List<Map<String, Object>> of(Machine machine, List<Map<String, Object>> inputs) {
        var simulation = new Simulation(machine, null, Instant.EPOCH);
        var lines = new ArrayList<Map<String, Object>>();
        lines.add(line(null, simulation, simulation.start()));
        for (var input : inputs) {
            if (input.get("advance") instanceof String time) {
                lines.add(line(null, simulation, simulation.advance(Duration.parse(time))));
            } else {
                var event = event(input);
                lines.add(line(event.type(), simulation, simulation.send(event)));
            }
        }
        return lines;
    }

    static Event event(Map<String, Object> input) {
        return Event.of((String) input.get("type"), input.getOrDefault("data", Map.of()));
    }

    private static Map<String, Object> line(String event, Simulation simulation, Simulation.Outcome outcome) {
        var line = new LinkedHashMap<String, Object>();
        var state = simulation.state();
        line.put("event", event);
        line.put(
                "configuration",
                state.map(now -> List.copyOf(new TreeSet<>(now.configuration().leaves())))
                        .orElse(List.of()));
        line.put(
                "status",
                state.map(now -> now.status().name().toLowerCase(Locale.ROOT)).orElse("error"));
        line.put("context", state.map(now -> now.context()).orElse(Map.of()));
        line.put(
                "emitted",
                outcome.emitted().stream()
                        .map(emit -> Map.of("type", emit.type(), "data", emit.data()))
                        .toList());
        state.map(now -> now.output()).ifPresent(output -> line.put("output", output));
        if (outcome.error() != null) {
            line.put("error", String.valueOf(outcome.error().getMessage()));
        }
        return line;
    }
}
