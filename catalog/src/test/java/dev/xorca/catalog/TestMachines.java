package dev.xorca.catalog;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Machines to make catalogues of. */
final class TestMachines {
    /** Machine documents of this project that a router can run. */
    private static final List<Path> SHIPPED = List.of(
            Path.of("../sample-machines"),
            Path.of("../deploy/machines"),
            Path.of("../benchmarks/machines"),
            Path.of("../crash-harness/src/main/resources/dev/xorca/crash/machines"));

    private TestMachines() {}

    /** All that there are. */
    static List<MachineDocument> all() {
        var all = new ArrayList<>(shipped());
        all.addAll(below(Path.of("src/test/resources/machines")));
        return all;
    }

    static List<MachineDocument> shipped() {
        return SHIPPED.stream().flatMap(folder -> below(folder).stream()).toList();
    }

    /** The sample machine. */
    static MachineDocument summary() {
        return below(Path.of("../sample-machines/summary")).get(0);
    }

    /** One of the machines that are written for these tests. */
    static MachineDocument named(String file) {
        try {
            return new MachineDocuments().read(file, Files.readString(Path.of("src/test/resources/machines", file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MachineDocument of(String yaml) {
        return new MachineDocuments().read("test.machine.yaml", yaml);
    }

    private static List<MachineDocument> below(Path folder) {
        try {
            return new MachineDocuments()
                    .readFolder(folder).stream()
                            .filter(document -> !document.file().contains("target"))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
