package dev.xorca.runtime;

/**
 * When to commit: soon when little goes on, so that nobody waits; seldom under load, where a commit for many records
 * costs as much as one for a few. In between the time grows with the rate of records. One for all tasks of a thread,
 * because they commit together.
 */
final class CommitPace {
    /** Two commits are never asked for within less. */
    static final long SHORTEST_MILLIS = 10;
    /** The time between two commits, in milliseconds, for one record per millisecond. */
    private static final long MILLIS_PER_RATE = 20;

    private final long longestMillis;
    private long askedAt;
    private long lastRecordAt;
    private long records;

    /**
     * Begins to count.
     *
     * @param longestMillis the time between two commits under full load
     */
    CommitPace(long longestMillis) {
        this.longestMillis = longestMillis;
    }

    /** A record was processed; whether to ask for a commit now. */
    boolean afterRecord(long nowMillis) {
        records++;
        lastRecordAt = nowMillis;
        return isDue(nowMillis);
    }

    /** Time has passed; whether to ask for a commit now. */
    boolean later(long nowMillis) {
        return records > 0 && (isDue(nowMillis) || nowMillis - lastRecordAt >= SHORTEST_MILLIS);
    }

    private boolean isDue(long nowMillis) {
        long elapsed = nowMillis - askedAt;
        return elapsed >= SHORTEST_MILLIS
                && (elapsed >= longestMillis || elapsed * elapsed >= MILLIS_PER_RATE * records);
    }

    /** A commit was asked for. */
    void asked(long nowMillis) {
        askedAt = nowMillis;
        records = 0;
    }
}
