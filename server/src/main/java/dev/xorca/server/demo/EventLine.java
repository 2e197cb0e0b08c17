package dev.xorca.server.demo;

import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import io.cloudevents.CloudEvent;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;

/** One event as one line for people: time, type, process, a short view of its data. */
final class EventLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int VALUE_LENGTH = 48;

    private EventLine() {}

    /** The line in picocli's markup for colours. */
    static String of(CloudEvent event) {
        var time = event.getTime() == null
                ? LocalTime.now(ZoneId.systemDefault())
                : event.getTime().atZoneSameInstant(ZoneId.systemDefault()).toLocalTime();
        var type = String.format("%-27s", event.getType());
        return TIME.format(time) + "  @|" + colour(event.getType()) + " " + type + "|@  "
                + String.format("%-8s", processOf(event)) + "  " + dataOf(event);
    }

    private static String colour(String type) {
        if (type.contains("error") || type.endsWith(".failed")) {
            return "red";
        } else if (type.startsWith("cmd.")) {
            return "cyan";
        } else if (type.startsWith("evt.")) {
            return "green";
        }
        return type.startsWith("notif.") ? "magenta" : "yellow";
    }

    /** The process id that the event is about; a dash where none can be read. */
    static String processOf(CloudEvent event) {
        var data = data(event);
        if (event.getSubject() == null) {
            return data.get("processId") instanceof String id ? id : "-";
        }
        try {
            return Subject.parse(event.getSubject()).processId();
        } catch (SubjectException e) {
            return "-";
        }
    }

    /** The event's data as an object; empty where it is none. */
    static Map<String, Object> data(CloudEvent event) {
        try {
            return event.getData() == null
                    ? Map.of()
                    : Json.readObject(event.getData().toBytes());
        } catch (JsonException e) {
            return Map.of();
        }
    }

    private static String dataOf(CloudEvent event) {
        return data(event).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + shorten(Json.text(entry.getValue())))
                .collect(Collectors.joining(" "));
    }

    private static String shorten(String text) {
        return plain(text, VALUE_LENGTH);
    }

    /** A text on one line, no longer than this, that picocli does not take for its markup. */
    static String plain(String text, int length) {
        var line = text.replaceAll("\\s+", " ");
        var plain = line.length() <= length ? line : line.substring(0, length) + "…";
        return plain.replace("@|", "@ |").replace("|@", "| @");
    }
}
