package dev.xorca.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The services of the chain: each command is answered with its own data, counted up. Until it is ended. */
@Command(name = "echo", hidden = true, description = "The services of the chain, as plain Kafka clients.")
final class EchoCommand implements Callable<Integer> {
    private static final List<String> COMMANDS = List.of("cmd.a", "cmd.b", "cmd.c");

    @Option(names = "--bootstrap-servers", required = true)
    private String bootstrapServers = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var group = Map.<String, Object>of(
                ConsumerConfig.GROUP_ID_CONFIG,
                "echo",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                true,
                ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
                1_000);
        try (var consumer = Clients.consumer(bootstrapServers, group);
                var producer = Clients.producer(bootstrapServers, Map.of())) {
            consumer.subscribe(COMMANDS);
            var told = false;
            while (true) {
                for (var command : consumer.poll(Duration.ofSeconds(1))) {
                    producer.send(answer(command));
                }
                if (!told && !consumer.assignment().isEmpty()) {
                    spec.commandLine().getOut().println("ready " + COMMANDS);
                    told = true;
                }
            }
        }
    }

    /** What a service makes of a command. */
    static ProducerRecord<byte[], byte[]> answer(ConsumerRecord<byte[], byte[]> command) {
        var type = "evt." + command.topic().substring("cmd.".length()) + ".success";
        var answer = new ProducerRecord<>(type, command.key(), Order.answer(command.value()));
        var headers = answer.headers();
        Clients.put(headers, "ce_specversion", "1.0");
        Clients.put(headers, "ce_id", Clients.header(command.headers(), "ce_id") + "-answer");
        Clients.put(headers, "ce_source", "echo");
        Clients.put(headers, "ce_type", type);
        Clients.put(headers, "ce_subject", Clients.header(command.headers(), "ce_subject"));
        var token = command.headers().lastHeader("ce_xorcatoken");
        if (token != null) {
            headers.add(token);
        }
        Clients.put(headers, "ce_traceparent", Clients.header(command.headers(), "ce_traceparent"));
        Clients.put(headers, "content-type", "application/json");
        return answer;
    }
}
