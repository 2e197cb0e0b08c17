package dev.xorca.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of ours that says on stdout when it works. Ends with this one. */
final class ChildProcess implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedReader stdout;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.stdout = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a process; what it says on stderr goes to the log. */
    static ChildProcess start(String name, Path log, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ChildProcess(name, log, process);
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
        var line = new CompletableFuture<String>();
        var reader = new Thread(() -> read(word, line), name + "-stdout");
        reader.setDaemon(true);
        reader.start();
        try {
            return line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LoadException(name + " did not say '" + word + "' in time; see " + log, e);
        } catch (ExecutionException e) {
            throw new LoadException(name + " ended before it said '" + word + "'; see " + log, e);
        }
    }

    private void read(String word, CompletableFuture<String> found) {
        try {
            for (var line = stdout.readLine(); line != null; line = stdout.readLine()) {
                if (line.startsWith(word + " ")) {
                    found.complete(line.substring(word.length() + 1));
                    return;
                }
            }
            found.completeExceptionally(new LoadException("its output ended"));
        } catch (IOException e) {
            found.completeExceptionally(new UncheckedIOException(e));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
