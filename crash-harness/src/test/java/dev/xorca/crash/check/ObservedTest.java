package dev.xorca.crash.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservedTest {
    private final Map<String, String> headers = new LinkedHashMap<>(Map.of(
            "ce_specversion", "1.0",
            "ce_id", "7",
            "ce_source", "xorca.orchestrator.crash",
            "ce_type", "cmd.crash.a",
            "ce_subject", "abc",
            "ce_time", "2026-01-02T03:04:05.678Z",
            "ce_causationid", "cause",
            "ce_correlationid", "start-1",
            "content-type", "application/json"));

    private ConsumerRecord<byte[], byte[]> record(String value) {
        var record = new ConsumerRecord<>("cmd.crash.a", 2, 30, "abc".getBytes(UTF_8), value.getBytes(UTF_8));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }

    @Test
    void aRecordIsReadWhole() {
        var event = Observed.of(record("{\"number\":1}"));
        assertThat(event.place()).isEqualTo("cmd.crash.a-2@30");
        assertThat(event.key()).isEqualTo("abc");
        assertThat(event.id()).isEqualTo("7");
        assertThat(event.source()).isEqualTo("xorca.orchestrator.crash");
        assertThat(event.type()).isEqualTo("cmd.crash.a");
        assertThat(event.subject()).isEqualTo("abc");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
        assertThat(event.cause()).isEqualTo("cause");
        assertThat(event.correlation()).isEqualTo("start-1");
        assertThat(event.data().path("number").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ce_source, other",
        "ce_subject, other",
        "ce_time, 2026-01-02T03:04:05.679Z",
        "ce_causationid, other",
        "ce_traceparent, other",
        "content-type, text/json"
    })
    void everyAttributeBelongsToTheContent(String header, String value) {
        var before = Observed.of(record("{}"));
        headers.put(header, value);
        assertThat(Observed.of(record("{}")).content()).isNotEqualTo(before.content());
    }

    @Test
    void theDataBelongToTheContent() {
        assertThat(Observed.of(record("{\"a\":1}")).content())
                .isEqualTo(Observed.of(record("{\"a\":1}")).content())
                .isNotEqualTo(Observed.of(record("{\"a\":2}")).content());
    }

    @Test
    void whatIsNoEventIsToldSo() {
        assertThatThrownBy(() -> Observed.of(record("{"))).isInstanceOf(IllegalArgumentException.class);
        headers.clear();
        assertThatThrownBy(() -> Observed.of(record("{}"))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "cmd.crash.a, true",
        "notif.crash.done, true",
        "evt.xorca.fan-out.done, true",
        "xorca.deadletter, true",
        "xorca.crash.start.error, true",
        "sys.xorca.crash.start.error, true",
        "xorca.orchestrator.crash.error, true",
        "sys.xorca.orchestrator.crash.error, true",
        "xorca.foreign-name.error, true",
        "xorca.crash.start, false",
        "xorca.inbox, false",
        "evt.crash.a.success, false",
        "evt.crash.a.error, false",
        "__transaction_state, false",
        "crash-orchestrations-changelog, false"
    })
    void topicsThatEventsLeaveIn(String topic, boolean outgoing) {
        assertThat(OutgoingTopics.isOutgoing(topic)).isEqualTo(outgoing);
    }
}
