package dev.xorca.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;

/** A recording of another JVM, from now until it is closed. */
final class FlightRecording implements AutoCloseable {
    private final long pid;
    private final Path file;

    private FlightRecording(long pid, Path file) {
        this.pid = pid;
        this.file = file;
    }

    static FlightRecording start(long pid, Path file) throws IOException, InterruptedException {
        jcmd(pid, "JFR.start", "name=load", "settings=profile");
        return new FlightRecording(pid, file.toAbsolutePath());
    }

    private static void jcmd(long pid, String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(java.util.List.of(arguments));
        int code = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (code != 0) {
            throw new LoadException("'" + String.join(" ", command) + "' ended with " + code + "; it needs a JDK");
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        jcmd(pid, "JFR.stop", "name=load", "filename=" + file);
    }
}
