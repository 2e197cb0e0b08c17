package dev.xorca.samples.summary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The files of the sample's folder, {@code summary/}, as they stand on the class path. */
final class SampleFiles {
    private static final String FOLDER = "/samples/summary/";

    private SampleFiles() {}

    static String read(String path) {
        try (var file = SampleFiles.class.getResourceAsStream(FOLDER + path)) {
            if (file == null) {
                throw new IllegalStateException(
                        "Expected " + FOLDER + path + " on the class path, but it is not there");
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
