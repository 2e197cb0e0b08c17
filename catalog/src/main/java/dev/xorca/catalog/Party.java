package dev.xorca.catalog;

import dev.xorca.machine.EventTypes;
import java.util.Optional;

/** A version of a machine, and one of its events. */
record Party(MachineVersion machine, MachineEvent event) {

    EventType.Use use() {
        return EventType.Use.of(machine);
    }

    /** Whether it is the router's, without an action of the machine. */
    boolean isOwn() {
        return !event.isReceived() && EventTypes.isOwn(machine.name(), event.type());
    }

    /** Where the catalogue has the schema of the event's data, as the event names it; empty when it names none. */
    Optional<String> dataSchema(CatalogSettings settings) {
        return settings.url().isEmpty()
                        || event.isReceived()
                        || event.kind() == EventKind.ERROR
                        || isOwn()
                        || !event.data().isDeclared()
                ? Optional.empty()
                : Optional.of(settings.url() + machine.schemaPath(event.type()));
    }
}
