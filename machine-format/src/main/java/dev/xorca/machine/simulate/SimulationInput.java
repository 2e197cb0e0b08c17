package dev.xorca.machine.simulate;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import dev.xorca.statechart.Event;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one line of input asks for. */
sealed interface SimulationInput {
    /** Lengths of time that people write, and nothing near the end of what a clock can show. */
    Duration MAX_ADVANCE = Duration.ofDays(366L * 200);

    Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,20}");

    /** Has it done. */
    Run.Outcome to(Run run);

    /** An event comes in. */
    record Offer(Event event) implements SimulationInput {
        @Override
        public Run.Outcome to(Run run) {
            return run.send(event);
        }
    }

    /** Time passes. */
    record Advance(Duration time) implements SimulationInput {
        @Override
        public Run.Outcome to(Run run) {
            return run.advance(time);
        }
    }

    /** Somebody who was asked answers. */
    record Answer(String asked, boolean well, @Nullable Object data) implements SimulationInput {
        @Override
        public Run.Outcome to(Run run) {
            return run.answer(asked, well, data);
        }
    }

    /** What has failed for good is tried again; all of it where nothing is named. */
    record Retry(@Nullable String asked) implements SimulationInput {
        @Override
        public Run.Outcome to(Run run) {
            return run.retry(asked);
        }
    }

    /**
     * Reads a line.
     *
     * @throws BadInputException when it asks for nothing of that
     */
    static SimulationInput read(String line) {
        Map<String, Object> members;
        try {
            members = Json.object(Json.read(line));
        } catch (JsonException e) {
            throw new BadInputException("not a JSON object: " + e.getMessage());
        }
        var hasType = members.containsKey("type");
        if (hasType && !members.containsKey("advance")) {
            return event(members);
        } else if (!hasType && members.containsKey("advance")) {
            return advance(members);
        } else if (!hasType && members.containsKey("answer")) {
            return answer(members, "answer");
        } else if (!hasType && members.containsKey("fail")) {
            return answer(members, "fail");
        } else if (!hasType && members.containsKey("retry")) {
            return retry(members);
        }
        throw new BadInputException(
                "a line has either 'type' or 'advance': {\"type\":\"evt.x\",\"data\":{}} or {\"advance\":\"PT10S\"}; or "
                        + "'answer', 'fail' or 'retry', with the name of what was asked");
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
        return new Advance(length);
    }

    private static SimulationInput advance(Map<String, Object> members) {
        checkKeys(members, "advance", Set.of("advance"));
        if (members.get("advance") instanceof String text) {
            return advance(text);
        }
        throw new BadInputException("'advance' must be an ISO-8601 duration such as \"PT10S\"");
    }

    private static SimulationInput answer(Map<String, Object> members, String key) {
        checkKeys(members, key, Set.of(key, "data"));
        if (members.get(key) instanceof String asked) {
            return new Answer(asked, key.equals("answer"), data(members));
        }
        throw new BadInputException("'" + key + "' must be the name of what was asked, such as \"cmd.book.fetch#1\"");
    }

    private static SimulationInput retry(Map<String, Object> members) {
        checkKeys(members, "retry", Set.of("retry"));
        if (members.get("retry") instanceof String asked) {
            return new Retry(asked);
        } else if (Boolean.TRUE.equals(members.get("retry"))) {
            return new Retry(null);
        }
        throw new BadInputException(
                "'retry' must be true, or the name of what was asked, such as \"cmd.book.fetch#1\"");
    }

    private static void checkKeys(Map<String, Object> members, String key, Set<String> known) {
        if (!known.containsAll(members.keySet())) {
            throw new BadInputException(
                    "a line with '" + key + "' has no other key" + (known.size() > 1 ? " but 'data'" : ""));
        }
    }

    private static @Nullable Object data(Map<String, Object> members) {
        return members.containsKey("data") ? members.get("data") : Map.of();
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
        return new Offer(new Event(type, data(members), attributes));
    }
}
