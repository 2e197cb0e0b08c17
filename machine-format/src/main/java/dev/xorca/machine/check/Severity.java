package dev.xorca.machine.check;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
    /** It goes wrong as soon as it happens. */
    ERROR,
    /** It is very likely not what was meant. */
    WARNING,
    /** It is worth knowing. */
    INFO;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
