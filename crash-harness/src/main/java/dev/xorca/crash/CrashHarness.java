package dev.xorca.crash;

import dev.xorca.crash.check.Guarantee;
import dev.xorca.crash.fault.Fault;
import dev.xorca.crash.fault.Schedule;
import dev.xorca.crash.story.Plot;
import dev.xorca.crash.story.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program: runs once and ends with 0 when every promise was kept. */
@Command(
        name = "crash-harness/run.sh",
        sortOptions = false,
        description = {
            "Runs a broker and some nodes as processes of their own, puts them under load, kills, freezes and stops them "
                    + "as a seed says, and judges by what stands in the topics: every orchestration ends once, no command "
                    + "is lost, doubled, changed or out of order, nothing is stuck.",
            "The seed gives the same load and the same faults at the same times; what they hit differs."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every promise was kept", "1:one was broken, or the run itself failed", "2:not understood"})
public final class CrashHarness implements Callable<Integer> {
    private static final int CI_ORCHESTRATIONS = 20_000;
    private static final int CI_FAULTS = 32;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--ci", description = "The size that CI runs: 20,000 orchestrations and 32 faults.")
    private boolean ci;

    @Option(
            names = "--orchestrations",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many to start (default: ${DEFAULT-VALUE}).")
    private int orchestrations;

    @Option(
            names = "--kills",
            paramLabel = "K",
            defaultValue = "10",
            description = "How many times a process is killed, frozen or stopped (default: ${DEFAULT-VALUE}, which has "
                    + "one of each kind at least).")
    private int kills;

    @Option(names = "--seed", paramLabel = "S", description = "Which load and which faults (default: any).")
    private @Nullable Long seed;

    @Option(
            names = "--stories",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "crash",
            completionCandidates = PlotNames.class,
            description = "What the orchestrations go through, of ${COMPLETION-CANDIDATES}, mixed as the seed says "
                    + "(default: ${DEFAULT-VALUE}, a machine made for this).")
    private List<String> stories = List.of();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many nodes share the work, 1 to 5 (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--guarantee",
            paramLabel = "NAME",
            defaultValue = "exactly-once",
            description = "What the nodes promise: exactly-once or idempotent (default: ${DEFAULT-VALUE}).")
    private Guarantee guarantee = Guarantee.EXACTLY_ONCE;

    @Option(
            names = "--timers",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the machine of the story crash waits for timers (default: ${DEFAULT-VALUE}).")
    private boolean timers = true;

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            description = "The only faults there may be, of ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Fault.Kind> kinds = EnumSet.allOf(Fault.Kind.class);

    @Option(
            names = "--gap",
            paramLabel = "SECONDS",
            defaultValue = "9",
            description = "The mean time between two faults (default: ${DEFAULT-VALUE}).")
    private double gap;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Orchestrations started a second (default: so that the load lasts as long as the faults).")
    private @Nullable Double rate;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "2000",
            description = "The most under way at the same time (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--standbys",
            paramLabel = "N",
            defaultValue = "1",
            description = "Standby replicas of the state (default: ${DEFAULT-VALUE}).")
    private int standbys;

    @Option(
            names = "--session-ms",
            paramLabel = "MS",
            defaultValue = "6000",
            description = "How long a node that is silent keeps its share of the work; brokers take no less than 6000 "
                    + "(default: ${DEFAULT-VALUE}).")
    private int sessionMs;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the outcome as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            defaultValue = "kept",
            description = "Where the processes' logs are kept when a promise was broken (default: target/kept beside "
                    + "run.sh).")
    private Path keep = Path.of("");

    @Option(names = "--keep-always", description = "Keep the logs in any case.")
    private boolean keepAlways;

    @Option(
            names = "--log",
            paramLabel = "LEVEL",
            defaultValue = "WARN",
            description = "What Kafka logs in the processes: WARN, INFO, DEBUG (default: ${DEFAULT-VALUE}).")
    private String log = "WARN";

    @Option(
            names = "--distribution",
            paramLabel = "DIR",
            required = true,
            description = "The folder with the server's jars (default: where the build puts them).")
    private Path distribution = Path.of("");

    @Option(
            names = "--samples",
            paramLabel = "DIR",
            defaultValue = "sample-machines",
            description = "The folder with the samples that stories are about (default: that of the source tree).")
    private Path samples = Path.of("");

    @Option(names = "--schedule", description = "Only print the faults that the seed gives.")
    private boolean scheduleOnly;

    @Option(
            names = "--serve",
            paramLabel = "OPTION",
            description = "A further option for the nodes, such as --serve=--threads=2; may be repeated.")
    private List<String> serve = new ArrayList<>();

    /** What {@code --stories} takes. */
    static final class PlotNames implements Iterable<String> {
        private static final String ALL = "all";

        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Arrays.stream(Plot.values()).map(Plot::toString), Stream.of(ALL))
                    .iterator();
        }

        /** Each plot once, in their order. */
        static List<Plot> plots(Collection<String> names) {
            var plots = EnumSet.noneOf(Plot.class);
            for (var name : names) {
                if (name.equals(ALL)) {
                    plots.addAll(EnumSet.allOf(Plot.class));
                } else {
                    plots.add(spelt(Plot.values(), name));
                }
            }
            return List.copyOf(plots);
        }
    }

    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new CrashHarness())
                .setOverwrittenOptionsAllowed(true)
                .registerConverter(Guarantee.class, text -> spelt(Guarantee.values(), text))
                .registerConverter(Fault.Kind.class, text -> spelt(Fault.Kind.values(), text))
                .setParameterExceptionHandler((e, args) -> {
                    e.getCommandLine().getErr().println("crash-harness: " + e.getMessage() + "; see --help");
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, command, result) -> {
                    command.getErr().println("crash-harness: " + e.getMessage());
                    return ExitCode.SOFTWARE;
                });
    }

    /** The one that is written so. */
    private static <T> T spelt(T[] values, String text) {
        for (var each : values) {
            if (each.toString().equals(text)) {
                return each;
            }
        }
        throw new TypeConversionException("'" + text + "' is none of " + List.of(values));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var settings = settings();
        if (scheduleOnly) {
            settings.schedule().faults().forEach(this::tell);
            return ExitCode.OK;
        }
        if (!Files.isDirectory(settings.distribution())) {
            throw usage("there is no folder " + settings.distribution()
                    + "; build the server, or name it with --distribution");
        }
        for (var plot : settings.stories().plots()) {
            var folder = settings.samples().resolve(plot.toString());
            if (plot.isSample() && !Files.isDirectory(folder)) {
                throw usage("there is no folder " + folder + "; name the one that it is in with --samples");
            }
        }
        tell("seed " + settings.stories().seed() + ": " + settings.orchestrations() + " orchestrations at "
                + settings.rate()
                + "/s of " + settings.stories().plots() + ", "
                + settings.schedule().faults().size() + " faults, " + settings.nodes() + " nodes, "
                + settings.guarantee());
        var outcome = new Run(settings, this::tell)
                .run(keep.resolve("seed-" + settings.stories().seed()), keepAlways);
        var report = new Report(outcome);
        report.lines().forEach(this::tell);
        if (json != null) {
            report.write(json);
        }
        return outcome.judgement().isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Settings settings() {
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed;
        int count = ci ? CI_ORCHESTRATIONS : orchestrations;
        int faults = ci ? CI_FAULTS : kills;
        check("--orchestrations", count, 1, 10_000_000);
        check("--kills", faults, 0, 100_000);
        check("--nodes", nodes, 1, 5);
        check("--in-flight", inFlight, 1, 1_000_000);
        check("--standbys", standbys, 0, nodes - 1);
        check("--session-ms", sessionMs, 6_000, 300_000);
        if (!(gap >= 0.1 && gap <= 3_600)) {
            throw usage("--gap takes seconds from 0.1 to 3600, this is " + gap);
        }
        if (rate != null && !(rate >= 0.1 && rate <= 100_000)) {
            throw usage("--rate takes a number from 0.1 to 100000, this is " + rate);
        }
        var session = Duration.ofMillis(sessionMs);
        var schedule = Schedule.of(chosen, faults, kinds, nodes, Duration.ofMillis((long) (gap * 1_000)), session);
        return new Settings(
                new Stories(chosen, plots(), timers),
                count,
                schedule,
                nodes,
                guarantee,
                rate == null ? rate(count, schedule) : rate,
                inFlight,
                standbys,
                session,
                distribution,
                samples,
                serve,
                log);
    }

    private List<Plot> plots() {
        List<Plot> plots;
        try {
            plots = PlotNames.plots(stories);
        } catch (TypeConversionException e) {
            throw usage("--stories: " + e.getMessage() + " and all");
        }
        if (!timers && plots.stream().anyMatch(Plot::isSample)) {
            throw usage("--no-timers is for the story crash alone; the samples wait for timers");
        }
        return plots;
    }

    /** So that the last fault strikes under load. */
    private static double rate(int orchestrations, Schedule schedule) {
        double seconds = schedule.end().toMillis() / 1e3;
        return Math.max(20, Math.ceil(orchestrations / Math.max(1, seconds)));
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw usage(option + " takes a number from " + least + " to " + most + ", this is " + value);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void tell(Object line) {
        var out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
