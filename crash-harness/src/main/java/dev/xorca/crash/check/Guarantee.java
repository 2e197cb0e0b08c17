package dev.xorca.crash.check;

import java.util.Locale;

/** What the router was told to promise, and is held to. */
public enum Guarantee {
    /** Each event once. */
    EXACTLY_ONCE,
    /** Each event at least once, every time the same. */
    IDEMPOTENT;

    /** As the router's option spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
