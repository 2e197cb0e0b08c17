package dev.xorca.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of the events that a machine takes answer which of its commands. */
final class Answers {
    private static final String COMMAND = "cmd.";

    private final MachineVersion machine;
    private final Map<String, String> commandByType = new LinkedHashMap<>();

    private Answers(MachineVersion machine) {
        this.machine = machine;
        var commands = machine.sent().stream()
                .filter(event -> event.kind() == EventKind.COMMAND)
                .map(MachineEvent::type)
                .toList();
        for (var event : machine.received()) {
            if (event.kind() == EventKind.EVENT || event.kind() == EventKind.SYSTEM) {
                byConvention(event.type(), commands)
                        .or(() -> byState(event.type()))
                        .ifPresent(command -> commandByType.put(event.type(), command));
            }
        }
    }

    static Answers of(MachineVersion machine) {
        return new Answers(machine);
    }

    List<MachineEvent> to(String command) {
        var answers = new ArrayList<MachineEvent>();
        for (var event : machine.received()) {
            if (command.equals(commandByType.get(event.type()))) {
                answers.add(event);
            }
        }
        return answers;
    }

    Optional<String> commandOf(String type) {
        return Optional.ofNullable(commandByType.get(type));
    }

    /** The longest command that the type continues: {@code evt.a.b.success} belongs to {@code cmd.a.b}, not to {@code cmd.a}. */
    private static Optional<String> byConvention(String type, List<String> commands) {
        return commands.stream()
                .filter(command -> {
                    var stem = "evt." + command.substring(COMMAND.length());
                    return type.equals(stem) || type.startsWith(stem + ".");
                })
                .max((a, b) -> Integer.compare(a.length(), b.length()));
    }

    /** The one command that every state emits which waits for the type. */
    private Optional<String> byState(String type) {
        var commands = machine.states().stream()
                .filter(state -> state.receives().contains(type))
                .map(state -> state.sends().stream()
                        .filter(sent -> sent.startsWith(COMMAND))
                        .toList())
                .distinct()
                .toList();
        return commands.size() == 1 && commands.get(0).size() == 1
                ? Optional.of(commands.get(0).get(0))
                : Optional.empty();
    }
}
