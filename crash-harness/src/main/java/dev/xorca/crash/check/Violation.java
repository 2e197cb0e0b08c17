package dev.xorca.crash.check;

/**
 * A promise that was broken.
 *
 * @param orchestration whose; 0 when that is not known
 */
public record Violation(Kind kind, int orchestration, String detail) {
    /** The ways in which a promise is broken. */
    public enum Kind {
        /** An event that had to leave never did, while a later one of its orchestration did. */
        LOST,
        /** An orchestration never ended. */
        STUCK,
        /** A step gave two events. */
        DOUBLED,
        /** An event stands twice with one id, where each must stand once. */
        REPEATED,
        /** Two events with one id differ. */
        SAME_ID_DIFFERS,
        /** An event was not caused by what had to cause it, or not in its turn. */
        OUT_OF_ORDER,
        /** A timer fired before its time. */
        EARLY,
        /** An event has not the data that it had to have. */
        WRONG_DATA,
        /** An event says not, or wrongly, whose it is. */
        WRONG_ADDRESS,
        /** An event that nobody asked for; error events are such, too. */
        UNEXPECTED,
        /** A record that the router could not deliver. */
        DEAD_LETTER,
        /** A record that holds no event. */
        UNREADABLE,
        /** What was written cannot be read to its end, because a transaction was left open. */
        OPEN_TRANSACTION,
        /** A process ended that nobody had ended, or did not come back. */
        PROCESS
    }

    @Override
    public String toString() {
        return kind + (orchestration == 0 ? "" : " in orchestration " + orchestration) + ": " + detail;
    }
}
