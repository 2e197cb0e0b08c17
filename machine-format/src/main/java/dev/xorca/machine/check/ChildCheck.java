package dev.xorca.machine.check;

import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import java.util.ArrayList;
import java.util.List;

/** Sub-orchestrations of machines that are not among those that are checked together. */
final class ChildCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        facts.others().ifPresent(others -> {
            var machines = new ArrayList<Machine>(List.of(facts.machine()));
            others.stream().map(MachineDocument::machine).forEach(machines::add);
            facts.machine().forEachInvocation(invocation -> check(invocation, machines, findings));
        });
    }

    private static void check(Invocation invocation, List<Machine> machines, Findings findings) {
        if (!(invocation.call() instanceof Call.Child child)) {
            return;
        }
        var versions = machines.stream()
                .filter(machine -> machine.name().equals(child.machine()))
                .map(Machine::version)
                .distinct()
                .toList();
        if (versions.isEmpty()) {
            findings.add(
                    Rule.CHILD_UNKNOWN,
                    invocation.at(),
                    "there is no machine '" + child.machine() + "' among those that are checked");
        } else if (versions.stream().noneMatch(child.versions()::contains)) {
            findings.add(
                    Rule.CHILD_UNKNOWN,
                    invocation.at(),
                    "no version of machine '" + child.machine() + "' is in " + child.versions() + "; there are "
                            + String.join(", ", versions));
        }
    }
}
