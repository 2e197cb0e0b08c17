package dev.xorca.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A recording of another JVM, which records from its start: to begin later would throw compiled code away, and measure the
 * compiler.
 */
final class FlightRecording {
    /** What a JVM is to be started with so that it can be asked for a recording. */
    static final String JAVA_OPTION = "-XX:StartFlightRecording=name=load,settings=profile,maxsize=500m";

    private FlightRecording() {}

    /** Writes what was recorded since then. */
    static void save(long pid, Instant from, Path file) throws InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var command = List.of(
                jcmd,
                Long.toString(pid),
                "JFR.dump",
                "name=load",
                "begin=" + from,
                "filename=" + file.toAbsolutePath());
        try {
            int code = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new LoadException("'" + String.join(" ", command) + "' ended with " + code);
            }
        } catch (IOException e) {
            throw new LoadException("a recording needs a JDK: " + e.getMessage(), e);
        }
    }
}
