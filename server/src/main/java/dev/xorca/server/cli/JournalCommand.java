package dev.xorca.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
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

/** {@code xorca journal}: what an orchestration has been through; or all journals, to keep or to replay them. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show what an orchestration has been through: every event that came, what became of it, which states it led "
                    + "to and what left.",
            "Or write all journals of the cluster to a file: with --export, one line of JSON for each entry."
        })
final class JournalCommand implements Callable<Integer> {
    private static final int PAGE = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SUBJECT",
            arity = "0..1",
            description = "The orchestration, as the 'subject' of its events says it (base64).")
    private @Nullable String subject;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Write all journals to this file; '-' for the standard output.")
    private @Nullable String export;

    @Mixin
    private ServerOption server = new ServerOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "${COMPLETION-CANDIDATES}: a table for people, or a line of JSON for each entry (default: ${DEFAULT-VALUE}).")
    private Format format = Format.table;

    private long from = 1;

    /** How a journal is shown; as it is typed. */
    enum Format {
        table,
        json
    }

    @Option(
            names = "--from",
            paramLabel = "N",
            defaultValue = "1",
            description = "The entry to begin with (default: ${DEFAULT-VALUE}).")
    void from(long number) {
        if (number < 1) {
            throw new ParameterException(spec.commandLine(), "--from must be at least 1, this is " + number);
        }
        from = number;
    }

    @Override
    public Integer call() {
        if ((subject == null) == (export == null)) {
            throw new ParameterException(spec.commandLine(), "give either a SUBJECT or --export FILE");
        }
        if (subject != null) {
            show(parse(subject));
        } else if (export != null) {
            export(export);
        }
        return ExitCode.OK;
    }

    private Subject parse(String text) {
        try {
            return Subject.parse(text);
        } catch (SubjectException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + text + "' is no subject: " + e.getMessage()
                            + "; take the 'subject' of one of the orchestration's events");
        }
    }

    private void show(Subject asked) {
        var client = server.client();
        var out = spec.commandLine().getOut();
        var table = new JournalTable();
        var next = "/orchestrations/" + asked.encodeForUrl() + "/journal?from=" + from + "&limit=" + PAGE;
        while (!next.isEmpty()) {
            var page = client.get(next);
            var entries = entries(page.get("entries"));
            switch (format) {
                case table -> table.print(entries, out);
                case json ->
                    entries.forEach(entry ->
                            out.print(new String(JournalLine.write(asked.encode(), entry), UTF_8) + "\n"));
            }
            out.flush();
            next = page.get("next") instanceof String more ? more : "";
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
