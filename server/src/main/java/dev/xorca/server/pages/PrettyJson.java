package dev.xorca.server.pages;

import dev.xorca.schemas.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as people read it: a member in a line, what is short in one. */
public final class PrettyJson {
    private static final int MAX_WIDTH = 80;
    private static final String STEP = "  ";

    private PrettyJson() {}

    /** The text of a JSON value. */
    public static String of(@Nullable Object value) {
        var text = new StringBuilder();
        write(value, "", text);
        return text.toString();
    }

    private static void write(@Nullable Object value, String indent, StringBuilder text) {
        var line = Json.text(value);
        if (indent.length() + line.length() <= MAX_WIDTH && !(value instanceof Map<?, ?> map && map.size() > 1)) {
            text.append(line);
        } else if (value instanceof Map<?, ?> map) {
            text.append("{\n");
            int left = map.size();
            for (var entry : map.entrySet()) {
                text.append(indent + STEP)
                        .append(Json.text(String.valueOf(entry.getKey())))
                        .append(": ");
                write(entry.getValue(), indent + STEP, text);
                text.append(--left > 0 ? ",\n" : "\n");
            }
            text.append(indent).append('}');
        } else if (value instanceof List<?> list) {
            text.append("[\n");
            int left = list.size();
            for (var each : list) {
                text.append(indent + STEP);
                write(each, indent + STEP, text);
                text.append(--left > 0 ? ",\n" : "\n");
            }
            text.append(indent).append(']');
        } else {
            text.append(line);
        }
    }
}
