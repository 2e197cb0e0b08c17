package dev.xorca.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A machine in all its versions, as those see it who start it.
 *
 * @param name the machine's name
 * @param versions its versions, the lowest first; never empty
 */
public record Orchestrator(String name, List<MachineVersion> versions) {

    public Orchestrator {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("orchestrator " + name + " has no version");
        }
    }

    /** The version that a start without one means; the highest where that one is not among these. */
    public MachineVersion defaultVersion() {
        return versions.stream()
                .filter(MachineVersion::isDefault)
                .findFirst()
                .orElseGet(() -> versions.get(versions.size() - 1));
    }

    /** What the author of the default version says; empty for nothing. */
    public Optional<String> description() {
        return defaultVersion().description();
    }

    /** The version of this number. */
    public Optional<MachineVersion> version(String version) {
        return versions.stream().filter(each -> each.version().equals(version)).findFirst();
    }
}
