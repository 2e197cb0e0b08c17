package dev.xorca.router;

import dev.xorca.store.HeldEvent;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one orchestration; looked up when it is asked for. Every answer may be a {@link JournalException}. */
public interface Known {

    /** The state; empty when it was never started. */
    Optional<OrchestrationState> state();

    /** The events that wait in line, in their order. */
    List<HeldEvent> held();

    /** Entries of its journal from this position on, at most so many. */
    List<JournalEntry> entries(long from, int most);

    /** A state and nothing else: nothing waits, and the past is not asked for. */
    static Known of(@Nullable OrchestrationState orchestration) {
        return new Known() {
            @Override
            public Optional<OrchestrationState> state() {
                return Optional.ofNullable(orchestration);
            }

            @Override
            public List<HeldEvent> held() {
                return List.of();
            }

            @Override
            public List<JournalEntry> entries(long from, int most) {
                return List.of();
            }
        };
    }

    /** What a store knows of the orchestration with this subject. */
    static Known of(OrchestrationStore store, String subject) {
        return new Known() {
            @Override
            public Optional<OrchestrationState> state() {
                return store.load(subject);
            }

            @Override
            public List<HeldEvent> held() {
                return store.held(subject);
            }

            @Override
            public List<JournalEntry> entries(long from, int most) {
                return store.read(subject, from, most);
            }
        };
    }
}
