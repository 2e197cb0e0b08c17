package dev.xorca.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Where a record was first read; travels with it through the inbox, so that a dead letter can say it. */
record Origin(String topic, int partition, long offset) {
    private static final String HEADER = "xorca-origin";

    static Origin of(Optional<RecordMetadata> metadata) {
        return metadata.map(at -> new Origin(at.topic(), at.partition(), at.offset()))
                .orElse(new Origin("", -1, -1));
    }

    /** What the intake noted; else the place itself, for records that were sent to the inbox directly. */
    static Origin noted(Headers headers, Optional<RecordMetadata> metadata) {
        var header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return of(metadata);
        }
        var parts = new String(header.value(), StandardCharsets.UTF_8).split("/", 3);
        try {
            return new Origin(parts[2], Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return of(metadata);
        }
    }

    void note(Headers headers) {
        headers.remove(HEADER);
        headers.add(HEADER, (partition + "/" + offset + "/" + topic).getBytes(StandardCharsets.UTF_8));
    }
}
