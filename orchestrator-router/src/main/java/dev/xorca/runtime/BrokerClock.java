package dev.xorca.runtime;

import java.time.Instant;

/**
 * What time it is for the broker that stamps the inbox, as far as this node can tell: its own clock, corrected by what
 * the records say. Steps happen in the broker's time; with two clocks that differ, a timer would be told of too early or
 * too late. Belongs to one thread.
 */
final class BrokerClock {
    private long aheadMillis;

    /** What the broker's clock shows when this node's shows that. */
    Instant at(long nodeMillis) {
        return Instant.ofEpochMilli(Math.max(0, nodeMillis + aheadMillis));
    }

    /** A record was stamped some time before it is seen; a stamp from the future says that the broker is ahead. */
    void saw(long stampMillis, long nodeMillis) {
        aheadMillis = Math.max(aheadMillis, stampMillis - nodeMillis);
    }

    /** A record that was written because its time had come is stamped before that time: the broker is behind. */
    void sawTooEarly(long stampMillis, long nodeMillis) {
        aheadMillis = Math.min(aheadMillis, stampMillis - nodeMillis);
    }
}
