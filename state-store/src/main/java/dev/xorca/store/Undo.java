package dev.xorca.store;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done when an invocation that is done is to be undone.
 *
 * @param token of the invocation that was done
 * @param invocation which one it was, by its id
 * @param request what goes with the question that undoes it, a JSON value
 */
public record Undo(
        String token, String invocation, @Nullable Object request) {}
