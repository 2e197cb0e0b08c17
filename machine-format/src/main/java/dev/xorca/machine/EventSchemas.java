package dev.xorca.machine;

import dev.xorca.schemas.PayloadSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schemas (draft-07) of what the router itself takes and gives: the data of start and error events and of what it
 * announces, and how an orchestration ends. Each is whole: it refers to nothing outside of it.
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

    /**
     * The data of an event that the router emits of the machine's orchestrations by itself; empty when anything may be in
     * it.
     *
     * @param type one for which {@link EventTypes#isOwn} holds
     */
    public static Optional<Map<String, Object>> own(MachineDocument document, String type) {
        var name = document.machine().name();
        if (type.equals(EventTypes.announcement(name, EventTypes.TIMED_OUT))) {
            return Optional.of(timedOut());
        } else if (type.equals(EventTypes.announcement(name, EventTypes.INCIDENT))) {
            return Optional.of(incident());
        } else if (type.equals(EventTypes.announcement(name, EventTypes.STARTED))) {
            return Optional.of(started());
        } else if (type.equals(EventTypes.completion(name, false))) {
            return Optional.of(failure());
        }
        return Optional.ofNullable(document.output()).map(PayloadSchema::document);
    }

    private static Map<String, Object> timedOut() {
        var properties = invocation();
        properties.put("tag", textOrNull("What the machine calls it, for those who sort them"));
        properties.put("message", object("description", "What the machine says of it, for people"));
        properties.put("attempt", positive("The number of the attempt"));
        properties.put("times", positive("How often it has been announced, this time included"));
        properties.put("due", time("When the time was over"));
        return whole(properties);
    }

    private static Map<String, Object> incident() {
        var properties = invocation();
        properties.put("code", text("What went wrong, for programs"));
        properties.put("message", text("What went wrong, for people"));
        properties.put("attempts", positive("How often it was tried"));
        return whole(properties);
    }

    private static Map<String, Object> started() {
        var cause = new LinkedHashMap<String, Object>();
        cause.put("source", text("The foreign event's source"));
        cause.put("id", text("The foreign event's id"));
        cause.put("type", text("The foreign event's type"));
        var properties = orchestration();
        properties.put(
                "cause",
                object(
                        "description",
                        "What started it",
                        "type",
                        "object",
                        "required",
                        List.copyOf(cause.keySet()),
                        "properties",
                        cause));
        return whole(properties);
    }

    /** How it ends when not well. */
    private static Map<String, Object> failure() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("code", text("What went wrong, for programs: 'terminated', 'failed', or what the machine says"));
        properties.put("message", text("What went wrong, for people"));
        var schema = whole(properties);
        properties.put("data", object("description", "What it hands over nevertheless"));
        return schema;
    }

    private static Map<String, Object> orchestration() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("subject", text("The orchestration"));
        properties.put("processId", text("What tells it from others of its machine"));
        properties.put("name", text("Its machine"));
        properties.put("version", text("The version of its machine"));
        return properties;
    }

    private static Map<String, Object> invocation() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("token", text("By which the question can be answered, at POST /answers/{token}"));
        properties.putAll(orchestration());
        properties.put("state", text("The path of the state that asks"));
        properties.put("invocation", text("Its id in the machine"));
        properties.put("tenant", textOrNull("Whom the orchestration runs for"));
        return properties;
    }

    /** All of these are there. */
    private static Map<String, Object> whole(Map<String, Object> properties) {
        return object(
                "$schema",
                DRAFT,
                "type",
                "object",
                "required",
                List.copyOf(properties.keySet()),
                "properties",
                properties);
    }

    private static Map<String, Object> textOrNull(String description) {
        return object("description", description, "type", List.of("string", "null"));
    }

    private static Map<String, Object> positive(String description) {
        return object("description", description, "type", "integer", "minimum", 1L);
    }

    private static Map<String, Object> time(String description) {
        return object("description", description, "type", "string", "format", "date-time");
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
