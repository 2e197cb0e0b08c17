package dev.xorca.crash.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/**
 * One life of a broker or a node: a process that says {@code ready ...} once it works. What it prints goes to the end of
 * its log. Always ended through its handle, so that no other process can be struck.
 */
final class ServerProcess {
    private static final Pattern HTTP = Pattern.compile("http=(\\S+)");

    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();

    private ServerProcess(Process process) {
        this.process = process;
    }

    /**
     * @param onOwnEnd told when the process ends without having been ended, with its exit code
     */
    static ServerProcess start(List<String> command, Map<String, String> environment, Path log, IntConsumer onOwnEnd) {
        var builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        // Settings of whoever runs this must not reach what is tested.
        builder.environment().keySet().removeIf(name -> name.startsWith("XORCA_"));
        builder.environment().putAll(environment);
        try {
            Files.writeString(
                    log,
                    "--- " + String.join(" ", command) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            var started = new ServerProcess(builder.start());
            var reader = new Thread(() -> started.read(log), "output-of-" + started.process.pid());
            reader.setDaemon(true);
            reader.start();
            var unused = started.process.onExit().thenAccept(ended -> {
                started.ready.completeExceptionally(new IllegalStateException("it ended before it was ready"));
                if (!started.ending.get()) {
                    onOwnEnd.accept(ended.exitValue());
                }
            });
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    private void read(Path log) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
                if (line.startsWith("ready ")) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            // The process was killed while this read.
        }
    }

    /** Completes with what it said when it was ready; exceptionally when it ended before. */
    CompletableFuture<String> ready() {
        return ready.copy();
    }

    /** Where its HTTP interface is; it must be ready. */
    String http() {
        var matcher = HTTP.matcher(ready.getNow(""));
        if (!matcher.find()) {
            throw new IllegalStateException("it has not said where its HTTP interface is");
        }
        return "http://" + matcher.group(1);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        ending.set(true);
        process.destroyForcibly();
        process.waitFor();
    }

    /**
     * SIGTERM.
     *
     * @return whether it ended within that time; else it is killed
     */
    boolean stop(Duration patience) throws InterruptedException {
        ending.set(true);
        process.destroy();
        if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    /** SIGSTOP. */
    void freeze() throws InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send signals: the command kill is missing", e);
        }
    }

    /** SIGKILL, without waiting; for the end of this JVM. */
    void abandon() {
        ending.set(true);
        process.destroyForcibly();
    }

    /** Waits until it is gone, even when interrupted; nothing withstands SIGKILL. */
    void awaitEnd() {
        process.onExit().join();
    }

    /** Waits until it is ready. */
    void awaitReady(Duration patience) throws InterruptedException {
        try {
            ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("it was not ready within " + patience.toSeconds() + " s", e);
        }
    }
}
