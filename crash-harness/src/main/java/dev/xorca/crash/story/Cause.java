package dev.xorca.crash.story;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must have led to an event, which tells that the steps were taken in order.
 *
 * @param of the events that it goes back to; one of them
 * @param text the id of our event, or what follows the command's id in that of the answer
 */
public record Cause(Kind kind, List<Sign> of, String text) {
    /** Where it comes from. */
    public enum Kind {
        /** An event that we have sent unasked. */
        OURS,
        /** The answer to a command. */
        ANSWER,
        /** An event from the router itself. */
        EVENT,
        /** No event that anybody sees: a timer. */
        TIMER
    }

    public Cause {
        of = List.copyOf(of);
    }

    static Cause ours(String id) {
        return new Cause(Kind.OURS, List.of(), id);
    }

    static Cause answer(Sign command) {
        return anyAnswer(List.of(command));
    }

    static Cause brokenAnswer(Sign command) {
        return new Cause(Kind.ANSWER, List.of(command), Answer.BROKEN);
    }

    static Cause anyAnswer(List<Sign> commands) {
        return new Cause(Kind.ANSWER, commands, Answer.SUFFIX);
    }

    static Cause event(Sign event) {
        return new Cause(Kind.EVENT, List.of(event), "");
    }

    static Cause timer() {
        return new Cause(Kind.TIMER, List.of(), "");
    }

    /**
     * The ids of which the cause has one; none when nobody can know.
     *
     * @param idOf the id of an event of the router; null when it was never seen
     */
    public Set<String> ids(Function<Sign, @Nullable String> idOf) {
        return kind == Kind.OURS
                ? Set.of(text)
                : of.stream()
                        .map(idOf)
                        .filter(id -> id != null)
                        .map(id -> id + text)
                        .collect(Collectors.toSet());
    }
}
