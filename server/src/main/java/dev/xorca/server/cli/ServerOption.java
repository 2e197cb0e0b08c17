package dev.xorca.server.cli;

import picocli.CommandLine.Option;

/** Which node a command asks. */
final class ServerOption {
    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8080",
            description = "The HTTP interface of a node, any of the cluster (default: ${DEFAULT-VALUE}).")
    private String server = "";

    NodeClient client() {
        return new NodeClient(server, "--server");
    }
}
