package dev.xorca.machine.compatibility;

import java.util.Locale;

/** What a contract of a machine is about; who writes and who reads follows from it. */
public enum Role {
    /** What orchestrations are started with. */
    INPUT(true, "whoever starts it"),
    /** Events that the machine takes. */
    ACCEPTED(true, "the services that send it"),
    /** Events that the machine emits. */
    EMITTED(false, "the services that take it"),
    /** What an orchestration hands over when it is done. */
    OUTPUT(false, "whoever takes the result");

    private final boolean isRead;
    private final String others;

    Role(boolean isRead, String others) {
        this.isRead = isRead;
        this.others = others;
    }

    /** Whether the machine is the reader; otherwise it is the writer. */
    public boolean isRead() {
        return isRead;
    }

    /** Who is at the other end. */
    public String others() {
        return others;
    }

    /** The role as documents write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
