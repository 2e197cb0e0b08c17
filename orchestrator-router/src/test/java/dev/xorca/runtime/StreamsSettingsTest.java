package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void othersTakeOverAfterTheShortestSessionThatBrokersAllow() {
        for (var config : List.of(StreamsSettings.intake(SETTINGS), StreamsSettings.orchestrator(SETTINGS))) {
            assertThat(consumer(config))
                    .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000)
                    .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
        }
        assertThat(producer(StreamsSettings.orchestrator(SETTINGS)))
                .containsEntry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 6_000);
        assertThat(producer(StreamsSettings.orchestrator(with(30_000, Map.of()))))
                .as("where commits are seldom")
                .containsEntry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "consumer.", "main.consumer."})
    void aSessionOfTheUserWinsHoweverItIsWritten(String prefix) {
        var settings = with(100, Map.of(prefix + "session.timeout.ms", "45000"));
        assertThat(consumer(StreamsSettings.orchestrator(settings)))
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "45000");
    }

    @Test
    void settingsOfTheUserWin() {
        var settings = with(100, Map.of("commit.interval.ms", "7"));

        assertThat(StreamsSettings.orchestrator(settings)).containsEntry("commit.interval.ms", "7");
        assertThat(consumer(StreamsSettings.intake(settings)))
                .containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "node-1-intake-1");
    }

    private static RuntimeSettings with(int commitIntervalMs, Map<String, String> kafka) {
        var usual = SETTINGS;
        return new RuntimeSettings(
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
                commitIntervalMs,
                usual.threads(),
                usual.maxInputBytes(),
                DeploymentChecks.DEFAULT,
                false,
                RuntimeSettings.Placement.ALONE,
                usual.router(),
                kafka);
    }

    private static Map<String, Object> producer(Properties config) {
        return new StreamsConfig(config).getProducerConfigs("client");
    }

    private static Map<String, Object> consumer(Properties config) {
        return new StreamsConfig(config).getMainConsumerConfigs("group", "client", 1);
    }
}
