package dev.xorca.store;

import dev.xorca.schemas.JsonException;
import dev.xorca.schemas.PackedJson;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads states that were written down, in one record or in pieces. A snapshot is a cache: one that is damaged, or of which a
 * piece is missing, is passed over.
 */
final class SnapshotReader {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);
    /** How often to look again when a snapshot has been replaced while it was read. */
    private static final int TRIES = 10;

    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

    SnapshotReader(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * A state that was written down.
     *
     * @param state the state
     * @param bytes how large it is in the store
     */
    record Snapshot(OrchestrationState state, int bytes) {}

    /**
     * What stands in place of a snapshot that is in pieces.
     *
     * @param sequence the last entry that is in it
     * @param pieces how many pieces it has
     */
    record Head(long sequence, int pieces) {
        byte[] write() {
            var json = new LinkedHashMap<String, Object>();
            json.put("pieces", (long) pieces);
            json.put("sequence", sequence);
            return PackedJson.write(json);
        }

        /** Empty when the bytes are anything else, such as a whole snapshot. */
        static Optional<Head> read(byte[] bytes) {
            if (bytes.length > MAX_BYTES) {
                return Optional.empty();
            }
            try {
                var json = PackedJson.readObject(bytes);
                return json.containsKey("pieces")
                        ? Optional.of(new Head(Fields.number(json, "sequence"), Fields.integer(json, "pieces")))
                        : Optional.empty();
            } catch (JsonException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private static final int MAX_BYTES = 100;
    }

    /** The snapshot of an orchestration; null when there is none that can be read. */
    @Nullable
    Snapshot read(String subject) {
        var key = Keys.snapshot(subject);
        var bytes = store.get(key);
        for (int i = 0; i < TRIES && bytes != null; i++) {
            var whole = whole(subject, bytes);
            if (whole != null) {
                return decode(subject, whole);
            }
            var now = store.get(key);
            if (Arrays.equals(bytes, now)) {
                passOver(subject, "not all of its pieces are there");
                return null;
            }
            bytes = now;
        }
        return null;
    }

    private byte @Nullable [] whole(String subject, byte[] bytes) {
        var head = Head.read(bytes);
        return head.isPresent() ? together(subject, head.get()) : bytes;
    }

    private byte @Nullable [] together(String subject, Head head) {
        var whole = new ByteArrayOutputStream();
        for (int i = 0; i < head.pieces(); i++) {
            var piece = store.get(Keys.piece(subject, head.sequence(), i));
            if (piece == null) {
                return null;
            }
            whole.writeBytes(piece);
        }
        return whole.toByteArray();
    }

    private static @Nullable Snapshot decode(String subject, byte[] whole) {
        try {
            return new Snapshot(SnapshotCodec.read(whole), whole.length);
        } catch (JournalException e) {
            passOver(subject, e.getMessage());
            return null;
        }
    }

    private static void passOver(String subject, @Nullable String why) {
        LOG.warn("the snapshot of {} is passed over, its journal is folded instead: {}", subject, why);
    }
}
