package dev.xorca.crash.story;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one orchestration goes through, known before it begins: what is done to it, and what must come of that. */
public interface Story {
    /** How the ids of start events begin. */
    String START = "start-";

    int number();

    /** What kind of story it is. */
    Plot plot();

    /** The process id that its start brings; null when the router has to derive one. */
    @Nullable
    String processId();

    /** What is sent to begin with, in this order. */
    List<Opening> openings();

    /** What services send for a command, in this order. */
    List<Answer> answers(Asked asked);

    /** For how long after such an event, answered, nothing need come from the router. */
    Duration quiet(Asked seen);

    /** Whether this is the type of the last event that leaves the router for the orchestration. */
    boolean isLast(String type);

    /** All that must leave the router: one of these, each of which is whole and ends with the last event. */
    List<List<Expected>> ways();

    /** The id of the start event of an orchestration, which all that comes of it carries as {@code correlationid}. */
    static String startId(int number) {
        return START + number;
    }

    /** The number of the orchestration whose start has this id; 0 for none. */
    static int number(String startId) {
        return startId.matches(START + "\\d{1,9}") ? Integer.parseInt(startId.substring(START.length())) : 0;
    }
}
