package dev.xorca.crash.story;

/** Whether an event is sent a second time, with the same source and id. */
public enum Repeat {
    NO,
    AT_ONCE,
    /** Some seconds later, by when a fault may have come between. */
    LATER
}
