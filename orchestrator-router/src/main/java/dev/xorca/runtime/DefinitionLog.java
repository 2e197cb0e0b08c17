package dev.xorca.runtime;

import dev.xorca.machine.compatibility.ComparisonText;
import dev.xorca.machine.compatibility.ContractComparison;
import dev.xorca.machine.compatibility.MachineContract;
import dev.xorca.machine.compatibility.Policy;
import dev.xorca.router.Definition;
import dev.xorca.router.Machines;
import dev.xorca.router.Redefinition;
import dev.xorca.runtime.DeploymentChecks.Compatibility;
import dev.xorca.schemas.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which definition every machine was deployed with, in a compacted topic: orchestrations stay with the definition that
 * started them, so that another one under the same name and version must not come in its place unnoticed.
 */
final class DefinitionLog {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionLog.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final RuntimeSettings settings;
    private final TopicPartition partition;
    private final Duration patience;

    DefinitionLog(RuntimeSettings settings, Topics topics, Duration patience) {
        this.settings = settings;
        this.partition = new TopicPartition(topics.definitions(), 0);
        this.patience = patience;
    }

    /**
     * Compares the machines with what was deployed before, and adds what is new.
     *
     * @throws StartException when a machine is another than the one of its name and version that was deployed, or breaks
     *     the services as they are, and that is not allowed; then nothing is added
     */
    void deploy(Machines machines) {
        try (var consumer = consumer()) {
            var earlier = new HashMap<String, Definition>();
            read(consumer).forEach(definition -> earlier.put(key(definition), definition));
            refuse(Redefinition.of(earlier.values(), machines));
            checkContracts(earlier.values(), machines);
            var added = new LinkedHashMap<String, Definition>();
            for (var document : machines.all()) {
                var definition = Definition.of(document);
                var before = earlier.get(key(definition));
                if (before == null || !before.hash().equals(definition.hash())) {
                    added.put(key(definition), definition);
                }
            }
            if (!added.isEmpty()) {
                write(added);
                // Another node may have been quicker; what it wrote stands behind what was read above.
                refuse(Redefinition.of(read(consumer), machines));
            }
        } catch (KafkaException e) {
            throw new StartException(
                    "topic " + partition.topic() + " cannot be used: " + e.getMessage()
                            + "; check that this user may read and write it",
                    e);
        }
    }

    private void refuse(List<Redefinition> redefinitions) {
        if (redefinitions.isEmpty()) {
            return;
        }
        var problems = redefinitions.stream().map(Redefinition::problem).collect(Collectors.joining("\n"));
        if (!settings.deploymentChecks().allowRedefinition()) {
            throw new StartException(problems);
        }
        LOG.warn("{}", problems);
    }

    private void checkContracts(Collection<Definition> earlier, Machines machines) {
        var compatibility = settings.deploymentChecks().compatibility();
        if (compatibility == Compatibility.OFF) {
            return;
        }
        var deployed = new ArrayList<MachineContract>();
        for (var definition : earlier) {
            try {
                deployed.add(MachineContract.of(
                        definition.name(), definition.version(), definition.hash(), definition.json()));
            } catch (IllegalArgumentException e) {
                LOG.warn("not compared with what is deployed: {}", e.getMessage());
            }
        }
        var coming = machines.all().stream().map(MachineContract::of).toList();
        var broken = ContractComparison.of(deployed, coming).stream()
                .filter(comparison -> comparison.violates(Policy.SERVICES, false))
                .map(ComparisonText::text)
                .collect(Collectors.joining());
        if (broken.isEmpty()) {
            return;
        }
        if (compatibility == Compatibility.REFUSE) {
            throw new StartException("these machines break services as they are:\n" + broken
                    + "upgrade what has to come first, then start with --compatibility warn");
        }
        LOG.warn("these machines break services as they are:\n{}", broken);
    }

    /** What stands between where the consumer is and the end. */
    private List<Definition> read(KafkaConsumer<byte[], byte[]> consumer) {
        var definitions = new ArrayList<Definition>();
        long end = consumer.endOffsets(List.of(partition), patience).getOrDefault(partition, 0L);
        long deadline = System.nanoTime() + patience.toNanos();
        while (consumer.position(partition, patience) < end) {
            if (System.nanoTime() > deadline) {
                throw new StartException("topic " + partition.topic() + " could not be read in time; try again");
            }
            for (var record : consumer.poll(POLL)) {
                try {
                    definitions.add(Definition.read(record.value()));
                } catch (JsonException e) {
                    LOG.warn("passed over at offset {} of {}: {}", record.offset(), partition.topic(), e.getMessage());
                }
            }
        }
        return definitions;
    }

    private void write(Map<String, Definition> definitions) {
        try (var producer = producer()) {
            for (var each : definitions.entrySet()) {
                var record = new ProducerRecord<>(
                        partition.topic(),
                        each.getKey().getBytes(StandardCharsets.UTF_8),
                        each.getValue().bytes());
                producer.send(record).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException e) {
            throw new StartException("topic " + partition.topic() + " cannot be written: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new StartException("topic " + partition.topic() + " could not be written in time; try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting", e);
        }
    }

    private static String key(Definition definition) {
        return definition.name() + " " + definition.version();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        var config = clientSettings(ConsumerConfig.configNames());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        var config = clientSettings(ProducerConfig.configNames());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxRecordBytes());
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> clientSettings(Set<String> known) {
        var config = new HashMap<String, Object>();
        settings.kafka().forEach((key, value) -> {
            if (known.contains(key)) {
                config.put(key, value);
            }
        });
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        return config;
    }
}
