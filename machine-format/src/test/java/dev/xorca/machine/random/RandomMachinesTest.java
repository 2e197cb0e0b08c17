package dev.xorca.machine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Configuration;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Interpreter;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.StepException;
import dev.xorca.statechart.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Machines and inputs from seeds: what must hold for every machine, holds for these. A failure names its seed.
 */
class RandomMachinesTest {
    private static final int PER_START = 400;
    private static final int INPUTS = 20;
    private static final Duration NEVER_A_HANG = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(longs = {0, 10_000, 20_000, 30_000, 40_000})
    void everyStepEndsInALegalConfigurationThatCanBeRestored(long first) {
        assertTimeoutPreemptively(NEVER_A_HANG, () -> {
            for (long seed = first; seed < first + PER_START; seed++) {
                run(seed);
            }
        });
    }

    @Test
    void equalRunsGiveEqualResults() {
        for (long seed = 50_000; seed < 50_000 + PER_START / 2; seed++) {
            var inputs = RandomMachine.inputs(seed, RandomMachine.Purpose.ALL, INPUTS);
            var once = Lines.of(read(seed).machine(), inputs);
            var again = Lines.of(read(seed).machine(), inputs);
            assertThat(again).as("seed %d", seed).isEqualTo(once);
        }
    }

    @Test
    void jsonAndYamlOfTheSameMachineAreTheSameMachine() {
        for (long seed = 60_000; seed < 60_000 + PER_START / 2; seed++) {
            var document = RandomMachine.document(seed, RandomMachine.Purpose.ALL);
            var json = new MachineDocuments().read("random.machine.json", Json.text(document));
            var yaml = new MachineDocuments().read("random.machine.yaml", Yaml.text(document));
            assertThat(yaml.hash()).as("seed %d", seed).isEqualTo(json.hash());
            var inputs = RandomMachine.inputs(seed, RandomMachine.Purpose.ALL, INPUTS);
            assertThat(Lines.of(yaml.machine(), inputs))
                    .as("seed %d", seed)
                    .isEqualTo(Lines.of(json.machine(), inputs));
        }
    }

    private static MachineDocument read(long seed) {
        var document = RandomMachine.document(seed, RandomMachine.Purpose.ALL);
        return new MachineDocuments().read("random.machine.json", Json.text(document));
    }

    /** Runs one machine; what is thrown other than a step's own failure ends the test. */
    private static void run(long seed) {
        try {
            var machine = read(seed).machine();
            var simulation = new Simulation(machine, null, Instant.EPOCH);
            simulation.start();
            check(simulation, Event.of("go"));
            for (var input : RandomMachine.inputs(seed, RandomMachine.Purpose.ALL, INPUTS)) {
                if (input.get("advance") instanceof String time) {
                    simulation.advance(Duration.parse(time));
                } else {
                    simulation.send(Lines.event(input));
                }
                check(simulation, Event.of(simulation.now().getEpochSecond() % 2 == 0 ? "go.on.now" : "stop"));
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }

    private static void check(Simulation simulation, Event probe) {
        if (simulation.state().isEmpty()) {
            return;
        }
        var machine = simulation.machine();
        var live = simulation.state().get();
        checkLegal(machine, live.configuration());
        if (live.status() == MachineState.Status.ACTIVE) {
            var restored = MachineState.active(machine, live.configuration().leaves(), live.context(), live.history());
            assertThat(restored).isEqualTo(live);
            assertThat(outcome(machine, restored, probe)).isEqualTo(outcome(machine, live, probe));
        }
    }

    /** The macrostep, or the message of what failed. */
    private static Object outcome(Machine machine, MachineState state, Event event) {
        try {
            return Interpreter.transition(machine, state, event, Environment.of(null, Instant.EPOCH));
        } catch (StepException e) {
            return e.getMessage();
        }
    }

    /** SCXML 3.11: the root, one child of each active compound state, all of a parallel one, ancestors of what is active. */
    private static void checkLegal(Machine machine, Configuration configuration) {
        var active = new HashSet<>(configuration.states());
        assertThat(active).contains(machine.root());
        for (var state : configuration.states()) {
            assertThat(state.kind()).isNotEqualTo(StateNode.Kind.HISTORY);
            state.parent().ifPresent(parent -> assertThat(active).contains(parent));
            var children = state.children().stream()
                    .filter(child -> child.kind() != StateNode.Kind.HISTORY)
                    .toList();
            var activeChildren = children.stream().filter(active::contains).toList();
            switch (state.kind()) {
                case COMPOUND ->
                    assertThat(activeChildren).as("below %s", state).hasSize(1);
                case PARALLEL ->
                    assertThat(activeChildren).as("below %s", state).isEqualTo(children);
                case ATOMIC, FINAL, HISTORY -> assertThat(activeChildren).isEmpty();
            }
        }
    }

    /** Just enough YAML for a machine document: nested maps in blocks, everything else in one line. */
    private static final class Yaml {
        static String text(Map<String, Object> document) {
            var text = new StringBuilder();
            write(document, "", text);
            return text.toString();
        }

        private static void write(Map<?, ?> map, String indent, StringBuilder text) {
            map.forEach((key, value) -> {
                text.append(indent).append(scalar(key)).append(':');
                if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                    text.append('\n');
                    write(inner, indent + "  ", text);
                } else {
                    text.append(' ').append(inLine(value)).append('\n');
                }
            });
        }

        private static String inLine(Object value) {
            if (value instanceof Map<?, ?> map) {
                var members = map.entrySet().stream()
                        .map(entry -> scalar(entry.getKey()) + ": " + inLine(entry.getValue()))
                        .toList();
                return "{ " + String.join(", ", members) + " }";
            } else if (value instanceof List<?> list) {
                return "[ " + String.join(", ", list.stream().map(Yaml::inLine).toList()) + " ]";
            }
            return value instanceof String ? scalar(value) : String.valueOf(value);
        }

        private static String scalar(Object value) {
            var text = String.valueOf(value);
            return text.matches("[a-z][a-z.]*[a-z]") ? text : "'" + text.replace("'", "''") + "'";
        }
    }
}
