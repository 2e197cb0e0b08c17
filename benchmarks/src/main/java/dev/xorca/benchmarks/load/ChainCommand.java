package dev.xorca.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Three services in a row: how fast, at what latency and cost, beside what Kafka alone does. */
@Command(
        name = "chain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a broker, a node of the router and echo services as processes of this machine, and starts orchestrations "
                    + "that ask three services in a row, with about 500 bytes of data. Each takes four steps.",
            "Measures low load (an open loop at a fixed rate), full load (a closed loop with a bounded number under way), "
                    + "with --live also full load beside orchestrations that wait, and in the same run the ceiling: a bare "
                    + "transactional loop with kafka-clients that appends as many records of the same size.",
            "Ends with 1 when an orchestration is lost, ends twice or fails."
        })
final class ChainCommand implements Callable<Integer> {
    private static final Flow FLOW = Flow.CHAIN;
    private static final Duration DRAIN = Duration.ofMinutes(2);
    private static final int RAMP_UP_SECONDS = 3;

    @Mixin
    private InstallationOptions options = new InstallationOptions();

    @Option(
            names = "--low-rate",
            defaultValue = "20",
            description = "Orchestrations per second at low load (default: ${DEFAULT-VALUE}).")
    private double lowRate;

    @Option(
            names = "--low-seconds",
            defaultValue = "60",
            description = "How long low load is measured; 0 for not at all (default: ${DEFAULT-VALUE}).")
    private int lowSeconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "30000",
            description = "Orchestrations before anything is measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "How long full load is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--in-flight",
            defaultValue = "2000",
            description = "Orchestrations under way at full load (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--live",
            split = ",",
            paramLabel = "N",
            description =
                    "Measure full load also beside N orchestrations that wait; several numbers, the lowest first.")
    private List<Integer> live = List.of();

    @Option(
            names = "--ceiling-records",
            defaultValue = "600000",
            description =
                    "How many records the bare loop reads, a third of them to warm up; 0 for no bare loop (default: "
                            + "${DEFAULT-VALUE}).")
    private int ceilingRecords;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description =
                    "Record the router at full load with JDK Flight Recorder, which costs a little; 'profile FILE' reads "
                            + "it.")
    private Optional<Path> profile = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        var measured = new ArrayList<Measurement>();
        Optional<Ceiling> ceiling;
        try (var installation = options.installation()) {
            tell("starting broker, router and services");
            installation.startBroker();
            options.startRouter(installation, profile.isPresent() ? FlightRecording.JAVA_OPTION : "");
            installation.startServices();
            try (var admin = installation.admin()) {
                tell("warming up with " + warmUp + " orchestrations");
                run(installation, FLOW, "warm-up", warmUp);
                if (lowSeconds > 0) {
                    tell("low load for " + lowSeconds + " s");
                    measured.add(low(installation, admin));
                }
                tell("full load for " + seconds + " s");
                measured.add(profiled(installation, admin));
                int waiting = 0;
                for (int wanted : live) {
                    tell("starting " + (wanted - waiting) + " orchestrations that wait");
                    run(installation, Flow.WAITING, "waiting-from-" + waiting, wanted - waiting);
                    waiting = wanted;
                    tell("full load for " + seconds + " s");
                    measured.add(full(installation, admin, "full, " + wanted + " live", seconds));
                }
            }
            installation.stop("services");
            installation.stop("router");
            ceiling = ceiling(installation, measured);
        }
        var report = new Report(FLOW, options.description(), measured, ceiling);
        spec.commandLine().getOut().print(report.table());
        spec.commandLine().getOut().flush();
        if (options.json().isPresent()) {
            Files.writeString(options.json().get(), report.json() + "\n");
        }
        return 0;
    }

    private Measurement low(Installation installation, Admin admin) throws InterruptedException {
        try (var load = new Load(installation.bootstrapServers(), FLOW, "low")) {
            load.open(lowRate);
            return measure(installation, admin, load, "low", lowSeconds);
        }
    }

    private Measurement full(Installation installation, Admin admin, String name, int length)
            throws InterruptedException {
        try (var load = new Load(installation.bootstrapServers(), FLOW, name.replaceAll("\\W+", "-"))) {
            load.closed(inFlight, Integer.MAX_VALUE);
            return measure(installation, admin, load, name, length);
        }
    }

    private Measurement profiled(Installation installation, Admin admin) throws InterruptedException {
        var from = Instant.now().plusSeconds(RAMP_UP_SECONDS);
        var measurement = full(installation, admin, "full", seconds);
        if (profile.isPresent()) {
            FlightRecording.save(installation.pid("router"), from, profile.get());
        }
        return measurement;
    }

    private static Measurement measure(Installation installation, Admin admin, Load load, String name, int length)
            throws InterruptedException {
        TimeUnit.SECONDS.sleep(RAMP_UP_SECONDS);
        var stopwatch = Stopwatch.start(installation, admin, load);
        for (int second = 0; second < length; second++) {
            TimeUnit.SECONDS.sleep(1);
            load.check();
        }
        var measurement = stopwatch.stop(name, FLOW.steps(), installation, admin, load);
        load.stopSending();
        load.awaitAll(DRAIN);
        return measurement;
    }

    private void run(Installation installation, Flow flow, String name, int count) throws InterruptedException {
        try (var load = new Load(installation.bootstrapServers(), flow, name)) {
            load.closed(inFlight, count);
            load.awaitAll(DRAIN.plusMillis(10L * count));
        }
    }

    /** With records as large as those of the first measurement at full load. */
    private Optional<Ceiling> ceiling(Installation installation, List<Measurement> measured)
            throws InterruptedException {
        if (ceilingRecords == 0) {
            return Optional.empty();
        }
        tell("the bare loop");
        var written = measured.get(lowSeconds > 0 ? 1 : 0).written();
        return Optional.of(Ceiling.measure(installation, written, ceilingRecords));
    }

    private void tell(String what) {
        spec.commandLine().getErr().println(what + " ...");
    }
}
