package dev.xorca.store;

import java.util.List;
import java.util.Optional;

/** The journals of many orchestrations, each under its subject. Used by one writer at a time. */
public interface Journal {

    /**
     * Adds an entry.
     *
     * @throws JournalException when its position is taken: somebody else has written since the state was loaded
     */
    void append(String subject, JournalEntry entry);

    /**
     * Reads a stretch of a journal.
     *
     * @param from the position of the first entry wanted
     * @param most how many entries at most
     * @return the entries in order; empty when there are none
     * @throws JournalException when an entry cannot be read
     */
    List<JournalEntry> read(String subject, long from, int most);

    /**
     * The state of an orchestration; empty when it was never started.
     *
     * @throws JournalException when its journal cannot be read
     */
    Optional<OrchestrationState> load(String subject);
}
