package dev.xorca.router;

import dev.xorca.machine.MachineDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/**
 * A machine that comes with the name and version of an earlier one and is another: the orchestrations of the earlier one
 * would go on by rules that they were not started with.
 *
 * @param earlier what was deployed
 * @param now what comes instead
 * @param differences what was added, removed, changed and put in another order, a line each with the place as a JSON
 *     pointer; values are shortened, and so is the list
 */
public record Redefinition(Definition earlier, MachineDocument now, List<String> differences) {

    public Redefinition {
        differences = List.copyOf(differences);
    }

    /**
     * The machines that are redefined, by name and version.
     *
     * @param earlier what was deployed; of several definitions with one name and version the last one counts
     */
    public static List<Redefinition> of(Collection<Definition> earlier, Machines machines) {
        var deployed = new HashMap<String, Definition>();
        earlier.forEach(definition -> deployed.put(key(definition.name(), definition.version()), definition));
        var redefinitions = new ArrayList<Redefinition>();
        for (var document : machines.all()) {
            var machine = document.machine();
            var before = deployed.get(key(machine.name(), machine.version()));
            if (before != null && !before.hash().equals(document.hash())) {
                redefinitions.add(
                        new Redefinition(before, document, JsonDifference.lines(before.json(), document.definition())));
            }
        }
        return redefinitions;
    }

    private static String key(String name, String version) {
        return name + " " + version;
    }

    /** What whoever deploys the machine has to know, in several lines. */
    public String problem() {
        return now.file() + ": " + now.machine()
                + " was deployed with another definition; give this one a higher version. It differs in:\n  "
                + String.join("\n  ", differences);
    }
}
