package dev.xorca.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that has begun and not ended.
 *
 * @param token tells the invocations of one orchestration apart, for ever: {@code SEQUENCE.NUMBER}, and for the item of a
 *     fan-out the fan-out's token, a dot and the item's number
 * @param invocation which invocation of the machine it is, by its id
 * @param kind whether it stands for itself, for an item of a fan-out, or undoes another one
 * @param status what it waits for
 * @param attempt the number of the attempt, from 1
 * @param begun when the first attempt began
 * @param attempted when this attempt began
 * @param request what goes with the question, a JSON value; for the item of a fan-out and a sub-orchestration, too
 * @param fault why the last attempt failed; null when none has
 * @param child the subject of the sub-orchestration that was started; null for everything else
 * @param fanOut how far a fan-out has come; null for everything else
 */
public record PendingCall(
        String token,
        String invocation,
        Kind kind,
        Status status,
        int attempt,
        Instant begun,
        Instant attempted,
        @Nullable Object request,
        @Nullable Fault fault,
        @Nullable String child,
        @Nullable FanOut fanOut) {

    public PendingCall {
        if (kind == Kind.ITEM && (!token.contains(".") || indexIn(token) < 0)) {
            throw new IllegalArgumentException("the token '" + token + "' does not end with the number of an item");
        }
    }

    /** What an invocation stands for. */
    public enum Kind {
        /** For itself. */
        SINGLE,
        /** For an item of a fan-out. */
        ITEM,
        /** It undoes another one. */
        COMPENSATION
    }

    /** What an invocation waits for. */
    public enum Status {
        /** The answer. */
        ASKED,
        /** The time of the next attempt. */
        PAUSED,
        /** An operator: it has failed, and nothing in the machine says what then. */
        INCIDENT
    }

    /** The number of the item that this stands for, from 0; -1 when it stands for none. */
    public int index() {
        return kind == Kind.ITEM ? indexIn(token) : -1;
    }

    private static int indexIn(String token) {
        try {
            return Integer.parseInt(token, token.lastIndexOf('.') + 1, token.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The token of the fan-out that this is an item of; its own when it is none. */
    public String whole() {
        return kind == Kind.ITEM ? token.substring(0, token.lastIndexOf('.')) : token;
    }

    /** The same in another status, with what went wrong. */
    public PendingCall failed(Status then, Fault why) {
        return new PendingCall(token, invocation, kind, then, attempt, begun, attempted, request, why, child, fanOut);
    }

    /** The next attempt. */
    public PendingCall again(int number, Instant at, @Nullable String startedChild) {
        return new PendingCall(
                token, invocation, kind, Status.ASKED, number, begun, at, request, fault, startedChild, fanOut);
    }

    /** The same, with this question. */
    public PendingCall asking(@Nullable Object question) {
        return new PendingCall(
                token, invocation, kind, status, attempt, begun, attempted, question, fault, child, fanOut);
    }

    /** The same, with its fan-out further on. */
    public PendingCall with(FanOut progress) {
        return new PendingCall(
                token, invocation, kind, status, attempt, begun, attempted, request, fault, child, progress);
    }
}
