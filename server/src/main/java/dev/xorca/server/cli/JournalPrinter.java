package dev.xorca.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalLine;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows journals, stretch by stretch. */
final class JournalPrinter {
    /** How a journal is shown; as it is typed. */
    enum Format {
        table,
        json
    }

    private final Format format;
    private final PrintWriter out;
    private final JournalTable table = new JournalTable();

    JournalPrinter(Format format, PrintWriter out) {
        this.format = format;
        this.out = out;
    }

    /** A stretch of one journal; the next one goes on where this one has ended. */
    void entries(Subject subject, List<JournalEntry> entries) {
        switch (format) {
            case table -> table.print(entries, out);
            case json ->
                entries.forEach(entry ->
                        out.print(new String(JournalLine.write(subject.encode(), entry), UTF_8) + "\n"));
        }
        out.flush();
    }

    /**
     * Some journals, a line for each.
     *
     * @param lastSteps the last one of each
     */
    void inShort(List<ExportedJournals.Step> lastSteps) {
        switch (format) {
            case table -> {
                var rows = new TextTable("PROCESS", "MACHINE", "STATUS", "ENTRIES", "STARTED", "CHANGED", "SUBJECT");
                lastSteps.forEach(last -> rows.add(
                        last.subject().processId(),
                        last.subject().name() + " " + last.subject().version(),
                        status(last),
                        Long.toString(last.after().sequence()),
                        last.after().startedAt().toString(),
                        last.after().changedAt().toString(),
                        last.subject().encode()));
                rows.print(out);
            }
            case json -> lastSteps.forEach(last -> out.print(Json.text(inShort(last)) + "\n"));
        }
        out.flush();
    }

    /** With the names that the HTTP interface has for these. */
    private static Map<String, Object> inShort(ExportedJournals.Step last) {
        var json = new LinkedHashMap<String, Object>();
        json.put("subject", last.subject().encode());
        json.put("processId", last.subject().processId());
        json.put("name", last.subject().name());
        json.put("version", last.subject().version());
        json.put("status", status(last));
        json.put("startedAt", last.after().startedAt().toString());
        json.put("changedAt", last.after().changedAt().toString());
        json.put("sequence", last.after().sequence());
        return json;
    }

    private static String status(ExportedJournals.Step last) {
        return last.after().status().name().toLowerCase(Locale.ROOT);
    }
}
