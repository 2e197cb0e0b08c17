package dev.xorca.server.cli;

import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.store.EntryCodec;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.JournalLine;
import dev.xorca.store.JournalLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code xorca journal}: what an orchestration has been through, from a node or from a file; or all journals, to keep, to
 * look at or to replay them.
 */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show what an orchestration has been through: every event that came, what became of it, which states it led "
                    + "to and what left.",
            "Or write all journals of the cluster to a file: with --export, one line of JSON for each entry. --journal "
                    + "reads such a file, without a node: the orchestrations in it, or one of them."
        })
final class JournalCommand implements Callable<Integer> {
    private static final int PAGE = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "SUBJECT", arity = "0..1", description = SubjectParameter.DESCRIPTION)
    private @Nullable String subject;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Write all journals to this file; '-' for the standard output.")
    private @Nullable String export;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Read from journals that --export has written rather than from a node; '-' for the standard "
                    + "input. Without a SUBJECT, tell what is in them.")
    private @Nullable String file;

    @Mixin
    private ServerOption server = new ServerOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "${COMPLETION-CANDIDATES}: a table for people, or a line of JSON for each entry (default: ${DEFAULT-VALUE}).")
    private JournalPrinter.Format format = JournalPrinter.Format.table;

    private long from = 1;

    @Option(
            names = "--from",
            paramLabel = "N",
            defaultValue = "1",
            description = "The entry to begin with (default: ${DEFAULT-VALUE}).")
    void from(long number) {
        if (number < 1) {
            throw usage("--from must be at least 1, this is " + number);
        }
        from = number;
    }

    @Override
    public Integer call() {
        check();
        if (export != null) {
            export(export);
        } else if (file != null) {
            read(new JournalFile(file));
        } else if (subject != null) {
            show(parse(subject));
        }
        return ExitCode.OK;
    }

    private void check() {
        if (subject == null && export == null && file == null) {
            throw usage("give a SUBJECT, --export FILE or --journal FILE");
        }
        if (export != null && (subject != null || file != null)) {
            throw usage("--export writes all journals of a cluster; give neither a SUBJECT nor --journal with it");
        }
        if (file != null && spec.commandLine().getParseResult().hasMatchedOption("--server")) {
            throw usage("give either --server or --journal: journals come from a node or from a file");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private JournalPrinter printer() {
        return new JournalPrinter(format, spec.commandLine().getOut());
    }

    private Subject parse(String text) {
        return SubjectParameter.parse(text, spec.commandLine());
    }

    private void show(Subject asked) {
        var client = server.client();
        var printer = printer();
        var next = "/orchestrations/" + asked.encodeForUrl() + "/journal?from=" + from + "&limit=" + PAGE;
        while (!next.isEmpty()) {
            var page = client.get(next);
            printer.entries(asked, entries(page.get("entries")));
            next = page.get("next") instanceof String more ? more : "";
        }
    }

    private void read(JournalFile exported) {
        try (var journals = ExportedJournals.open(exported)) {
            if (subject == null) {
                list(journals);
                if (!journals.isComplete()) {
                    spec.commandLine()
                            .getErr()
                            .println("xorca: " + exported
                                    + " does not say where it ends; it may be a part of an export");
                }
            } else if (!show(parse(subject), journals)) {
                throw new CommandFailure(
                        exported + " has no journal of this orchestration; without a SUBJECT, 'journal "
                                + "--journal FILE' tells what is in it");
            }
        }
    }

    /** Whether there is such a journal. */
    private boolean show(Subject asked, ExportedJournals journals) {
        var printer = printer();
        var entries = new ArrayList<JournalEntry>();
        boolean found = false;
        for (var step = journals.next(); step.isPresent(); step = journals.next()) {
            if (step.get().subject().equals(asked)) {
                found = true;
                if (step.get().entry().sequence() >= from) {
                    entries.add(step.get().entry());
                }
            } else if (found) {
                break;
            }
            if (entries.size() == PAGE) {
                printer.entries(asked, entries);
                entries.clear();
            }
        }
        if (!entries.isEmpty()) {
            printer.entries(asked, entries);
        }
        return found;
    }

    private void list(ExportedJournals journals) {
        var printer = printer();
        var page = new ArrayList<ExportedJournals.Step>();
        ExportedJournals.Step last = null;
        for (var step = journals.next(); step.isPresent(); step = journals.next()) {
            if (last != null && step.get().entry().sequence() == 1) {
                page.add(last);
            }
            last = step.get();
            if (page.size() == PAGE) {
                printer.inShort(page);
                page.clear();
            }
        }
        if (last != null) {
            page.add(last);
            printer.inShort(page);
        }
    }

    private static List<JournalEntry> entries(@Nullable Object json) {
        try {
            return json instanceof List<?> list
                    ? list.stream()
                            .map(entry -> EntryCodec.fromJson(Json.object(entry)))
                            .toList()
                    : List.of();
        } catch (JournalException e) {
            throw new CommandFailure(e.getMessage() + "; use the release that the node runs");
        }
    }

    private void export(String target) {
        try (var lines = server.client().open("/journals")) {
            if (target.equals("-")) {
                copy(lines, System.out);
            } else {
                exportTo(Path.of(target).toAbsolutePath(), lines);
            }
        } catch (IOException e) {
            throw new CommandFailure("the journals could not be written: " + e.getMessage());
        }
    }

    /** A file of that name is there when all journals are in it, and not before. */
    private static void exportTo(Path file, InputStream lines) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
            copy(lines, out);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        long journals = 0;
        long entries = 0;
        try (var lines = new JournalLines(from)) {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                write(to, JournalLine.write(line.get().subject(), line.get().entry()));
                entries++;
                journals += line.get().entry().sequence() == 1 ? 1 : 0;
            }
            if (!lines.isComplete()) {
                throw new CommandFailure("the node went away after " + entries + " entries; try again");
            }
        } catch (JournalException e) {
            throw new CommandFailure("after " + entries + " entries, " + e.getMessage() + "; try again");
        }
        write(to, JournalLine.end(journals, entries));
        to.flush();
    }

    private static void write(OutputStream to, byte[] line) throws IOException {
        to.write(line);
        to.write('\n');
    }
}
