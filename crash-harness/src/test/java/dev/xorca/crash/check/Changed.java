package dev.xorca.crash.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** An event with other values. */
final class Changed {
    private static final ObjectMapper JSON = new ObjectMapper();

    String topic;
    int partition;
    long offset;
    String key;
    String id;
    String source;
    String type;
    String subject;
    Instant time;
    final Map<String, String> extensions;
    final JsonNode data;
    String content;

    private Changed(Observed event) {
        topic = event.topic();
        partition = event.partition();
        offset = event.offset();
        key = event.key();
        id = event.id();
        source = event.source();
        type = event.type();
        subject = event.subject();
        time = event.time();
        extensions = new HashMap<>(event.extensions());
        data = event.data().deepCopy();
        content = event.content();
    }

    static Observed of(Observed event, Consumer<Changed> change) {
        var changed = new Changed(event);
        change.accept(changed);
        return new Observed(
                changed.topic,
                changed.partition,
                changed.offset,
                changed.key,
                changed.id,
                changed.source,
                changed.type,
                changed.subject,
                changed.time,
                changed.extensions,
                changed.data,
                changed.content);
    }

    void put(String name, Object value) {
        ((ObjectNode) data).set(name, JSON.valueToTree(value));
    }

    void address(String to) {
        key = to;
        subject = to;
    }

    /** Another event, of this type, where nothing else stands. */
    void become(String otherType) {
        topic = otherType;
        type = otherType;
        id = otherType + id;
    }
}
