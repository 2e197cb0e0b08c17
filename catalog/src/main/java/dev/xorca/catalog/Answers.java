package dev.xorca.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out which of the events that a machine takes answer which of its commands. */
final class Answers {
    private static final String COMMAND = "cmd.";

    private final List<MachineVersion.State> states;
    private final List<String> commands;

    private Answers(List<MachineVersion.State> states, List<String> commands) {
        this.states = states;
        this.commands = commands;
    }

    /**
     * The command that an event answers, by the event's type; what answers none is not there.
     *
     * @param asked what the machine itself says of that, where it invokes commands
     */
    static Map<String, String> of(
            List<MachineVersion.State> states, List<MachineEvent> events, Map<String, String> asked) {
        var commands = events.stream()
                .filter(event -> !event.isReceived() && event.kind() == EventKind.COMMAND)
                .map(MachineEvent::type)
                .toList();
        var answers = new Answers(states, commands);
        var commandByType = new LinkedHashMap<String, String>();
        for (var event : events) {
            if (event.isReceived() && (event.kind() == EventKind.EVENT || event.kind() == EventKind.SYSTEM)) {
                Optional.ofNullable(asked.get(event.type()))
                        .or(() -> answers.byConvention(event.type()))
                        .or(() -> answers.byState(event.type()))
                        .ifPresent(command -> commandByType.put(event.type(), command));
            }
        }
        return Collections.unmodifiableMap(commandByType);
    }

    /** The longest command that the type continues: {@code evt.a.b.success} belongs to {@code cmd.a.b}, not to {@code cmd.a}. */
    private Optional<String> byConvention(String type) {
        return commands.stream()
                .filter(command -> {
                    var stem = "evt." + command.substring(COMMAND.length());
                    return type.equals(stem) || type.startsWith(stem + ".");
                })
                .max((a, b) -> Integer.compare(a.length(), b.length()));
    }

    /** The one command that every state emits which waits for the type. */
    private Optional<String> byState(String type) {
        var emitted = states.stream()
                .filter(state -> state.receives().contains(type))
                .map(state -> state.sends().stream()
                        .filter(sent -> sent.startsWith(COMMAND))
                        .toList())
                .distinct()
                .toList();
        return emitted.size() == 1 && emitted.get(0).size() == 1
                ? Optional.of(emitted.get(0).get(0))
                : Optional.empty();
    }
}
