package dev.xorca.server.e2e;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** The clock of a computer that somebody sets: what time it is changes, how time passes does not. */
final class SettableTime implements Time {
    private volatile long aheadMillis;

    /** How far it is ahead of the right time from now on. */
    void setAhead(Duration duration) {
        aheadMillis = duration.toMillis();
    }

    @Override
    public long milliseconds() {
        return SYSTEM.milliseconds() + aheadMillis;
    }

    @Override
    public long nanoseconds() {
        return SYSTEM.nanoseconds();
    }

    @Override
    public void sleep(long millis) {
        SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        SYSTEM.waitObject(object, condition, deadlineMillis - aheadMillis);
    }
}
