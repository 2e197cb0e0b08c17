package dev.xorca.store;

import static dev.xorca.store.Entries.entry;
import static dev.xorca.store.Entries.ignored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every journal keeps to. */
abstract class JournalContract {

    /** A journal in which nobody has written. */
    abstract Journal journal();

    @Test
    void aStaleWriterIsRefused() {
        var journal = written("a", 3);
        for (long sequence : new long[] {1, 2, 3}) {
            assertThatThrownBy(() -> journal.append("a", ignored(sequence, "other")))
                    .isInstanceOf(JournalException.class)
                    .hasMessage("position " + sequence + " of journal a is taken");
        }
        assertThat(journal.read("a", 1, 10)).containsExactly(entry(1), entry(2), entry(3));
        journal.append("a", entry(4));
        assertThat(journal.load("a").orElseThrow().sequence()).isEqualTo(4);
    }

    @Test
    void aGapIsRefused() {
        var journal = written("a", 2);
        assertThatThrownBy(() -> journal.append("a", entry(4)))
                .isInstanceOf(JournalException.class)
                .hasMessage("position 4 of journal a leaves a gap");
        assertThatThrownBy(() -> journal.append("b", entry(2)))
                .isInstanceOf(JournalException.class)
                .hasMessage("position 2 of journal b leaves a gap");
        assertThat(journal.read("a", 1, 10)).hasSize(2);
        assertThat(journal.read("b", 1, 10)).isEmpty();
    }

    @Test
    void anEntryStandsAtPositionOneAtLeast() {
        for (long sequence : new long[] {0, -1, -256}) {
            assertThatThrownBy(() -> journal().append("a", entry(sequence)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a journal begins at position 1, not at " + sequence);
        }
    }

    @Test
    void anOrchestrationThatNeverStartedHasNothing() {
        var journal = written("a", 1);
        assertThat(journal.load("b")).isEmpty();
        assertThat(journal.read("b", 1, 10)).isEmpty();
        assertThat(journal.load("")).isEmpty();
    }

    @Test
    void entriesComeBackInOrderBeyondOneByte() {
        var journal = written("a", 600);
        assertThat(journal.read("a", 1, Integer.MAX_VALUE))
                .extracting(JournalEntry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 600).boxed().toList());
        assertThat(journal.load("a").orElseThrow().sequence()).isEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            FROM | MOST | READ
            1    | 10   | 1 2 3 4 5
            1    | 2    | 1 2
            3    | 2    | 3 4
            5    | 2    | 5
            5    | 1    | 5
            6    | 2    | ''
            0    | 2    | 1 2
            2    | 0    | ''
            9223372036854775807 | 5 | ''
            """)
    void aJournalIsReadInPages(long from, int most, String read) {
        var found = written("a", 5).read("a", from, most).stream()
                .map(JournalEntry::sequence)
                .map(String::valueOf)
                .toList();
        assertThat(String.join(" ", found)).isEqualTo(read);
    }

    @Test
    void pagesReadOneAfterTheOtherAreTheWhole() {
        var journal = written("a", 23);
        var read = new ArrayList<JournalEntry>();
        for (var page = journal.read("a", 1, 5); !page.isEmpty(); page = journal.read("a", read.size() + 1L, 5)) {
            read.addAll(page);
        }
        assertThat(read).isEqualTo(journal.read("a", 1, 100));
    }

    @Test
    void subjectsThatBeginAlikeDoNotMix() {
        var journal = journal();
        var subjects = List.of(
                "",
                "a",
                "aa",
                "a|",
                "a|j",
                "a|j|",
                "a|j|\0\0\0\0\0\0\0\1",
                "a|j|\0\0\0\0\0\0\0\1|j|",
                "a|j|\0\0\0\0\0\0\0\2x",
                "b",
                "ä",
                "😀",
                "eyJwcm9jZXNzSWQiOiIxIn0=",
                "eyJwcm9jZXNzSWQiOiIxIn0");
        for (long sequence = 1; sequence <= 3; sequence++) {
            for (var subject : subjects) {
                var context = new HashMap<String, Object>();
                context.put("subject", subject);
                journal.append(subject, entry(sequence, context));
            }
        }
        for (var subject : subjects) {
            assertThat(journal.read(subject, 1, 100))
                    .as(subject)
                    .hasSize(3)
                    .allMatch(entry -> subject.equals(entry.context().get("subject")));
            assertThat(journal.load(subject).orElseThrow().context())
                    .as(subject)
                    .containsEntry("subject", subject);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatWasAppendedIsReadAndTheStateIsItsFold(long seed) {
        var random = new Random(seed);
        var journal = journal();
        var expected = new HashMap<String, List<JournalEntry>>();
        var live = new HashMap<String, OrchestrationState>();
        for (int i = 0; i < 200; i++) {
            var subject = "subject" + random.nextInt(5);
            var entries = expected.computeIfAbsent(subject, key -> new ArrayList<>());
            var entry = Entries.random(random, entries.size() + 1L);
            journal.append(subject, entry);
            entries.add(entry);
            live.put(subject, OrchestrationState.apply(live.get(subject), entry));
            assertThat(journal.load(subject)).as("seed %d, step %d", seed, i).contains(live.get(subject));
        }
        expected.forEach((subject, entries) -> assertThat(journal.read(subject, 1, 1_000))
                .as("seed %d, %s", seed, subject)
                .isEqualTo(entries));
    }

    private Journal written(String subject, int entries) {
        var journal = journal();
        for (long sequence = 1; sequence <= entries; sequence++) {
            journal.append(subject, entry(sequence));
        }
        return journal;
    }
}
