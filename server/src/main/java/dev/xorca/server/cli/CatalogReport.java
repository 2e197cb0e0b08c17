package dev.xorca.server.cli;

import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.DataSchema;
import dev.xorca.catalog.EventType;
import dev.xorca.catalog.MachineVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A catalogue as tables for people. */
final class CatalogReport {
    private static final String UNKNOWN_SIDE = "(services)";

    private final Catalog catalog;

    CatalogReport(Catalog catalog) {
        this.catalog = catalog;
    }

    /** All orchestrators, then all types of events. */
    void print(PrintWriter out) {
        var orchestrators = new TextTable("ORCHESTRATOR", "VERSIONS", "DESCRIPTION");
        for (var orchestrator : catalog.orchestrators()) {
            orchestrators.add(
                    orchestrator.name(),
                    orchestrator.versions().stream()
                            .map(MachineVersion::version)
                            .collect(Collectors.joining(" ")),
                    orchestrator.description().orElse(""));
        }
        orchestrators.print(out);
        out.println();
        var events = new TextTable("EVENT", "FROM", "TO", "DATA");
        for (var type : catalog.eventTypes()) {
            var data = type.contracts().stream()
                    .map(contract -> shape(contract.data()))
                    .distinct()
                    .collect(Collectors.joining(" or "));
            events.add(type.type(), names(type.producers()), names(type.consumers()), data);
        }
        events.print(out);
    }

    /** Versions of one orchestrator, each with its events. */
    void print(List<MachineVersion> versions, PrintWriter out) {
        var first = true;
        for (var machine : versions) {
            if (!first) {
                out.println();
            }
            first = false;
            out.println(machine.name() + " " + machine.version() + (machine.isDefault() ? " (default) " : " ")
                    + machine.hash());
            machine.description().ifPresent(text -> out.println(TextTable.harmless(text)));
            out.println();
            var events = new TextTable("", "EVENT", "TOPIC", "STATES", "DATA");
            for (var event : machine.events()) {
                events.add(
                        event.isReceived() ? "takes" : "emits",
                        event.type(),
                        event.topic(),
                        event.states().stream()
                                .map(state -> state.isEmpty() ? "(machine)" : state)
                                .collect(Collectors.joining(" ")),
                        shape(event.data()));
            }
            events.print(out);
        }
    }

    private static String names(List<EventType.Use> uses) {
        return uses.isEmpty()
                ? UNKNOWN_SIDE
                : uses.stream().map(EventType.Use::name).distinct().collect(Collectors.joining(" "));
    }

    /** The names of what is in an object, those with a question mark that may be left out; else its type. */
    private static String shape(DataSchema data) {
        if (!data.isDeclared()) {
            return "anything";
        }
        var schema = data.document();
        if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
            return schema.get("type") instanceof String type ? type : "see its schema";
        }
        var required = schema.get("required") instanceof List<?> list ? list : List.of();
        return properties.keySet().stream()
                .map(name -> name + (required.contains(name) ? "" : "?"))
                .collect(Collectors.joining(", "));
    }
}
