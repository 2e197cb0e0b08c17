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
import java.util.concurrent.ThreadLocalRandom;

/**
 * How brokers and nodes are started: as the launcher does it, but from what is built, so that no start waits for a look
 * at the sources.
 *
 * @param distribution the folder with the server's jars
 * @param work where everything of this run is kept
 * @param ports where the victims listen, in all their lives, by number: the broker for clients, nodes for HTTP. A node that
 *     came back under another address would be another one to Kafka Streams.
 * @param nodeOptions further options of {@code serve}, the same for all nodes
 * @param log the level at which Kafka logs
 */
public record Launch(Path distribution, Path work, List<Integer> ports, List<String> nodeOptions, String log) {
    /** Below those that Linux gives to whoever connects, so that nobody gets one while its owner is dead. */
    private static final int LOWEST_PORT = 15_000;

    private static final int HIGHEST_PORT = 30_000;

    public Launch {
        ports = List.copyOf(ports);
        nodeOptions = List.copyOf(nodeOptions);
    }

    /** As above, on ports that are free now. */
    public static Launch onFreePorts(Path distribution, Path work, int nodes, List<String> nodeOptions, String log) {
        var ports = ThreadLocalRandom.current()
                .ints(LOWEST_PORT, HIGHEST_PORT)
                .distinct()
                .filter(Launch::isFree)
                .limit(nodes + 1)
                .boxed()
                .toList();
        return new Launch(distribution, work, ports, nodeOptions, log);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.get(Fault.BROKER);
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
                ports.get(Fault.BROKER).toString(),
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
                ports.get(number).toString()));
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
