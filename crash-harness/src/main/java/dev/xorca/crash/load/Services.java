package dev.xorca.crash.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xorca.crash.story.Answer;
import dev.xorca.crash.story.Asked;
import dev.xorca.crash.story.CallToken;
import dev.xorca.crash.story.Stories;
import dev.xorca.crash.story.Story;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The services: answer each command as its orchestration's story says, and hear of the ends. The id of an answer derives
 * from that of the command, so that a command that comes twice has the same answer twice, and the router knows it.
 *
 * <p>One consumer reads all partitions and remembers by itself how far it is, for it is never killed.
 */
final class Services {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI SOURCE = URI.create("crash.services");
    /** How the topics begin whose events services see. */
    private static final List<String> OUTGOING = List.of("cmd.", "notif.", "evt.xorca.");

    private static final Duration POLL = Duration.ofMillis(20);

    private final String bootstrapServers;
    private final Stories stories;
    private final Progress progress;
    private final Sender sender;
    private final Waits waits;
    private volatile boolean stopped;

    Services(String bootstrapServers, Stories stories, Progress progress, Sender sender, Waits waits) {
        this.bootstrapServers = bootstrapServers;
        this.stories = stories;
        this.progress = progress;
        this.sender = sender;
        this.waits = waits;
    }

    /** Makes {@link #run} return; for any thread. */
    void stop() {
        stopped = true;
    }

    /** Works until stopped. */
    void run() {
        var settings = new HashMap<String, Object>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                consumer.poll(POLL).forEach(this::take);
                sender.sendDue();
            }
        }
    }

    /** The router makes its topics before it is ready. */
    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        var partitions = new ArrayList<TopicPartition>();
        consumer.listTopics().forEach((topic, infos) -> {
            if (OUTGOING.stream().anyMatch(topic::startsWith)) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        });
        return partitions;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        CloudEvent event;
        JsonNode data;
        try {
            event = KafkaMessageFactory.createReader(record).toEvent();
            data = JSON.readTree(Objects.requireNonNull(event.getData()).toBytes());
        } catch (RuntimeException | IOException e) {
            // The checker will find it, too.
            return;
        }
        int number = Story.number(text(event, "correlationid"));
        if (number < 1 || number > progress.orchestrations()) {
            return;
        }
        var story = stories.of(number);
        var seen = new Asked(
                event.getType(),
                CallToken.parse(text(event, CallToken.ATTRIBUTE))
                        .map(CallToken::attempt)
                        .orElse(0),
                data);
        long now = System.nanoTime();
        waits.end(number, now);
        if (story.isLast(seen.type())) {
            progress.ended(number);
            return;
        }
        if (seen.type().startsWith("cmd.")) {
            progress.commanded();
            story.answers(seen).forEach(answer -> sender.send(event(event, answer), answer.repeat(), answer.after()));
        }
        waits.begin(number, now + story.quiet(seen).toNanos());
    }

    private static CloudEvent event(CloudEvent command, Answer answer) {
        try {
            var event = CloudEventBuilder.v1()
                    .withId(command.getId() + answer.suffix())
                    .withSource(SOURCE)
                    .withType(answer.type())
                    .withSubject(command.getSubject())
                    .withDataContentType("application/json")
                    .withData(JSON.writeValueAsBytes(answer.data()));
            for (var name : List.of("correlationid", "traceparent")) {
                var value = text(command, name);
                if (!value.isEmpty()) {
                    event.withExtension(name, value);
                }
            }
            if (answer.attempt() > 0) {
                CallToken.parse(text(command, CallToken.ATTRIBUTE))
                        .ifPresent(token -> event.withExtension(
                                CallToken.ATTRIBUTE, token.of(answer.attempt()).toString()));
            }
            return event.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An extension attribute; empty for none. */
    private static String text(CloudEvent event, String name) {
        var value = event.getExtension(name);
        return value == null ? "" : value.toString();
    }
}
