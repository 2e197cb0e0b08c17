package dev.xorca.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Writes states down. What is larger than a record of the changelog may be goes in pieces, beside those of the snapshot
 * before: only the record that tells of them makes them the snapshot. So a crash between two writes leaves one of the two.
 */
final class SnapshotWriter {
    /** A snapshot larger than this is written in pieces: the changelog of the store takes no record of any size. */
    static final int MAX_BYTES = 900_000;

    private final KeyValueStore<Bytes, byte[]> store;

    SnapshotWriter(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * Writes a state down in place of the one before.
     *
     * @param bytesBefore how large the one before was, 0 when there was none
     * @return how large it is
     */
    int write(String subject, OrchestrationState state, int bytesBefore) {
        var bytes = SnapshotCodec.write(state);
        if (bytes.length <= MAX_BYTES) {
            store.put(Keys.snapshot(subject), bytes);
            if (bytesBefore > MAX_BYTES) {
                removePiecesBut(Set.of(), subject);
            }
        } else {
            var pieces = writePieces(subject, state.sequence(), bytes);
            store.put(Keys.snapshot(subject), new SnapshotReader.Head(state.sequence(), pieces.size()).write());
            removePiecesBut(pieces, subject);
        }
        return bytes.length;
    }

    private Set<Bytes> writePieces(String subject, long sequence, byte[] bytes) {
        var keys = new HashSet<Bytes>();
        for (int from = 0; from < bytes.length; from += MAX_BYTES) {
            var key = Keys.piece(subject, sequence, keys.size());
            store.put(key, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MAX_BYTES)));
            keys.add(key);
        }
        return keys;
    }

    /** Removes the snapshot of an orchestration, if it has one. */
    void remove(String subject) {
        store.delete(Keys.snapshot(subject));
        removePiecesBut(Set.of(), subject);
    }

    private void removePiecesBut(Set<Bytes> kept, String subject) {
        var first = Keys.firstPiece(subject);
        var others = new ArrayList<Bytes>();
        try (var range = store.range(first, Keys.lastPiece(subject))) {
            while (range.hasNext()) {
                var key = range.next().key;
                if (Keys.belongTogether(first, key) && !kept.contains(key)) {
                    others.add(key);
                }
            }
        }
        others.forEach(store::delete);
    }
}
