package dev.xorca.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * The keys of the one store, in their order: what is due stands first, by time, then everything by subject.
 *
 * <pre>
 * 0x00 DUE_MILLIS(8) KIND(1) SUBJECT | TOKEN    what is due and when
 * SUBJECT |h| NUMBER(8)                         an event that is held
 * SUBJECT |j| SEQUENCE(8)                       a journal entry
 * SUBJECT |p| SEQUENCE(6) PIECE(2)              a piece of a large snapshot, by the entry that it reaches to
 * SUBJECT |snapshot|                            the snapshot, or what to know of its pieces
 * </pre>
 *
 * <p>No subject begins with 0x00. That the last kind is so long keeps subjects apart whatever characters they hold: of
 * the keys that begin as another subject's numbered ones do, none has the length of these.
 */
final class Keys {
    private static final byte DUE = 0;
    private static final byte[] HELD = bytes("|h|");
    private static final byte[] JOURNAL = bytes("|j|");
    private static final byte[] PIECE = bytes("|p|");
    private static final byte[] SNAPSHOT = bytes("|snapshot|");

    private Keys() {}

    static Bytes journal(String subject, long sequence) {
        return numbered(subject, JOURNAL, sequence);
    }

    static Bytes held(String subject, long number) {
        return numbered(subject, HELD, number);
    }

    /** Pieces lie in the order of their snapshots, those of a snapshot in theirs. */
    static Bytes piece(String subject, long sequence, int piece) {
        return numbered(subject, PIECE, sequence << Short.SIZE | piece);
    }

    /** Before any piece. */
    static Bytes firstPiece(String subject) {
        return piece(subject, 0, 0);
    }

    /** Behind any piece. */
    static Bytes lastPiece(String subject) {
        return numbered(subject, PIECE, Long.MAX_VALUE);
    }

    static Bytes snapshot(String subject) {
        var prefix = bytes(subject);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + SNAPSHOT.length)
                .put(prefix)
                .put(SNAPSHOT)
                .array());
    }

    /** Of the keys between two of the same subject and kind, those of other subjects are longer. */
    static boolean belongTogether(Bytes first, Bytes key) {
        return first.get().length == key.get().length;
    }

    /** The subject whose first journal entry this is; empty when it is anything else. */
    static Optional<String> startedSubject(Bytes key) {
        var bytes = key.get();
        int length = bytes.length - JOURNAL.length - Long.BYTES;
        if (length < 0) {
            return Optional.empty();
        }
        var subject = new String(bytes, 0, length, StandardCharsets.UTF_8);
        return journal(subject, 1).equals(key) ? Optional.of(subject) : Optional.empty();
    }

    static Bytes due(Due due) {
        var subject = bytes(due.subject());
        var token = bytes(due.token());
        return Bytes.wrap(ByteBuffer.allocate(1 + Long.BYTES + 1 + subject.length + 1 + token.length)
                .put(DUE)
                .putLong(due.at().toEpochMilli())
                .put(due.kind().code())
                .put(subject)
                .put((byte) '|')
                .put(token)
                .array());
    }

    /** Before whatever is due at this time, and behind whatever is due earlier. */
    static Bytes dueFrom(long millis) {
        return Bytes.wrap(
                ByteBuffer.allocate(1 + Long.BYTES).put(DUE).putLong(millis).array());
    }

    /** Before the first subject, and behind whatever is due. */
    static Bytes subjects() {
        return Bytes.wrap(new byte[] {DUE + 1});
    }

    /** @throws JournalException when it is of a kind that is not known here */
    static Due due(Bytes key) {
        var buffer = ByteBuffer.wrap(key.get(), 1, key.get().length - 1);
        var at = Instant.ofEpochMilli(buffer.getLong());
        var kind = Due.Kind.of(buffer.get());
        var rest = new byte[buffer.remaining()];
        buffer.get(rest);
        var text = new String(rest, StandardCharsets.UTF_8);
        int bar = text.lastIndexOf('|');
        return new Due(at, kind, text.substring(0, bar), text.substring(bar + 1));
    }

    private static Bytes numbered(String subject, byte[] infix, long number) {
        var prefix = bytes(subject);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + infix.length + Long.BYTES)
                .put(prefix)
                .put(infix)
                .putLong(number)
                .array());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
