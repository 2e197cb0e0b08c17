package dev.xorca.server.cli;

import dev.xorca.samples.Sample;
import dev.xorca.samples.Samples;
import dev.xorca.server.demo.SampleDemo;
import dev.xorca.server.demo.SummaryDemo;
import dev.xorca.server.kafka.KafkaStartException;
import dev.xorca.server.node.NodeStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xorca demo}: real orchestrations over a broker of their own, told as they go. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Run a sample: an embedded Kafka broker, the router and the sample's services, all in one process.",
            "Prints each CloudEvent as it passes, then what became of each orchestration. Ends with 0 only if each "
                    + "ended as it must, for some must fail."
        })
final class DemoCommand implements Callable<Integer> {
    private static final String SUMMARY = "summary";
    private static final int MOST = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = SUMMARY,
            completionCandidates = Names.class,
            description = {
                "Which sample (default: ${DEFAULT-VALUE}): ${COMPLETION-CANDIDATES}.",
            })
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    private int orchestrations;

    /** The samples by name. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Stream.of(SUMMARY), Samples.all().stream().map(Sample::name))
                    .iterator();
        }
    }

    @Option(
            names = "--orchestrations",
            paramLabel = "N",
            defaultValue = "6",
            description =
                    "How many summaries to start (default: ${DEFAULT-VALUE}); the other samples start what they need.")
    void orchestrations(int value) {
        if (value < 1 || value > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "--orchestrations takes a number from 1 to " + MOST + ", this is " + value);
        }
        orchestrations = value;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        var out = spec.commandLine().getOut();
        var sample = Samples.find(name);
        if (sample.isEmpty() && !name.equals(SUMMARY)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no sample '" + name + "'; there are " + String.join(", ", new Names()));
        }
        var began = System.nanoTime();
        var data = Files.createTempDirectory("xorca-demo");
        try (var termination = Termination.onSignal()) {
            out.println("starting Kafka, the router and the services ...");
            out.flush();
            Consumer<String> lines = line -> {
                out.println(Ansi.AUTO.string(line));
                out.flush();
            };
            var result = sample.isPresent()
                    ? new SampleDemo(sample.get(), lines).run(data, termination::isRequested)
                    : new SummaryDemo(lines).run(data, orchestrations, termination::isRequested);
            var seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
            out.println(String.format(
                    Locale.ROOT,
                    "demo: %d started, %d completed, %d failed, %d events, %.1f s",
                    result.started(),
                    result.completed(),
                    result.failed(),
                    result.events(),
                    seconds));
            out.flush();
            return result.asExpected() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (KafkaStartException | NodeStartException e) {
            throw new CommandFailure(e);
        } finally {
            delete(data);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
