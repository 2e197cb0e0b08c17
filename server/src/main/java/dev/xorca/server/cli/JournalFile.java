package dev.xorca.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where exported journals are.
 *
 * @param name the name of a file; {@code -} for the standard input
 */
record JournalFile(String name) {
    /**
     * What is in it.
     *
     * @throws CommandFailure when there is no such file
     * @throws IOException when it cannot be read
     */
    InputStream open() throws IOException {
        if (name.equals("-")) {
            return System.in;
        }
        if (!Files.isRegularFile(Path.of(name))) {
            throw new CommandFailure("there is no file " + name + "; check --journal");
        }
        return Files.newInputStream(Path.of(name));
    }

    /** As it is named in sentences. */
    @Override
    public String toString() {
        return name.equals("-") ? "the standard input" : "file " + name;
    }
}
