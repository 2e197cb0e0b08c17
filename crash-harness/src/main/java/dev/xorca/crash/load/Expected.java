package dev.xorca.crash.load;

import java.util.Map;

/**
 * An event that must leave the router for an orchestration.
 *
 * @param data what its data must have; more may be there
 * @param cause what it must answer to
 */
public record Expected(String type, Map<String, Object> data, Cause cause) {
    /** The event that must have led to another, which tells that the steps were taken in order. */
    public enum Cause {
        START,
        /** The answer to the command before. */
        ANSWER,
        /** The answer to the command before that broke the contract. */
        BROKEN_ANSWER,
        /** No event of ours: a timer, never before its time. */
        TIMER
    }
}
