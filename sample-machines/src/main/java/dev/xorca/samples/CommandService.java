package dev.xorca.samples;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that answers commands: CloudEvents of type {@code cmd.X} on the topic of that name, each answered by one
 * event on the topic named as its type, keyed by the command's subject.
 *
 * <p>Every command is answered at least once, and always by an event with the same {@code source} and {@code id}, so
 * whoever reads the answers can drop the repeated ones. A function that throws is answered by {@code evt.X.error} with
 * the reason; a record that is no command for this service is logged and skipped.
 */
public final class CommandService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommandService.class);
    private static final int CLOSE_MILLIS = 30_000;

    private final CommandLoop loop;
    private final Thread thread;

    private CommandService(String name, CommandLoop loop) {
        this.loop = loop;
        this.thread = new Thread(loop, name);
    }

    /**
     * Starts a service on a thread of its own.
     *
     * @param name names the thread, is the answers' {@code source} and, with the prefix before it, the consumer group
     * @param topicPrefix stands before every type in the name of its topic; may be empty
     * @param answers for each type {@code cmd.X} a function from the command's data to its answer; the data is any JSON,
     *     or missing, and a {@link WrongDataException} is the way to refuse it
     * @throws org.apache.kafka.common.KafkaException when no client can be made for these servers
     */
    public static CommandService start(
            String name, String bootstrapServers, String topicPrefix, Map<String, Function<JsonNode, Answer>> answers) {
        for (var type : answers.keySet()) {
            if (!type.startsWith("cmd.") && !type.startsWith("notif.")) {
                throw new IllegalArgumentException(
                        "Expected a command's type to start with cmd. or notif., but found " + type);
            }
        }
        var consumer = new KafkaConsumer<>(
                consumerSettings(name, bootstrapServers, topicPrefix + name),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var producer = new KafkaProducer<>(
                producerSettings(name, bootstrapServers), new StringSerializer(), new ByteArraySerializer());
        var service = new CommandService(name, new CommandLoop(name, topicPrefix, answers, consumer, producer));
        service.thread.start();
        return service;
    }

    /**
     * Topics may appear after the service: it looks for them often, and leaves their making to their owner. It takes so
     * few records at once that even if each answer waits its longest to be sent, the group does not give the service up.
     */
    private static Map<String, Object> consumerSettings(String name, String bootstrapServers, String group) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                name,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                500,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                20);
    }

    private static Map<String, Object> producerSettings(String name, String bootstrapServers) {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG, name,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    }

    /** Completes when this service was first given partitions to read, exceptionally when it ends before. */
    public CompletableFuture<Void> ready() {
        return loop.ready().copy();
    }

    /** Completes when this service has ended: normally once closed, exceptionally when it could not go on. */
    public CompletableFuture<Void> ended() {
        return loop.ended().copy();
    }

    /** Answers and commits what it has taken, then leaves its group; waits for that, but not for ever. */
    @Override
    public void close() {
        loop.stop();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("{} was told to end and has not yet", thread.getName());
        }
    }
}
