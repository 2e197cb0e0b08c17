package dev.xorca.server.cli;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.DocumentProblem;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.compatibility.ComparisonText;
import dev.xorca.machine.compatibility.ContractComparison;
import dev.xorca.machine.compatibility.MachineContract;
import dev.xorca.machine.compatibility.Policy;
import dev.xorca.schemas.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The machines of some files beside those that are deployed.
 *
 * @param comparisons those that have a predecessor
 * @param added those that have none, by name and version
 * @param missing machines that are deployed and of which no file has any version
 */
record ContractCheck(List<ContractComparison> comparisons, List<String> added, List<String> missing) {

    /** @param documents what reads a file */
    static ContractCheck of(
            Set<Path> files, Function<Path, MachineDocuments> documents, Collection<MachineContract> deployed) {
        var comparisons = new ArrayList<ContractComparison>();
        var added = new ArrayList<String>();
        var contracts = read(files, documents);
        for (var contract : contracts) {
            ContractComparison.predecessor(contract, deployed)
                    .ifPresentOrElse(
                            before -> comparisons.add(ContractComparison.of(before, contract)),
                            () -> added.add(contract.name() + " " + contract.version()));
        }
        var names = contracts.stream().map(MachineContract::name).collect(Collectors.toSet());
        var missing = deployed.stream()
                .map(MachineContract::name)
                .filter(name -> !names.contains(name))
                .distinct()
                .toList();
        return new ContractCheck(comparisons, added, missing);
    }

    private static List<MachineContract> read(Set<Path> files, Function<Path, MachineDocuments> documents) {
        var contracts = new ArrayList<MachineContract>();
        var problems = new ArrayList<DocumentProblem>();
        for (var file : files) {
            try {
                contracts.add(MachineContract.of(documents.apply(file).read(file)));
            } catch (DocumentException e) {
                problems.addAll(e.problems());
            } catch (IOException e) {
                throw new CommandFailure("file " + file + " cannot be read: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandFailure(new DocumentException(problems));
        }
        return contracts;
    }

    boolean violates(Policy policy, boolean isStrict) {
        return comparisons.stream().anyMatch(comparison -> comparison.violates(policy, isStrict));
    }

    String text(Policy policy, boolean isStrict) {
        var text = new StringBuilder();
        comparisons.forEach(comparison -> text.append(ComparisonText.text(comparison)));
        added.forEach(machine -> text.append(machine).append(" is new\n"));
        missing.forEach(machine -> text.append(machine).append(" is deployed and not among these files\n"));
        var word = policy.name().toLowerCase(Locale.ROOT);
        text.append(violates(policy, isStrict) ? "broken by policy " + word : "fine by policy " + word)
                .append('\n');
        return text.toString();
    }

    String json(Policy policy, boolean isStrict) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("policy", policy.name().toLowerCase(Locale.ROOT));
        json.put("broken", violates(policy, isStrict));
        json.put("machines", comparisons.stream().map(ComparisonText::json).toList());
        json.put("added", added);
        json.put("missing", missing);
        return Json.text(json) + "\n";
    }
}
