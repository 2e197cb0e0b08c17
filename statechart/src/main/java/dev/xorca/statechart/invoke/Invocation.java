package dev.xorca.statechart.invoke;

import dev.xorca.statechart.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Something that a state asks for when it is entered, and that is given up when it is left (SCXML 6.4). How it ends comes
 * back as an event of type {@link #doneType} or {@link #errorType}.
 *
 * @param id tells the invocations of one machine apart
 * @param call what is asked, and of whom
 * @param request what goes with the question, evaluated once, when the state is entered: the data of a command, the input
 *     of a sub-orchestration, the items of a fan-out
 * @param into where the result is kept, as keys of the context from the top down, joined with dots; null for nowhere
 * @param awaited whether the machine wants to know how it ends; if not, the question is put and forgotten
 * @param retry what is done about an attempt that failed
 * @param deadline how long to wait; null for ever
 * @param compensation what undoes it once it is done; null for nothing
 * @param at where the author wrote it, as a JSON pointer
 */
public record Invocation(
        String id,
        Call call,
        Expression request,
        @Nullable String into,
        boolean awaited,
        RetryPolicy retry,
        @Nullable Deadline deadline,
        @Nullable Invocation compensation,
        String at) {

    private static final String DONE = "xstate.done.actor.";
    private static final String ERROR = "xstate.error.actor.";

    /** The type of the event that says that an invocation is done, with its result as data. */
    public static String doneType(String id) {
        return DONE + id;
    }

    /** The type of the event that says that an invocation has failed for good, with what went wrong as data. */
    public static String errorType(String id) {
        return ERROR + id;
    }

    /** The same under another id. */
    public Invocation withId(String other) {
        return new Invocation(other, call, request, into, awaited, retry, deadline, compensation, at);
    }
}
