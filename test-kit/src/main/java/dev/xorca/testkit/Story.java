package dev.xorca.testkit;

import dev.xorca.schemas.Json;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has happened in a scenario, one line for each step, for people. */
final class Story {
    private static final int LONGEST_VALUE = 300;

    private final Machine machine;
    private final List<String> lines = new ArrayList<>();

    Story(Machine machine) {
        this.machine = machine;
    }

    void add(String cause, @Nullable MachineState after, Simulation.Outcome outcome) {
        var line = new StringBuilder(cause).append("\n       ");
        if (outcome.microsteps().isEmpty() && outcome.error() == null) {
            line.append("no transition; still ");
        }
        line.append(after == null ? "not started" : describe(after));
        outcome.emitted()
                .forEach(event -> line.append("\n       emitted ")
                        .append(event.type())
                        .append(' ')
                        .append(brief(event.data())));
        if (outcome.error() != null) {
            line.append("\n       failed: ").append(outcome.error().getMessage());
        }
        lines.add(line.toString());
    }

    private static String describe(MachineState state) {
        var leaves = String.join(", ", state.configuration().leaves());
        return switch (state.status()) {
            case ACTIVE -> "in " + leaves;
            case DONE -> "done in " + leaves + " with " + brief(state.output());
        };
    }

    /** A value as JSON, shortened. */
    static String brief(@Nullable Object value) {
        var text = Json.text(value);
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Steps so far of " + machine + ":");
        for (int i = 0; i < lines.size(); i++) {
            text.append('\n').append(String.format("  %2d. ", i + 1)).append(lines.get(i));
        }
        return text.append(lines.isEmpty() ? " none" : "").toString();
    }
}
