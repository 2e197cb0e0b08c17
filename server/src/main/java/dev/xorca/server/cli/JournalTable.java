package dev.xorca.server.cli;

import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalEntry.Position;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A journal for people: a line for each entry. */
final class JournalTable {
    private @Nullable List<String> configuration;

    /** Prints a stretch of the journal; the next one goes on where this one has ended. */
    void print(List<JournalEntry> entries, PrintWriter out) {
        var table = new TextTable("ENTRY", "TIME", "EVENT", "OUTCOME", "STATES", "WHAT CAME OF IT");
        for (var entry : entries) {
            table.add(
                    Long.toString(entry.sequence()),
                    entry.at().toString(),
                    String.valueOf(entry.cause().get("type")),
                    entry.outcome().name().toLowerCase(Locale.ROOT),
                    states(entry.after()),
                    consequences(entry));
        }
        table.print(out);
    }

    private String states(@Nullable Position after) {
        if (after == null) {
            return "";
        }
        var before = configuration == null ? "" : String.join(",", configuration) + " ";
        configuration = after.configuration();
        var now = String.join(",", after.configuration());
        return before + "-> " + (after.status().isOver() ? now + " (" + word(after) + ")" : now);
    }

    private static String word(Position position) {
        return position.status().name().toLowerCase(Locale.ROOT);
    }

    private static String consequences(JournalEntry entry) {
        var parts = new ArrayList<String>();
        if (entry.reason() != null) {
            parts.add(entry.reason().code() + ": " + entry.reason().message());
        }
        if (!entry.emitted().isEmpty()) {
            parts.add("emits "
                    + String.join(
                            ", ",
                            entry.emitted().stream()
                                    .map(event -> String.valueOf(event.get("type")))
                                    .toList()));
        }
        for (var timer : entry.timers().started()) {
            parts.add("waits until " + timer.due() + " for " + timer.type());
        }
        if (!entry.timers().ended().isEmpty()) {
            parts.add("ends wait " + String.join(", ", entry.timers().ended()));
        }
        parts.addAll(CallLines.of(entry.calls()));
        entry.logs().forEach(line -> parts.add("logs: " + line));
        return String.join("; ", parts);
    }
}
