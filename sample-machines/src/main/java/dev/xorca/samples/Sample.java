package dev.xorca.samples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xorca.machine.Responder;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sample that can be shown: its machines, who answers them, what starts them and what must come of each start.
 *
 * @param name as {@code xorca demo} knows it
 * @param title what it shows, in a few words
 * @param machines the documents, as resources on the class path
 * @param services who answers commands (and announcements) over Kafka, by their type
 * @param responders who answers commands within the router, by their type
 * @param desk what answers by token now and then; null for nothing
 * @param runs what is started, in this order
 */
public record Sample(
        String name,
        String title,
        List<String> machines,
        Map<String, Function<JsonNode, Answer>> services,
        Map<String, Responder> responders,
        @Nullable Desk desk,
        List<Run> runs) {

    /** Where questions lie until somebody gets round to them. */
    public interface Desk {
        /** What has been answered since it was last asked: results by token. */
        Map<String, Map<String, Object>> answered();
    }

    /**
     * One start.
     *
     * @param processId tells the starts of a sample apart
     * @param machine the name of the machine that is started
     * @param version the version of it; empty for the default
     * @param context what it is started with
     * @param early an event that comes before the start; null for none
     * @param well whether it must end well
     * @param output what its completion must hold at least
     */
    public record Run(
            String processId,
            String machine,
            String version,
            Map<String, Object> context,
            @Nullable Early early,
            boolean well,
            Map<String, Object> output) {

        static Run well(String machine, String processId, Map<String, Object> context, Map<String, Object> output) {
            return new Run(processId, machine, "", context, null, true, output);
        }

        static Run badly(String machine, String processId, Map<String, Object> context, Map<String, Object> output) {
            return new Run(processId, machine, "", context, null, false, output);
        }

        Run ofVersion(String other) {
            return new Run(processId, machine, other, context, early, well, output);
        }

        Run behind(Early event) {
            return new Run(processId, machine, version, context, event, well, output);
        }
    }

    /** An event that comes before the start of the orchestration that it is for. */
    public record Early(String type, Map<String, Object> data) {}
}
