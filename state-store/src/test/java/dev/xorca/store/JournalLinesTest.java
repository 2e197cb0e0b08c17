package dev.xorca.store;

import static dev.xorca.store.Entries.entry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Journals that leave one store as lines, and come into another. */
class JournalLinesTest {

    @Test
    void whatIsWrittenFromOneStoreIsTheSameInAnother() throws IOException {
        var from = OrchestrationStore.inMemory();
        var states = new LinkedHashMap<String, OrchestrationState>();
        var out = new ByteArrayOutputStream();
        for (var journal : recorded()) {
            for (var line : Files.readAllLines(journal)) {
                var read = EntryCodec.read(line.getBytes(UTF_8));
                from.append(journal.toString(), read);
                out.write(JournalLine.write(journal.toString(), read));
                out.write('\n');
            }
            states.put(journal.toString(), from.load(journal.toString()).orElseThrow());
        }
        out.write(JournalLine.end(states.size(), 0));

        var into = OrchestrationStore.inMemory();
        var complete = readAll(out.toByteArray(), line -> into.append(line.subject(), line.entry()));

        assertThat(complete).isTrue();
        assertThat(states).hasSizeGreaterThan(3);
        states.forEach((subject, state) -> {
            assertThat(into.load(subject)).contains(state);
            assertThat(into.read(subject, 1, 1_000)).isEqualTo(from.read(subject, 1, 1_000));
        });
    }

    @Test
    void linesMayBeLongerThanWhatIsReadAtOnceAndTheStreamMayCome1ByteAtATime() throws IOException {
        var lines = new ArrayList<JournalLine>();
        var large = entry(1, Map.of("text", "ü".repeat(200_000)));
        var bytes = (new String(JournalLine.write("a", large), UTF_8) + "\n\n"
                        + new String(JournalLine.write("b", entry(1)), UTF_8))
                .getBytes(UTF_8);
        assertThat(readAll(bytes, lines::add)).isFalse();
        assertThat(lines).containsExactly(new JournalLine(1, "a", large), new JournalLine(3, "b", entry(1)));

        lines.clear();
        try (var slow = new JournalLines(new ByteByByte(bytes))) {
            for (var line = slow.read(); line.isPresent(); line = slow.read()) {
                lines.add(line.get());
            }
        }
        assertThat(lines).hasSize(2);
    }

    @Test
    void onlyTheLastLineTellsThatNothingIsMissing() throws IOException {
        var line = new String(JournalLine.write("a", entry(1)), UTF_8) + "\n";
        var end = new String(JournalLine.end(1, 1), UTF_8) + "\n";
        assertThat(readAll((line + end).getBytes(UTF_8), read -> {})).isTrue();
        assertThat(readAll((line + end + line).getBytes(UTF_8), read -> {})).isFalse();
        assertThat(readAll(line.getBytes(UTF_8), read -> {})).isFalse();
        assertThat(readAll(new byte[0], read -> {})).isFalse();
        // Two exports, one behind the other.
        assertThat(readAll((line + end + line + end).getBytes(UTF_8), read -> {}))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not json                              | line 2: Unrecognized token
            {"subject":"a"}                       | line 2: a journal entry has format version null
            {"v":2,"sequence":1}                  | line 2: a journal entry without a 'subject'
            {"subject":"a","v":99}                | line 2: a journal entry has format version 99
            {"subject":"a","v":2,"sequence":"1"}  | line 2: a journal entry cannot be read: 'sequence'
            {"end":{"error":"node b went"}}       | line 2: the journals break off here: node b went
            {"end":1}                             | line 2: expected an object
            """)
    void whatIsNoJournalIsToldWithItsLine(String line, String why) {
        var bytes = ("\n" + line).getBytes(UTF_8);
        assertThatThrownBy(() -> readAll(bytes, read -> {}))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void aLineWithoutEndIsNotReadForEver() {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                Arrays.fill(bytes, from, from + length, (byte) 'x');
                return length;
            }
        };
        try (var lines = new JournalLines(endless)) {
            assertThatThrownBy(lines::read).isInstanceOf(JournalException.class).hasMessageContaining("no journal has");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Taker {
        void take(JournalLine line);
    }

    private static boolean readAll(byte[] bytes, Taker taker) throws IOException {
        try (var lines = new JournalLines(new ByteArrayInputStream(bytes))) {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                taker.take(line.get());
            }
            return lines.isComplete();
        }
    }

    private static List<Path> recorded() throws IOException {
        try (var files = Files.walk(Path.of("src/test/resources/journals"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    private static final class ByteByByte extends ByteArrayInputStream {
        ByteByByte(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] bytes, int from, int length) {
            return super.read(bytes, from, Math.min(1, length));
        }
    }
}
