package dev.xorca.crash.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time that the schedule goes by: it stands still while nothing comes out of the router although nobody is away. So a
 * slow machine gets the same faults as a fast one, later, rather than ever more of them before it has recovered. It never
 * waits longer than the patience that it has in all. Safe for several threads.
 */
final class FaultClock {
    private static final long LOOK_AGAIN_MS = 20;
    private static final long QUIET = TimeUnit.SECONDS.toNanos(2);

    private final LongSupplier now;
    private final LongSupplier lastSeen;
    private final long allPatience;
    private long patience;
    private long last;
    private long elapsed;
    private int away;
    private boolean stopped;

    /**
     * @param now the time in nanoseconds, {@link System#nanoTime()} but for tests
     * @param lastSeen when something last came out of the router, in the same time
     */
    FaultClock(LongSupplier now, LongSupplier lastSeen, Duration patience) {
        this.now = now;
        this.lastSeen = lastSeen;
        this.allPatience = patience.toNanos();
        this.patience = allPatience;
        this.last = now.getAsLong();
    }

    /** What has passed since this was made. */
    synchronized Duration elapsed() {
        long at = now.getAsLong();
        if (away == 0 && patience > 0 && at - lastSeen.getAsLong() > QUIET) {
            patience -= at - last;
        } else {
            elapsed += at - last;
        }
        last = at;
        return Duration.ofNanos(elapsed);
    }

    /** How long it has stood still. */
    synchronized Duration stood() {
        return Duration.ofNanos(allPatience - patience);
    }

    /**
     * Returns when so much has passed, or when it was stopped.
     *
     * @return whether so much has passed
     */
    boolean await(Duration time) throws InterruptedException {
        while (elapsed().compareTo(time) < 0) {
            if (isStopped()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
        }
        return true;
    }

    /** Nobody waits for it any more. */
    synchronized void stop() {
        stopped = true;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** A victim is struck. */
    synchronized void gone() {
        away++;
    }

    /** A victim is started again, or goes on. */
    synchronized void returned() {
        away--;
    }
}
