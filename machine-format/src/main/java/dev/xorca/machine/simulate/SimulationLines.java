package dev.xorca.machine.simulate;

import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.StepException;
import dev.xorca.statechart.simulation.Simulation;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A simulation that is told and answers in lines of JSON, one for the start and one for each input. The format is that of
 * the conformance cases. Data is held against the schemas of the document first, as the router does; what breaks them, or
 * is no input at all, changes nothing and has a line with {@code error} like a step that fails. Not safe for several
 * threads.
 */
public final class SimulationLines {
    private final MachineDocument document;
    private final Simulation simulation;
    private final @Nullable Object input;

    /**
     * Prepares a run; {@link #start()} begins it.
     *
     * @param input what the orchestration is started with, a JSON value
     * @param now where virtual time begins
     */
    public SimulationLines(MachineDocument document, @Nullable Object input, Instant now) {
        this.document = document;
        this.input = input;
        this.simulation = new Simulation(document.machine(), input, now);
    }

    /** Takes the written lines one by one. */
    public interface Output {
        void write(String line) throws IOException;
    }

    /**
     * Starts, then takes line after line until there are no more. Blank lines are no input.
     *
     * @return what was wrong with the input lines that could not be understood, each with its number
     */
    public List<String> run(BufferedReader lines, Output output) throws IOException {
        var misunderstood = new ArrayList<String>();
        output.write(text(start()));
        int number = 0;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                output.write(text(take(SimulationInput.read(line))));
            } catch (BadInputException e) {
                var message = "line " + number + ": " + e.getMessage();
                misunderstood.add(message);
                output.write(text(line(null, List.of(), error("bad-input", message, "", ""))));
            }
        }
        return misunderstood;
    }

    /** The line of the start. */
    public Map<String, Object> start() {
        var refusal = document.input() == null
                ? null
                : refusal("the input", document.input(), input == null ? Map.of() : input);
        if (refusal != null) {
            return line(null, List.of(), refusal);
        }
        return line(null, simulation::start);
    }

    /**
     * The line that answers an input.
     *
     * @throws BadInputException when it is none
     */
    public Map<String, Object> take(String input) {
        return take(SimulationInput.read(input));
    }

    Map<String, Object> take(SimulationInput input) {
        var event = input.event();
        if (event == null) {
            var advance = input.advance();
            return line(null, () -> simulation.advance(advance == null ? Duration.ZERO : advance));
        }
        var schema = isActive() ? document.accepts().get(event.type()) : null;
        var refusal = schema == null ? null : refusal("the data of " + event.type(), schema, event.data());
        return refusal == null
                ? line(event.type(), () -> simulation.send(event))
                : line(event.type(), List.of(), refusal);
    }

    Simulation simulation() {
        return simulation;
    }

    MachineDocument document() {
        return document;
    }

    boolean isActive() {
        return simulation
                .state()
                .filter(state -> state.status() == MachineState.Status.ACTIVE)
                .isPresent();
    }

    private static @Nullable Map<String, Object> refusal(String what, PayloadSchema schema, @Nullable Object value) {
        var violations = schema.check(value);
        if (violations.isEmpty()) {
            return null;
        }
        var why = violations.stream().map(Object::toString).collect(Collectors.joining("; "));
        return error("schema", what + " breaks its schema: " + why, "", "");
    }

    private Map<String, Object> line(@Nullable String event, Supplier<Simulation.Outcome> step) {
        Simulation.Outcome outcome;
        try {
            outcome = step.get();
        } catch (IllegalStateException | DateTimeException | ArithmeticException e) {
            // The clock's own limits, which no machine should come near.
            return line(event, List.of(), error("time-limit", String.valueOf(e.getMessage()), "", ""));
        }
        var emitted = new ArrayList<Map<String, Object>>();
        for (var emit : outcome.emitted()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("type", emit.type());
            one.put("data", emit.data());
            emitted.add(one);
        }
        return line(event, emitted, outcome.error() == null ? null : error(outcome.error()));
    }

    private Map<String, Object> line(
            @Nullable String event, List<Map<String, Object>> emitted, @Nullable Map<String, Object> error) {
        var line = new LinkedHashMap<String, Object>();
        var state = simulation.state();
        line.put("event", event);
        line.put("configuration", state.map(SimulationLines::leaves).orElse(List.of()));
        line.put(
                "status",
                state.map(now -> now.status().name().toLowerCase(Locale.ROOT)).orElse("error"));
        line.put("context", state.map(MachineState::context).orElse(Map.of()));
        line.put("emitted", emitted);
        state.map(MachineState::output).ifPresent(output -> line.put("output", output));
        if (error != null) {
            line.put("error", error);
        }
        return line;
    }

    /** The innermost active states, sorted; the root itself has no path. */
    private static List<String> leaves(MachineState state) {
        return state.configuration().leaves().stream()
                .filter(path -> !path.isEmpty())
                .sorted()
                .toList();
    }

    private static String text(Map<String, Object> line) {
        try {
            return Json.text(line);
        } catch (IllegalArgumentException e) {
            var shorter = new LinkedHashMap<>(line);
            shorter.put("context", Map.of());
            shorter.put("emitted", List.of());
            shorter.remove("output");
            shorter.put("error", error("too-deep", "the line cannot be written: " + e.getMessage(), "", ""));
            return Json.text(shorter);
        }
    }

    private static Map<String, Object> error(StepException e) {
        return error(e.reason().code(), String.valueOf(e.getMessage()), e.state(), e.at());
    }

    private static Map<String, Object> error(String code, String message, String state, String where) {
        var error = new LinkedHashMap<String, Object>();
        error.put("code", code);
        error.put("message", message);
        if (!state.isEmpty()) {
            error.put("state", state);
        }
        if (!where.isEmpty()) {
            error.put("where", where);
        }
        return error;
    }
}
