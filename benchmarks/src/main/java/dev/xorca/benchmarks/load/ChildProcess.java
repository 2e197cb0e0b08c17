package dev.xorca.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of ours that says on stdout when it works. Ends with this one. */
final class ChildProcess implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_LINES = 1_000;
    private static final String END = "\0";

    private final String name;
    private final Path log;
    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>(MOST_LINES);

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** Starts a process; what it says on stderr goes to the log. */
    static ChildProcess start(String name, Path log, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var child = new ChildProcess(name, log, process);
            var listener = new Thread(child::listen, name + "-stdout");
            listener.setDaemon(true);
            listener.start();
            return child;
        } catch (IOException e) {
            throw new LoadException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits for a line that begins with this word.
     *
     * @return what stands behind the word
     */
    String await(String word, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            var line = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (END.equals(line)) {
                throw new LoadException(name + " ended before it said '" + word + "'; see " + log);
            } else if (line != null && line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
        }
        throw new LoadException(name + " did not say '" + word + "' in time; see " + log);
    }

    /** All that the process says is read, or it would be held up. */
    private void listen() {
        try (var stdout = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = stdout.readLine(); line != null; line = stdout.readLine()) {
                // What nobody waits for is of no interest once there is too much of it.
                var unused = said.offer(line);
            }
        } catch (IOException e) {
            var unused = said.offer(e.toString());
        } finally {
            var unused = said.offer(END);
        }
    }

    /**
     * Asks it to end, and makes it end when it does not in time.
     *
     * @return its exit code
     */
    int stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Override
    public void close() {
        var unused = stop();
    }
}
