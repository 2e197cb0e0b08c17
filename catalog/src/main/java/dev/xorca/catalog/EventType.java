package dev.xorca.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One type of event, seen across all machines.
 *
 * @param type the type
 * @param topic where its events travel
 * @param producers the machines that emit it
 * @param consumers the machines that take it
 * @param contracts what its data must be: one entry for each schema that differs
 * @param answers for a command, the types that answer it; for any other, none
 * @param commands the commands that it answers
 */
public record EventType(
        String type,
        String topic,
        List<Use> producers,
        List<Use> consumers,
        List<Contract> contracts,
        List<String> answers,
        List<String> commands) {

    public EventType {
        producers = List.copyOf(producers);
        consumers = List.copyOf(consumers);
        contracts = List.copyOf(contracts);
        answers = List.copyOf(answers);
        commands = List.copyOf(commands);
    }

    /** A version of a machine that has to do with the type. */
    public record Use(String name, String version) {
        static Use of(MachineVersion machine) {
            return new Use(machine.name(), machine.version());
        }

        /** Name and version in one, as the schema of this version is found in the catalogue. */
        public String id() {
            return name + "-" + version;
        }
    }

    /**
     * What some machines agree on.
     *
     * @param data what the data must be
     * @param uses who says so; never empty
     */
    public record Contract(DataSchema data, List<Use> uses) {
        public Contract {
            uses = List.copyOf(uses);
        }
    }

    /** Data that one of the contracts accepts, to look at; empty when none is declared, or none was found. */
    public Optional<Object> example() {
        return contracts.stream()
                .flatMap(contract -> contract.data().example().stream())
                .findFirst();
    }

    /** What the event is for. */
    public EventKind kind() {
        return EventKind.of(type);
    }
}
