package dev.xorca.store;

import org.jspecify.annotations.Nullable;

/**
 * Why something that was asked for was not done.
 *
 * @param code what kind of error it is, for programs
 * @param message what happened, for people
 * @param data whatever else came with it, a JSON value
 */
public record Fault(String code, String message, @Nullable Object data) {}
