package dev.xorca.crash;

import dev.xorca.crash.check.Backlog;
import dev.xorca.crash.check.Checker;
import dev.xorca.crash.check.OutgoingTopics;
import dev.xorca.crash.check.Violation;
import dev.xorca.crash.check.Violation.Kind;
import dev.xorca.crash.fault.Fleet;
import dev.xorca.crash.fault.Launch;
import dev.xorca.crash.load.Load;
import dev.xorca.crash.load.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run: start everything, put it under load, strike it, let it come to rest, and judge. */
final class Run {
    private static final Duration STUCK_AFTER = Duration.ofSeconds(90);
    /** Longer than anyone should need to recover from whatever befell him. */
    private static final Duration HINT_AFTER = Duration.ofMinutes(2);

    /** Kafka waits up to five for members of a group that it wrongly believes to be there. */
    private static final Duration HOPELESS_AFTER = Duration.ofMinutes(7);

    private static final Duration BACKLOG_PATIENCE = Duration.ofSeconds(60);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final Settings settings;
    private final Consumer<String> tell;

    /**
     * @param tell hears how it goes, line by line
     */
    Run(Settings settings, Consumer<String> tell) {
        this.settings = settings;
        this.tell = tell;
    }

    /**
     * Does it all; returns when every process has ended.
     *
     * @param kept where the processes' logs are kept unless every promise was
     * @param keepAlways whether they are kept even then
     */
    Outcome run(Path kept, boolean keepAlways) throws InterruptedException, IOException {
        try (var work = WorkFolder.create()) {
            var launch = Launch.onFreePorts(
                    settings.distribution(), work.path(), settings.nodes(), nodeOptions(), settings.log());
            new MachineFolder(launch.machines()).put(settings.stories(), settings.samples());
            boolean isGood = false;
            try {
                var outcome = run(work, launch);
                isGood = outcome.judgement().isGood();
                return outcome;
            } finally {
                if (keepAlways || !isGood) {
                    work.keepLogs(launch.logs(), kept);
                    tell.accept("the logs of the processes are in " + kept);
                }
            }
        }
    }

    private Outcome run(WorkFolder work, Launch launch) throws InterruptedException {
        var fleet = new Fleet(launch, settings.nodes(), tell);
        // Whatever ends this JVM ends its processes.
        var hook = new Thread(
                () -> {
                    fleet.close();
                    work.close();
                },
                "end-processes");
        Runtime.getRuntime().addShutdownHook(hook);
        try (fleet) {
            long began = System.nanoTime();
            fleet.start();
            tell.accept("broker and " + settings.nodes() + " nodes are ready");
            return run(launch, fleet, began);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM is ending: the hook does its work.
            }
        }
    }

    private Outcome run(Launch launch, Fleet fleet, long began) throws InterruptedException {
        var progress = new Progress(settings.orchestrations(), settings.inFlight());
        var stories = settings.stories();
        var checker = new Checker(settings.guarantee(), settings.orchestrations(), stories::of);
        try (var load = new Load(launch.bootstrapServers(), stories, settings.rate(), progress)) {
            load.begin();
            // At the end nothing moves, and that is in order.
            fleet.begin(settings.schedule(), () -> progress.isComplete() ? System.nanoTime() : progress.lastSeen());
            var telling = tellAbout(progress, began);
            try {
                comeToRest(launch, fleet, load, progress, checker);
            } finally {
                telling.close();
            }
            tell.accept("reading what left the router ...");
            checker.read(new OutgoingTopics(launch.bootstrapServers(), stories.childStarts()));
            fleet.complaints().forEach(complaint -> checker.add(new Violation(Kind.PROCESS, 0, complaint)));
            var took = Duration.ofNanos(System.nanoTime() - began);
            var gaps = Gaps.of(began, load.waits(), fleet.struck());
            return new Outcome(
                    settings, checker.judgement(), fleet.struck(), gaps, fleet.stood(), load.repeated(), took);
        }
    }

    /** Afterwards nothing more can leave the router. */
    private void comeToRest(Launch launch, Fleet fleet, Load load, Progress progress, Checker checker)
            throws InterruptedException {
        fleet.awaitPeace(() -> isHopeless(progress));
        if (isHopeless(progress)) {
            var given = "given up: no orchestration has ended for " + HOPELESS_AFTER.toSeconds() + " s";
            tell.accept(given);
            checker.add(new Violation(Kind.STUCK, 0, given));
        } else if (load.await(STUCK_AFTER)) {
            try (var backlog = new Backlog(launch.bootstrapServers())) {
                backlog.await(BACKLOG_PATIENCE).forEach(left -> checker.add(new Violation(Kind.STUCK, 0, left)));
            }
        } else {
            tell.accept("nothing has happened for " + STUCK_AFTER.toSeconds() + " s, so the rest is stuck");
        }
        fleet.stopNodes();
    }

    private static boolean isHopeless(Progress progress) {
        return progress.stood().compareTo(HOPELESS_AFTER) > 0;
    }

    private List<String> nodeOptions() {
        var options = new ArrayList<>(
                List.of("--guarantee=" + settings.guarantee(), "--standby-replicas=" + settings.standbys()));
        if (!settings.session().equals(Settings.USUAL_SESSION)) {
            var sessionMs = settings.session().toMillis();
            options.add("--set=kafka.session.timeout.ms=" + sessionMs);
            options.add("--set=kafka.heartbeat.interval.ms=" + sessionMs / 6);
        }
        options.addAll(settings.nodeOptions());
        return options;
    }

    private AutoCloseableQuietly tellAbout(Progress progress, long began) {
        var teller = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        var unused = teller.scheduleAtFixedRate(
                () -> tell.accept(String.format(
                        Locale.ROOT,
                        "%7.1f s  started %,d, ended %,d, under way %,d, commands %,d%s",
                        (System.nanoTime() - began) / 1e9,
                        progress.started(),
                        progress.ended(),
                        progress.started() - progress.ended(),
                        progress.commands(),
                        hint(progress.stood()))),
                TELL_EVERY.toSeconds(),
                TELL_EVERY.toSeconds(),
                TimeUnit.SECONDS);
        return teller::shutdownNow;
    }

    private static String hint(Duration stood) {
        return stood.compareTo(HINT_AFTER) < 0
                ? ""
                : "; none has ended for " + stood.toSeconds() + " s, after " + HOPELESS_AFTER.toSeconds()
                        + " s this run gives up";
    }

    private interface AutoCloseableQuietly {
        void close();
    }
}
