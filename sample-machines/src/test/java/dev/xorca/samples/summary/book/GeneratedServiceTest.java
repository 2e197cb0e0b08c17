package dev.xorca.samples.summary.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
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
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every generated service promises, by the one that is checked in. */
class GeneratedServiceTest {
    private static final TopicPartition COMMANDS = new TopicPartition("test.cmd.book.fetch", 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final FailingProducer producer = new FailingProducer();
    private final CommandLoop loop = new CommandLoop(
            "book.service",
            "test.",
            BookFetchService.COMMAND,
            event -> BookFetchService.answer(event, GeneratedServiceTest::fetch),
            consumer,
            producer);
    private @Nullable OffsetAndMetadata committed;
    private long nextOffset;

    @Test
    void anAnswerGoesBackToTheCommandsSubjectAndSaysWhatCausedIt() {
        answerTo(command("1").withExtension("traceparent", "00-1").build());

        var record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("test.evt.book.fetch.success");
        assertThat(record.key()).isEqualTo("a-subject");
        var answer = event(record);
        assertThat(answer.getType()).isEqualTo("evt.book.fetch.success");
        assertThat(answer.getSource()).hasToString("book.service");
        assertThat(answer.getSubject()).isEqualTo("a-subject");
        assertThat(answer.getExtension("causationid")).isEqualTo("1");
        assertThat(answer.getExtension("traceparent")).isEqualTo("00-1");
        assertThat(answer.getExtensionNames()).doesNotContain("to");
        assertThat(text(answer))
                .isEqualTo("{\"bookId\":\"emma\",\"title\":\"Emma\",\"author\":\"?\",\"text\":\"...\"}");
    }

    @Test
    void anAddressedCommandHasAnAddressedAnswer() {
        answerTo(
                command("1").withExtension("to", "book.service").build(),
                command("2")
                        .withExtension("to", "book.service")
                        .withExtension("redirectto", "archive")
                        .build());

        assertThat(answers())
                .extracting(answer -> answer.getExtension("to"))
                .containsExactly("xorca.orchestrator.summary", "archive");
    }

    @Test
    void aRedeliveredCommandHasTheSameAnswerAndAnotherCommandAnotherId() {
        answerTo(command("1").build(), command("1").build(), command("2").build());

        assertThat(answers().get(1)).isEqualTo(answers().get(0));
        assertThat(answers().get(2).getId()).isNotEqualTo(answers().get(0).getId());
    }

    @Test
    void wrongDataAndFailuresAreAnsweredWithTheContractsError() {
        answerTo(
                command("1").withData("{\"bookId\":7}".getBytes(UTF_8)).build(),
                command("2").withData("no JSON".getBytes(UTF_8)).build(),
                command("3").withoutData().build(),
                command("4").withData("{\"bookId\":\"\"}".getBytes(UTF_8)).build());

        assertThat(answers()).extracting(CloudEvent::getType).containsOnly("evt.book.fetch.error");
        assertThat(answers().stream().map(GeneratedServiceTest::text))
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo("{\"reason\":\"/bookId: expected a text, found number\"}"),
                        two -> assertThat(two).startsWith("{\"reason\":\"the data: expected JSON: "),
                        three -> assertThat(three)
                                .isEqualTo("{\"reason\":\"the data: expected an object, found nothing\"}"),
                        four -> assertThat(four).isEqualTo("{\"reason\":\"no book has no name\"}"));
        assertThat(committed).isEqualTo(new OffsetAndMetadata(4));
    }

    @Test
    void recordsThatAreNoCommandAreSkippedAndCommitted() {
        run(List.of(
                received(new ProducerRecord<>(COMMANDS.topic(), "key", "no CloudEvent".getBytes(UTF_8))),
                received(record(command("1").withType("cmd.leave").build())),
                received(record(command("2").withSubject(null).build())),
                received(record(command("3").build()))));

        assertThat(answers())
                .extracting(answer -> answer.getExtension("causationid"))
                .containsExactly("3");
        assertThat(committed).isEqualTo(new OffsetAndMetadata(4));
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
    void anAnswerThatCanNeverArriveEndsTheServiceUncommitted() {
        producer.failures.add(new TopicAuthorizationException("keep out"));

        answerTo(command("1").build());

        assertThat(committed).isNull();
        assertThat(consumer.closed()).isTrue();
        assertThat(producer.closed()).isTrue();
        assertThatThrownBy(loop.ended()::join).hasCauseInstanceOf(KafkaException.class);
    }

    private static BookFetchAnswer fetch(BookFetch command, CloudEvent event) {
        if (command.bookId().isEmpty()) {
            throw new IllegalArgumentException("no book has no name");
        }
        return new BookFetchSuccess(command.bookId(), "Emma", "?", "...");
    }

    private static CloudEventBuilder command(String id) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("xorca.orchestrator.summary"))
                .withType("cmd.book.fetch")
                .withSubject("a-subject")
                .withDataContentType("application/json")
                .withData("{\"bookId\":\"emma\"}".getBytes(UTF_8));
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
            loop.close();
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
        return producer.history().stream().map(GeneratedServiceTest::event).toList();
    }

    private static CloudEvent event(ProducerRecord<String, byte[]> record) {
        return KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();
    }

    private static String text(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), UTF_8);
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
