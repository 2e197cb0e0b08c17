package dev.xorca.machine.compatibility;

import dev.xorca.machine.compatibility.Change.Kind;
import dev.xorca.machine.compatibility.MachineContract.Payload;
import dev.xorca.schemas.compatibility.Compatibility;
import dev.xorca.schemas.structure.JsonValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A version of a machine beside the one that it comes after.
 *
 * @param name the machine's name
 * @param before the version that was there
 * @param after the version that is to come; the same when it was changed under its number
 * @param changes every contract that either has: what is taken, then what is emitted
 */
public record ContractComparison(String name, String before, String after, List<Change> changes) {
    public ContractComparison {
        changes = List.copyOf(changes);
    }

    public static ContractComparison of(MachineContract before, MachineContract after) {
        var payloads = new LinkedHashSet<>(after.schemas().keySet());
        payloads.addAll(before.schemas().keySet());
        var changes = new ArrayList<Change>();
        for (var role : Role.values()) {
            for (var payload : payloads) {
                if (payload.role() == role) {
                    changes.add(change(payload, before, after));
                }
            }
        }
        return new ContractComparison(after.name(), before.version(), after.version(), changes);
    }

    private static Change change(Payload payload, MachineContract before, MachineContract after) {
        var old = before.schemas().get(payload);
        var now = after.schemas().get(payload);
        if (old != null && now != null) {
            return Change.changed(payload, Compatibility.of(old, now), JsonValues.same(old.document(), now.document()));
        } else if (now != null) {
            return Change.added(payload);
        }
        boolean isStillTaken = payload.role() == Role.ACCEPTED && after.takes(payload.type());
        return isStillTaken
                ? new Change(payload, Kind.CHANGED, Compatibility.Level.BACKWARD, List.of())
                : Change.removed(payload);
    }

    /**
     * Compares what is to come with what is deployed: each version that is new or changed with the one it comes after; one
     * that comes after none is left out.
     */
    public static List<ContractComparison> of(
            Collection<MachineContract> deployed, Collection<MachineContract> coming) {
        var comparisons = new ArrayList<ContractComparison>();
        for (var contract : coming) {
            predecessor(contract, deployed)
                    .filter(before -> !before.hash().equals(contract.hash()))
                    .ifPresent(before -> comparisons.add(of(before, contract)));
        }
        return comparisons;
    }

    /** What a version is compared with: the same one if it was deployed, else the highest below it. */
    public static Optional<MachineContract> predecessor(
            MachineContract contract, Collection<MachineContract> deployed) {
        return deployed.stream()
                .filter(other -> other.name().equals(contract.name()))
                .filter(other -> MachineContract.BY_VERSION.compare(other, contract) <= 0)
                .max(MachineContract.BY_VERSION);
    }

    /** Whether a policy forbids the new version. */
    public boolean violates(Policy policy, boolean isStrict) {
        return changes.stream().anyMatch(change -> change.violates(policy, isStrict));
    }
}
