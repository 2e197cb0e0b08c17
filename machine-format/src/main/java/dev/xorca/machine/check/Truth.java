package dev.xorca.machine.check;

/** What can be said of a condition before anything runs. */
enum Truth {
    ALWAYS,
    NEVER,
    OPEN;

    static Truth of(boolean value) {
        return value ? ALWAYS : NEVER;
    }

    Truth negated() {
        return switch (this) {
            case ALWAYS -> NEVER;
            case NEVER -> ALWAYS;
            case OPEN -> OPEN;
        };
    }
}
