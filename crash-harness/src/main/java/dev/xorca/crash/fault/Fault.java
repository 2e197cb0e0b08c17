package dev.xorca.crash.fault;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that is done to a process.
 *
 * @param at when, from the beginning of the load
 * @param victim a node's number from 1, or {@link #BROKER}
 * @param away how long it is dead or stands still
 */
public record Fault(Duration at, Kind kind, int victim, Duration away) {
    /** The victim that is no node. */
    public static final int BROKER = 0;

    /** What is done. */
    public enum Kind {
        /** {@code kill -9}. */
        KILL_NODE,
        /** SIGSTOP for longer than its session lasts, then SIGCONT: it comes back as a zombie. */
        FREEZE_NODE,
        /** SIGTERM. */
        STOP_NODE,
        /** {@code kill -9}. */
        KILL_BROKER,
        /** SIGTERM. */
        STOP_BROKER;

        boolean isOfBroker() {
            return this == KILL_BROKER || this == STOP_BROKER;
        }

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The moment when it is started again, or goes on. */
    public Duration end() {
        return at.plus(away);
    }

    /** The name of a victim, as its log is named. */
    public static String name(int victim) {
        return victim == BROKER ? "broker" : "node-" + victim;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%7.1f s  %-12s %s for %.1f s",
                at.toMillis() / 1e3,
                kind,
                name(victim),
                away.toMillis() / 1e3);
    }
}
