package dev.xorca.crash.fault;

/**
 * A fault that has happened; times are of {@link System#nanoTime()}.
 *
 * @param began when it was done
 * @param ended when its victim was ready again, or went on
 * @param isBack false when it was struck again before that
 */
public record Struck(Fault fault, long began, long ended, boolean isBack) {}
