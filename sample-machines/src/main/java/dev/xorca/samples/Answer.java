package dev.xorca.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a service has to say to a command: the type of the event that answers it, and its data. */
public record Answer(String type, JsonNode data) {
    /** Nothing: the command stays without an answer. */
    public static final Answer NONE = new Answer("", JsonNodeFactory.instance.objectNode());

    /** The command was carried out. */
    public static Answer success(String command, ObjectNode data) {
        return new Answer(answer(command, "success"), data);
    }

    /** The command was not carried out, for a reason that programs can tell by its code. */
    public static Answer error(String command, String code, String message) {
        return new Answer(
                answer(command, "error"),
                JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
    }

    private static String answer(String command, String ending) {
        return "evt" + command.substring(command.indexOf('.')) + "." + ending;
    }
}
