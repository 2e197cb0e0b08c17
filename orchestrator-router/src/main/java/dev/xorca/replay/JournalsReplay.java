package dev.xorca.replay;

import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.JournalLine;
import dev.xorca.store.OrchestrationState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replays many journals, entry by entry, and counts. Of each journal it looks for the first step that differs; what is
 * behind that follows from a state that would not have been reached. Remembers nothing but the journal it is in. Belongs
 * to one thread.
 */
public final class JournalsReplay {
    private final Replay replay;
    private final Consumer<Divergence> divergences;
    private @Nullable Journal journal;
    private long journals;
    private long withoutMachine;
    private long steps;
    private long otherDefinition;
    private long differing;

    /** The journal that is being gone through. */
    private static final class Journal {
        private final String text;
        private final Subject subject;
        private final boolean isDecided;
        private @Nullable OrchestrationState state;
        private boolean differs;

        Journal(String text, Subject subject, boolean isDecided) {
            this.text = text;
            this.subject = subject;
            this.isDecided = isDecided;
        }
    }

    /**
     * What has been gone through.
     *
     * @param journals how many orchestrations, without those that no machine is there for
     * @param steps how many steps were decided once more
     * @param otherDefinition how many of these were not decided by the same definition
     * @param differing how many orchestrations have a step that differs
     * @param withoutMachine of how many orchestrations there is no machine of the name
     */
    public record Counts(long journals, long steps, long otherDefinition, long differing, long withoutMachine) {}

    /**
     * Begins.
     *
     * @param divergences is given the first differing step of every orchestration that has one
     */
    public JournalsReplay(Replay replay, Consumer<Divergence> divergences) {
        this.replay = replay;
        this.divergences = divergences;
    }

    /**
     * Goes on with one entry. The entries of a journal come one after the other, from the first on.
     *
     * @throws JournalException when this one does not follow, or is none of an orchestration
     */
    public void take(JournalLine line) {
        var now = journal;
        if (now == null || !now.text.equals(line.subject()) || line.entry().sequence() == 1) {
            now = begin(line);
            journal = now;
        }
        try {
            var after = OrchestrationState.apply(now.state, line.entry());
            if (now.isDecided && !now.differs) {
                decide(now, line.entry());
            }
            now.state = after;
        } catch (JournalException e) {
            throw new JournalException("line " + line.number() + ": " + e.getMessage(), e);
        }
    }

    public Counts counts() {
        return new Counts(journals, steps, otherDefinition, differing, withoutMachine);
    }

    private Journal begin(JournalLine line) {
        if (line.entry().sequence() != 1) {
            throw new JournalException("line " + line.number() + ": a journal begins with entry "
                    + line.entry().sequence()
                    + "; the entries of one orchestration must stand together, from entry 1 on");
        }
        try {
            var subject = Subject.parse(line.subject());
            var known = replay.knows(subject);
            if (known) {
                journals++;
            } else {
                withoutMachine++;
            }
            return new Journal(line.subject(), subject, known);
        } catch (SubjectException e) {
            throw new JournalException("line " + line.number() + ": the subject cannot be read: " + e.getMessage(), e);
        }
    }

    private void decide(Journal now, JournalEntry entry) {
        var step = replay.step(now.subject, now.state, entry);
        steps++;
        otherDefinition += step.sameDefinition() ? 0 : 1;
        if (!step.differences().isEmpty()) {
            now.differs = true;
            differing++;
            divergences.accept(new Divergence(
                    now.subject,
                    entry.sequence(),
                    entry.at(),
                    String.valueOf(entry.cause().get("type")),
                    step.differences()));
        }
    }
}
