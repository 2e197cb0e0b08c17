package dev.xorca.store;

/**
 * Who started an orchestration and waits for its end.
 *
 * @param subject the orchestration that asked for it
 * @param token the invocation there that waits
 * @param root the orchestration from which all of this began
 * @param depth how many orchestrations lie above this one, at least 1
 */
public record Parent(String subject, String token, String root, int depth) {}
