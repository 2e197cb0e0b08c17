package dev.xorca.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The ceiling: reads records, and for each one appends two in the same transaction as its offset, as a step appends its
 * entry and its event; decides nothing and keeps nothing.
 */
@Command(name = "bare", hidden = true, description = "A bare transactional consume-transform-produce loop.")
final class BareLoopCommand implements Callable<Integer> {
    private static final String IN = "bare.in";
    private static final String STATE = "bare.state";
    private static final String OUT = "bare.out";
    private static final int PARTITIONS = 4;
    private static final long COMMIT_MILLIS = 100;

    @Option(names = "--bootstrap-servers", required = true)
    private String bootstrapServers = "";

    @Option(names = "--in-bytes", required = true)
    private int inBytes;

    @Option(names = "--state-bytes", required = true)
    private int stateBytes;

    @Option(names = "--out-bytes", required = true)
    private int outBytes;

    @Option(names = "--warm-up-records", required = true)
    private int warmUpRecords;

    @Option(names = "--records", required = true)
    private int records;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(IN, STATE, OUT).stream()
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        fill();
        try (var consumer = consumer();
                var producer = Clients.producer(bootstrapServers, producerSettings())) {
            producer.initTransactions();
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(IN, partition))
                    .toList());
            int before = transform(consumer, producer, warmUpRecords);
            say("ready -");
            long begin = System.nanoTime();
            int done = transform(consumer, producer, records - before);
            say("measured " + done + " " + (System.nanoTime() - begin));
            // Until whoever started this has looked at what it used.
            var unused = System.in.read();
        }
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return Clients.consumer(
                bootstrapServers,
                Map.of(ConsumerConfig.GROUP_ID_CONFIG, "bare", ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000));
    }

    private static Map<String, Object> producerSettings() {
        return Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bare",
                ProducerConfig.LINGER_MS_CONFIG, 5,
                ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2,
                ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 20);
    }

    private void fill() {
        var value = noise(inBytes);
        try (var producer = Clients.producer(bootstrapServers, Map.of(ProducerConfig.LINGER_MS_CONFIG, 5))) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(IN, i % PARTITIONS, null, value));
            }
        }
    }

    /** Transforms at least this many records, to the end of a transaction; gives how many. */
    private int transform(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, int atLeast) {
        var state = noise(stateBytes);
        var out = noise(outBytes);
        int done = 0;
        while (done < atLeast) {
            long until = System.nanoTime() + Duration.ofMillis(COMMIT_MILLIS).toNanos();
            var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
            producer.beginTransaction();
            while (done < atLeast && System.nanoTime() < until) {
                var read = consumer.poll(Duration.ofMillis(10));
                for (var record : read) {
                    producer.send(new ProducerRecord<>(STATE, record.partition(), null, state));
                    producer.send(new ProducerRecord<>(OUT, record.partition(), null, out));
                    offsets.put(new TopicPartition(IN, record.partition()), new OffsetAndMetadata(record.offset() + 1));
                }
                done += read.count();
            }
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction();
        }
        return done;
    }

    private static byte[] noise(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
