package dev.xorca.machine.simulate;

import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import dev.xorca.schemas.example.Example;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.StateNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A simulation that a person leads: it shows where the machine is and what it waits for, and asks what happens next. */
public final class InteractiveSimulation {
    private static final String HELP = """
            Type the number or the type of an event, its data as JSON behind it if it has any:
              1 {"ok":true}      evt.book.fetch.error {"reason":"gone"}
            or:
              + PT10S            let time pass (ISO-8601); a plain + goes on to the next timer
              ?                  this text
              q                  quit
            """;

    private final SimulationLines lines;
    private final BufferedReader in;
    private final PrintWriter out;
    private List<String> accepted = List.of();

    public InteractiveSimulation(
            MachineDocument document, @Nullable Object input, Instant now, BufferedReader in, PrintWriter out) {
        this.lines = new SimulationLines(document, input, now);
        this.in = in;
        this.out = out;
    }

    /** Goes on until the machine is done or the person has had enough. */
    public void run() throws IOException {
        out.println(lines.document().machine() + "; ? explains what to type");
        show(lines.start());
        while (lines.isActive()) {
            out.print("> ");
            out.flush();
            var typed = in.readLine();
            if (typed == null || List.of("q", "quit", "exit").contains(typed.trim())) {
                return;
            }
            obey(typed.trim());
        }
    }

    private void obey(String typed) {
        if (typed.isEmpty()) {
            return;
        }
        if (typed.equals("?") || typed.equals("help")) {
            out.print(HELP);
            return;
        }
        try {
            show(lines.take(typed.startsWith("+") ? time(typed.substring(1).trim()) : event(typed)));
        } catch (BadInputException e) {
            out.println(e.getMessage() + "; ? explains what to type");
        }
    }

    private SimulationInput time(String typed) {
        if (!typed.isEmpty()) {
            return SimulationInput.advance(typed);
        }
        var waiting = lines.simulation().waiting();
        if (waiting.isEmpty()) {
            throw new BadInputException("no timer is set");
        }
        var wait = Duration.between(lines.simulation().now(), waiting.get(0).due());
        return SimulationInput.advance((wait.isNegative() ? Duration.ZERO : wait).toString());
    }

    private SimulationInput event(String typed) {
        if (typed.startsWith("{")) {
            return SimulationInput.read(typed);
        }
        var words = typed.split("\\s+", 2);
        var type = words[0];
        if (type.matches("\\d{1,6}")) {
            int number = Integer.parseInt(type);
            if (number < 1 || number > accepted.size()) {
                throw new BadInputException("there is no event " + number);
            }
            type = accepted.get(number - 1);
            if (type.endsWith("*")) {
                throw new BadInputException("'" + type + "' stands for many types; type one of them");
            }
        }
        try {
            return new SimulationInput(Event.of(type, words.length < 2 ? Map.of() : Json.read(words[1])), null);
        } catch (JsonException e) {
            throw new BadInputException("the data of '" + type + "' is not JSON: " + e.getMessage());
        }
    }

    private void show(Map<String, Object> line) {
        out.println();
        if (line.get("error") instanceof Map<?, ?> error) {
            out.println("error    " + error.get("message"));
        }
        if (line.get("emitted") instanceof List<?> emitted) {
            emitted.forEach(one -> {
                var event = Json.object(one);
                out.println("emitted  " + event.get("type") + " " + Json.text(event.get("data")));
            });
        }
        out.println("state    " + words(line.get("configuration")));
        out.println("context  " + Json.text(line.get("context")));
        if (line.containsKey("output")) {
            out.println("output   " + Json.text(line.get("output")));
        }
        if (!lines.isActive()) {
            out.println("The machine " + ("done".equals(line.get("status")) ? "is done." : "was not started."));
            return;
        }
        lines.simulation()
                .waiting()
                .forEach(timer -> out.println("timer    " + timer.due() + " (in "
                        + Duration.between(lines.simulation().now(), timer.due()) + ") " + timer.type()));
        accepted = accepted();
        for (int i = 0; i < accepted.size(); i++) {
            var schema = lines.document().accepts().get(accepted.get(i));
            var example = schema == null ? Optional.<Example>empty() : Example.of(schema);
            out.println("  " + (i + 1) + "  " + accepted.get(i)
                    + example.map(data -> " " + Json.text(data.value())).orElse(""));
        }
    }

    private static String words(@Nullable Object configuration) {
        return configuration instanceof List<?> states && !states.isEmpty()
                ? String.join(", ", states.stream().map(String::valueOf).toList())
                : "(none)";
    }

    /** The descriptors of the active states, innermost states first, as the machine looks for them. */
    private List<String> accepted() {
        var byState = new ArrayList<StateNode>(lines.simulation()
                .state()
                .map(state -> state.configuration().states())
                .orElse(List.of()));
        var descriptors = new LinkedHashMap<String, Boolean>();
        for (int i = byState.size() - 1; i >= 0; i--) {
            var here = new TreeSet<String>();
            byState.get(i).transitions().forEach(transition -> here.add(transition.descriptor()));
            here.removeIf(descriptor -> descriptor.isEmpty() || descriptor.startsWith("xstate."));
            here.forEach(descriptor -> descriptors.put(descriptor, true));
        }
        return List.copyOf(descriptors.keySet());
    }
}
