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
    /** The size of the key and the headers, where they were too large to be kept. */
    public static final String HEADERS_OMITTED = "xorca-dead-letter-headers-omitted-bytes";

    private static final int MAX_REASON_LENGTH = 1_000;

    private DeadLetter() {}

    static Record<byte[], byte[]> of(
            Record<byte[], byte[]> record, Origin origin, String code, String reason, int maxBytes) {
        var key = record.key();
        var value = record.value();
        var headers = new RecordHeaders(record.headers());
        long kept = (key == null ? 0 : key.length) + EventRecords.size(headers);
        if (kept > maxBytes) {
            key = null;
            headers = new RecordHeaders();
            put(headers, HEADERS_OMITTED, Long.toString(kept));
            kept = 0;
        }
        if (value != null && kept + value.length > maxBytes) {
            put(headers, VALUE_OMITTED, Integer.toString(value.length));
            value = new byte[0];
        }
        put(headers, CODE, code);
        put(
                headers,
                REASON,
                reason.length() <= MAX_REASON_LENGTH ? reason : reason.substring(0, MAX_REASON_LENGTH) + "…");
        put(headers, TOPIC, origin.topic());
        put(headers, PARTITION, Integer.toString(origin.partition()));
        put(headers, OFFSET, Long.toString(origin.offset()));
        return new Record<>(key, value, record.timestamp(), headers);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
