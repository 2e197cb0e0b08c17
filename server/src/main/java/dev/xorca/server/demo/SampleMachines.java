package dev.xorca.server.demo;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The machines that ship with the sample services. */
public final class SampleMachines {
    private static final List<String> RESOURCES = List.of("samples/summary/summary.machine.yaml");

    private SampleMachines() {}

    /** All of them. */
    public static List<MachineDocument> all() {
        return RESOURCES.stream().map(SampleMachines::read).toList();
    }

    private static MachineDocument read(String resource) {
        try (var stream = SampleMachines.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the sample machine " + resource + " is not on the class path");
            }
            return new MachineDocuments().read(resource, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
