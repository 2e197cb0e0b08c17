package dev.xorca.server.cli;

import dev.xorca.runtime.RuntimeSettings.Placement;
import dev.xorca.server.node.Node;
import dev.xorca.server.node.NodeStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code xorca serve}: a node against an existing Kafka cluster, until it is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run a node against an existing Kafka cluster. Nodes with the same --application-id share the work.",
            "Prints 'ready http=HOST:PORT kafka=SERVERS' once it works. Ends on Ctrl-C or SIGTERM.",
            "Every option can also stand in the file that --config names (key: value, without the dashes) or in the "
                    + "environment (--http-port as XORCA_HTTP_PORT); the command line wins, then the environment."
        })
final class ServeCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "A YAML file with options.")
    @SuppressWarnings("UnusedVariable") // read by OptionSources, before the command line is parsed
    private Path config = Path.of("");

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            required = true,
            description = "Where Kafka is.")
    private String bootstrapServers = "";

    @Option(
            names = "--machines",
            paramLabel = "DIR",
            required = true,
            description = "A folder with machine documents; may be repeated.")
    private List<Path> machines = List.of();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            required = true,
            description = "Where this node keeps its copy of the state; no other node may use it.")
    private Path stateDir = Path.of("");

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            defaultValue = "xorca",
            description = "Names the nodes that share the work (default: ${DEFAULT-VALUE}).")
    private String applicationId = "xorca";

    @Option(
            names = "--instance-id",
            paramLabel = "ID",
            defaultValue = "",
            description = "Tells this node from the others, so that it gets its partitions back after a crash.")
    private String instanceId = "";

    @Option(
            names = "--http-host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address that HTTP listens on (default: ${DEFAULT-VALUE}).")
    private String httpHost = "127.0.0.1";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = PortConverter.class,
            description = "Where HTTP listens; 0 takes any free port (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--create-topics",
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "true",
            description = "Whether topics that are missing are created (default: ${DEFAULT-VALUE}).")
    private boolean createTopics = true;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Replicas of topics that are created; -1 for the broker's default (default: "
                    + "${DEFAULT-VALUE}).")
    private int replicationFactor;

    @Option(
            names = "--standby-replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many further nodes keep a copy of the state, to take over quickly (default: "
                    + "${DEFAULT-VALUE}).")
    private int standbyReplicas;

    @Option(
            names = "--rack",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Where this node runs; copies of the state are kept in other racks where there are any.")
    private String rack = "";

    @Option(
            names = "--advertised-http",
            paramLabel = "HOST:PORT",
            defaultValue = "",
            description = "Where other nodes reach this node's HTTP (default: --http-host and --http-port).")
    private String advertisedHttp = "";

    @Mixin
    private ExtensionOptions extensions = new ExtensionOptions();

    @Mixin
    private HttpOptions http = new HttpOptions();

    @Mixin
    private RouterOptions router = new RouterOptions();

    @Override
    public Integer call() throws InterruptedException {
        http.check();
        var deployed = router.deploy(MachineFolders.load(machines, extensions.documents()));
        var settings = router.apply(
                bootstrapServers,
                applicationId,
                stateDir,
                instanceId,
                createTopics,
                replicationFactor,
                new Placement(standbyReplicas, rack, advertisedHttp),
                false);
        try (var termination = Termination.onSignal()) {
            try (var node = Node.start(deployed, extensions.responders(), settings, http.apply(httpHost, httpPort))) {
                if (node.awaitReady(PATIENCE, termination::isRequested)) {
                    var out = spec.commandLine().getOut();
                    out.println("ready http=" + httpHost + ":" + node.httpPort() + " kafka=" + bootstrapServers);
                    out.flush();
                }
                termination.await();
            } catch (NodeStartException e) {
                if (!termination.isRequested()) {
                    throw new CommandFailure(e);
                }
            }
        }
        return ExitCode.OK;
    }
}
