package dev.xorca.server.cli;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.DeploymentException;
import dev.xorca.router.Machines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Machines from folders, with failures as sentences. */
final class MachineFolders {
    private MachineFolders() {}

    static Machines load(List<Path> folders, MachineDocuments reader) {
        var documents = new ArrayList<MachineDocument>();
        var problems = new ArrayList<String>();
        for (var folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new CommandFailure("there is no folder " + folder + "; check --machines");
            }
            try {
                documents.addAll(reader.readFolder(folder));
            } catch (DocumentException e) {
                e.problems().forEach(problem -> problems.add(problem.toString()));
            } catch (IOException e) {
                throw new CommandFailure("folder " + folder + " cannot be read: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandFailure("the machines have " + problems.size()
                    + (problems.size() == 1 ? " problem" : " problems") + ":\n  " + String.join("\n  ", problems));
        }
        if (documents.isEmpty()) {
            throw new CommandFailure("there is no machine in "
                    + String.join(", ", folders.stream().map(Path::toString).toList())
                    + "; machine documents are files whose names end in .machine.yaml, .machine.yml or .machine.json");
        }
        return deploy(documents);
    }

    static Machines deploy(List<MachineDocument> documents) {
        try {
            return Machines.of(documents);
        } catch (DeploymentException e) {
            throw new CommandFailure(e);
        }
    }
}
