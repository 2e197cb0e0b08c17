package dev.xorca.crash.story;

/** What a service does wrong in the life of an orchestration. */
public enum Trouble {
    NONE,
    /** It answers with an error; the second try succeeds. */
    ERROR,
    /** It answers with an error twice, which ends the orchestration. */
    ERROR_TWICE,
    /** Before its answer it sends one that breaks the contract, and is told so by an error event. */
    BROKEN_ANSWER
}
