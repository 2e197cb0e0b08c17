package dev.xorca.server.cli;

import dev.xorca.router.Machines;
import dev.xorca.runtime.RuntimeSettings.Placement;
import dev.xorca.server.demo.SampleMachines;
import dev.xorca.server.kafka.EmbeddedKafka;
import dev.xorca.server.kafka.KafkaStartException;
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

/** {@code xorca dev}: broker, router and HTTP in one process, until it is told to end. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run everything in one process, for development: a Kafka broker, the router and HTTP, all on 127.0.0.1.",
            "Prints 'ready http=127.0.0.1:PORT kafka=127.0.0.1:PORT' once it works. Ends on Ctrl-C or SIGTERM."
        })
final class DevCommand implements Callable<Integer> {
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--machines",
            paramLabel = "DIR",
            description = "A folder with machine documents; may be repeated (default: the sample machines).")
    private List<Path> machines = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".xorca/dev",
            description = "Where broker and router keep their data (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".xorca", "dev");

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = PortConverter.class,
            description = "Where HTTP listens; 0 takes any free port (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            converter = PortConverter.class,
            description = "Where Kafka listens; 0 takes any free port (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Mixin
    private ExtensionOptions extensions = new ExtensionOptions();

    @Mixin
    private HttpOptions http = new HttpOptions();

    @Mixin
    private RouterOptions router = new RouterOptions();

    @Override
    public Integer call() throws InterruptedException {
        var deployed =
                router.deploy(machines.isEmpty() ? samples() : MachineFolders.load(machines, extensions.documents()));
        router.check();
        http.check();
        try (var termination = Termination.onSignal()) {
            try (var kafka = EmbeddedKafka.start(data.resolve("kafka"), kafkaPort)) {
                kafka.onFault(
                        () -> termination.fail(new CommandFailure("Kafka has met a fault; see the log, then restart")));
                var settings = router.apply(
                        kafka.bootstrapServers(),
                        "xorca",
                        data.resolve("state"),
                        "dev",
                        true,
                        1,
                        Placement.ALONE,
                        true);
                try (var node = Node.start(deployed, extensions.responders(), settings, http.apply(HOST, httpPort))) {
                    if (node.awaitReady(PATIENCE, termination::isRequested)) {
                        var out = spec.commandLine().getOut();
                        out.println(
                                "ready http=" + HOST + ":" + node.httpPort() + " kafka=" + kafka.bootstrapServers());
                        out.flush();
                    }
                    termination.await();
                }
            } catch (KafkaStartException | NodeStartException e) {
                if (!termination.isRequested()) {
                    throw new CommandFailure(e);
                }
            }
        }
        return ExitCode.OK;
    }

    private static Machines samples() {
        return MachineFolders.deploy(SampleMachines.all());
    }
}
