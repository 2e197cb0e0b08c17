package dev.xorca.machine.simulate;

import dev.xorca.schemas.Json;
import dev.xorca.statechart.MachineState;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run that is told and answers in lines of JSON, one for the start and one for each input. The format is that of the
 * conformance cases. What breaks a schema, or is no input at all, changes nothing and has a line with {@code error} like a
 * step that fails. Not safe for several threads.
 */
public final class SimulationLines {
    private final Run run;

    public SimulationLines(Run run) {
        this.run = run;
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
                output.write(text(line(failed(null, "bad-input", message))));
            }
        }
        return misunderstood;
    }

    /** The line of the start. */
    public Map<String, Object> start() {
        return line(null, run::start);
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
        return line(input instanceof SimulationInput.Offer offer ? offer.event().type() : null, () -> input.to(run));
    }

    private Map<String, Object> line(@Nullable String event, Supplier<Run.Outcome> step) {
        try {
            return line(step.get());
        } catch (IllegalStateException | DateTimeException | ArithmeticException e) {
            // The clock's own limits, which no machine should come near.
            return line(failed(event, "time-limit", String.valueOf(e.getMessage())));
        }
    }

    private static Run.Outcome failed(@Nullable String event, String code, String message) {
        return new Run.Outcome(event, List.of(), Run.Failure.of(code, message));
    }

    private Map<String, Object> line(Run.Outcome outcome) {
        var line = new LinkedHashMap<String, Object>();
        line.put("event", outcome.event());
        line.put("configuration", run.state().map(SimulationLines::leaves).orElse(List.of()));
        line.put("status", run.status());
        line.put("context", run.state().map(MachineState::context).orElse(Map.of()));
        line.put(
                "emitted",
                outcome.emitted().stream().map(SimulationLines::emitted).toList());
        var output = run.output();
        if (output != null) {
            line.put("output", output);
        }
        var asked = run.asked();
        if (!asked.isEmpty()) {
            line.put("asked", asked.stream().map(this::asked).toList());
        }
        var children = run.children();
        if (!children.isEmpty()) {
            line.put("children", children.stream().map(SimulationLines::child).toList());
        }
        if (outcome.failure() != null) {
            line.put("error", error(outcome.failure()));
        }
        return line;
    }

    private static Map<String, Object> emitted(Run.Emitted emitted) {
        var one = new LinkedHashMap<String, @Nullable Object>();
        one.put("type", emitted.type());
        one.put("data", emitted.data());
        putUnlessEmpty(one, "asks", emitted.asks());
        putUnlessEmpty(one, "machine", emitted.machine());
        return one;
    }

    private Map<String, Object> asked(Run.Asked asked) {
        var one = new LinkedHashMap<String, Object>();
        one.put("name", asked.name());
        if (!asked.machine().equals(run.document().machine().name())) {
            one.put("machine", asked.machine());
        }
        one.put("status", asked.status());
        one.put("attempt", (long) asked.attempt());
        if (asked.progress() != null) {
            one.put("done", (long) asked.progress().done());
            one.put("failed", (long) asked.progress().failed());
            one.put("total", (long) asked.progress().total());
        }
        if (asked.deadline() != null) {
            one.put("deadline", asked.deadline().toString());
        }
        if (asked.again() != null) {
            one.put("again", asked.again().toString());
        }
        if (asked.fault() != null) {
            one.put("fault", error(asked.fault()));
        }
        return one;
    }

    private static Map<String, Object> child(Run.Child child) {
        var one = new LinkedHashMap<String, Object>();
        one.put("machine", child.machine());
        one.put("configuration", child.configuration());
        one.put("status", child.status());
        return one;
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
            shorter.put("error", error(Run.Failure.of("too-deep", "the line cannot be written: " + e.getMessage())));
            return Json.text(shorter);
        }
    }

    private static Map<String, Object> error(Run.Failure failure) {
        var error = new LinkedHashMap<String, Object>();
        error.put("code", failure.code());
        error.put("message", failure.message());
        putUnlessEmpty(error, "state", failure.state());
        putUnlessEmpty(error, "where", failure.where());
        return error;
    }

    private static void putUnlessEmpty(Map<String, Object> object, String key, String value) {
        if (!value.isEmpty()) {
            object.put(key, value);
        }
    }
}
