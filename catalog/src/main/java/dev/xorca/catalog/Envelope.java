package dev.xorca.catalog;

import dev.xorca.machine.EventTypes;
import dev.xorca.statechart.EventDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The attributes of an event as this router takes or writes them, each with its JSON Schema; further ones are always
 * allowed. Immutable.
 */
final class Envelope {
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
    /** Told only by setting. */
    private static final Set<String> ROUTING = Set.of("to", "redirectto");

    private static final Map<String, Object> TEXT = Map.of("type", "string", "minLength", 1L);

    private final String type;
    private final Map<String, Map<String, Object>> attributes = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();

    private Envelope(String type) {
        this.type = type;
        required("specversion", constant("1.0"), "The version of CloudEvents");
    }

    /**
     * What is around the events of a type.
     *
     * @param type the type, or a descriptor of many
     * @param parties who takes them all, or emits them all; at least one
     */
    static Envelope of(String type, List<Party> parties, CatalogSettings settings) {
        return parties.get(0).event().isReceived() ? received(type, parties) : sent(type, parties, settings);
    }

    private static Envelope received(String type, List<Party> parties) {
        var isStart = EventTypes.startedName(type).isPresent();
        var envelope = new Envelope(type);
        envelope.required(
                "id",
                TEXT,
                "Tells this event from others of its source; the same when the event is sent again, which then does nothing");
        envelope.required("source", withFormat(TEXT, "uri-reference"), "Who sends it");
        envelope.required("type", typeSchema(type), "What it is, and the name of its topic");
        if (isStart) {
            envelope.optional("subject", Map.of("type", "string"), "Not looked at: the data says what is started");
        } else {
            envelope.required(
                    "subject",
                    text("^[A-Za-z0-9+/_-]+={0,2}$"),
                    "The orchestration that it is for: that of the command which it answers, as it came");
        }
        envelope.optional("time", withFormat(Map.of("type", "string"), "date-time"), "When it happened");
        envelope.optional(
                "datacontenttype",
                text("^(application/json|text/json|[^;]+\\+json)\\s*(;.*)?$"),
                "JSON; without it, JSON as well");
        envelope.optional("traceparent", Map.of("type", "string"), "The trace that it belongs to (W3C Trace Context)");
        envelope.optional("tracestate", Map.of("type", "string"), "More of the trace");
        if (isStart) {
            envelope.optional(
                    "correlationid",
                    Map.of("type", "string"),
                    "What all events of the orchestration shall have as correlationid; otherwise its id");
        }
        envelope.optional(
                "statemachineversion",
                oneOf(parties.stream().map(party -> party.machine().version()).toList()),
                "The version of the machine that it is for; refused by any other");
        envelope.optional("redirectto", Map.of("type", "string"), "Where answers to it shall go");
        return envelope;
    }

    private static Envelope sent(String type, List<Party> parties, CatalogSettings settings) {
        var envelope = new Envelope(type);
        envelope.required("id", TEXT, "The same when the same step is told again");
        envelope.required(
                "source",
                oneOf(parties.stream()
                        .map(party -> EventTypes.source(party.machine().name()))
                        .toList()),
                "The orchestrator that it comes from");
        envelope.required("type", typeSchema(type), "What it is, and the name of its topic");
        envelope.required(
                "subject",
                text("^[A-Za-z0-9+/]+={0,2}$"),
                "The orchestration; an answer has it as it came. Base64 of {processId, name, version}");
        envelope.required("time", withFormat(TEXT, "date-time"), "When the step was taken, by the broker's clock");
        envelope.required("datacontenttype", constant("application/json"), "The data is JSON");
        envelope.dataSchema(
                parties.stream().map(party -> party.dataSchema(settings)).toList());
        envelope.required("causationid", TEXT, "The id of the event that led to it");
        envelope.required("correlationid", TEXT, "The same for all events of an orchestration");
        envelope.required(
                "traceparent",
                text("^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"),
                "The trace that it belongs to (W3C Trace Context)");
        envelope.optional("tracestate", Map.of("type", "string"), "More of the trace");
        envelope.required("elapsedtime", text("^[0-9]+$"), "Milliseconds since the start");
        envelope.required("executionunits", TEXT, "What the machine says that the action costs");
        if (settings.routingMetadata() && parties.stream().noneMatch(Party::isOwn)) {
            envelope.required("to", TEXT, "Who shall take it");
            envelope.optional("redirectto", TEXT, "Where answers to it shall go");
        }
        parties.stream()
                .flatMap(party -> party.event().attributes().stream())
                .filter(name -> !envelope.attributes.containsKey(name) && !ROUTING.contains(name))
                .forEach(name ->
                        envelope.optional(name, Map.of("type", List.of("string", "boolean")), "Given by the machine"));
        return envelope;
    }

    private void dataSchema(List<Optional<String>> places) {
        var known = places.stream().flatMap(Optional::stream).toList();
        if (!known.isEmpty()) {
            optional("dataschema", oneOf(known), "Where the catalogue has the schema of the data");
            if (known.size() == places.size()) {
                required.add("dataschema");
            }
        }
    }

    /** The schema of the whole event in the CloudEvents JSON format, a document of its own. */
    Map<String, Object> event(DataSchema data) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", DRAFT);
        schema.putAll(eventWith(data.documentAt("#/properties/data"), data.isRequired()));
        return schema;
    }

    /**
     * The schema of the whole event in the CloudEvents JSON format, as part of a document.
     *
     * @param data the schema of its data
     */
    Map<String, Object> eventWith(Map<String, Object> data, boolean isDataRequired) {
        var properties = new LinkedHashMap<String, Object>(attributes);
        properties.put("data", data);
        var names = new ArrayList<>(required);
        if (isDataRequired) {
            names.add("data");
        }
        return object(type, names, properties);
    }

    /** The schema of the headers of a Kafka record that has the event in binary mode. */
    Map<String, Object> headers() {
        var properties = new LinkedHashMap<String, Object>();
        attributes.forEach((name, schema) -> properties.put(header(name), asText(schema)));
        return object(
                type + " (headers)", required.stream().map(Envelope::header).collect(Collectors.toList()), properties);
    }

    private static String header(String attribute) {
        return attribute.equals("datacontenttype") ? "content-type" : "ce_" + attribute;
    }

    private static Map<String, Object> object(String title, List<String> required, Map<String, Object> properties) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("title", title);
        schema.put("type", "object");
        schema.put("required", required);
        schema.put("properties", properties);
        return schema;
    }

    private void required(String name, Map<String, Object> schema, String description) {
        optional(name, schema, description);
        required.add(name);
    }

    private void optional(String name, Map<String, Object> schema, String description) {
        var described = new LinkedHashMap<>(schema);
        described.put("description", description);
        attributes.put(name, described);
    }

    /** In headers, everything is text. */
    private static Map<String, Object> asText(Map<String, Object> schema) {
        var text = new LinkedHashMap<>(schema);
        text.put("type", "string");
        return text;
    }

    private static Map<String, Object> typeSchema(String type) {
        var descriptor = EventDescriptor.of(type);
        if (!descriptor.wildcard()) {
            return constant(type);
        }
        return descriptor.stem().isEmpty()
                ? text("^(evt|sys)\\..+$")
                : text("^" + descriptor.stem().replaceAll("[^A-Za-z0-9_-]", "\\\\$0") + "(\\..+)?$");
    }

    private static Map<String, Object> constant(String value) {
        return ordered("type", "string", "const", value);
    }

    private static Map<String, Object> text(String pattern) {
        return ordered("type", "string", "pattern", pattern);
    }

    private static Map<String, Object> oneOf(Collection<String> values) {
        var distinct = values.stream().distinct().toList();
        return distinct.size() == 1 ? constant(distinct.get(0)) : ordered("type", "string", "enum", distinct);
    }

    private static Map<String, Object> withFormat(Map<String, Object> schema, String format) {
        var formatted = new LinkedHashMap<>(schema);
        formatted.put("format", format);
        return formatted;
    }

    private static Map<String, Object> ordered(String first, Object value, String second, Object other) {
        var map = new LinkedHashMap<String, Object>();
        map.put(first, value);
        map.put(second, other);
        return map;
    }
}
