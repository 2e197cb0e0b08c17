package dev.xorca.runtime;

import dev.xorca.router.Subject;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;

/** Records that no orchestration can be offered, each kind broken in a way of its own; equal seeds give equal records. */
final class Garbage {
    private static final List<Function<Random, TestRecord<byte[], byte[]>>> KINDS = List.of(
            random -> Books.record(key(random), null, Map.of()),
            random -> new TestRecord<>(bytes(random), bytes(random), new RecordHeaders()),
            random -> Books.record(key(random), "{\"half\":", Map.of("content-type", "application/cloudevents+json")),
            random -> Books.record(
                    key(random),
                    "[".repeat(1 + random.nextInt(5_000)),
                    Map.of("content-type", "application/cloudevents+json")),
            random -> Books.record(key(random), "[]", Map.of("content-type", "application/cloudevents-batch+json")),
            random -> without(random, "ce_id"),
            random -> without(random, "ce_source"),
            random -> without(random, "ce_type"),
            random -> without(random, "ce_specversion"),
            random -> with(random, "ce_specversion", "9"),
            random -> with(random, "ce_source", "no uri"),
            random -> with(random, "ce_time", "soon"),
            random -> with(random, "ce_subject", "bm8="),
            random -> with(random, "ce_type", "com.example.thing"),
            random -> {
                var record = good(random);
                record.headers().add("ce_id", bytes(random));
                return record;
            },
            random -> {
                var record = good(random);
                record.headers().add("ce_note", new byte[] {(byte) (0x80 + random.nextInt(0x40))});
                return record;
            },
            random -> Books.record(
                    key(random),
                    CloudEventBuilder.v1(Books.event("evt.any", "1", "{}"))
                            .withSubject(null)
                            .build()));

    private Garbage() {}

    static TestRecord<byte[], byte[]> record(Random random) {
        return KINDS.get(random.nextInt(KINDS.size())).apply(random);
    }

    private static TestRecord<byte[], byte[]> good(Random random) {
        var subject = new Subject("g" + random.nextInt(10), "summary", "1.0.0");
        return Books.record(key(random), Books.event(subject, Books.FETCHED, "g" + random.nextInt(10), "{}"));
    }

    private static TestRecord<byte[], byte[]> without(Random random, String header) {
        var record = good(random);
        record.headers().remove(header);
        return record;
    }

    private static TestRecord<byte[], byte[]> with(Random random, String header, String value) {
        var record = without(random, header);
        record.headers().add(header, Books.bytes(value));
        return record;
    }

    private static String key(Random random) {
        return random.nextInt(3) == 0 ? null : random.nextBoolean() ? "key" + random.nextInt(10) : Books.KEY;
    }

    private static byte[] bytes(Random random) {
        var bytes = new byte[random.nextInt(100)];
        random.nextBytes(bytes);
        return bytes;
    }
}
