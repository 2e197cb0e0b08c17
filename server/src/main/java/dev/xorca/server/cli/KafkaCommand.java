package dev.xorca.server.cli;

import dev.xorca.server.kafka.EmbeddedKafka;
import dev.xorca.server.kafka.KafkaStartException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code xorca kafka}: a broker as a process of its own, until it is told to end. */
@Command(
        name = "kafka",
        mixinStandardHelpOptions = true,
        description = {
            "Run an Apache Kafka broker for development: one node, on 127.0.0.1, its data in a directory.",
            "Prints 'ready kafka=127.0.0.1:PORT' once it accepts requests. Ends on Ctrl-C or SIGTERM."
        })
final class KafkaCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".xorca/kafka",
            description = "Where the broker keeps its data (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Where clients connect; 0 takes any free port (default: ${DEFAULT-VALUE}).")
    void port(int port) {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "port " + port + " is not between 0 and 65535");
        }
        this.port = port;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var termination = Termination.onSignal()) {
            try (var kafka = EmbeddedKafka.start(data, port)) {
                kafka.onFault(
                        () -> termination.fail(new CommandFailure("Kafka has met a fault; see the log, then restart")));
                spec.commandLine().getOut().println("ready kafka=" + kafka.bootstrapServers());
                termination.await();
            } catch (KafkaStartException e) {
                if (!termination.isRequested()) {
                    throw new CommandFailure(e);
                }
            }
        }
        return ExitCode.OK;
    }
}
