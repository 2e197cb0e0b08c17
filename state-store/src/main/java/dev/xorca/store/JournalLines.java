package dev.xorca.store;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads journals that were written as {@link JournalLine lines}, one line at a time, however many there are. Empty lines
 * are passed over.
 */
public final class JournalLines implements AutoCloseable {
    /** The longest line that is read; the largest entry that a router writes is far smaller. */
    static final int MAX_LINE_BYTES = 64 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;
    private long number;
    private boolean ended;

    /** Reads from a stream, in UTF-8. */
    public JournalLines(InputStream in) {
        this.in = in;
    }

    /**
     * The next entry; empty when there are no more.
     *
     * @throws JournalException when a line is no journal entry, or says that the rest could not be had
     * @throws IOException when the stream cannot be read
     */
    public Optional<JournalLine> read() throws IOException {
        for (var line = readLine(); line != null; line = readLine()) {
            if (line.length > 0) {
                var read = entry(line);
                if (read.isPresent()) {
                    return read;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the last line read says that there is nothing behind it, so that nothing can have been cut off. */
    public boolean isComplete() {
        return ended;
    }

    private Optional<JournalLine> entry(byte[] line) {
        try {
            var json = Json.readOwnObject(line);
            ended = json.get(JournalLine.END) != null;
            if (!ended) {
                return Optional.of(JournalLine.read(number, json));
            }
            var error = Json.object(json.get(JournalLine.END)).get("error");
            if (error != null) {
                throw new JournalException("the journals break off here: " + error);
            }
            return Optional.empty();
        } catch (JsonException | JournalException e) {
            throw new JournalException("line " + number + ": " + e.getMessage(), e);
        }
    }

    private byte @Nullable [] readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        while (next < filled || fill()) {
            int end = lineFeed();
            line.write(buffer, next, end - next);
            next = end;
            if (line.size() > MAX_LINE_BYTES) {
                throw new JournalException(
                        "line " + (number + 1) + " has more than " + MAX_LINE_BYTES + " bytes: no journal has such");
            }
            if (next < filled) {
                next++;
                number++;
                return line.toByteArray();
            }
        }
        if (line.size() == 0) {
            return null;
        }
        number++;
        return line.toByteArray();
    }

    private boolean fill() throws IOException {
        next = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }

    private int lineFeed() {
        for (int i = next; i < filled; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return filled;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
