package dev.xorca.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    @TempDir
    static Path data;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(data, 0);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void whatIsProducedCanBeConsumed() throws Exception {
        var topic = newTopic();

        produce(topic, "plain");
        produceInTransaction(topic, "transactional");

        assertThat(consume(topic, 2)).containsExactly("plain", "transactional");
    }

    @Test
    void theDataAndTheClusterSurviveARestart() throws Exception {
        var topic = newTopic();
        produce(topic, "before");
        var cluster = clusterId();

        kafka.close();
        kafka = EmbeddedKafka.start(data, 0);
        produce(topic, "after");

        assertThat(clusterId()).isEqualTo(cluster);
        assertThat(consume(topic, 2)).containsExactly("before", "after");
    }

    @Test
    void clientsAreSentToThisMachineOnly() throws Exception {
        try (var admin = Admin.create(client())) {
            assertThat(admin.describeCluster().nodes().get()).singleElement().satisfies(node -> {
                assertThat(node.host()).isEqualTo("127.0.0.1");
                assertThat(node.port()).isEqualTo(kafka.port());
            });
        }
    }

    @Test
    void aSecondBrokerOnTheDirectoryIsRefused() {
        refused(data, 0)
                .hasMessageEndingWith(
                        "is in use by another Kafka broker; stop that broker or choose another directory");
    }

    @Test
    void aPortInUseIsRefused(@TempDir Path other) throws IOException {
        var before = threads();

        refused(other, kafka.port())
                .hasMessageStartingWith("Kafka cannot listen on 127.0.0.1:" + kafka.port())
                .hasMessageContaining("choose another port");

        assertThat(newThreads(before)).isEmpty();
        DataDirectory.hold(other).close();
    }

    @Test
    void aPortTakenMeanwhileIsReplaced(@TempDir Path other) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var free = BrokerPorts.free(0);
            var ports = List.of(new BrokerPorts(free.clients(), taken.getLocalPort()), BrokerPorts.free(0))
                    .iterator();

            try (var second = EmbeddedKafka.start(other, ports::next, Time.SYSTEM)) {
                assertThat(ports).isExhausted();
                assertThat(second.port()).isNotEqualTo(free.clients());
            }
        }
    }

    @Test
    void aFailedStartLeavesNothingRunning(@TempDir Path other) throws IOException {
        var before = threads();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ports = new BrokerPorts(BrokerPorts.free(0).clients(), taken.getLocalPort());

            assertThatThrownBy(() -> EmbeddedKafka.start(other, () -> ports, Time.SYSTEM))
                    .isInstanceOf(KafkaStartException.class);
        }

        await().pollInSameThread()
                .untilAsserted(() -> assertThat(newThreads(before)).isEmpty());
        DataDirectory.hold(other).close();
    }

    @Test
    void aDirectoryWithFilesOfOthersIsRefused(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("thesis.txt"), "precious");

        refused(other, 0)
                .hasMessageEndingWith("holds files that are not a broker's; choose an empty directory or a new one");
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsRefused(@TempDir Path other) throws IOException {
        var file = Files.writeString(other.resolve("kafka"), "");

        refused(file, 0)
                .hasMessage("Kafka cannot keep its data in " + file
                        + " (it is not a directory); choose a directory that you may write to");
    }

    private static AbstractThrowableAssert<?, ?> refused(Path directory, int port) {
        return assertThatThrownBy(() -> EmbeddedKafka.start(directory, port)).isInstanceOf(KafkaStartException.class);
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static String clusterId() throws Exception {
        try (var admin = Admin.create(client())) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static String newTopic() throws Exception {
        var name = "topic-" + UUID.randomUUID();
        try (var admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
        return name;
    }

    private static void produce(String topic, String value) throws Exception {
        try (var producer = new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static void produceInTransaction(String topic, String value) throws Exception {
        var settings = new HashMap<>(client());
        settings.put("transactional.id", topic);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, value)).get();
            producer.commitTransaction();
        }
    }

    private static List<String> consume(String topic, int count) {
        var settings = new HashMap<>(client());
        settings.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var values = new ArrayList<String>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
            return values;
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    /** Those that would keep a JVM alive. */
    private static Set<Thread> newThreads(Set<Thread> before) {
        var now = new HashSet<>(threads());
        now.removeAll(before);
        now.removeIf(Thread::isDaemon);
        return now;
    }
}
