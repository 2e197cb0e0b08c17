package dev.xorca.runtime;

import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.schemas.Json;
import dev.xorca.store.JournalReader;
import dev.xorca.store.StreamsStore;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** A topology under the settings that it really runs with, told bytes and asked for bytes. */
final class TopologyBench implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final TopologyTestDriver driver;

    TopologyBench(Topology topology, Properties config) {
        driver = new TopologyTestDriver(topology, config, NOW);
    }

    static TopologyBench intake(Machines machines, RuntimeSettings settings) {
        var topics = topics(machines, settings);
        return new TopologyBench(Topologies.intake(machines, topics, settings), StreamsSettings.intake(settings));
    }

    static TopologyBench orchestrator(Machines machines, RuntimeSettings settings) {
        var topics = topics(machines, settings);
        var router = new Router(machines, settings.router(), type -> true);
        return new TopologyBench(
                Topologies.orchestrator(router, topics, settings), StreamsSettings.orchestrator(settings));
    }

    private static Topics topics(Machines machines, RuntimeSettings settings) {
        return Topics.of(settings.topicPrefix(), settings.moreIntake(), machines, settings.router());
    }

    void send(String topic, TestRecord<byte[], byte[]> record) {
        send(topic, record, NOW);
    }

    /** Unlike the driver, lets a record have any time, a negative one too. */
    void send(String topic, TestRecord<byte[], byte[]> record, Instant at) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer(), at, Duration.ZERO)
                .pipeInput(record);
    }

    /** Time passes for the node; what it tells the inbox is stamped with its clock and read at once. */
    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** What was sent to a topic since it was last asked for. */
    List<TestRecord<byte[], byte[]>> sent(String topic) {
        return driver.producedTopicNames().contains(topic)
                ? driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                        .readRecordsToList()
                : List.of();
    }

    List<CloudEvent> events(String topic) {
        return sent(topic).stream().map(TopologyBench::event).toList();
    }

    /** As any client of the library reads it. */
    static CloudEvent event(TestRecord<byte[], byte[]> record) {
        return KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();
    }

    static Map<String, Object> data(CloudEvent event) {
        return Json.readObject(event.getData().toBytes());
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : Books.text(header.value());
    }

    /** The topics that anything was ever sent to, the store's changelog left out. */
    Set<String> topics() {
        var topics = new TreeSet<>(driver.producedTopicNames());
        topics.removeIf(topic -> topic.endsWith("-changelog"));
        return topics;
    }

    /** How often this became of a record. */
    long counted(String outcome) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals("stream-xorca-metrics"))
                .filter(metric -> metric.getKey().name().equals(outcome + "-total"))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .sum();
    }

    JournalReader journal() {
        return new JournalReader(store());
    }

    KeyValueStore<Bytes, byte[]> store() {
        return driver.getKeyValueStore(StreamsStore.NAME);
    }

    @Override
    public void close() {
        driver.close();
    }
}
