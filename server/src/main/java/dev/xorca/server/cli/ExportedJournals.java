package dev.xorca.server.cli;

import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.JournalLine;
import dev.xorca.store.JournalLines;
import dev.xorca.store.OrchestrationState;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Journals from a file, read without a node, one entry after the other: the entries of one journal stand together. What is
 * wrong with them is a failure of the command and names the line.
 */
final class ExportedJournals implements AutoCloseable {
    private final JournalFile file;
    private final JournalLines lines;
    private @Nullable Step last;

    private ExportedJournals(JournalFile file, JournalLines lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * An entry of a journal.
     *
     * @param after what the orchestration is after it
     */
    record Step(Subject subject, JournalEntry entry, OrchestrationState after) {}

    static ExportedJournals open(JournalFile file) {
        try {
            return new ExportedJournals(file, new JournalLines(file.open()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The next entry; empty when there are no more. */
    Optional<Step> next() {
        try {
            var line = lines.read();
            last = line.isEmpty() ? null : step(line.get());
            return Optional.ofNullable(last);
        } catch (JournalException e) {
            throw new CommandFailure(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Step step(JournalLine line) {
        try {
            var subject = Subject.parse(line.subject());
            var before = last != null && last.subject.equals(subject) ? last.after : null;
            return new Step(subject, line.entry(), OrchestrationState.apply(before, line.entry()));
        } catch (SubjectException e) {
            throw new CommandFailure(
                    file + ": line " + line.number() + ": 'subject' cannot be read: " + e.getMessage());
        } catch (JournalException e) {
            throw new CommandFailure(file + ": line " + line.number() + ": " + e.getMessage());
        }
    }

    /** Whether the end of the export has been read, so that nothing can have been cut off. */
    boolean isComplete() {
        return lines.isComplete();
    }

    private static CommandFailure unreadable(JournalFile file, IOException e) {
        return new CommandFailure(file + " cannot be read: " + e.getMessage());
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
