package dev.xorca.server.e2e;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The end-to-end suite on Kafka in a container; skipped, and said to be, where no container engine runs. */
@EnabledIf(value = "anEngineRuns", disabledReason = "no container engine runs here")
class ContainerEndToEndTest extends EndToEndSuite {
    private static KafkaContainer kafka;

    static boolean anEngineRuns() {
        var runs = DockerClientFactory.instance().isDockerAvailable();
        if (!runs) {
            System.out.println("SKIPPED: ContainerEndToEndTest needs a container engine and none runs here; "
                    + "EmbeddedEndToEndTest runs the same tests on the embedded broker");
        }
        return runs;
    }

    @BeforeAll
    static void startContainer() {
        kafka = new KafkaContainer("apache/kafka:4.0.0");
        kafka.start();
    }

    @AfterAll
    static void stopContainer() {
        kafka.stop();
    }

    @Override
    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }
}
