package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xorca.runtime.HangingTransactions.Timing;
import dev.xorca.runtime.HangingTransactions.Watched;
import dev.xorca.server.kafka.EmbeddedKafka;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real broker that has forgotten transactions, because somebody wrote into the log of its coordinator. */
class HangingTransactionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String APPLICATION = "app";
    private static final TopicPartition CHANGELOG = new TopicPartition("app-orchestrations-changelog", 0);
    private static final TopicPartition OUTPUT = new TopicPartition("cmd.book.read", 0);
    private static final TopicPartition COMMITTED = new TopicPartition("notif.book.read", 0);
    private static final TopicPartition INBOX = new TopicPartition("xorca.inbox", 0);
    private static final TopicPartition BUSY = new TopicPartition("xorca.deadletter", 0);
    private static final List<TopicPartition> ALL = List.of(CHANGELOG, OUTPUT, COMMITTED, INBOX, BUSY);

    private static final int PREPARE_COMMIT = 2;
    private static final int PREPARE_ABORT = 3;
    private static final int EMPTY = 0;

    @TempDir
    private Path folder;

    @Test
    void whatOurProducersLeftIsEndedAndNothingElse() throws Exception {
        var timing = new Timing(Duration.ofMillis(300), Duration.ofMillis(300));
        int port;
        OpenTransaction left;
        try (var kafka = EmbeddedKafka.start(folder.resolve("broker"), 0)) {
            port = kafka.port();
            var servers = kafka.bootstrapServers();
            try (var admin = admin(servers);
                    var log = coordinatorLog(servers)) {
                admin.createTopics(ALL.stream()
                                .map(each -> new NewTopic(each.topic(), 1, (short) 1))
                                .toList())
                        .all()
                        .get();
                leaveOpen(servers, ours(1), CHANGELOG, OUTPUT);
                left = open(admin, CHANGELOG);
                forget(log, admin, ours(1), CHANGELOG, PREPARE_ABORT, EMPTY);
                leaveOpen(servers, ours(2), COMMITTED);
                forget(log, admin, ours(2), COMMITTED, PREPARE_COMMIT, EMPTY);
                leaveOpen(servers, "app-2-intruder", INBOX);
                forget(log, admin, "app-2-intruder", INBOX, PREPARE_ABORT, EMPTY);
            }
        }
        // Only a coordinator that starts reads its log.
        try (var kafka = EmbeddedKafka.start(folder.resolve("broker"), port);
                var admin = admin(kafka.bootstrapServers());
                var busy = producer(kafka.bootstrapServers(), ours(3));
                var one = hanging(admin, kafka.bootstrapServers(), timing);
                var other = hanging(admin, kafka.bootstrapServers(), timing)) {
            busy.initTransactions();
            busy.beginTransaction();
            send(busy, BUSY, "under way");
            assertThat(stuck(admin)).containsExactlyInAnyOrderElementsOf(ALL);
            assertThat(admin.describeTransactions(List.of(ours(1)))
                            .description(ours(1))
                            .get()
                            .state())
                    .isEqualTo(TransactionState.EMPTY);

            // Two nodes do it at the same time.
            one.start();
            other.start();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stuck(admin)).doesNotContain(CHANGELOG, OUTPUT));
            busy.commitTransaction();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stuck(admin))
                            .as("what is not ours, and what was committed, is told of and left")
                            .containsExactlyInAnyOrder(COMMITTED, INBOX));
            assertThat(one.ended() + other.ended()).isBetween(2L, 4L);
            busy.beginTransaction();
            ALL.forEach(partition -> send(busy, partition, "later"));
            busy.commitTransaction();
            assertThat(read(kafka.bootstrapServers(), CHANGELOG, 1)).containsExactly("later");
            assertThat(read(kafka.bootstrapServers(), OUTPUT, 1)).containsExactly("later");
            assertThat(read(kafka.bootstrapServers(), BUSY, 2)).containsExactly("under way", "later");

            // Whoever comes too late does no harm.
            admin.abortTransaction(left.abort()).all().get();
            assertThat(read(kafka.bootstrapServers(), CHANGELOG, 1)).containsExactly("later");

            // The next transaction of its producer ends what was committed, as it was to be.
            try (var successor = producer(kafka.bootstrapServers(), ours(2))) {
                successor.initTransactions();
                successor.beginTransaction();
                send(successor, COMMITTED, "next");
                successor.commitTransaction();
            }
            assertThat(read(kafka.bootstrapServers(), COMMITTED, 3)).containsExactly("open", "later", "next");
        }
    }

    private static String ours(int thread) {
        return "app-0f8fad5b-d9cb-469f-a165-70867728950e-" + thread;
    }

    private static Admin admin(String servers) {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    private static HangingTransactions hanging(Admin admin, String servers, Timing timing) {
        var topics = ALL.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        return new HangingTransactions(
                admin, Map.of("bootstrap.servers", servers), new Watched(APPLICATION, topics), timing);
    }

    private static KafkaProducer<String, String> producer(String servers, String transactionalId) {
        var config = new HashMap<String, Object>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static void send(KafkaProducer<String, String> producer, TopicPartition partition, String value) {
        var sent = producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), "key", value));
        producer.flush();
        assertThat(sent).isDone();
    }

    /** Dies in the middle of its transaction. */
    private static void leaveOpen(String servers, String transactionalId, TopicPartition... partitions) {
        try (var producer = producer(servers, transactionalId)) {
            producer.initTransactions();
            producer.beginTransaction();
            Stream.of(partitions).forEach(partition -> send(producer, partition, "open"));
            producer.close(Duration.ZERO);
        }
    }

    /** A client that brokers take for one of their tools, which may write what coordinators have to know. */
    private static KafkaProducer<byte[], byte[]> coordinatorLog(String servers) {
        var config = new HashMap<String, Object>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "__admin_client");
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static OpenTransaction open(Admin admin, TopicPartition partition) throws Exception {
        var state = admin.describeProducers(List.of(partition)).partitionResult(partition);
        return OpenTransaction.of(partition, state.get().activeProducers().get(0));
    }

    /** As if the coordinator had gone through these states without telling the partition. */
    private static void forget(
            KafkaProducer<byte[], byte[]> log,
            Admin admin,
            String transactionalId,
            TopicPartition partition,
            int... states)
            throws Exception {
        var open = open(admin, partition);
        int epoch = open.epoch();
        for (int state : states) {
            epoch++;
            var value = ByteBuffer.allocate(37)
                    .putShort((short) 0)
                    .putLong(open.producerId())
                    .putShort((short) epoch)
                    .putInt(60_000)
                    .put((byte) state)
                    // No partitions.
                    .putInt(state == EMPTY ? -1 : 0)
                    .putLong(System.currentTimeMillis())
                    .putLong(System.currentTimeMillis());
            log.send(new ProducerRecord<>(TransactionLog.TOPIC, 0, TransactionLog.key(transactionalId), value.array()))
                    .get();
        }
    }

    private static Set<TopicPartition> stuck(Admin admin) throws Exception {
        var latest = ALL.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        var stable = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get();
        var end = admin.listOffsets(latest).all().get();
        return ALL.stream()
                .filter(each -> stable.get(each).offset() < end.get(each).offset())
                .collect(Collectors.toSet());
    }

    private static List<String> read(String servers, TopicPartition partition, int count) {
        var config = new HashMap<String, Object>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }
}
