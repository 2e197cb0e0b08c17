package dev.xorca.runtime;

/**
 * How much of what is due may be told and not yet answered: about as much as is answered within a fifth of a second, so
 * that whatever comes meanwhile waits no longer than that, however fast the machine is and whatever else it does. Belongs
 * to one task.
 */
final class DueWindow {
    static final int LEAST = 25;
    static final int FIRST = 100;
    static final int MOST = 500;

    /** What is answered later than this after it was told has waited in too long a line. */
    static final long SOON_MILLIS = 200;

    private static final double WIDER = 0.1;
    private static final double NARROWER = 0.8;

    private double size = FIRST;
    private long narrowedAt = Long.MIN_VALUE;

    int size() {
        return (int) size;
    }

    /** Something was answered. */
    void answered(long toldMillis, long nowMillis) {
        if (nowMillis - toldMillis <= SOON_MILLIS) {
            size = Math.min(MOST, size + WIDER);
        } else if (toldMillis >= narrowedAt) {
            // Whatever was told before the window became narrower says nothing about how it is now.
            size = Math.max(LEAST, size * NARROWER);
            narrowedAt = nowMillis;
        }
    }
}
