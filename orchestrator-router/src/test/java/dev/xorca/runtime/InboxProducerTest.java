package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.router.InternalEvents;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InboxProducerTest {
    private static final Subject SUBJECT = new Subject("p", "ticket", "1.0.0");

    @Test
    void whereNoBrokerAnswersTheCallerIsToldInTime() {
        try (var producer = producer(Map.of("producer.max.block.ms", "100"))) {
            assertThatThrownBy(() -> send(producer).join())
                    .hasCauseInstanceOf(NotAcknowledgedException.class)
                    .hasMessageContaining("Kafka has not taken the event");
        }
    }

    @Test
    void settingsThatKafkaDoesNotTakeAreToldToWhoeverSends() {
        try (var producer = producer(Map.of("producer.delivery.timeout.ms", "1"))) {
            assertThatThrownBy(() -> send(producer).join()).hasCauseInstanceOf(NotAcknowledgedException.class);
        }
    }

    @Test
    void afterTheEndNothingIsSent() {
        var producer = producer(Map.of());
        producer.close();
        assertThatThrownBy(() -> send(producer).join()).hasMessageContaining("the node is ending");
    }

    private static CompletableFuture<Void> send(InboxProducer producer) {
        return producer.send(producer.encode(SUBJECT, InternalEvents.order(Order.SUSPEND, SUBJECT, "1", "")));
    }

    private static InboxProducer producer(Map<String, String> kafka) {
        // Nothing listens on port 1.
        var settings = RuntimeSettings.of("127.0.0.1:1", "app", Path.of("state"));
        var topics = Topics.of("", "", Machines.of(List.of()), RouterSettings.DEFAULT);
        return new InboxProducer(withKafka(settings, kafka), topics);
    }

    private static RuntimeSettings withKafka(RuntimeSettings settings, Map<String, String> kafka) {
        return new RuntimeSettings(
                settings.bootstrapServers(),
                settings.applicationId(),
                settings.stateDir(),
                settings.instanceId(),
                settings.topicPrefix(),
                settings.moreIntake(),
                settings.createTopics(),
                settings.partitions(),
                settings.replicationFactor(),
                settings.eventEncoding(),
                settings.guarantee(),
                settings.commitIntervalMs(),
                settings.threads(),
                settings.maxInputBytes(),
                settings.deploymentChecks(),
                settings.publishJournal(),
                settings.placement(),
                settings.router(),
                kafka);
    }
}
