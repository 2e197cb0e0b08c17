package dev.xorca.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandLoopTest {
    private static final TopicPartition COMMANDS = new TopicPartition("test.cmd.greet", 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final FailingProducer producer = new FailingProducer();
    private final CommandLoop loop =
            new CommandLoop("greeter", "test.", Map.of("cmd.greet", CommandLoopTest::greet), consumer, producer);
    private @Nullable OffsetAndMetadata committed;
    private long nextOffset;

    @Test
    void anAnswerGoesBackToTheCommandsSubjectAndSaysWhatCausedIt() {
        answerTo(command("1").build());

        var record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("test.evt.greet.success");
        assertThat(record.key()).isEqualTo("a-subject");
        var answer = event(record);
        assertThat(answer.getType()).isEqualTo("evt.greet.success");
        assertThat(answer.getSource()).hasToString("greeter");
        assertThat(answer.getSubject()).isEqualTo("a-subject");
        assertThat(answer.getDataContentType()).isEqualTo("application/json");
        assertThat(answer.getExtension("causationid")).isEqualTo("1");
        assertThat(text(answer)).isEqualTo("{\"greeting\":\"Hello, Toto\"}");
    }

    @Test
    void anAnswerIsInBinaryMode() {
        answerTo(command("1").build());

        var record = producer.history().get(0);
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "content-type")).isEqualTo("application/json");
        assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"greeting\":\"Hello, Toto\"}");
    }

    @Test
    void correlationAndTraceArePassedOnWhenPresent() {
        answerTo(
                command("1").build(),
                command("2")
                        .withExtension("correlationid", "the whole")
                        .withExtension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .withExtension("tracestate", "xorca=1")
                        .withExtension("executionunits", "1.5")
                        .build());

        assertThat(answers().get(0).getExtensionNames()).containsExactly("causationid");
        var traced = answers().get(1);
        assertThat(traced.getExtensionNames())
                .containsExactlyInAnyOrder("causationid", "correlationid", "traceparent", "tracestate");
        assertThat(traced.getExtension("correlationid")).isEqualTo("the whole");
        assertThat(traced.getExtension("traceparent"))
                .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(traced.getExtension("tracestate")).isEqualTo("xorca=1");
    }

    @Test
    void aRedeliveredCommandHasTheSameAnswerAndAnotherCommandAnotherId() {
        answerTo(
                command("1").build(),
                command("1").build(),
                command("2").build(),
                command("1").withSource(URI.create("elsewhere")).build());

        assertThat(answers().get(1)).isEqualTo(answers().get(0));
        assertThat(answers().stream().map(CloudEvent::getId).distinct()).hasSize(3);
    }

    @Test
    void aCommandInStructuredModeIsReadToo() {
        var record = KafkaMessageFactory.<String>createWriter(COMMANDS.topic(), "key")
                .writeStructured(command("1").build(), jsonFormat());

        run(List.of(received(record)));

        assertThat(answers()).extracting(CommandLoopTest::text).containsExactly("{\"greeting\":\"Hello, Toto\"}");
    }

    @Test
    void recordsThatAreNoCommandAreSkippedAndCommitted() {
        run(List.of(
                received(new ProducerRecord<>(COMMANDS.topic(), "key", "no CloudEvent".getBytes(UTF_8))),
                received(new ProducerRecord<>(COMMANDS.topic(), null, (byte[]) null)),
                received(record(command("1").withType("cmd.leave").build())),
                received(record(command("2").withSubject(null).build())),
                received(record(command("3").build()))));

        assertThat(answers())
                .extracting(answer -> answer.getExtension("causationid"))
                .containsExactly("3");
        assertThat(committed).isEqualTo(new OffsetAndMetadata(5));
    }

    @Test
    void wrongDataIsAnsweredWithAnErrorAndItsReason() {
        answerTo(
                command("1").withData("{}".getBytes(UTF_8)).build(),
                command("2").withData("no JSON".getBytes(UTF_8)).build(),
                command("3").withoutData().build());

        assertThat(answers()).hasSize(3).allSatisfy(answer -> {
            assertThat(answer.getType()).isEqualTo("evt.greet.error");
            assertThat(text(answer)).isEqualTo("{\"reason\":\"Expected 'name' to be a text, but it is missing\"}");
        });
    }

    @Test
    void aFunctionThatFailsIsAnsweredWithAnErrorAndTheLoopGoesOn() {
        answerTo(
                command("1").withData("{\"name\":\"\"}".getBytes(UTF_8)).build(),
                command("2").build());

        assertThat(answers()).extracting(CloudEvent::getType).containsExactly("evt.greet.error", "evt.greet.success");
        assertThat(text(answers().get(0))).contains("nobody to greet");
        assertThat(loop.ended()).isCompleted();
    }

    @Test
    void anAnswerThatDidNotArriveIsGivenAgainBeforeTheCommandIsCommitted() {
        producer.failures.add(new TimeoutException("nobody there"));

        answerTo(command("1").build());

        assertThat(answers()).hasSize(2);
        assertThat(answers().get(1)).isEqualTo(answers().get(0));
        assertThat(committed).isEqualTo(new OffsetAndMetadata(1));
    }

    @Test
    void anAnswerTooLargeForKafkaDoesNotStopTheOthers() {
        producer.failures.add(new RecordTooLargeException("too large"));

        answerTo(command("1").build(), command("2").build());

        assertThat(answers()).hasSize(2);
        assertThat(committed).isEqualTo(new OffsetAndMetadata(2));
    }

    @Test
    void anAnswerThatCanNeverArriveEndsTheLoopUncommitted() {
        producer.failures.add(new TopicAuthorizationException("keep out"));

        answerTo(command("1").build());

        assertThat(committed).isNull();
        assertThat(consumer.closed()).isTrue();
        assertThat(producer.closed()).isTrue();
        assertThatThrownBy(loop.ended()::join).hasCauseInstanceOf(KafkaException.class);
    }

    @Test
    void itIsReadyOncePartitionsAreAssigned() {
        consumer.schedulePollTask(() -> assertThat(loop.ready()).isNotDone());
        run(List.of());

        assertThat(loop.ready()).isCompleted();
        assertThat(loop.ended()).isCompleted();
    }

    @Test
    void itIsNeverReadyWhenStoppedBeforePartitionsAreAssigned() {
        loop.stop();
        loop.run();

        assertThat(loop.ready()).isCancelled();
        assertThat(loop.ended()).isCompleted();
        assertThat(consumer.closed()).isTrue();
        assertThat(producer.closed()).isTrue();
    }

    private static Answer greet(JsonNode data) {
        var name = new CommandData(data).text("name");
        if (name.isEmpty()) {
            throw new IllegalStateException("nobody to greet");
        }
        return new Answer(
                "evt.greet.success", JsonNodeFactory.instance.objectNode().put("greeting", "Hello, " + name));
    }

    private static CloudEventBuilder command(String id) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("xorca.orchestrator.greetings"))
                .withType("cmd.greet")
                .withSubject("a-subject")
                .withDataContentType("application/json")
                .withData("{\"name\":\"Toto\"}".getBytes(UTF_8));
    }

    private void answerTo(CloudEvent... commands) {
        run(List.of(commands).stream().map(command -> received(record(command))).toList());
    }

    /** Offers the records in one poll, in the next once more those that were asked for again, and then stops. */
    private void run(List<ConsumerRecord<String, byte[]>> records) {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(COMMANDS));
            consumer.updateBeginningOffsets(Map.of(COMMANDS, 0L));
            records.forEach(consumer::addRecord);
        });
        consumer.schedulePollTask(() -> records.stream()
                .filter(record -> record.offset() >= consumer.position(COMMANDS))
                .forEach(consumer::addRecord));
        consumer.schedulePollTask(() -> {
            committed = consumer.committed(Set.of(COMMANDS)).get(COMMANDS);
            loop.stop();
        });
        loop.run();
    }

    private ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
        return new ConsumerRecord<>(
                COMMANDS.topic(),
                COMMANDS.partition(),
                nextOffset++,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                new RecordHeaders(sent.headers()),
                Optional.empty());
    }

    private static ProducerRecord<String, byte[]> record(CloudEvent event) {
        return KafkaMessageFactory.<String>createWriter(COMMANDS.topic(), "key").writeBinary(event);
    }

    private List<CloudEvent> answers() {
        return producer.history().stream().map(CommandLoopTest::event).toList();
    }

    private static CloudEvent event(ProducerRecord<String, byte[]> record) {
        return KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();
    }

    private static String text(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), UTF_8);
    }

    private static String header(ProducerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static EventFormat jsonFormat() {
        return Objects.requireNonNull(EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE));
    }

    /** Fails the first sends with the failures it is given; all others arrive. */
    private static final class FailingProducer extends MockProducer<String, byte[]> {
        final List<RuntimeException> failures = new ArrayList<>();

        FailingProducer() {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized void flush() {
            while (!failures.isEmpty()) {
                errorNext(failures.remove(0));
            }
            super.flush();
        }
    }
}
