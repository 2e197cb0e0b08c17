package dev.xorca.crash.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.xorca.crash.story.CallToken;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event as it stands in a topic.
 *
 * @param key the record's key; empty for none
 * @param time when the router says that it took the step
 * @param extensions its further attributes
 * @param content all attributes and the data, for comparison
 */
public record Observed(
        String topic,
        int partition,
        long offset,
        String key,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        Map<String, String> extensions,
        JsonNode data,
        String content) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Observed {
        extensions = Map.copyOf(extensions);
    }

    /**
     * The event in a record.
     *
     * @throws IllegalArgumentException when the record holds none, or no JSON
     */
    public static Observed of(ConsumerRecord<byte[], byte[]> record) {
        CloudEvent event;
        JsonNode data;
        try {
            event = KafkaMessageFactory.createReader(record).toEvent();
            data = event.getData() == null
                    ? MissingNode.getInstance()
                    : JSON.readTree(event.getData().toBytes());
        } catch (RuntimeException | IOException e) {
            throw new IllegalArgumentException("not a CloudEvent with JSON: " + e.getMessage(), e);
        }
        return new Observed(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                event.getId(),
                event.getSource().toString(),
                event.getType(),
                Objects.requireNonNullElse(event.getSubject(), ""),
                event.getTime() == null ? Instant.EPOCH : event.getTime().toInstant(),
                extensions(event),
                data,
                content(event, data));
    }

    private static Map<String, String> extensions(CloudEvent event) {
        return event.getExtensionNames().stream()
                .collect(Collectors.toMap(name -> name, name -> String.valueOf(event.getExtension(name))));
    }

    private static String content(CloudEvent event, JsonNode data) {
        var content = new StringBuilder();
        for (var name : new TreeSet<>(event.getAttributeNames())) {
            content.append(name).append('=').append(event.getAttribute(name)).append('\n');
        }
        for (var name : new TreeSet<>(event.getExtensionNames())) {
            content.append(name).append('=').append(event.getExtension(name)).append('\n');
        }
        return content.append(data).toString();
    }

    /** The id of the event that led to it. */
    String cause() {
        return extensions.getOrDefault("causationid", "");
    }

    /** The id of the start event that all goes back to. */
    String correlation() {
        return extensions.getOrDefault("correlationid", "");
    }

    /** What an answer has to echo. */
    Optional<CallToken> token() {
        return CallToken.parse(extensions.getOrDefault(CallToken.ATTRIBUTE, ""));
    }

    /** Where it stands, for people. */
    String place() {
        return topic + "-" + partition + "@" + offset;
    }
}
