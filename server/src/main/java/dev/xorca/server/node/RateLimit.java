package dev.xorca.server.node;

import java.util.function.LongSupplier;

/**
 * So many in a second, and after a pause so many at once: a bucket of tokens that fills up steadily. Who takes more than
 * are there leaves a debt that the next ones wait for, so that a large batch is not refused for ever. Safe for several
 * threads.
 */
final class RateLimit {
    private static final double NANOS = 1e9;

    private final int perSecond;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;

    /**
     * Begins with a full bucket.
     *
     * @param perSecond 0 for no limit
     */
    RateLimit(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.tokens = perSecond;
        this.filledAt = nanoTime.getAsLong();
    }

    /**
     * Takes tokens.
     *
     * @return 0 when they were taken; else after how many seconds, at least 1, to try again
     */
    synchronized long take(int count) {
        if (perSecond == 0) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        tokens = Math.min(perSecond, tokens + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        if (tokens < 1) {
            return Math.max(1, (long) Math.ceil((1 - tokens) / perSecond));
        }
        tokens -= count;
        return 0;
    }
}
