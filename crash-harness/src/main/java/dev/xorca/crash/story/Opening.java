package dev.xorca.crash.story;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that is sent without being asked for.
 *
 * @param subject whom it is for; null in a start
 * @param after how long it is held back
 */
public record Opening(
        String type, String id, @Nullable String subject, Map<String, Object> data, Repeat repeat, Duration after) {

    /** The start of a story's orchestration. */
    static Opening start(Story story, Map<String, Object> context, Repeat repeat) {
        var data = new LinkedHashMap<String, Object>();
        data.put("context", context);
        var processId = story.processId();
        if (processId != null) {
            data.put("processId", processId);
        }
        var type = "xorca." + story.plot() + ".start";
        return new Opening(type, Story.startId(story.number()), null, data, repeat, Duration.ZERO);
    }

    Opening after(Duration delay) {
        return new Opening(type, id, subject, data, repeat, delay);
    }
}
