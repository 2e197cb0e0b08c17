package dev.xorca.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Journals that end with the process: for tests and for trying machines out. */
public final class InMemoryJournal implements Journal {
    private final Map<String, List<JournalEntry>> journals = new HashMap<>();

    @Override
    public void append(String subject, JournalEntry entry) {
        var journal = journals.computeIfAbsent(subject, key -> new ArrayList<>());
        if (entry.sequence() <= journal.size()) {
            throw new JournalException("position " + entry.sequence() + " of journal " + subject + " is taken");
        }
        if (entry.sequence() > journal.size() + 1) {
            throw new JournalException("position " + entry.sequence() + " of journal " + subject + " leaves a gap");
        }
        journal.add(entry);
    }

    @Override
    public List<JournalEntry> read(String subject, long from, int most) {
        return journals.getOrDefault(subject, List.of()).stream()
                .filter(entry -> entry.sequence() >= from)
                .limit(most)
                .toList();
    }

    @Override
    public Optional<OrchestrationState> load(String subject) {
        OrchestrationState state = null;
        for (var entry : journals.getOrDefault(subject, List.of())) {
            state = OrchestrationState.apply(state, entry);
        }
        return Optional.ofNullable(state);
    }
}
