package dev.xorca.server.cli;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.compatibility.MachineContract;
import dev.xorca.router.Definition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The contracts of a folder's machines, or of those that a node runs. */
final class DeployedContracts {
    private DeployedContracts() {}

    /**
     * Reads them.
     *
     * @param place a folder, or the URL of a node
     * @param option where the user has said so
     * @param reader reads what is in a folder
     */
    static List<MachineContract> of(String place, String option, MachineDocuments reader) {
        return RunningMachines.isUrl(place)
                ? RunningMachines.at(place, option).stream()
                        .map(DeployedContracts::contract)
                        .toList()
                : inFolder(place, option, reader);
    }

    private static List<MachineContract> inFolder(String place, String option, MachineDocuments reader) {
        try {
            var folder = Path.of(place);
            if (!Files.isDirectory(folder)) {
                throw new CommandFailure("there is no folder " + folder + "; check " + option);
            }
            var contracts =
                    reader.readFolder(folder).stream().map(MachineContract::of).toList();
            if (contracts.isEmpty()) {
                throw new CommandFailure("there is no machine in " + folder + "; check " + option);
            }
            return contracts;
        } catch (DocumentException e) {
            throw new CommandFailure(e);
        } catch (InvalidPathException e) {
            throw new CommandFailure("'" + place + "' is no folder; check " + option);
        } catch (IOException e) {
            throw new CommandFailure("folder " + place + " cannot be read: " + e.getMessage());
        }
    }

    private static MachineContract contract(Definition definition) {
        try {
            return MachineContract.of(definition.name(), definition.version(), definition.hash(), definition.json());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage() + "; take its folder instead");
        }
    }
}
