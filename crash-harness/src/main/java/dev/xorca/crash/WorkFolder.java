package dev.xorca.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A temporary folder for a run: the broker's data, the nodes' state, the logs. Closing deletes it. */
record WorkFolder(Path path) implements AutoCloseable {
    static WorkFolder create() throws IOException {
        return new WorkFolder(Files.createTempDirectory("xorca-crash"));
    }

    /** Copies the logs to where they stay, in place of what is there. */
    void keepLogs(Path logs, Path kept) throws IOException {
        delete(kept);
        Files.createDirectories(kept);
        try (var files = Files.list(logs)) {
            for (var file : files.toList()) {
                Files.copy(file, kept.resolve(file.getFileName()));
            }
        }
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("crash-harness: " + folder + " could not be deleted: " + e.getMessage());
        }
    }
}
