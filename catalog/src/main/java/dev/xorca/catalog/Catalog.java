package dev.xorca.catalog;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineNames;
import dev.xorca.statechart.invoke.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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

    /** The catalogue of these machines, each with its highest version as the default. */
    public static Catalog of(Collection<MachineDocument> documents, CatalogSettings settings) {
        return of(documents, Map.of(), settings);
    }

    /**
     * The catalogue of these machines.
     *
     * @param defaultVersions by name, for the machines whose default version is not the highest
     * @throws IllegalArgumentException when two have the same name and version
     */
    public static Catalog of(
            Collection<MachineDocument> documents, Map<String, String> defaultVersions, CatalogSettings settings) {
        var byName = new TreeMap<String, TreeMap<String, MachineDocument>>();
        for (var document : documents) {
            var machine = document.machine();
            var versions = byName.computeIfAbsent(machine.name(), name -> new TreeMap<>(MachineNames.VERSION_ORDER));
            if (versions.put(machine.version(), document) != null) {
                throw new IllegalArgumentException("there are two machines " + machine);
            }
        }
        var children = childrenOf(documents);
        var orchestrators = new TreeMap<String, Orchestrator>();
        byName.forEach((name, versions) -> orchestrators.put(
                name,
                new Orchestrator(
                        name,
                        versions.values().stream()
                                .map(document -> MachineReading.read(
                                        document,
                                        settings,
                                        document.machine()
                                                .version()
                                                .equals(defaultVersions.getOrDefault(name, versions.lastKey())),
                                        children.contains(name)))
                                .toList())));
        return new Catalog(settings, orchestrators);
    }

    /** The names of the machines whose end some other waits for. */
    private static Set<String> childrenOf(Collection<MachineDocument> documents) {
        var names = new HashSet<String>();
        documents.forEach(document -> document.machine().forEachInvocation(invocation -> {
            if (invocation.awaited() && invocation.call() instanceof Call.Child child) {
                names.add(child.machine());
            }
        }));
        return names;
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
        var byType = new TreeMap<String, List<Party>>();
        var patterns = new ArrayList<Party>();
        for (var machine : machines) {
            for (var event : machine.events()) {
                var party = new Party(machine, event);
                if (event.isPattern()) {
                    patterns.add(party);
                } else {
                    byType.computeIfAbsent(event.type(), type -> new ArrayList<>())
                            .add(party);
                }
            }
        }
        var answers = new HashMap<String, Set<String>>();
        for (var machine : machines) {
            machine.commands()
                    .forEach((type, command) -> answers.computeIfAbsent(command, each -> new TreeSet<>())
                            .add(type));
        }
        var types = new TreeMap<String, EventType>();
        byType.forEach((type, parties) ->
                types.put(type, typeOf(type, parties, patterns, answers.getOrDefault(type, Set.of()))));
        return types;
    }

    private static EventType typeOf(
            String type, List<Party> parties, List<Party> patterns, Collection<String> answers) {
        var producers = new LinkedHashSet<EventType.Use>();
        var consumers = new LinkedHashSet<EventType.Use>();
        var contracts = new LinkedHashMap<DataSchema, Set<EventType.Use>>();
        var commands = new LinkedHashSet<String>();
        for (var party : parties) {
            (party.event().isReceived() ? consumers : producers).add(party.use());
            contracts
                    .computeIfAbsent(party.event().data(), data -> new LinkedHashSet<>())
                    .add(party.use());
            party.machine().commandOf(type).ifPresent(commands::add);
        }
        patterns.stream().filter(party -> party.event().matches(type)).forEach(party -> consumers.add(party.use()));
        var all = new ArrayList<EventType.Contract>();
        contracts.forEach((data, uses) -> all.add(new EventType.Contract(data, List.copyOf(uses))));
        return new EventType(
                type,
                parties.get(0).event().topic(),
                List.copyOf(producers),
                sorted(consumers),
                all,
                List.copyOf(answers),
                List.copyOf(commands));
    }

    private static List<EventType.Use> sorted(Collection<EventType.Use> uses) {
        return uses.stream()
                .sorted(Comparator.comparing(EventType.Use::name)
                        .thenComparing(EventType.Use::version, MachineNames.VERSION_ORDER))
                .toList();
    }
}
