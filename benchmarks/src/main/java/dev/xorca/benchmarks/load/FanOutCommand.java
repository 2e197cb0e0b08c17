package dev.xorca.benchmarks.load;

import dev.xorca.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One orchestration that asks for many items, beside as many orchestrations that ask once. */
@Command(
        name = "fan-out",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a broker, a node of the router and echo services as processes of this machine.",
            "Measures how long one orchestration takes to ask for many items, a thousand at a time, and how long as many "
                    + "orchestrations take that ask once, as many of them under way.",
            "Then measures how long others take to be answered beside the largest fan-out whose partition they share, and "
                    + "beside as many orchestrations that ask once.",
            "Ends with 1 when an orchestration is lost or fails."
        })
final class FanOutCommand implements Callable<Integer> {
    private static final int UNDER_WAY = 1_000;
    private static final int SETTLE_SECONDS = 3;
    /** The run of the fan-out that others stand beside. */
    private static final String BUSY = "busy";

    @Mixin
    private InstallationOptions options = new InstallationOptions();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Questions of either kind before anything is measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--items",
            split = ",",
            paramLabel = "N",
            defaultValue = "10000,100000",
            description =
                    "How many items, one fan-out after the other (default: ${DEFAULT-VALUE}). As many orchestrations "
                            + "that ask once are run beside the first.")
    private List<Integer> items = List.of();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many others are started in each second, for either of the two measurements "
                    + "(default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--low-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long others are measured beside nothing (default: ${DEFAULT-VALUE}).")
    private int lowSeconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Questions of one kind, and how long they took. */
    private record Run(String name, int questions, double seconds, long routerBytes) {
        double perSecond() {
            return questions / seconds;
        }

        Map<String, Object> toJson() {
            var json = new LinkedHashMap<String, Object>();
            json.put("name", name);
            json.put("questions", questions);
            json.put("seconds", seconds);
            json.put("perSecond", perSecond());
            json.put("routerResidentBytes", routerBytes);
            return json;
        }
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        var runs = new ArrayList<Run>();
        var others = new ArrayList<Bystanders.Times>();
        try (var installation = options.installation()) {
            tell("starting broker, router and services");
            installation.startBroker("");
            options.startRouter(installation, "");
            installation.startServices();
            tell("warming up with " + warmUp + " questions of either kind");
            run(installation, "warm-up", Flow.SINGLE, warmUp, warmUp);
            run(installation, "warm-up", Flow.fanOut(warmUp), 1, warmUp);
            int first = items.get(0);
            tell(first + " orchestrations that ask once");
            runs.add(run(installation, "one by one", Flow.SINGLE, first, first));
            for (int each : items) {
                tell("one orchestration with " + each + " items");
                runs.add(run(installation, "fan-out " + each, Flow.fanOut(each), 1, each));
            }
            tell(first + " orchestrations that ask once, again");
            runs.add(run(installation, "one by one again", Flow.SINGLE, first, first));
            int most = Collections.max(items);
            tell("others, beside nothing, " + most + " items and as many that ask once");
            others.add(others(installation, "nothing else", () -> TimeUnit.SECONDS.sleep(lowSeconds)));
            others.add(others(
                    installation, "a fan-out of " + most, () -> run(installation, BUSY, Flow.fanOut(most), 1, most)));
            others.add(others(
                    installation, most + " that ask once", () -> run(installation, "crowd", Flow.SINGLE, most, most)));
        }
        report(runs, others);
        return 0;
    }

    /** Something that takes its time. */
    private interface Pastime {
        void pass() throws InterruptedException;
    }

    /** How long others take to be answered whose partition the fan-out of this name has, or would have. */
    private Bystanders.Times others(Installation installation, String name, Pastime pastime)
            throws InterruptedException {
        var servers = installation.bootstrapServers();
        var neighbours = Partitions.of(servers).sharedWith(BUSY + "-0", Flow.fanOut(0), Flow.CHAIN);
        try (var others = new Bystanders(servers, name.replaceAll("\\W+", "-"), rate, neighbours)) {
            others.goOn(SETTLE_SECONDS);
            others.measureFromNow();
            pastime.pass();
            return others.stop(name);
        }
    }

    private static Run run(Installation installation, String name, Flow flow, int count, int questions)
            throws InterruptedException {
        long begin = System.nanoTime();
        try (var load = new Load(installation.bootstrapServers(), flow, name.replaceAll("\\W+", "-"))) {
            load.closed(UNDER_WAY, count);
            load.awaitAll(Duration.ofMinutes(2).plusMillis(10L * questions));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Run(
                name,
                questions,
                seconds,
                ProcessUsage.of(installation.pid("router")).residentBytes());
    }

    private void report(List<Run> runs, List<Bystanders.Times> others) throws IOException {
        var table = new Table();
        table.line("%-20s %10s %10s %12s %14s", "", "questions", "seconds", "questions/s", "router MiB");
        for (var run : runs) {
            table.line(
                    "%-20s %10d %10.1f %12.0f %14d",
                    run.name, run.questions, run.seconds, run.perSecond(), run.routerBytes >> 20);
        }
        var single = (runs.get(0).perSecond() + runs.get(runs.size() - 1).perSecond()) / 2;
        table.line(
                "%n%s",
                "a fan-out of " + items.get(0) + " beside as many that ask once: "
                        + Table.format("%.2f", runs.get(1).perSecond() / single) + " of their pace");
        table.line("");
        Bystanders.Times.addTo(table, "others of its partition, beside", others);
        spec.commandLine().getOut().print(table);
        spec.commandLine().getOut().flush();
        if (options.json().isPresent()) {
            var json = new LinkedHashMap<String, Object>(options.description());
            json.put("runs", runs.stream().map(Run::toJson).toList());
            json.put("others", others.stream().map(Bystanders.Times::toJson).toList());
            Files.writeString(options.json().get(), Json.text(json) + "\n");
        }
    }

    private void tell(String what) {
        spec.commandLine().getErr().println(what + " ...");
    }
}
