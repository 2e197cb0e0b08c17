package dev.xorca.server.demo;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.samples.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The machines that ship with the sample services. */
public final class SampleMachines {
    private static final String FOLDER = "samples/";

    private SampleMachines() {}

    /** Those that run when nobody says which. */
    public static List<MachineDocument> all() {
        return List.of(summary());
    }

    /** The machine of book summaries. */
    public static MachineDocument summary() {
        return read(FOLDER + "summary/summary.machine.yaml");
    }

    /** Those of a sample. */
    public static List<MachineDocument> of(Sample sample) {
        return sample.machines().stream().map(machine -> read(FOLDER + machine)).toList();
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
