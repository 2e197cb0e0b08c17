package dev.xorca.catalog;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a router's machines take and emit, by orchestrator and by type of event. Immutable. */
public final class Catalog {
    private final CatalogSettings settings;
    private final SortedMap<String, Orchestrator> orchestrators;
    private final SortedMap<String, EventType> eventTypes;

    private Catalog(CatalogSettings settings, SortedMap<String, Orchestrator> orchestrators) {
        this.settings = settings;
        this.orchestrators = Collections.unmodifiableSortedMap(orchestrators);
        this.eventTypes = Collections.unmodifiableSortedMap(typesOf(machines()));
    }

    /**
     * The catalogue of these machines.
     *
     * @throws IllegalArgumentException when two have the same name and version
     */
    public static Catalog of(Collection<MachineDocument> documents, CatalogSettings settings) {
        var byName = new TreeMap<String, TreeMap<String, MachineDocument>>();
        for (var document : documents) {
            var machine = document.machine();
            var versions = byName.computeIfAbsent(machine.name(), name -> new TreeMap<>(MachineNames.VERSION_ORDER));
            if (versions.put(machine.version(), document) != null) {
                throw new IllegalArgumentException("there are two machines " + machine);
            }
        }
        var orchestrators = new TreeMap<String, Orchestrator>();
        byName.forEach((name, versions) -> orchestrators.put(
                name,
                new Orchestrator(
                        name,
                        versions.values().stream()
                                .map(document -> MachineReading.read(
                                        document,
                                        settings,
                                        document.machine().version().equals(versions.lastKey())))
                                .toList())));
        return new Catalog(settings, orchestrators);
    }

    public CatalogSettings settings() {
        return settings;
    }

    /** All of them, by name. */
    public List<Orchestrator> orchestrators() {
        return List.copyOf(orchestrators.values());
    }

    public Optional<Orchestrator> orchestrator(String name) {
        return Optional.ofNullable(orchestrators.get(name));
    }

    public Optional<MachineVersion> machine(String name, String version) {
        return orchestrator(name).flatMap(orchestrator -> orchestrator.version(version));
    }

    /** Every version of every machine, by name, the lowest version first. */
    public List<MachineVersion> machines() {
        return orchestrators.values().stream()
                .flatMap(orchestrator -> orchestrator.versions().stream())
                .toList();
    }

    /** All types that a machine takes or emits, by their names; descriptors of many types are not among them. */
    public List<EventType> eventTypes() {
        return List.copyOf(eventTypes.values());
    }

    public Optional<EventType> eventType(String type) {
        return Optional.ofNullable(eventTypes.get(type));
    }

    /**
     * The data of a type as one version of a machine has it.
     *
     * @param version a machine's name and version ({@code summary-1.0.0}), as {@code dataschema} has it; a version alone
     *     will do where all machines of that version agree
     * @return empty when there is no such type or version, and when machines of the version do not agree
     */
    public Optional<DataSchema> schema(String type, String version) {
        var candidates = eventType(type).map(EventType::contracts).orElse(List.of()).stream()
                .filter(contract -> contract.uses().stream()
                        .anyMatch(
                                use -> use.id().equals(version) || use.version().equals(version)))
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0).data()) : Optional.empty();
    }

    private static SortedMap<String, EventType> typesOf(List<MachineVersion> machines) {
        var types = new TreeMap<String, EventType>();
        for (var machine : machines) {
            for (var event : machine.events()) {
                if (!event.isPattern() && !types.containsKey(event.type())) {
                    types.put(event.type(), typeOf(event.type(), event.topic(), machines));
                }
            }
        }
        return types;
    }

    private static EventType typeOf(String type, String topic, List<MachineVersion> machines) {
        var producers = new LinkedHashSet<EventType.Use>();
        var consumers = new LinkedHashSet<EventType.Use>();
        var contracts = new LinkedHashMap<DataSchema, LinkedHashSet<EventType.Use>>();
        var answers = new LinkedHashSet<String>();
        var commands = new LinkedHashSet<String>();
        for (var machine : machines) {
            var use = EventType.Use.of(machine);
            for (var event : machine.events()) {
                if (event.matches(type)) {
                    (event.isReceived() ? consumers : producers).add(use);
                }
                if (event.type().equals(type)) {
                    contracts
                            .computeIfAbsent(event.data(), data -> new LinkedHashSet<>())
                            .add(use);
                }
            }
            machine.answersTo(type).forEach(answer -> answers.add(answer.type()));
            machine.commandOf(type).ifPresent(commands::add);
        }
        var all = new ArrayList<EventType.Contract>();
        contracts.forEach((data, uses) -> all.add(new EventType.Contract(data, List.copyOf(uses))));
        return new EventType(
                type,
                topic,
                List.copyOf(producers),
                List.copyOf(consumers),
                all,
                List.copyOf(answers),
                List.copyOf(commands));
    }
}
