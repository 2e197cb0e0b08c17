package dev.xorca.crash.story;

import java.time.Duration;

/**
 * What a machine's document says of further attempts: each wait is twice as long as the one before it.
 *
 * @param first how long it waits before the second attempt
 * @param attempts how many there are in all
 */
record Retry(Duration first, int attempts) {
    /** How long it waits once so many attempts have failed. */
    Duration wait(int failed) {
        return first.multipliedBy(1L << (failed - 1));
    }
}
