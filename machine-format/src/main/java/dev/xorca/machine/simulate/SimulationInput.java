package dev.xorca.machine.simulate;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import dev.xorca.statechart.Event;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one line of input asks for: an event, or time to pass.
 *
 * @param event null when time is to pass
 * @param advance null when an event is offered
 */
record SimulationInput(@Nullable Event event, @Nullable Duration advance) {
    /** Lengths of time that people write, and nothing near the end of what a clock can show. */
    private static final Duration MAX_ADVANCE = Duration.ofDays(366L * 200);

    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,20}");

    /**
     * Reads a line.
     *
     * @throws BadInputException when it asks for neither
     */
    static SimulationInput read(String line) {
        Map<String, Object> members;
        try {
            members = Json.object(Json.read(line));
        } catch (JsonException e) {
            throw new BadInputException("not a JSON object: " + e.getMessage());
        }
        if (members.containsKey("advance") == members.containsKey("type")) {
            throw new BadInputException(
                    "a line has either 'type' or 'advance': {\"type\":\"evt.x\",\"data\":{}} or {\"advance\":\"PT10S\"}");
        }
        return members.containsKey("advance") ? advance(members) : event(members);
    }

    static SimulationInput advance(String text) {
        Duration length;
        try {
            length = Duration.parse(text.trim());
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadInputException("'" + text + "' is no ISO-8601 duration such as PT10S");
        }
        if (length.isNegative() || length.compareTo(MAX_ADVANCE) > 0) {
            throw new BadInputException("time can advance by 0 to 200 years, not by " + text);
        }
        return new SimulationInput(null, length);
    }

    private static SimulationInput advance(Map<String, Object> members) {
        if (members.size() > 1) {
            throw new BadInputException("a line with 'advance' has no other key");
        }
        if (members.get("advance") instanceof String text) {
            return advance(text);
        }
        throw new BadInputException("'advance' must be an ISO-8601 duration such as \"PT10S\"");
    }

    private static SimulationInput event(Map<String, Object> members) {
        var attributes = new LinkedHashMap<>(members);
        attributes.remove("data");
        if (!(attributes.remove("type") instanceof String type) || type.isBlank()) {
            throw new BadInputException("'type' must be a string that is not blank");
        }
        attributes.forEach((name, value) -> {
            if (!ATTRIBUTE.matcher(name).matches()
                    || !(value instanceof String || value instanceof Long || value instanceof Boolean)) {
                throw new BadInputException(
                        "'" + name + "' is neither 'type' nor 'data', nor an attribute of a CloudEvent"
                                + " (lower-case letters and digits; a string, an integer or a boolean)");
            }
        });
        var data = members.containsKey("data") ? members.get("data") : Map.of();
        return new SimulationInput(new Event(type, data, attributes), null);
    }
}
