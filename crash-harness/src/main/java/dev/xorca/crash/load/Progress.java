package dev.xorca.crash.load;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How far the load is: which orchestrations were started and which have ended. Safe for several threads. */
public final class Progress {
    private final int orchestrations;
    private final LongSupplier now;
    private final Semaphore places;
    private final BitSet ended = new BitSet();
    private volatile int started;
    private final AtomicInteger endedCount = new AtomicInteger();
    private final AtomicLong commands = new AtomicLong();
    private volatile long lastSeen;
    /** When an orchestration ended last, or one was started while there was none. */
    private volatile long lastMove;

    /**
     * @param orchestrations how many there will be
     * @param inFlight how many may be under way at the same time
     */
    public Progress(int orchestrations, int inFlight) {
        this(orchestrations, inFlight, System::nanoTime);
    }

    /**
     * @param now the time in nanoseconds
     */
    Progress(int orchestrations, int inFlight, LongSupplier now) {
        this.orchestrations = orchestrations;
        this.now = now;
        this.lastSeen = now.getAsLong();
        this.lastMove = lastSeen;
        this.places = new Semaphore(inFlight);
    }

    int orchestrations() {
        return orchestrations;
    }

    /** Waits until another orchestration may be started. */
    void awaitPlace() throws InterruptedException {
        places.acquire();
    }

    void started(int number) {
        if (started == endedCount.get()) {
            lastMove = now.getAsLong();
        }
        started = number;
    }

    /** A command was seen. To be called by one thread. */
    void commanded() {
        commands.incrementAndGet();
        lastSeen = now.getAsLong();
    }

    /** The last event of an orchestration was seen, maybe again. To be called by one thread. */
    void ended(int number) {
        lastSeen = now.getAsLong();
        if (!ended.get(number)) {
            ended.set(number);
            lastMove = lastSeen;
            endedCount.incrementAndGet();
            places.release();
        }
    }

    public int started() {
        return started;
    }

    public int ended() {
        return endedCount.get();
    }

    public long commands() {
        return commands.get();
    }

    /** Whether all were started and have ended. */
    public boolean isComplete() {
        return endedCount.get() == orchestrations;
    }

    /** When something new was seen, as of {@link System#nanoTime()}. */
    public long lastSeen() {
        return lastSeen;
    }

    /** For how long none has ended although some are under way. */
    public Duration stood() {
        return started == endedCount.get() ? Duration.ZERO : Duration.ofNanos(now.getAsLong() - lastMove);
    }
}
