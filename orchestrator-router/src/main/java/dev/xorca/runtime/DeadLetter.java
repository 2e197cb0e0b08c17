package dev.xorca.runtime;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record that no orchestration could be offered: the original key, value and headers, and in further headers why and
 * from where.
 */
public final class DeadLetter {
    /** The stable code of the reason. */
    public static final String CODE = "xorca-dead-letter-code";
    /** The reason as a sentence. */
    public static final String REASON = "xorca-dead-letter-reason";
    /** The topic that the record came from. */
    public static final String TOPIC = "xorca-dead-letter-topic";
    /** The partition that the record came from. */
    public static final String PARTITION = "xorca-dead-letter-partition";
    /** The offset that the record had there. */
    public static final String OFFSET = "xorca-dead-letter-offset";
    /** The size of the value, where it was too large to be kept. */
    public static final String VALUE_OMITTED = "xorca-dead-letter-value-omitted-bytes";

    private DeadLetter() {}

    static Record<byte[], byte[]> of(
            Record<byte[], byte[]> record, Origin origin, String code, String reason, int maxValueBytes) {
        var headers = new RecordHeaders(record.headers());
        put(headers, CODE, code);
        put(headers, REASON, reason);
        put(headers, TOPIC, origin.topic());
        put(headers, PARTITION, Integer.toString(origin.partition()));
        put(headers, OFFSET, Long.toString(origin.offset()));
        var value = record.value();
        if (value != null && value.length > maxValueBytes) {
            put(headers, VALUE_OMITTED, Integer.toString(value.length));
            return new Record<>(record.key(), new byte[0], record.timestamp(), headers);
        }
        return new Record<>(record.key(), value, record.timestamp(), headers);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
