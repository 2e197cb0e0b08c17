package dev.xorca.crash.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.concurrent.TimeUnit;
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
    private static final Duration POLL = Duration.ofMillis(20);

    private final String bootstrapServers;
    private final long seed;
    private final Progress progress;
    private final Sender sender;
    private final Waits waits;
    private volatile boolean stopped;

    Services(String bootstrapServers, long seed, Progress progress, Sender sender, Waits waits) {
        this.bootstrapServers = bootstrapServers;
        this.seed = seed;
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
                sender.sendRepeats();
            }
        }
    }

    /** The router makes its topics before it is ready. */
    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        var partitions = new ArrayList<TopicPartition>();
        consumer.listTopics().forEach((topic, infos) -> {
            if (topic.startsWith("cmd.") || topic.startsWith("notif.")) {
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
        int number = data.path("number").asInt();
        if (number < 1 || number > progress.orchestrations()) {
            return;
        }
        long now = System.nanoTime();
        waits.end(number, now);
        if (Story.isLast(event.getType())) {
            progress.ended(number);
        } else if (event.getType().startsWith("notif.")) {
            waits.begin(number, now + TimeUnit.MILLISECONDS.toNanos(Story.PAUSE_MS));
        } else {
            progress.commanded();
            Step.ofCommand(event.getType())
                    .ifPresent(step ->
                            answer(event, number, step, data.path("attempt").asInt()));
        }
    }

    private void answer(CloudEvent command, int number, Step step, int attempt) {
        waits.begin(number, System.nanoTime());
        for (var answer : Story.of(seed, number).answers(step, attempt)) {
            sender.send(event(command, answer), answer.repeat());
        }
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
                var value = command.getExtension(name);
                if (value != null) {
                    event.withExtension(name, value.toString());
                }
            }
            return event.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
