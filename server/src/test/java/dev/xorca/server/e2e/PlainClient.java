package dev.xorca.server.e2e;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What any program on Kafka can do: publish records, read topics from the beginning. Knows nothing of the router. */
final class PlainClient implements AutoCloseable {
    private final String bootstrapServers;
    private final CloudEventSerializer serializer = new CloudEventSerializer();
    private final CloudEventDeserializer deserializer = new CloudEventDeserializer();
    private final Producer<byte[], byte[]> producer;

    PlainClient(String bootstrapServers, Map<String, Object> producerConfig) {
        this.bootstrapServers = bootstrapServers;
        serializer.configure(Map.of(), false);
        var config = new HashMap<String, Object>(producerConfig);
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static CloudEventBuilder event(String type, String id, String json) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("test.client"))
                .withType(type)
                .withData("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes an event in binary mode, without a key. */
    void send(String topic, CloudEvent event) {
        var record = new ProducerRecord<byte[], byte[]>(topic, null);
        var value = serializer.serialize(topic, record.headers(), event);
        send(new ProducerRecord<>(topic, null, (byte[]) null, value, record.headers()));
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                throw new AssertionError("the test's own record was not accepted", failure);
            }
        });
    }

    void flush() {
        producer.flush();
    }

    /** Reads topics from the beginning, committed records only, until enough were seen or time is up. */
    List<ConsumerRecord<String, byte[]>> read(
            List<String> topics, int enough, Duration patience, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            long deadline = System.nanoTime() + patience.toNanos();
            while (records.size() < enough && System.nanoTime() < deadline) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (wanted.test(record)) {
                        records.add(record);
                    }
                }
            }
            return records;
        }
    }

    CloudEvent decode(ConsumerRecord<String, byte[]> record) {
        return deserializer.deserialize(record.topic(), record.headers(), record.value());
    }

    /** The events of a topic, from the beginning, once there are enough. */
    List<CloudEvent> events(String topic, int enough, Duration patience) {
        return read(List.of(topic), enough, patience, record -> true).stream()
                .map(this::decode)
                .toList();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
