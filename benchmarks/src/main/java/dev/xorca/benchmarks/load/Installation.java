package dev.xorca.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The parts of an installation, each a process of its own on this machine, with all their data in one folder. */
final class Installation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path root;
    private final Path folder;
    private final Map<String, ChildProcess> processes = new LinkedHashMap<>();
    private final Deque<ChildProcess> toClose = new ArrayDeque<>();
    private String bootstrapServers = "";

    /**
     * Prepares one.
     *
     * @param root the source tree, whose {@code ./xorca} is run
     * @param folder for logs and data; emptied first
     */
    Installation(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
        delete();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LoadException("folder " + folder + " cannot be made: " + e, e);
        }
    }

    /**
     * Starts a broker.
     *
     * @param javaOptions for its JVM, separated by blanks
     */
    void startBroker(String javaOptions) throws InterruptedException {
        var broker = start(
                "broker",
                Map.of("XORCA_JAVA_OPTS", javaOptions),
                List.of(
                        xorca(),
                        "kafka",
                        "--port",
                        "0",
                        "--data",
                        folder.resolve("kafka").toString()));
        bootstrapServers = broker.await("ready", PATIENCE).replaceFirst("kafka=", "");
    }

    /**
     * Starts a node.
     *
     * @param javaOptions for its JVM, separated by blanks
     * @param options of {@code ./xorca serve}
     */
    void startRouter(String javaOptions, List<String> options) throws InterruptedException {
        var command = new ArrayList<>(List.of(
                xorca(),
                "serve",
                "--bootstrap-servers",
                bootstrapServers,
                "--machines",
                root.resolve("benchmarks/machines").toString(),
                "--state-dir",
                folder.resolve("state").toString(),
                "--http-port",
                "0"));
        command.addAll(options);
        start("router", Map.of("XORCA_JAVA_OPTS", javaOptions), command).await("ready", PATIENCE);
    }

    void startServices() throws InterruptedException {
        startProgram("services", List.of("echo", "--bootstrap-servers", bootstrapServers))
                .await("ready", PATIENCE);
    }

    /** Starts this program once more, as another process. */
    ChildProcess startProgram(String name, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LoadProgram.class.getName()));
        command.addAll(arguments);
        return start(name, Map.of(), command);
    }

    private ChildProcess start(String name, Map<String, String> environment, List<String> command) {
        var process = ChildProcess.start(name, folder.resolve(name + ".log"), environment, command);
        processes.put(name, process);
        toClose.push(process);
        return process;
    }

    /**
     * Ends the node as an operator does.
     *
     * @throws LoadException when it does not end cleanly in time
     */
    void stopRouter() {
        var router = processes.remove("router");
        if (router == null || router.stop() != 0) {
            throw new LoadException("the router did not stop cleanly; see " + folder.resolve("router.log"));
        }
    }

    /** Has the node begin with nothing but what Kafka has. */
    void removeState() {
        delete(folder.resolve("state"));
    }

    /** Ends one part, if it was started. */
    void stop(String name) {
        var process = processes.remove(name);
        if (process != null) {
            process.close();
        }
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    Path folder() {
        return folder;
    }

    long pid(String name) {
        var process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException(name + " does not run");
        }
        return process.pid();
    }

    Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** What every part has used so far; this process, which makes the load, is one of them. */
    Map<String, ProcessUsage> usage() {
        var usage = new LinkedHashMap<String, ProcessUsage>();
        processes.forEach((name, process) -> usage.put(name, ProcessUsage.of(process.pid())));
        usage.put("load", ProcessUsage.of(ProcessHandle.current().pid()));
        return usage;
    }

    private String xorca() {
        return root.resolve("xorca").toString();
    }

    /** Removes what it has left behind. */
    void delete() {
        delete(folder);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new LoadException("folder " + folder + " cannot be emptied: " + e, e);
        }
    }

    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }
}
