package dev.xorca.router;

import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Recognises a record that is read once more because where to go on reading was lost, while what it had led to was kept.
 * What left then leaves again, the same to the id, for it may have been lost as well; nothing else happens.
 */
final class Repetition {
    /** One record can have led to so many entries: a start, and what waited in line. */
    private static final int MOST_ENTRIES = 1 + Waiting.MAX_IN_LINE;

    private Repetition() {}

    /**
     * What to do about a record that was read before; empty when it is new.
     *
     * @param decide what an input leads to, given what is known
     */
    static Optional<Decision> of(Input input, Known known, Function<Known, Decision> decide) {
        OrchestrationState state;
        try {
            state = known.state().orElse(null);
        } catch (JournalException e) {
            return Optional.empty();
        }
        if (state == null || !isBehind(input, state)) {
            return Optional.empty();
        }
        var answered = state.answered(input.identity(), input.at());
        if (answered.isPresent()) {
            return Optional.of(emittedAgain(input, known.entries(answered.get(), MOST_ENTRIES)));
        }
        var then = input.offset() < state.startedAtOffset() ? decide.apply(Known.of(null)) : null;
        return Optional.of(
                then == null || then.entry() != null || then.hold() != null
                        ? Decision.nothing(Decision.Outcome.DUPLICATE, "read again; it had changed nothing")
                        : then);
    }

    private static boolean isBehind(Input input, OrchestrationState state) {
        return input.offset() >= 0
                && input.offset() <= state.offset()
                && !input.at().isAfter(state.changedAt());
    }

    private static Decision emittedAgain(Input input, List<JournalEntry> entries) {
        var events = new ArrayList<CloudEvent>();
        for (var entry : entries) {
            if (entry.offset() == input.offset()) {
                entry.emitted().forEach(emitted -> events.add(EventJson.fromJson(emitted)));
            }
        }
        return events.isEmpty()
                ? Decision.nothing(Decision.Outcome.DUPLICATE, "answered before")
                : Decision.events(Decision.Outcome.REPEATED, events, "read again");
    }
}
