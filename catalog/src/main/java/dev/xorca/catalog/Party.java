package dev.xorca.catalog;

import java.util.Optional;

/** A version of a machine, and one of its events. */
record Party(MachineVersion machine, MachineEvent event) {

    EventType.Use use() {
        return EventType.Use.of(machine);
    }

    /** Where the catalogue has the schema of the event's data, as the event names it; empty when it names none. */
    Optional<String> dataSchema(CatalogSettings settings) {
        return settings.url().isEmpty()
                        || event.isReceived()
                        || event.kind() == EventKind.ERROR
                        || !event.data().isDeclared()
                ? Optional.empty()
                : Optional.of(settings.url() + machine.schemaPath(event.type()));
    }
}
