package dev.xorca.catalog;

import dev.xorca.catalog.EventType.Use;
import dev.xorca.machine.EventSchemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a catalogue has, as JSON values. */
public final class CatalogJson {
    private CatalogJson() {}

    /** An orchestrator in short: name, description, versions, default version and the hash of each. */
    public static Map<String, Object> orchestrator(Orchestrator orchestrator) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", orchestrator.name());
        orchestrator.description().ifPresent(text -> json.put("description", text));
        json.put("defaultVersion", orchestrator.defaultVersion().version());
        json.put(
                "versions",
                orchestrator.versions().stream()
                        .map(version -> object("version", version.version(), "hash", version.hash()))
                        .toList());
        return json;
    }

    /** A version of a machine: its states, its events with the others that have to do with them, and the schema of
     * how it ends. */
    public static Map<String, Object> machine(MachineVersion machine, Catalog catalog) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", machine.name());
        json.put("version", machine.version());
        machine.description().ifPresent(text -> json.put("description", text));
        json.put("hash", machine.hash());
        json.put("default", machine.isDefault());
        json.put("states", machine.states().stream().map(CatalogJson::state).toList());
        json.put(
                "events",
                machine.events().stream()
                        .map(event -> event(event, machine, catalog))
                        .toList());
        json.put("completion", EventSchemas.completion(machine.document()));
        return json;
    }

    private static Map<String, Object> state(MachineVersion.State state) {
        var json = object("path", state.path(), "type", state.kind().name().toLowerCase(Locale.ROOT));
        if (state.description() != null) {
            json.put("description", state.description());
        }
        json.put("receives", state.receives());
        json.put("sends", state.sends());
        return json;
    }

    private static Map<String, Object> event(MachineEvent event, MachineVersion machine, Catalog catalog) {
        var json = object(
                "type",
                event.type(),
                "kind",
                event.kind().label(),
                "direction",
                event.direction().name().toLowerCase(Locale.ROOT));
        if (!event.topic().isEmpty()) {
            json.put("topic", event.topic());
        }
        json.put("states", event.states());
        if (event.data().isDeclared()) {
            json.put("schema", machine.schemaPath(event.type()));
        }
        machine.commandOf(event.type()).ifPresent(command -> json.put("answers", command));
        catalog.eventType(event.type()).ifPresent(type -> {
            var own = Use.of(machine);
            json.put(
                    "producers",
                    uses(type.producers().stream()
                            .filter(use -> !use.equals(own))
                            .toList()));
            json.put(
                    "consumers",
                    uses(type.consumers().stream()
                            .filter(use -> !use.equals(own))
                            .toList()));
        });
        return json;
    }

    /** A type of event across all machines. */
    public static Map<String, Object> eventType(EventType type) {
        var json = object("type", type.type(), "kind", type.kind().label(), "topic", type.topic());
        json.put("producers", uses(type.producers()));
        json.put("consumers", uses(type.consumers()));
        if (!type.answers().isEmpty()) {
            json.put("answers", type.answers());
        }
        if (!type.commands().isEmpty()) {
            json.put("commands", type.commands());
        }
        json.put(
                "schemas",
                type.contracts().stream()
                        .map(contract -> object(
                                "versions",
                                contract.uses().stream().map(Use::id).toList(),
                                "declared",
                                contract.data().isDeclared(),
                                "schema",
                                contract.data().document()))
                        .toList());
        type.example().ifPresent(example -> json.put("example", example));
        return json;
    }

    private static List<Map<String, Object>> uses(List<Use> uses) {
        return uses.stream()
                .map(use -> object("name", use.name(), "version", use.version()))
                .toList();
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        return AsyncApi.ordered(namesAndValues);
    }
}
