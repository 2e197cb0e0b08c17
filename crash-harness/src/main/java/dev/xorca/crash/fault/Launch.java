package dev.xorca.crash.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How brokers and nodes are started: as the launcher does it, but from what is built, so that no start waits for a look
 * at the sources.
 *
 * @param distribution the folder with the server's jars
 * @param work where everything of this run is kept
 * @param port where the broker listens, in all its lives
 * @param nodeOptions further options of {@code serve}, the same for all nodes
 * @param log the level at which Kafka logs
 */
public record Launch(Path distribution, Path work, int port, List<String> nodeOptions, String log) {
    public Launch {
        nodeOptions = List.copyOf(nodeOptions);
    }

    /** As above, on a port that is free now. */
    public static Launch onFreePort(Path distribution, Path work, List<String> nodeOptions, String log) {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Launch(distribution, work, socket.getLocalPort(), nodeOptions, log);
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Where what the processes print is kept. */
    public Path logs() {
        return work.resolve("logs");
    }

    /** Where the machine is that the nodes run. */
    public Path machines() {
        return work.resolve("machines");
    }

    Path log(int victim) {
        return logs().resolve(Fault.name(victim) + ".log");
    }

    /** What the processes find in their environment beside what this one has. */
    Map<String, String> environment() {
        return Map.of("XORCA_LOG_ALL", log);
    }

    List<String> command(int victim) {
        return victim == Fault.BROKER ? broker() : node(victim);
    }

    private List<String> broker() {
        var command = xorca("kafka");
        command.addAll(List.of(
                "--port",
                Integer.toString(port),
                "--data",
                work.resolve("broker").toString()));
        return command;
    }

    private List<String> node(int number) {
        var name = Fault.name(number);
        var command = xorca("serve");
        command.addAll(List.of(
                "--bootstrap-servers",
                bootstrapServers(),
                "--machines",
                machines().toString(),
                "--state-dir",
                work.resolve(name).toString(),
                "--application-id",
                "crash",
                "--instance-id",
                name,
                "--http-port",
                "0"));
        command.addAll(nodeOptions);
        return command;
    }

    private List<String> xorca(String subcommand) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = new ArrayList<>(List.of(
                java.toString(),
                "-Xshare:auto",
                "-Xmx384m",
                "-XX:+UseSerialGC",
                // Few live long enough for the optimising compiler to pay off.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", distribution + "/*", "dev.xorca.server.cli.Xorca", subcommand));
        return command;
    }

    /** Makes the folders that the processes write to. */
    void prepare() {
        try {
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + work, e);
        }
    }
}
