package dev.xorca.catalog;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * AsyncAPI 3.0 documents for CloudEvents on Kafka. Each is written from the side of one application: the orchestrator, or
 * the service that answers a command. Documents stand by themselves; all references lead to places within.
 */
public final class AsyncApi {
    private static final String VERSION = "3.0.0";
    static final String KAFKA_BINDING = "0.5.0";

    private final CatalogSettings settings;
    private final boolean isService;
    private final Map<String, AsyncApiMessage> messages = new LinkedHashMap<>();

    private AsyncApi(CatalogSettings settings, boolean isService) {
        this.settings = settings;
        this.isService = isService;
    }

    /** All orchestrators of a catalogue in one document. */
    public static Map<String, Object> of(Catalog catalog) {
        return orchestrators(
                "catalog",
                "xOrca",
                "All orchestrators: "
                        + String.join(
                                ", ",
                                catalog.orchestrators().stream()
                                        .map(Orchestrator::name)
                                        .toList()),
                catalog.machines(),
                catalog.settings());
    }

    /** One version of an orchestrator. */
    public static Map<String, Object> of(MachineVersion machine, CatalogSettings settings) {
        return orchestrators(
                "orchestrator:" + machine.id(),
                machine.name(),
                machine.description().orElse("The orchestrator " + machine.name()),
                List.of(machine),
                settings);
    }

    /**
     * The service that answers a command, as these machines need it: it receives the command and sends the answers.
     *
     * @param machines those whose command it is; others are passed over
     * @return empty when none of them emits the command
     */
    public static Optional<Map<String, Object>> ofService(
            String command, List<MachineVersion> machines, CatalogSettings settings) {
        var commanding = machines.stream()
                .filter(machine ->
                        machine.event(command, MachineEvent.Direction.SENT).isPresent())
                .toList();
        if (commanding.isEmpty()) {
            return Optional.empty();
        }
        var document = new AsyncApi(settings, true);
        for (var machine : commanding) {
            document.add(
                    machine, machine.event(command, MachineEvent.Direction.SENT).orElseThrow());
            machine.answersTo(command).forEach(answer -> document.add(machine, answer));
        }
        return Optional.of(document.write(
                "service:" + command,
                "Service for " + command,
                "Takes " + command + " from "
                        + String.join(
                                ", ",
                                commanding.stream()
                                        .map(MachineVersion::name)
                                        .distinct()
                                        .toList())
                        + " and answers it. Every answer carries the subject of the command, as it came",
                commanding));
    }

    private static Map<String, Object> orchestrators(
            String id, String title, String description, List<MachineVersion> machines, CatalogSettings settings) {
        var document = new AsyncApi(settings, false);
        for (var machine : machines) {
            machine.events().forEach(event -> document.add(machine, event));
        }
        return document.write(id, title, description, machines);
    }

    /** What stands for all types of events on one channel is that channel's message. */
    private void add(MachineVersion machine, MachineEvent event) {
        for (var channel : AsyncApiChannel.of(event, settings.topicPrefix())) {
            messages.computeIfAbsent(channel.key(), key -> new AsyncApiMessage(channel, settings))
                    .add(machine, event);
        }
    }

    private Map<String, Object> write(String id, String title, String description, List<MachineVersion> machines) {
        var channels = new LinkedHashMap<String, Object>();
        var operations = new LinkedHashMap<String, Object>();
        var componentMessages = new LinkedHashMap<String, Object>();
        var schemas = new LinkedHashMap<String, Object>();
        messages.forEach((key, message) -> {
            channels.put(key, channel(message));
            if (message.isReceived()) {
                addOperation(operations, isService ? "send" : "receive", message);
            }
            if (message.isSent()) {
                addOperation(operations, isService ? "receive" : "send", message);
            }
            componentMessages.put(key, message.message());
            schemas.putAll(message.schemas());
        });
        var document = new LinkedHashMap<String, Object>();
        document.put("asyncapi", VERSION);
        document.put("id", "urn:xorca:" + id);
        document.put("info", info(title, description, machines));
        document.put("defaultContentType", settings.contentType());
        if (!settings.bootstrapServers().isEmpty()) {
            document.put("servers", servers());
        }
        document.put("channels", channels);
        document.put("operations", operations);
        var components = new LinkedHashMap<String, Object>();
        components.put("messages", componentMessages);
        components.put("schemas", schemas);
        components.put("correlationIds", AsyncApiMessage.correlationIds(settings.encoding()));
        document.put("components", components);
        return document;
    }

    private Map<String, Object> info(String title, String description, List<MachineVersion> machines) {
        var info = new LinkedHashMap<String, Object>();
        info.put("title", title);
        info.put("version", versionOf(machines));
        info.put("description", description);
        if (!settings.url().isEmpty()) {
            info.put("externalDocs", Map.of("url", settings.url() + "/catalog"));
        }
        info.put(
                "x-xorca-machines",
                machines.stream()
                        .map(machine ->
                                ordered("name", machine.name(), "version", machine.version(), "hash", machine.hash()))
                        .toList());
        return info;
    }

    /** Of several machines a digest, which changes with any of them. */
    private static String versionOf(List<MachineVersion> machines) {
        if (machines.size() == 1) {
            return machines.get(0).version();
        }
        var hashes = machines.stream()
                .map(machine -> machine.id() + " " + machine.hash())
                .toList();
        return UUID.nameUUIDFromBytes(String.join("\n", hashes).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private Map<String, Object> servers() {
        var servers = new LinkedHashMap<String, Object>();
        for (var host : settings.bootstrapServers().split(",", -1)) {
            var name = servers.isEmpty() ? "kafka" : "kafka-" + (servers.size() + 1);
            servers.put(
                    name, ordered("host", host.strip(), "protocol", "kafka", "description", "A broker to begin with"));
        }
        return servers;
    }

    private Map<String, Object> channel(AsyncApiMessage message) {
        var place = message.channel();
        var channel = new LinkedHashMap<String, Object>();
        channel.put("address", place.address());
        channel.put("title", place.descriptor());
        channel.put("messages", ordered(place.key(), reference("#/components/messages/" + place.key())));
        if (place.isPattern()) {
            channel.put(
                    "parameters",
                    ordered(
                            AsyncApiChannel.PARAMETER,
                            ordered("description", "The rest of the type: there is a topic for each type of event")));
        } else {
            var binding = ordered("topic", place.address());
            if (settings.partitions() > 0) {
                binding.put("partitions", (long) settings.partitions());
            }
            binding.put("bindingVersion", KAFKA_BINDING);
            channel.put("bindings", ordered("kafka", binding));
        }
        return channel;
    }

    private static void addOperation(Map<String, Object> operations, String action, AsyncApiMessage message) {
        var key = message.channel().key();
        var operation = ordered("action", action, "channel", reference("#/channels/" + key));
        operation.put("summary", message.summary());
        operation.put("messages", List.of(reference("#/channels/" + key + "/messages/" + key)));
        operations.put(action + "." + key, operation);
    }

    static Map<String, Object> reference(String place) {
        return ordered("$ref", place);
    }

    /** An object of names and values in turn, in this order. */
    static Map<String, Object> ordered(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }
}
