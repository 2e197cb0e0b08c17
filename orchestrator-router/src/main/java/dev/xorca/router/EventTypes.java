package dev.xorca.router;

import java.util.Optional;
import java.util.regex.Pattern;

/** The names of the event types that the router knows by itself. */
public final class EventTypes {
    private static final Pattern START = Pattern.compile("xorca\\.(?!orchestrator\\.)(.+)\\.start");
    private static final Pattern ERROR = Pattern.compile(
            "(sys\\.)?xorca\\..+\\.start\\.error|(sys\\.(xorca\\.)?|xorca\\.)orchestrator\\..+\\.error");

    private EventTypes() {}

    /** The event that starts an orchestration of this machine. */
    public static String start(String name) {
        return "xorca." + name + ".start";
    }

    /** A start that failed in the machine or at the store. */
    public static String startError(String name) {
        return "xorca." + name + ".start.error";
    }

    /** A start that did not match its contract. */
    public static String systemStartError(String name) {
        return "sys.xorca." + name + ".start.error";
    }

    /** An event that failed in the machine or at the store. */
    public static String error(String name) {
        return "xorca.orchestrator." + name + ".error";
    }

    /**
     * An event that did not match its contract.
     *
     * @param alternative whether to use the second name that xOrca's documentation has for this type
     */
    public static String systemError(String name, boolean alternative) {
        return (alternative ? "sys.orchestrator." : "sys.xorca.orchestrator.") + name + ".error";
    }

    /** The machine's name when the type is that of a start event. */
    public static Optional<String> startedName(String type) {
        if (!type.endsWith(".start")) {
            return Optional.empty();
        }
        var matcher = START.matcher(type);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether events of this type are offered to orchestrations that run. */
    public static boolean isOffered(String type) {
        return (type.startsWith("evt.") || type.startsWith("sys.")) && !isOurError(type);
    }

    /** Whether only routers emit events of this type. */
    public static boolean isOurError(String type) {
        return type.endsWith(".error") && ERROR.matcher(type).matches();
    }

    /** Whether this is a type that routers emit, so that it need not be told of when it is seen on an input topic. */
    public static boolean isOutbound(String type) {
        return type.startsWith("cmd.") || type.startsWith("notif.") || isOurError(type);
    }
}
