package dev.xorca.store;

import dev.xorca.schemas.JsonException;
import dev.xorca.schemas.PackedJson;
import java.time.DateTimeException;
import java.util.LinkedHashMap;

/** Held events as JSON. */
final class HeldEventCodec {
    private static final long VERSION = 1;

    private HeldEventCodec() {}

    static byte[] write(HeldEvent held) {
        var json = new LinkedHashMap<String, Object>();
        json.put("v", VERSION);
        json.put("number", held.number());
        json.put("at", held.at().toString());
        if (held.until() != null) {
            json.put("until", held.until().toString());
        }
        json.put("event", held.event());
        return PackedJson.write(json);
    }

    /** @throws JournalException when the bytes are no held event of a version known here */
    static HeldEvent read(byte[] bytes) {
        try {
            var json = PackedJson.readObject(bytes);
            if (Fields.number(json, "v") != VERSION) {
                throw new JournalException(
                        "a held event has format version " + json.get("v") + ", this release reads version " + VERSION);
            }
            return new HeldEvent(
                    Fields.number(json, "number"),
                    Fields.time(json, "at"),
                    json.containsKey("until") ? Fields.time(json, "until") : null,
                    Fields.object(json, "event"));
        } catch (IllegalArgumentException | DateTimeException | JsonException e) {
            throw new JournalException("a held event cannot be read: " + e.getMessage(), e);
        }
    }
}
