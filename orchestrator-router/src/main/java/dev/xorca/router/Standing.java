package dev.xorca.router;

import dev.xorca.store.CallChanges;
import dev.xorca.store.EventIdentity;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalReader;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.PendingCall;
import java.time.Instant;

/**
 * How the question stands that a token is for.
 *
 * @param kind whether somebody waits for the answer
 * @param reason why not, in a sentence; empty when somebody does
 * @param entry the position of the journal entry that this very answer has made; 0 for none
 */
public record Standing(Kind kind, String reason, long entry) {
    /** How far the journal is searched for how a question ended. */
    private static final int MOST_ENTRIES = 1_000;

    /** Whether somebody waits for the answer. */
    public enum Kind {
        WAITING,
        /** This very answer was given before. */
        REPEATED,
        /** It was answered before. */
        ANSWERED,
        /** Nobody waits any more: it was given up, or another attempt has taken its place. */
        STALE,
        /** There has never been such a question. */
        UNKNOWN
    }

    private static final Standing WAITING = new Standing(Kind.WAITING, "", 0);

    /**
     * Finds out.
     *
     * @param answerId the id of the event that is to carry the answer; empty for none yet
     * @param reader of the partition that the orchestration lies in
     */
    public static Standing of(CallToken token, String answerId, JournalReader reader, Instant now) {
        var subject = token.subject().encode();
        var found = reader.load(subject);
        if (found.isEmpty()) {
            return new Standing(Kind.UNKNOWN, "there is no orchestration " + token.subject(), 0);
        }
        var state = found.get();
        var source = OutgoingEvents.source(token.subject()).toString();
        var given = state.answered(new EventIdentity(source, answerId), now);
        if (!answerId.isEmpty() && given.isPresent()) {
            return new Standing(Kind.REPEATED, "this answer was given before", given.get());
        }
        var call = state.calls().get(token.token());
        return call == null ? past(token, state, reader) : pending(token, call);
    }

    private static Standing pending(CallToken token, PendingCall call) {
        if (call.fanOut() != null || token.attempt() > call.attempt()) {
            return unknown(token);
        } else if (token.attempt() < call.attempt()) {
            return stale("attempt " + token.attempt() + " is over; the question was put again, with another token");
        }
        return call.status() == PendingCall.Status.PAUSED
                ? stale("attempt " + token.attempt()
                        + " has failed; the question will be put again, with another token")
                : WAITING;
    }

    private static Standing past(CallToken token, OrchestrationState state, JournalReader reader) {
        long begun = Long.parseLong(token.token().substring(0, token.token().indexOf('.')));
        if (begun > state.sequence()) {
            return unknown(token);
        }
        var search = new Search(token);
        reader.read(token.subject().encode(), begun, search::take);
        return search.result();
    }

    private static Standing stale(String reason) {
        return new Standing(Kind.STALE, reason, 0);
    }

    private static Standing unknown(CallToken token) {
        return new Standing(
                Kind.UNKNOWN,
                "the orchestration " + token.subject() + " has never asked anything with the token " + token.token()
                        + "-" + token.attempt(),
                0);
    }

    /** Looks in a journal for how a question ended. */
    private static final class Search {
        private final CallToken token;
        private int entries;
        private int attempt;
        private CallChanges.How how = CallChanges.How.ABANDONED;
        private boolean ended;

        Search(CallToken token) {
            this.token = token;
        }

        /** Says whether it wants the next entry. */
        boolean take(JournalEntry entry) {
            for (var call : entry.calls().put()) {
                if (call.token().equals(token.token())) {
                    attempt = call.attempt();
                }
            }
            for (var end : entry.calls().ended()) {
                if (end.token().equals(token.token())) {
                    end(end.how(), entry);
                }
            }
            for (var item : entry.calls().items()) {
                if (token.token().equals(item.token() + "." + item.index())) {
                    end(item.well() ? CallChanges.How.DONE : CallChanges.How.FAILED, entry);
                }
            }
            return !ended && ++entries < MOST_ENTRIES;
        }

        /** What ends when a deadline is over was not answered. */
        private void end(CallChanges.How asRecorded, JournalEntry entry) {
            ended = true;
            how = InternalEvents.TIMER.equals(entry.cause().get("type")) ? CallChanges.How.TIMED_OUT : asRecorded;
        }

        Standing result() {
            if (attempt > 0 && token.attempt() > attempt) {
                return unknown(token);
            } else if (attempt > token.attempt()) {
                return stale("attempt " + token.attempt() + " is over; the question was put again, with another token");
            } else if (!ended) {
                return attempt == 0 && entries < MOST_ENTRIES
                        ? unknown(token)
                        : stale("nobody waits for the answer any more");
            }
            return switch (how) {
                case DONE, FAILED -> new Standing(Kind.ANSWERED, "the question was answered before", 0);
                case TIMED_OUT -> stale("the deadline of the question is over; nobody waits for the answer any more");
                case ABANDONED -> stale("the question was given up; nobody waits for the answer any more");
            };
        }
    }
}
