package dev.xorca.catalog;

import dev.xorca.machine.EventTypes;
import java.util.Locale;

/** What an event is for, which its type tells. */
public enum EventKind {
    /** Starts an orchestration. */
    START,
    /** {@code evt.*}: what a service says has happened. */
    EVENT,
    /** {@code sys.*}: as {@code evt.*}, said by systems. */
    SYSTEM,
    /** {@code cmd.*}: what a service shall do. */
    COMMAND,
    /** {@code notif.*}: what whoever cares may know. */
    NOTIFICATION,
    /** One of the router's own errors. */
    ERROR,
    /** Nothing of these. */
    OTHER;

    /** The kind of a type, or of a descriptor of types. */
    public static EventKind of(String type) {
        if (EventTypes.startedName(type).isPresent()) {
            return START;
        } else if (EventTypes.isOurError(type)) {
            return ERROR;
        } else if (type.startsWith("evt.")) {
            return EVENT;
        } else if (type.startsWith("sys.")) {
            return SYSTEM;
        } else if (type.startsWith("cmd.")) {
            return COMMAND;
        } else if (type.startsWith("notif.")) {
            return NOTIFICATION;
        }
        return OTHER;
    }

    /** The kind as documents write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
