package dev.xorca.machine.simulate;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import dev.xorca.schemas.example.Example;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.StateNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A simulation that a person leads: it shows where the machine is and what it waits for, and asks what happens next. */
public final class InteractiveSimulation {
    private static final String HELP = """
            Type the number or the type of an event, its data as JSON behind it if it has any:
              1 {"ok":true}      evt.book.fetch.error {"reason":"gone"}
            or:
              + PT10S            let time pass (ISO-8601); a plain + goes on to the next timer
              done NAME {...}    answer what was asked, by its name or the name without its number
              fail NAME {...}    answer that it has failed
              retry              have tried again what has failed for good; retry NAME for one of it
              ?                  this text
              q                  quit
            """;
    /** How many questions are shown. */
    private static final int MOST_SHOWN = 20;

    private static final Pattern ORDER = Pattern.compile("(done|fail|retry)(?:\\s+([^\\s{]+)(?:\\s+(.+))?)?");

    private final Run run;
    private final SimulationLines lines;
    private final BufferedReader in;
    private final PrintWriter out;
    private List<String> accepted = List.of();

    public InteractiveSimulation(Run run, BufferedReader in, PrintWriter out) {
        this.run = run;
        this.lines = new SimulationLines(run);
        this.in = in;
        this.out = out;
    }

    /** Goes on until the machine is done or the person has had enough. */
    public void run() throws IOException {
        out.println(run.document().machine() + "; ? explains what to type");
        show(lines.start());
        while (isActive()) {
            out.print("> ");
            out.flush();
            var typed = in.readLine();
            if (typed == null || List.of("q", "quit", "exit").contains(typed.trim())) {
                return;
            }
            obey(typed.trim());
        }
    }

    private boolean isActive() {
        return run.status().equals("active");
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
            show(lines.take(typed.startsWith("+") ? time(typed.substring(1).trim()) : input(typed)));
        } catch (BadInputException e) {
            out.println(e.getMessage() + "; ? explains what to type");
        }
    }

    private SimulationInput time(String typed) {
        if (!typed.isEmpty()) {
            return SimulationInput.advance(typed);
        }
        var waiting = run.waiting();
        if (waiting.isEmpty()) {
            throw new BadInputException("no timer is set");
        }
        var wait = Duration.between(run.now(), waiting.get(0).due());
        return SimulationInput.advance((wait.isNegative() ? Duration.ZERO : wait).toString());
    }

    private SimulationInput input(String typed) {
        if (typed.startsWith("{")) {
            return SimulationInput.read(typed);
        }
        var order = ORDER.matcher(typed);
        if (order.matches()) {
            return order(order.group(1), order.group(2), order.group(3));
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
        return new SimulationInput.Offer(Event.of(type, data(type, words.length < 2 ? null : words[1])));
    }

    private static SimulationInput order(String what, @Nullable String name, @Nullable String data) {
        if (what.equals("retry") && data == null) {
            return new SimulationInput.Retry(name);
        } else if (what.equals("retry") || name == null) {
            throw new BadInputException(
                    "type " + (what.equals("retry") ? "'retry NAME'" : "'" + what + " NAME {...}'"));
        }
        return new SimulationInput.Answer(name, what.equals("done"), data(name, data));
    }

    private static @Nullable Object data(String of, @Nullable String typed) {
        try {
            return typed == null ? Map.of() : Json.read(typed);
        } catch (JsonException e) {
            throw new BadInputException("the data of '" + of + "' is not JSON: " + e.getMessage());
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
        if (!isActive()) {
            out.println("The machine " + ending() + ".");
            return;
        }
        run.children()
                .forEach(child -> out.println("child    " + child.machine() + ": " + words(child.configuration()) + " ("
                        + child.status() + ")"));
        run.waiting()
                .forEach(timer -> out.println("timer    " + timer.due() + " (in "
                        + Duration.between(run.now(), timer.due()) + ") " + timer.what()));
        showAsked();
        showAccepted();
    }

    private String ending() {
        return switch (run.status()) {
            case "error" -> "was not started";
            case "failed" -> "has failed";
            case "terminated" -> "was terminated";
            default -> "is done";
        };
    }

    private void showAsked() {
        var asked = run.asked();
        asked.stream().limit(MOST_SHOWN).forEach(question -> out.println(words(question)));
        if (asked.size() > MOST_SHOWN) {
            out.println("asked    and " + (asked.size() - MOST_SHOWN) + " more");
        }
    }

    private static String words(Run.Asked question) {
        var fault = question.fault();
        var progress = question.progress();
        return (question.status() + "         ").substring(0, 9)
                + question.name()
                + (question.attempt() > 1 ? ", attempt " + question.attempt() : "")
                + (progress == null
                        ? ""
                        : ", " + (progress.done() + progress.failed()) + " of " + progress.total() + " items are over")
                + (fault == null ? "" : ": " + fault.message());
    }

    private void showAccepted() {
        accepted = accepted();
        for (int i = 0; i < accepted.size(); i++) {
            var schema = run.document().accepts().get(accepted.get(i));
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

    /** The answers to what was asked, then the descriptors of the active states, as the machine looks for them. */
    private List<String> accepted() {
        var descriptors = new LinkedHashSet<String>();
        for (var question : run.asked()) {
            if (question.status().equals("asked")) {
                descriptors.addAll(question.done());
                descriptors.addAll(question.failed());
            }
        }
        var byState = new ArrayList<StateNode>(
                run.state().map(state -> state.configuration().states()).orElse(List.of()));
        for (int i = byState.size() - 1; i >= 0; i--) {
            var here = new TreeSet<String>();
            byState.get(i).transitions().forEach(transition -> here.add(transition.descriptor()));
            here.removeIf(descriptor -> descriptor.isEmpty() || descriptor.startsWith("xstate."));
            descriptors.addAll(here);
        }
        return List.copyOf(descriptors);
    }
}
