package dev.xorca.router;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import io.cloudevents.CloudEventData;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The data of an event: its bytes, and the JSON value that they hold. The value is read at most once, however many ask for
 * it; who has it must not change it.
 */
public final class EventData implements CloudEventData {
    private static final String JSON = "application/json";

    private final byte[] bytes;
    private @Nullable Object value;
    private boolean read;

    private EventData(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Data as it came. */
    public static EventData of(CloudEventData data) {
        return data instanceof EventData known ? known : new EventData(data.toBytes());
    }

    /**
     * Data that leaves.
     *
     * @throws IllegalArgumentException when this is no JSON value, or one nested deeper than this
     */
    static EventData written(@Nullable Object value, int maxDepth) {
        var data = new EventData(Json.bytes(value, maxDepth));
        data.value = value;
        data.read = true;
        return data;
    }

    /** JSON by media type; none at all means JSON, as in the CloudEvents JSON format. */
    public static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        if (contentType.equals(JSON)) {
            return true;
        }
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals(JSON) || type.equals("text/json") || type.endsWith("+json");
    }

    @Override
    public byte[] toBytes() {
        return bytes;
    }

    /**
     * The JSON value.
     *
     * @throws JsonException when the bytes hold none
     */
    @Nullable
    Object json() {
        if (!read) {
            value = Json.read(bytes);
            read = true;
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventData data && Arrays.equals(bytes, data.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
