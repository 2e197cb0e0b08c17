package dev.xorca.server.cli;

import dev.xorca.replay.Divergence;
import dev.xorca.replay.JournalsReplay;
import dev.xorca.replay.Replay;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.store.JournalException;
import dev.xorca.store.JournalLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code xorca replay}: recorded journals, decided once more with other machines. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Decide recorded journals once more with the given machines, and report of each orchestration the first step "
                    + "that would differ: in its outcome, the states it leads to, the context, the events that leave or "
                    + "the timers. Nothing is written anywhere.",
            "An orchestration is decided by the version of its machine that decided it; where that is not among the "
                    + "machines, by the highest newer one of the same major number."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no step differs",
            "1:at least one does",
            "2:not understood, or there is nothing that could be replayed"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--machines",
            paramLabel = "DIR",
            required = true,
            description = "A folder with machine documents; may be repeated.")
    private List<Path> machines = List.of();

    @Mixin
    private ExtensionOptions extensions = new ExtensionOptions();

    @ArgGroup(multiplicity = "1")
    private Journals journals = new Journals();

    /** Where the journals come from. */
    static final class Journals {
        @Option(
                names = "--journal",
                paramLabel = "FILE",
                description = "Journals that 'xorca journal --export' has written; '-' for the standard input.")
        private @Nullable String file;

        @Option(
                names = "--from",
                paramLabel = "HOST:PORT",
                description = "Any node of a cluster, by its HTTP interface: all journals that the cluster has.")
        private @Nullable String node;

        JournalFile file() {
            return new JournalFile(String.valueOf(file));
        }
    }

    @Option(
            names = "--as-version",
            paramLabel = "VERSION",
            description = "Of machines that come in this version, use no other: what would it have done?")
    private @Nullable String asVersion;

    @Option(
            names = "--max-event-bytes",
            paramLabel = "N",
            defaultValue = "900000",
            description = "The largest event that is emitted, as the nodes have it (default: ${DEFAULT-VALUE}).")
    private int maxEventBytes;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many orchestrations to report at most; all are counted (default: ${DEFAULT-VALUE}).")
    private int limit;

    private int reported;
    private long nextWord = System.nanoTime() + TELL_EVERY.toNanos();

    @Override
    public Integer call() {
        try {
            return replay() ? ExitCode.SOFTWARE : ExitCode.OK;
        } catch (CommandFailure e) {
            throw new CommandFailure(e, ExitCode.USAGE);
        }
    }

    /** Whether anything differs. */
    private boolean replay() {
        var settings = RouterSettings.DEFAULT.withMaxEventBytes(maxEventBytes);
        var replay = new JournalsReplay(new Replay(deployed(), settings, extensions.responders()), this::report);
        boolean complete;
        try (var lines = new JournalLines(open())) {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                replay.take(line.get());
                tellProgress(replay.counts());
            }
            complete = lines.isComplete();
        } catch (JournalException e) {
            throw new CommandFailure(source() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(source() + " cannot be read: " + e.getMessage());
        }
        var counts = replay.counts();
        if (counts.journals() == 0) {
            throw new CommandFailure("there is no journal of these machines in " + source()
                    + (counts.withoutMachine() == 0 ? "" : ", only " + counts.withoutMachine() + " of others")
                    + "; check --machines");
        }
        checkComplete(complete);
        conclude(counts);
        return counts.differing() > 0;
    }

    private Machines deployed() {
        var all = MachineFolders.load(machines, extensions.documents());
        if (asVersion == null) {
            return all;
        }
        var version = asVersion;
        var chosen = all.all().stream()
                .filter(document -> document.machine().version().equals(version)
                        || all.find(document.machine().name(), version).isEmpty())
                .toList();
        if (chosen.stream().noneMatch(document -> document.machine().version().equals(version))) {
            throw new CommandFailure("no machine has version " + version + "; check --as-version");
        }
        return MachineFolders.deploy(chosen);
    }

    private InputStream open() throws IOException {
        if (journals.node != null) {
            return new NodeClient(journals.node, "--from").open("/journals");
        }
        return journals.file().open();
    }

    private String source() {
        return journals.node != null
                ? "the node at " + journals.node
                : journals.file().toString();
    }

    /** Of a file, a part may be just what somebody wants to look at. */
    private void checkComplete(boolean complete) {
        if (!complete && journals.node != null) {
            throw new CommandFailure("the node at " + journals.node + " went away before the end; try again");
        } else if (!complete) {
            spec.commandLine()
                    .getErr()
                    .println("xorca: " + source() + " does not say where it ends; it may be a part of an export");
        }
    }

    private void report(Divergence divergence) {
        if (reported++ >= limit) {
            return;
        }
        var out = spec.commandLine().getOut();
        var subject = divergence.subject();
        print(
                out,
                subject.name() + " " + subject.version() + " '" + subject.processId() + "' differs at entry "
                        + divergence.sequence() + ", " + divergence.cause() + " at " + divergence.at());
        print(out, "  subject " + subject.encode());
        for (var difference : divergence.differences()) {
            print(out, "  " + difference.what() + ": was " + difference.recorded() + ", would be " + difference.now());
        }
    }

    private static void print(PrintWriter out, String line) {
        out.println(TextTable.harmless(line));
    }

    private void tellProgress(JournalsReplay.Counts counts) {
        // Now and then: a look at the clock costs nearly as much as a step.
        if (counts.steps() % 1_000 == 0 && System.nanoTime() > nextWord) {
            nextWord = System.nanoTime() + TELL_EVERY.toNanos();
            var err = spec.commandLine().getErr();
            err.println("xorca: " + counts.steps() + " steps of " + counts.journals() + " orchestrations so far, "
                    + counts.differing() + " differ");
            err.flush();
        }
    }

    private void conclude(JournalsReplay.Counts counts) {
        var out = spec.commandLine().getOut();
        if (reported > limit) {
            out.println("... and " + (reported - limit) + " more");
        }
        out.println("replayed " + counts.steps() + " steps of " + counts.journals() + " orchestrations, "
                + counts.otherDefinition() + " steps by another definition than then: " + counts.differing()
                + (counts.differing() == 1 ? " orchestration differs" : " orchestrations differ"));
        if (counts.withoutMachine() > 0) {
            out.println("passed over " + counts.withoutMachine() + " orchestrations of machines that are not here");
        }
        out.flush();
    }
}
