package dev.xorca.runtime;

/**
 * How much of what is due may be told and not yet answered: about as much as is answered within a fifth of a second, so
 * that whatever comes meanwhile waits no longer than that, however fast the machine is and whatever else it does. Belongs
 * to one task.
 */
final class DueWindow {
    static final int LEAST = 50;
    static final int FIRST = 100;
    static final int MOST = 500;

    /** What is answered later than this after it was told has waited in too long a line, ... */
    static final long SOON_MILLIS = 200;

    /** ... unless it takes a good part of that even when nobody waits: a broker that is far away is no line. */
    private static final int TIMES_THE_SHORTEST = 3;

    private static final double WIDER = 0.1;
    private static final double NARROWER = 0.8;

    private double size = FIRST;
    private long narrowedAt = Long.MIN_VALUE;
    private long shortest = Long.MAX_VALUE / TIMES_THE_SHORTEST;

    int size() {
        return (int) size;
    }

    /** Something was answered. */
    void answered(long toldMillis, long nowMillis) {
        long took = Math.max(0, nowMillis - toldMillis);
        shortest = Math.min(shortest, took);
        if (took <= Math.max(SOON_MILLIS, TIMES_THE_SHORTEST * shortest)) {
            size = Math.min(MOST, size + WIDER);
        } else if (toldMillis >= narrowedAt) {
            // Whatever was told before the window became narrower says nothing about how it is now.
            size = Math.max(LEAST, size * NARROWER);
            narrowedAt = nowMillis;
        }
    }
}
