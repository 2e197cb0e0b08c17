package dev.xorca.machine;

import dev.xorca.schemas.PayloadSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schemas (draft-07) of what the router itself takes and gives: the data of start and error events, and how an
 * orchestration ends. Each is whole: it refers to nothing outside of it.
 */
public final class EventSchemas {
    /** The longest process id that a start may bring, in characters of Unicode. */
    public static final long MAX_PROCESS_ID = 512;

    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private EventSchemas() {}

    /** The data of the start event of any machine. */
    public static Map<String, Object> startEnvelope() {
        return startWith(null);
    }

    /** The data of the event that starts an orchestration of this machine. */
    public static Map<String, Object> start(MachineDocument document) {
        return startWith(document.input());
    }

    private static Map<String, Object> startWith(@Nullable PayloadSchema input) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put(
                "processId",
                object(
                        "description",
                        "Tells this orchestration from others of the machine; by default it derives from the "
                                + "event's source and id",
                        "type",
                        "string",
                        "minLength",
                        1L,
                        "maxLength",
                        MAX_PROCESS_ID));
        properties.put(
                "version",
                object(
                        "description",
                        "The version of the machine; by default the highest that is deployed",
                        "type",
                        "string",
                        "pattern",
                        "^\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}$"));
        properties.put(
                "context",
                object(
                        "description",
                        "What the orchestration is started with; by default an empty object",
                        "type",
                        "object"));
        var schema = object("$schema", DRAFT, "type", "object", "properties", properties);
        if (input == null) {
            return schema;
        }
        var contract = input.documentAt("#/definitions/input");
        properties.put("context", object("type", "object", "allOf", List.of(reference("input"))));
        schema.put("definitions", object("input", contract));
        if (!input.check(Map.of()).isEmpty()) {
            schema.put("required", List.of("context"));
        }
        return schema;
    }

    /** The data of all four error events. */
    public static Map<String, Object> error() {
        var where = new LinkedHashMap<String, Object>();
        where.put("pointer", text("The place in the data, as a JSON pointer"));
        where.put("schemaPath", text("The place in the schema"));
        where.put("rule", text("The rule that the data breaks"));
        where.put("state", text("The state in which the machine failed"));
        where.put("definition", text("The place in the machine's definition"));
        var properties = new LinkedHashMap<String, Object>();
        properties.put("errorName", text("The kind of error"));
        properties.put("errorMessage", text("What went wrong, for people"));
        properties.put("errorCode", text("What went wrong, for programs"));
        properties.put("where", object("description", "Where it went wrong", "type", "object", "properties", where));
        properties.put("errorStack", text("Where it went wrong inside the router; only by setting"));
        properties.put(
                "eventData",
                object(
                        "description",
                        "The data of the event that led to the error: as JSON, or as text, or what it took"));
        return object(
                "$schema",
                DRAFT,
                "type",
                "object",
                "required",
                List.of("errorName", "errorMessage", "errorCode", "eventData"),
                "properties",
                properties);
    }

    /** How an orchestration of this machine ends: its last status, and what it hands over. */
    public static Map<String, Object> completion(MachineDocument document) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("status", object("type", "string", "enum", List.of("done", "failed", "terminated")));
        properties.put("output", object("description", "What the machine hands over"));
        var schema =
                object("$schema", DRAFT, "type", "object", "required", List.of("status"), "properties", properties);
        var output = document.output();
        if (output != null) {
            schema.put("if", object("properties", object("status", object("const", "done"))));
            var then = object("properties", object("output", reference("output")));
            if (!output.check(null).isEmpty()) {
                then.put("required", List.of("output"));
            }
            schema.put("then", then);
            schema.put("definitions", object("output", output.documentAt("#/definitions/output")));
        }
        return schema;
    }

    private static Map<String, Object> text(String description) {
        return object("description", description, "type", "string");
    }

    private static Map<String, Object> reference(String definition) {
        return object("$ref", "#/definitions/" + definition);
    }

    /** An object of names and values in turn, in this order. */
    private static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }
}
