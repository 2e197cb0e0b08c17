package dev.xorca.testkit;

import dev.xorca.rehearsal.Step;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has happened in a scenario, one line for each step, for people. */
final class Story {
    private static final int LONGEST_VALUE = 300;
    private static final String NEXT = "\n       ";

    private final Machine machine;
    private final List<String> lines = new ArrayList<>();

    Story(Machine machine) {
        this.machine = machine;
    }

    /**
     * Something came, and led to this.
     *
     * @param after null when the machine was not started
     * @param moved whether a transition was taken
     * @param others where the machines of other orchestrations stand that took part, by name
     */
    void add(
            String cause,
            @Nullable MachineState after,
            boolean moved,
            Map<String, MachineState> others,
            List<Effect.Emit> emitted,
            Step.@Nullable Failure failure) {
        var line = new StringBuilder(cause).append(NEXT);
        if (!moved && failure == null) {
            line.append("no transition; still ");
        }
        line.append(after == null ? "not started" : describe(after));
        others.forEach(
                (name, state) -> line.append(NEXT).append(name).append(' ').append(describe(state)));
        emitted.forEach(event -> line.append(NEXT)
                .append("emitted ")
                .append(event.type())
                .append(' ')
                .append(brief(event.data())));
        if (failure != null) {
            line.append(NEXT).append("failed: ").append(failure.message());
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
