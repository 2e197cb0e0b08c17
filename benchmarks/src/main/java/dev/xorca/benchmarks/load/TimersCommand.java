package dev.xorca.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Orchestrations that wait for a time: how late they go on, and what they are to the others. */
@Command(
        name = "timers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a broker, a node of the router and echo services as processes of this machine.",
            "Measures how late timers are at rest; how long many that are due in the same second take, and how long other "
                    + "orchestrations take meanwhile; how long these take beside many timers that are pending; and how "
                    + "long the node takes to come back with them.",
            "Ends with 1 when a timer is early, fires twice or not at all, or an orchestration is lost or fails."
        })
final class TimersCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration NOT_SOON = Duration.ofDays(1);
    private static final int SHORTEST_REST_MILLIS = 1_000;
    private static final int REST_SPREAD_MILLIS = 3_000;
    private static final int SETTLE_SECONDS = 3;

    @Mixin
    private InstallationOptions options = new InstallationOptions();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "30000",
            description =
                    "Orchestrations, and half as many timers, before anything is measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--rate",
            defaultValue = "20",
            description =
                    "Timers per second at rest; others per second, in either of two measurements (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--low-seconds",
            defaultValue = "30",
            description = "How long timers at rest, and others, are measured (default: ${DEFAULT-VALUE}).")
    private int lowSeconds;

    @Option(
            names = "--same-second",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Timers that are due in the same second; 0 for none (default: ${DEFAULT-VALUE}).")
    private int sameSecond;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often that is done: the router's JVM has compiled more the second time "
                    + "(default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--set-seconds",
            defaultValue = "90",
            description = "When these are due, from when the first of them is set (default: ${DEFAULT-VALUE}).")
    private int setSeconds;

    @Option(
            names = "--pending",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Timers that are due much later; 0 for none, and no restart (default: ${DEFAULT-VALUE}).")
    private int pending;

    @Option(
            names = "--in-flight",
            defaultValue = "2000",
            description = "Orchestrations under way while timers are set (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        var report = new TimersReport(options.description());
        try (var installation = options.installation()) {
            tell("starting broker, router and services");
            installation.startBroker("");
            options.startRouter(installation, "");
            installation.startServices();
            tell("warming up with " + warmUp + " orchestrations");
            run(installation, Flow.CHAIN, "warm-up", warmUp);
            warmUpTimers(installation);
            tell("others and timers at rest, " + lowSeconds + " s each");
            report.add(others(installation, "nothing else"));
            report.add(rest(installation));
            if (sameSecond > 0) {
                for (int round = 1; round <= rounds; round++) {
                    together(installation, report, round);
                }
            }
            if (pending > 0) {
                pending(installation, report);
            }
        }
        spec.commandLine().getOut().print(report.table());
        spec.commandLine().getOut().flush();
        if (options.json().isPresent()) {
            Files.writeString(options.json().get(), report.json() + "\n");
        }
        return 0;
    }

    private Bystanders.Times others(Installation installation, String name) throws InterruptedException {
        var run = "others-" + name.replaceAll("\\W+", "-");
        try (var others = new Bystanders(installation.bootstrapServers(), run, rate)) {
            others.goOn(SETTLE_SECONDS);
            others.measureFromNow();
            others.goOn(lowSeconds);
            return others.stop(name);
        }
    }

    private Firings.Lateness rest(Installation installation) throws InterruptedException {
        var random = new Random(1);
        Supplier<Instant> due = () -> now().plusMillis(SHORTEST_REST_MILLIS + random.nextInt(REST_SPREAD_MILLIS));
        try (var firings = new Firings(installation.bootstrapServers(), "rest");
                var load = new Load(installation.bootstrapServers(), Flow.timer(due), "rest")) {
            load.open(rate);
            for (int second = 0; second < lowSeconds; second++) {
                TimeUnit.SECONDS.sleep(1);
                load.check();
            }
            load.stopSending();
            load.awaitAll(PATIENCE);
            return firings.await("at rest", Math.toIntExact(load.completed()), PATIENCE);
        }
    }

    private void warmUpTimers(Installation installation) throws InterruptedException {
        try (var firings = new Firings(installation.bootstrapServers(), "warm-up")) {
            run(installation, Flow.timer(() -> now().plusMillis(SHORTEST_REST_MILLIS)), "warm-up", warmUp / 2);
            var unused = firings.await("warm-up", warmUp / 2, PATIENCE);
        }
    }

    /** All due at the same instant, which is the second at its worst. */
    private void together(Installation installation, TimersReport report, int round) throws InterruptedException {
        tell("setting " + sameSecond + " timers for the same second, for the " + round + ". time");
        var run = "together-" + round;
        var due = now().plusSeconds(setSeconds);
        run(installation, Flow.timer(() -> due), run, sameSecond);
        if (!now().isBefore(due.minusSeconds(SETTLE_SECONDS))) {
            throw new LoadException("setting " + sameSecond + " timers took longer than --set-seconds " + setSeconds
                    + "; give it more");
        }
        tell("waiting for them");
        try (var firings = new Firings(installation.bootstrapServers(), run)) {
            TimeUnit.MILLISECONDS.sleep(
                    Duration.between(now(), due.minusSeconds(SETTLE_SECONDS)).toMillis());
            try (var others = new Bystanders(installation.bootstrapServers(), "meanwhile-" + round, rate)) {
                TimeUnit.MILLISECONDS.sleep(Duration.between(now(), due).toMillis());
                others.measureFromNow();
                report.add(firings.await(sameSecond + " at once, " + round + ". time", sameSecond, PATIENCE));
                report.add(others.stop("while " + sameSecond + " fire, " + round + ". time"));
            }
        }
    }

    private void pending(Installation installation, TimersReport report) throws InterruptedException {
        tell("setting " + pending + " timers that are due much later");
        var due = now().plus(NOT_SOON);
        run(installation, Flow.timer(() -> due), "pending", pending);
        tell("others beside them, " + lowSeconds + " s");
        report.add(others(installation, "beside " + pending + " pending"));
        tell("restarting the node");
        installation.stopRouter();
        report.add(start(installation, "state kept"));
        tell("restarting the node without its state");
        installation.stopRouter();
        installation.removeState();
        report.add(start(installation, "state removed, restored from the changelog"));
    }

    /** Until the node says that it is ready, and until it has answered. */
    private TimersReport.Restart start(Installation installation, String name) throws InterruptedException {
        long begin = System.nanoTime();
        options.startRouter(installation, "");
        long ready = System.nanoTime();
        run(installation, Flow.ANSWER, "probe-" + name.replaceAll("\\W+", "-"), 1);
        return new TimersReport.Restart(name, (ready - begin) / 1e9, (System.nanoTime() - begin) / 1e9);
    }

    private void run(Installation installation, Flow flow, String name, int count) throws InterruptedException {
        try (var load = new Load(installation.bootstrapServers(), flow, name)) {
            load.closed(inFlight, count);
            load.awaitAll(PATIENCE.plusMillis(10L * count));
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void tell(String what) {
        spec.commandLine().getErr().println(what + " ...");
    }
}
