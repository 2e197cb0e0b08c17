package dev.xorca.machine;

import dev.xorca.statechart.invoke.Call;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names of the event types that routers know by themselves, and of what goes with them. */
public final class EventTypes {
    private static final Pattern START = Pattern.compile("xorca\\.(?!orchestrator\\.)(.+)\\.start");
    private static final Pattern ERROR = Pattern.compile(
            "(sys\\.)?xorca\\..+\\.start\\.error|(sys\\.(xorca\\.)?|xorca\\.)orchestrator\\..+\\.error");

    /** Announces that nobody has answered in time. */
    public static final String TIMED_OUT = "timedout";

    /** Announces that something has failed for good, and that somebody has to see to it. */
    public static final String INCIDENT = "incident";

    /** Announces what a foreign event has started. */
    public static final String STARTED = "started";

    private static final List<String> ANNOUNCEMENTS = List.of(TIMED_OUT, INCIDENT, STARTED);

    private EventTypes() {}

    /** The topic of events of a type. */
    public static String topic(String prefix, String type) {
        return prefix + type;
    }

    /** What stands as {@code source} in the events of a machine. */
    public static String source(String name) {
        return "xorca.orchestrator." + name;
    }

    /**
     * Where the catalogue has the schema of an event's data, as {@code dataschema} names it.
     *
     * @param url where the catalogue is served, without a slash at its end; empty for a path on any node
     * @param name the machine whose schema it is
     * @param version that machine's version
     */
    public static String dataSchema(String url, String type, String name, String version) {
        return url + "/catalog/schemas/" + type + "/" + name + "-" + version;
    }

    /** The event that starts an orchestration of this machine. */
    public static String start(String name) {
        return Call.Child.startType(name);
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

    /** The event that says that an orchestration of this machine has ended, well or not. */
    public static String completion(String name, boolean well) {
        return well ? Call.Child.doneType(name) : Call.Child.errorType(name);
    }

    /** Whether events of this type say that an orchestration has ended. */
    public static boolean isCompletion(String type) {
        return type.startsWith("evt.xorca.") && (type.endsWith(".done") || type.endsWith(".error"));
    }

    /**
     * The event by which an orchestration of this machine lets others know.
     *
     * @param what {@link #TIMED_OUT}, {@link #INCIDENT} or {@link #STARTED}
     */
    public static String announcement(String name, String what) {
        return "notif.xorca." + name + "." + what;
    }

    /** Whether routers emit events of this type of a machine's orchestrations by themselves, without an action of theirs. */
    public static boolean isOwn(String name, String type) {
        return ANNOUNCEMENTS.stream().anyMatch(what -> type.equals(announcement(name, what)))
                || type.equals(completion(name, true))
                || type.equals(completion(name, false));
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
