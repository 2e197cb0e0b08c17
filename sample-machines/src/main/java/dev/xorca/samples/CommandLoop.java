package dev.xorca.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's conversation with Kafka: take commands, answer them, and only when the answers stand in Kafka commit what
 * was taken. What fails on the way is therefore answered again, by an event with the same id.
 *
 * <p>Runs on one thread, which closes the clients when it ends; {@link #stop} is for any thread.
 */
final class CommandLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(CommandLoop.class);
    private static final ObjectMapper json = new ObjectMapper();

    /** The longest that {@link #stop} goes unnoticed while no command comes. */
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final List<String> PASSED_ON = List.of("correlationid", "traceparent", "tracestate", "xorcatoken");

    private final String name;
    private final String topicPrefix;
    private final Map<String, Function<JsonNode, Answer>> answers;
    private final Consumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopped;

    CommandLoop(
            String name,
            String topicPrefix,
            Map<String, Function<JsonNode, Answer>> answers,
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer) {
        this.name = name;
        this.topicPrefix = topicPrefix;
        this.answers = Map.copyOf(answers);
        this.consumer = consumer;
        this.producer = producer;
    }

    CompletableFuture<Void> ready() {
        return ready;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            converse();
            ended.complete(null);
        } catch (RuntimeException | Error failure) {
            log.error("{} ends, for it cannot go on", name, failure);
            ready.completeExceptionally(failure);
            ended.completeExceptionally(failure);
        } finally {
            ready.cancel(false);
        }
    }

    private void converse() {
        try (producer) {
            consumer.subscribe(answers.keySet().stream().map(this::topic).toList(), readyWhenAssigned());
            while (!stopped) {
                turn();
            }
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void turn() {
        var commands = poll();
        if (commands.isEmpty()) {
            return;
        }
        if (answered(commands)) {
            commit();
        } else {
            rewind(commands);
        }
    }

    private ConsumerRecords<String, byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (RetriableException passing) {
            log.warn("{} could not ask for commands and asks again", name, passing);
            return ConsumerRecords.empty();
        }
    }

    /** Whether every answer arrived; false when another try may help, an exception when none will. */
    private boolean answered(ConsumerRecords<String, byte[]> commands) {
        var failures = Collections.synchronizedList(new ArrayList<Exception>());
        for (var command : commands) {
            answer(command).ifPresent(answer -> send(answer, failures));
        }
        producer.flush();
        for (var failure : failures) {
            if (failure instanceof RecordTooLargeException) {
                log.error("{} gave an answer too large for Kafka, which is lost", name, failure);
            } else if (failure instanceof RetriableException) {
                log.warn("{} could not send an answer and tries again", name, failure);
                return false;
            } else {
                throw new KafkaException("An answer cannot be sent", failure);
            }
        }
        return true;
    }

    private void send(ProducerRecord<String, byte[]> answer, List<Exception> failures) {
        var unused = producer.send(answer, (sent, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
        });
    }

    private void commit() {
        try {
            consumer.commitSync();
        } catch (CommitFailedException | RebalanceInProgressException | RetriableException notNow) {
            log.info("{} could not commit: the same commands may come once more", name, notNow);
        }
    }

    private void rewind(ConsumerRecords<String, byte[]> commands) {
        for (var partition : commands.partitions()) {
            consumer.seek(partition, commands.records(partition).get(0).offset());
        }
    }

    private Optional<ProducerRecord<String, byte[]>> answer(ConsumerRecord<String, byte[]> received) {
        CloudEvent command;
        try {
            command = KafkaMessageFactory.createReader(received).toEvent();
        } catch (RuntimeException unreadable) {
            return skip(received, "it is no CloudEvent: " + unreadable.getMessage());
        }
        var function = answers.get(command.getType());
        if (function == null) {
            return skip(received, "its type '" + command.getType() + "' is none of " + answers.keySet());
        }
        if (command.getSubject() == null) {
            return skip(received, "it has no subject that an answer could go to");
        }
        var answer = answer(command, function);
        return answer.equals(Answer.NONE) ? Optional.empty() : Optional.of(record(command, answer));
    }

    private Optional<ProducerRecord<String, byte[]>> skip(ConsumerRecord<String, byte[]> received, String reason) {
        log.warn(
                "{} skips the record at offset {} of {}-{}: {}",
                name,
                received.offset(),
                received.topic(),
                received.partition(),
                reason);
        return Optional.empty();
    }

    private Answer answer(CloudEvent command, Function<JsonNode, Answer> function) {
        try {
            return function.apply(data(command));
        } catch (WrongDataException wrong) {
            return error(command, String.valueOf(wrong.getMessage()));
        } catch (RuntimeException failure) {
            log.error("{} failed on command {}", name, command.getId(), failure);
            return error(command, "The service failed: " + failure);
        }
    }

    private static Answer error(CloudEvent command, String reason) {
        var type = "evt" + command.getType().substring(command.getType().indexOf('.')) + ".error";
        return new Answer(type, JsonNodeFactory.instance.objectNode().put("reason", reason));
    }

    /** Data that is absent or no JSON is missing, and the function says what it misses. */
    private static JsonNode data(CloudEvent command) {
        if (command.getData() == null) {
            return MissingNode.getInstance();
        }
        try {
            return json.readTree(command.getData().toBytes());
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    private ProducerRecord<String, byte[]> record(CloudEvent command, Answer answer) {
        var event = CloudEventBuilder.v1()
                .withId(answerId(command))
                .withSource(URI.create(name))
                .withType(answer.type())
                .withSubject(command.getSubject())
                .withDataContentType("application/json")
                .withData(bytes(answer.data()))
                .withExtension("causationid", command.getId());
        for (var extension : PASSED_ON) {
            var value = command.getExtension(extension);
            if (value != null) {
                event.withExtension(extension, value.toString());
            }
        }
        return KafkaMessageFactory.<String>createWriter(topic(answer.type()), command.getSubject())
                .writeBinary(event.build());
    }

    /** The same command has the same answer id, however often it is delivered; source and id tell commands apart. */
    private static String answerId(CloudEvent command) {
        var identity = command.getSource() + " " + command.getId();
        return UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString();
    }

    private static byte[] bytes(JsonNode data) {
        try {
            return json.writeValueAsBytes(data);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private String topic(String type) {
        return topicPrefix + type;
    }

    private ConsumerRebalanceListener readyWhenAssigned() {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                if (!partitions.isEmpty()) {
                    ready.complete(null);
                }
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
        };
    }
}
