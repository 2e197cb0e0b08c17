package dev.xorca.crash;

import dev.xorca.crash.story.Plot;
import dev.xorca.crash.story.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the machines are that the nodes run. */
record MachineFolder(Path path) {
    private static final String DOCUMENT = ".machine.yaml";

    /**
     * Puts the machines there that these stories are about: those of the samples from their folders, the harness's own
     * from this program.
     */
    void put(Stories stories, Path samples) throws IOException {
        Files.createDirectories(path);
        for (var plot : stories.plots()) {
            if (plot.isSample()) {
                putAll(samples.resolve(plot.toString()));
            } else {
                putOwn(plot, stories.timers());
            }
        }
    }

    private void putAll(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(DOCUMENT)).toList()) {
                Files.copy(file, path.resolve(file.getFileName()));
            }
        }
    }

    private void putOwn(Plot plot, boolean timers) throws IOException {
        var resource = (timers ? "machines/" : "machines-without-timers/") + plot + DOCUMENT;
        try (var document = MachineFolder.class.getResourceAsStream(resource)) {
            if (document == null) {
                throw new IllegalStateException("this program lacks its resource " + resource);
            }
            Files.copy(document, path.resolve(plot + DOCUMENT));
        }
    }
}
