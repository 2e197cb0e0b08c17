package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
    private static final RuntimeSettings SETTINGS = Books.settings(Path.of("state"));

    @Test
    void whatWasTakenBackIsReadByNeither() {
        assertThat(consumer(StreamsSettings.intake(SETTINGS)))
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        assertThat(consumer(StreamsSettings.orchestrator(SETTINGS)))
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }

    @Test
    void theOrchestratorIsExactlyOnceAndTheTwoAreGroupsOfTheirOwn() {
        assertThat(StreamsSettings.orchestrator(SETTINGS))
                .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2)
                .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "books");
        assertThat(StreamsSettings.intake(SETTINGS))
                .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE)
                .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "books-intake");
    }

    @Test
    void theLargestRecordThatMayComeOutFitsIntoARequest() {
        var large = Books.settings(Path.of("state"), SETTINGS.router(), EventRecords.EventEncoding.BINARY, 300_000_000);
        var vast = Books.settings(
                Path.of("state"), SETTINGS.router(), EventRecords.EventEncoding.BINARY, Integer.MAX_VALUE);

        assertThat(SETTINGS.maxInboxBytes()).isEqualTo(2_000_000);
        assertThat(SETTINGS.maxRecordBytes()).isEqualTo(12_000_000);
        assertThat(large.maxInboxBytes()).isEqualTo(600_000_000);
        assertThat(large.maxRecordBytes()).isEqualTo(1_800_000_000);
        assertThat(vast.maxInboxBytes()).isEqualTo(Integer.MAX_VALUE);
        assertThat(vast.maxRecordBytes()).isEqualTo(Integer.MAX_VALUE);
        assertThat(new StreamsConfig(StreamsSettings.intake(large)).getProducerConfigs("client"))
                .containsEntry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1_800_000_000);
    }

    @Test
    void settingsOfTheUserWin() {
        var usual = SETTINGS;
        var settings = new RuntimeSettings(
                usual.bootstrapServers(),
                usual.applicationId(),
                usual.stateDir(),
                "node-1",
                usual.topicPrefix(),
                usual.moreIntake(),
                usual.createTopics(),
                usual.partitions(),
                usual.replicationFactor(),
                usual.eventEncoding(),
                RuntimeSettings.Guarantee.EXACTLY_ONCE,
                usual.commitIntervalMs(),
                usual.threads(),
                usual.maxInputBytes(),
                DeploymentChecks.DEFAULT,
                false,
                RuntimeSettings.Placement.ALONE,
                usual.router(),
                Map.of("commit.interval.ms", "7"));

        assertThat(StreamsSettings.orchestrator(settings)).containsEntry("commit.interval.ms", "7");
        assertThat(consumer(StreamsSettings.intake(settings)))
                .containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "node-1-intake-1");
    }

    private static Map<String, Object> consumer(Properties config) {
        return new StreamsConfig(config).getMainConsumerConfigs("group", "client", 1);
    }
}
