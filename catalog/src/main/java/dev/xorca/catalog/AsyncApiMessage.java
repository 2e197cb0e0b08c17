package dev.xorca.catalog;

import static dev.xorca.catalog.AsyncApi.ordered;
import static dev.xorca.catalog.AsyncApi.reference;

import dev.xorca.catalog.CatalogSettings.Encoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one message of a channel. Where several machines have to do with it, it is what any of them takes; where none takes
 * it, what any of them emits.
 */
final class AsyncApiMessage {
    private static final String SCHEMAS = "#/components/schemas/";

    private final AsyncApiChannel channel;
    private final CatalogSettings settings;
    private final List<Party> received = new ArrayList<>();
    private final List<Party> sent = new ArrayList<>();

    AsyncApiMessage(AsyncApiChannel channel, CatalogSettings settings) {
        this.channel = channel;
        this.settings = settings;
    }

    void add(MachineVersion machine, MachineEvent event) {
        (event.isReceived() ? received : sent).add(new Party(machine, event));
    }

    AsyncApiChannel channel() {
        return channel;
    }

    boolean isReceived() {
        return !received.isEmpty();
    }

    boolean isSent() {
        return !sent.isEmpty();
    }

    String summary() {
        return switch (kind()) {
            case START -> "Starts an orchestration";
            case COMMAND -> "What a service shall do";
            case EVENT, SYSTEM -> "What a service says has happened";
            case NOTIFICATION -> "What whoever cares may know";
            case ERROR -> "Why an event was refused, or what failed";
            case OTHER -> "An event";
        };
    }

    private EventKind kind() {
        return EventKind.of(channel.descriptor());
    }

    /** Those whose word counts. */
    private List<Party> parties() {
        return received.isEmpty() ? sent : received;
    }

    Map<String, Object> message() {
        var key = channel.key();
        var message = ordered("name", channel.descriptor(), "title", channel.descriptor(), "summary", summary());
        message.put("contentType", settings.contentType());
        message.put("headers", reference(SCHEMAS + headersKey()));
        message.put("payload", reference(SCHEMAS + (isStructured() ? eventKey() : key)));
        message.put(
                "correlationId",
                reference("#/components/correlationIds/" + (kind() == EventKind.START ? "process" : "orchestration")));
        message.put("tags", List.of(ordered("name", kind().label())));
        message.put("bindings", ordered("kafka", ordered("key", key(), "bindingVersion", AsyncApi.KAFKA_BINDING)));
        if (!isStructured()) {
            parties().stream()
                    .flatMap(party -> party.event().data().example().stream())
                    .findFirst()
                    .ifPresent(example ->
                            message.put("examples", List.of(ordered("name", "example", "payload", example))));
        }
        return message;
    }

    private Map<String, Object> key() {
        return received.isEmpty()
                ? ordered("type", "string", "description", "The subject of the event")
                : ordered(
                        "type",
                        List.of("string", "null"),
                        "description",
                        "Any, or none; the subject keeps the events of one orchestration in their order");
    }

    /** What the message refers to, by name. */
    Map<String, Object> schemas() {
        var schemas = new LinkedHashMap<String, Object>();
        putData(schemas);
        var envelope = envelope();
        if (isStructured()) {
            schemas.put(headersKey(), structuredHeaders());
            schemas.put(
                    eventKey(),
                    envelope.eventWith(
                            reference(SCHEMAS + channel.key()),
                            parties().stream()
                                    .allMatch(party -> party.event().data().isRequired())));
        } else {
            schemas.put(headersKey(), envelope.headers());
        }
        return schemas;
    }

    private void putData(Map<String, Object> schemas) {
        var key = channel.key();
        var contracts = new LinkedHashMap<DataSchema, MachineVersion>();
        parties().forEach(party -> contracts.putIfAbsent(party.event().data(), party.machine()));
        if (contracts.keySet().stream().anyMatch(data -> !data.isDeclared())) {
            schemas.put(key, ordered("description", "No machine says what the data must be"));
        } else if (contracts.size() == 1) {
            schemas.put(key, contracts.keySet().iterator().next().documentAt(SCHEMAS + key));
        } else {
            var choices = new ArrayList<Object>();
            contracts.forEach((data, machine) -> {
                var name = key + "." + machine.id();
                schemas.put(name, data.documentAt(SCHEMAS + name));
                choices.add(reference(SCHEMAS + name));
            });
            schemas.put(key, ordered("anyOf", choices));
        }
    }

    private Envelope envelope() {
        return Envelope.of(channel.descriptor(), parties(), settings);
    }

    private static Map<String, Object> structuredHeaders() {
        return ordered(
                "type",
                "object",
                "required",
                List.of("content-type"),
                "properties",
                ordered(
                        "content-type",
                        ordered("type", "string", "pattern", "^application/cloudevents\\+json(\\s*;.*)?$")));
    }

    private boolean isStructured() {
        return settings.encoding() == Encoding.STRUCTURED;
    }

    private String headersKey() {
        return channel.key() + ".headers";
    }

    private String eventKey() {
        return channel.key() + ".event";
    }

    /** Which attributes tell what belongs together. */
    static Map<String, Object> correlationIds(Encoding encoding) {
        var place = switch (encoding) {
            case BINARY -> "$message.header#/ce_";
            case STRUCTURED -> "$message.payload#/";
        };
        return ordered(
                "orchestration",
                ordered(
                        "description",
                        "The orchestration; an answer has the subject of its command",
                        "location",
                        place + "subject"),
                "process",
                ordered(
                        "description",
                        "All events of an orchestration have that of its start",
                        "location",
                        place + "correlationid"));
    }
}
