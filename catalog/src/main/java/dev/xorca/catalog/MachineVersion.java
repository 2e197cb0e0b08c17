package dev.xorca.catalog;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.StateNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a machine as its catalogue has it.
 *
 * @param document the machine with its contracts
 * @param isDefault whether a start that names no version means this one
 * @param states its states in document order, the root first
 * @param events what it takes, then what it emits, its errors last
 * @param commands the command that an event answers, by the event's type or descriptor; what answers none is not there
 */
public record MachineVersion(
        MachineDocument document,
        boolean isDefault,
        List<State> states,
        List<MachineEvent> events,
        Map<String, String> commands) {

    public MachineVersion {
        states = List.copyOf(states);
        events = List.copyOf(events);
        commands = Map.copyOf(commands);
    }

    /**
     * A state.
     *
     * @param path the keys from the root down, joined with dots; empty for the root
     * @param description the author's words; null for none
     * @param receives what the state waits for: types, or descriptors of many
     * @param sends the types of what it emits on its way in, on its way out and in its transitions
     */
    public record State(
            String path, StateNode.Kind kind, @Nullable String description, List<String> receives, List<String> sends) {

        public State {
            receives = List.copyOf(receives);
            sends = List.copyOf(sends);
        }
    }

    public String name() {
        return document.machine().name();
    }

    public String version() {
        return document.machine().version();
    }

    /** The author's words; empty for none. */
    public Optional<String> description() {
        return document.machine().description();
    }

    /** Identifies the definition: two with the same hash decide alike. */
    public String hash() {
        return document.hash();
    }

    /** Name and version in one, as schemas of this version are found in the catalogue. */
    public String id() {
        return name() + "-" + version();
    }

    /** What the machine takes. */
    public List<MachineEvent> received() {
        return events.stream().filter(MachineEvent::isReceived).toList();
    }

    /** What the machine and the router emit for it. */
    public List<MachineEvent> sent() {
        return events.stream().filter(event -> !event.isReceived()).toList();
    }

    /** The event of this type, or descriptor of types, that goes this way. */
    public Optional<MachineEvent> event(String type, MachineEvent.Direction direction) {
        return events.stream()
                .filter(event -> event.direction() == direction && event.type().equals(type))
                .findFirst();
    }

    /** Where the catalogue has the schema of an event's data, as a path. */
    public String schemaPath(String type) {
        return EventTypes.dataSchema("", type, name(), version());
    }

    /**
     * What whoever serves a command may say to this machine: what an invocation of it names as answers; by convention {@code evt.X.*} for {@code cmd.X}; besides, what
     * a state waits for that emits this command alone, where it follows no other command's convention.
     */
    public List<MachineEvent> answersTo(String command) {
        return received().stream()
                .filter(event -> command.equals(commands.get(event.type())))
                .toList();
    }

    /** The command that an event answers; empty when it answers none. */
    public Optional<String> commandOf(String type) {
        return Optional.ofNullable(commands.get(type));
    }
}
