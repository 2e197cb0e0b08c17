package dev.xorca.runtime;

import dev.xorca.machine.EventTypes;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.StartRules;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which topic is for what: one for each event type, named as the type, and three of the router's own; all behind one
 * prefix. Immutable.
 */
public final class Topics {
    private final String prefix;
    private final Set<String> outboundTypes;
    private final Set<String> inboundTypes;
    private final boolean foreignNames;
    private final Pattern intakePattern;

    private Topics(
            String prefix,
            Set<String> outboundTypes,
            Set<String> inboundTypes,
            boolean foreignNames,
            Pattern intakePattern) {
        this.prefix = prefix;
        this.outboundTypes = outboundTypes;
        this.inboundTypes = inboundTypes;
        this.foreignNames = foreignNames;
        this.intakePattern = intakePattern;
    }

    /**
     * The topics for these machines.
     *
     * @param prefix before the name of every topic; may be empty
     * @param moreIntake further topics to read foreign events from, as a pattern without the prefix; empty for none. Our
     *     own topics are never among them: what comes out must not go in again
     */
    public static Topics of(String prefix, String moreIntake, Machines machines, RouterSettings settings) {
        var quoted = prefix.isEmpty() ? "" : Pattern.quote(prefix);
        var own = "(?!xorca\\.(?:inbox|deadletter|journal|definitions|foreign-name\\.error)$)";
        var starts = "xorca\\.(?!orchestrator\\.).+\\.start";
        var events = "evt\\..+";
        var system = "sys\\.(?!xorca\\.|orchestrator\\.).+";
        var ruled = new StringBuilder();
        new TreeSet<>(new StartRules(machines).types())
                .forEach(type -> ruled.append('|').append(Pattern.quote(type)));
        var more = moreIntake.isEmpty() ? "" : "|(?:" + moreIntake + ")";
        return new Topics(
                prefix,
                machines.outboundTypes(settings),
                machines.inboundTypes(),
                settings.raiseOnForeignName(),
                Pattern.compile(quoted + own + "(?:" + starts + "|" + events + "|" + system + ruled + more + ")"));
    }

    /** The single ordered input of all orchestrations. */
    public String inbox() {
        return prefix + "xorca.inbox";
    }

    /** Where journal entries are published, where that is wanted. */
    public String journal() {
        return prefix + "xorca.journal";
    }

    /** What every machine was deployed with; compacted, of one partition. */
    public String definitions() {
        return prefix + "xorca.definitions";
    }

    /** Where records go that no orchestration could be offered. */
    public String deadLetter() {
        return prefix + "xorca.deadletter";
    }

    /** Where errors go that concern machines which do not run here; their types are not known beforehand. */
    public String foreignNameErrors() {
        return prefix + "xorca.foreign-name.error";
    }

    /** The topic of events of a type that this router emits. */
    public String topicOf(String type) {
        if (InternalEvents.isInternal(type)) {
            return inbox();
        }
        return !outboundTypes.contains(type) && EventTypes.isOurError(type)
                ? foreignNameErrors()
                : EventTypes.topic(prefix, type);
    }

    /** The topics that foreign events are read from. */
    public Pattern intakePattern() {
        return intakePattern;
    }

    /** The topics that must exist before an event can leave. */
    public Set<String> outbound() {
        var names = new LinkedHashSet<String>();
        outboundTypes.forEach(type -> names.add(topicOf(type)));
        if (foreignNames) {
            names.add(foreignNameErrors());
        }
        return names;
    }

    /** The topics on which the machines wait for events. */
    public Set<String> inbound() {
        var names = new LinkedHashSet<String>();
        inboundTypes.forEach(type -> names.add(EventTypes.topic(prefix, type)));
        return names;
    }
}
