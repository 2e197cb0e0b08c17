package dev.xorca.samples.patterns;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The documents of the samples, from the source tree. */
final class Documents {
    private Documents() {}

    static MachineDocument read(String folder, String file) {
        try {
            return new MachineDocuments().read(Path.of(folder, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
