package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineNames;
import dev.xorca.router.RouterSettings.MissingVersion;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.VersionRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The machines that a router has, by name and version. Immutable. */
public final class Machines {
    private static final Pattern EMITTABLE =
            Pattern.compile("(cmd|notif|evt\\.xorca)\\.[A-Za-z0-9._-]+|xorca\\.[A-Za-z0-9._-]+\\.start");
    private static final int MAX_TYPE_LENGTH = 200;
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_TYPE_LENGTH + "}");

    private final Map<String, NavigableMap<String, MachineDocument>> byName;
    private final Map<String, String> defaultVersions;
    private final boolean successors;

    private Machines(
            Map<String, NavigableMap<String, MachineDocument>> byName,
            Map<String, String> defaultVersions,
            boolean successors) {
        this.byName = byName;
        this.defaultVersions = Map.copyOf(defaultVersions);
        this.successors = successors;
    }

    /**
     * Puts machines together.
     *
     * @throws DeploymentException when two have the same name and version, or one cannot run under a router, with all
     *     the reasons
     */
    public static Machines of(Collection<MachineDocument> documents) {
        var byName = new TreeMap<String, NavigableMap<String, MachineDocument>>();
        var problems = new ArrayList<String>();
        for (var document : documents) {
            var machine = document.machine();
            var versions = byName.computeIfAbsent(machine.name(), name -> new TreeMap<>(MachineNames.VERSION_ORDER));
            var twin = versions.putIfAbsent(machine.version(), document);
            if (twin != null) {
                problems.add(document.file() + ": " + machine + " is defined in " + twin.file()
                        + " as well; give one of them another version");
            }
            problems.addAll(problemsOf(document));
        }
        if (!problems.isEmpty()) {
            throw new DeploymentException(problems);
        }
        return new Machines(byName, Map.of(), false);
    }

    /**
     * The same machines, some of them with another default version than the highest.
     *
     * @param versions by name
     * @throws DeploymentException when one of them is not here
     */
    public Machines withDefaultVersions(Map<String, String> versions) {
        var problems = new ArrayList<String>();
        versions.forEach((name, version) -> {
            if (!has(name)) {
                problems.add("'" + name + "' cannot have the default version " + version
                        + ": no machine of this name is here; there are " + String.join(", ", names()));
            } else if (!versions(name).contains(version)) {
                problems.add(name + " cannot have the default version " + version + ", which is not here; there are "
                        + String.join(", ", versions(name)));
            }
        });
        if (!problems.isEmpty()) {
            throw new DeploymentException(problems);
        }
        return new Machines(byName, versions, successors);
    }

    /** The same machines; for a version that is not among them {@link #currentOrNewer} stands in from its start on. */
    public Machines withSuccessors() {
        return new Machines(byName, defaultVersions, true);
    }

    private static List<String> problemsOf(MachineDocument document) {
        var problems = new ArrayList<String>();
        var types = new LinkedHashSet<>(document.machine().emittedTypes());
        types.addAll(document.emits().keySet());
        for (var type : types) {
            if (!EMITTABLE.matcher(type).matches() || type.length() > MAX_TYPE_LENGTH) {
                problems.add(document.file() + ": " + document.machine() + " emits '" + type
                        + "'; a router emits cmd.*, notif.* and xorca.*.start, in letters, digits, '.', '_' and '-'");
            }
        }
        for (var type : StartRules.types(document)) {
            if (!TOPIC.matcher(type).matches()) {
                problems.add(document.file() + ": " + document.machine() + " is started by '" + type
                        + "', which cannot be the name of a topic; it takes at most " + MAX_TYPE_LENGTH
                        + " letters, digits, '.', '_' and '-'");
            }
        }
        return problems;
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    public Optional<MachineDocument> find(String name, String version) {
        var exact = Optional.ofNullable(
                        byName.getOrDefault(name, new TreeMap<>()).get(version))
                .filter(document -> document.machine().version().equals(version));
        return exact.isEmpty() && successors ? currentOrNewer(name, version) : exact;
    }

    /** What goes on with an orchestration of this version: the version itself, or what stands in for it. */
    public Optional<MachineDocument> successor(String name, String version, MissingVersion policy) {
        var same = find(name, version);
        return same.isPresent()
                ? same
                : switch (policy) {
                    case FAIL -> Optional.empty();
                    case CURRENT_OR_NEWER -> currentOrNewer(name, version);
                    case CURRENT_OR_OLDER -> currentOrOlder(name, version);
                };
    }

    /** The highest version, when it is not lower than this one: a node that is new enough for it. */
    private Optional<MachineDocument> currentOrOlder(String name, String version) {
        return Optional.ofNullable(byName.getOrDefault(name, new TreeMap<>())
                        .tailMap(version, true)
                        .lastEntry())
                .map(Map.Entry::getValue);
    }

    /** The highest version that is not lower than this one and has the same major number. */
    public Optional<MachineDocument> currentOrNewer(String name, String version) {
        var highest = byName.getOrDefault(name, new TreeMap<>()).tailMap(version, true).entrySet().stream()
                .filter(each -> major(each.getKey()) == major(version))
                .reduce((lower, higher) -> higher);
        return highest.map(Map.Entry::getValue);
    }

    /** The highest version of a machine that is in a range. */
    public Optional<String> highest(String name, VersionRange range) {
        return byName.getOrDefault(name, new TreeMap<>()).descendingKeySet().stream()
                .filter(range::contains)
                .findFirst();
    }

    /** The versions of a machine, the lowest first; empty for a name that is not here. */
    public List<String> versions(String name) {
        return List.copyOf(byName.getOrDefault(name, new TreeMap<>()).keySet());
    }

    /** The version that a start without one means: the highest, unless another one was chosen. */
    public Optional<String> defaultVersion(String name) {
        return Optional.ofNullable(byName.get(name))
                .map(versions -> defaultVersions.getOrDefault(name, versions.lastKey()));
    }

    /** The default versions that were chosen, by name; the others are the highest. */
    public Map<String, String> defaultVersions() {
        return defaultVersions;
    }

    /** Every machine in its default version. */
    public List<MachineDocument> defaults() {
        return byName.keySet().stream()
                .flatMap(name -> defaultVersion(name).flatMap(version -> find(name, version)).stream())
                .toList();
    }

    public Set<String> names() {
        return byName.keySet();
    }

    /** Every machine in every version. */
    public List<MachineDocument> all() {
        return byName.values().stream()
                .flatMap(versions -> versions.values().stream())
                .toList();
    }

    /** The types of all events that a router with these machines may emit, errors among them. */
    public Set<String> outboundTypes(RouterSettings settings) {
        var types = new LinkedHashSet<String>();
        for (var document : all()) {
            types.addAll(document.emittedTypes());
            document.machine().forEachInvocation(invocation -> {
                if (invocation.call() instanceof Call.Child child) {
                    types.add(EventTypes.completion(child.machine(), true));
                    types.add(EventTypes.completion(child.machine(), false));
                }
            });
        }
        for (var name : byName.keySet()) {
            types.add(EventTypes.startError(name));
            types.add(EventTypes.systemStartError(name));
            types.add(EventTypes.error(name));
            types.add(EventTypes.systemError(name, settings.alternativeSystemErrorType()));
        }
        return types;
    }

    /** The types of all events that these machines wait for, as far as they name them, and of their starts. */
    public Set<String> inboundTypes() {
        var types = new LinkedHashSet<String>();
        for (var document : all()) {
            types.add(EventTypes.start(document.machine().name()));
            types.addAll(document.accepts().keySet());
            types.addAll(document.acceptedDescriptors());
        }
        types.removeIf(type -> type.contains("*")
                || !(EventTypes.isOffered(type) || EventTypes.startedName(type).isPresent()));
        all().forEach(document -> types.addAll(StartRules.types(document)));
        return types;
    }
}
