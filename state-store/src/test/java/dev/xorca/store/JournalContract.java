package dev.xorca.store;

import static dev.xorca.store.Entries.entry;
import static dev.xorca.store.Entries.ignored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A journal takes what follows, and gives it back. */
interface JournalContract extends StoreContract {

    @Test
    default void aStaleWriterIsRefused() {
        var store = written("a", 3);
        for (long sequence : new long[] {1, 2, 3}) {
            assertThatThrownBy(() -> store.append("a", ignored(sequence, "other")))
                    .isInstanceOf(JournalException.class)
                    .hasMessage("position " + sequence + " of journal a is taken");
        }
        assertThat(store.read("a", 1, 10)).containsExactly(entry(1), entry(2), entry(3));
        store.append("a", entry(4));
        assertThat(store.load("a").orElseThrow().sequence()).isEqualTo(4);
    }

    @Test
    default void aGapIsRefused() {
        var store = written("a", 2);
        assertThatThrownBy(() -> store.append("a", entry(4)))
                .isInstanceOf(JournalException.class)
                .hasMessage("position 4 of journal a leaves a gap");
        assertThatThrownBy(() -> store.append("b", entry(2)))
                .isInstanceOf(JournalException.class)
                .hasMessage("position 2 of journal b leaves a gap");
        assertThat(store.read("a", 1, 10)).hasSize(2);
        assertThat(store.read("b", 1, 10)).isEmpty();
    }

    @Test
    default void whatIsRefusedLeavesNothingBehind() {
        var keyValues = keyValues();
        var store = StoreContract.write(new OrchestrationStore(keyValues), "a", 1);
        var before = StoreContract.keys(keyValues);
        var timer = Entries.timer("t", 5);
        assertThatThrownBy(() -> store.append("a", Entries.starting(3, timer))).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> store.append("b", ignored(1, "x")))
                .isInstanceOf(JournalException.class)
                .hasMessage("the journal does not begin with a start");
        assertThatThrownBy(() -> store.append("a", entry(2, Map.of("n", new Object()))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(StoreContract.keys(keyValues)).isEqualTo(before);
        assertThat(store.load("a").orElseThrow().sequence()).isEqualTo(1);
        assertThat(store.load("b")).isEmpty();
        store.append("a", entry(2));
    }

    @Test
    default void anEntryStandsAtPositionOneAtLeast() {
        for (long sequence : new long[] {0, -1, -256}) {
            assertThatThrownBy(() -> entry(sequence))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a journal begins at position 1, not at " + sequence);
        }
    }

    @Test
    default void anOrchestrationThatNeverStartedHasNothing() {
        var store = written("a", 1);
        assertThat(store.load("b")).isEmpty();
        assertThat(store.read("b", 1, 10)).isEmpty();
        assertThat(store.load("")).isEmpty();
    }

    @Test
    default void entriesComeBackInOrderBeyondOneByte() {
        var keyValues = keyValues();
        var store = StoreContract.write(new OrchestrationStore(keyValues), "a", 600);
        assertThat(store.read("a", 1, Integer.MAX_VALUE))
                .extracting(JournalEntry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 600).boxed().toList());
        assertThat(store.load("a").orElseThrow().sequence()).isEqualTo(600);
        assertThat(new OrchestrationStore(keyValues).load("a")).isEqualTo(store.load("a"));
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
            -7   | 2    | 1 2
            2    | 0    | ''
            9223372036854775807 | 5 | ''
            """)
    default void aJournalIsReadInPages(long from, int most, String read) {
        var found = written("a", 5).read("a", from, most).stream()
                .map(JournalEntry::sequence)
                .map(String::valueOf)
                .toList();
        assertThat(String.join(" ", found)).isEqualTo(read);
    }

    @Test
    default void pagesReadOneAfterTheOtherAreTheWhole() {
        var store = written("a", 23);
        var read = new ArrayList<JournalEntry>();
        for (var page = store.read("a", 1, 5); !page.isEmpty(); page = store.read("a", read.size() + 1L, 5)) {
            read.addAll(page);
        }
        assertThat(read).isEqualTo(store.read("a", 1, 100));
    }

    @Test
    default void subjectsThatBeginAlikeDoNotMix() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        var subjects = List.of(
                "",
                "a",
                "aa",
                "a|",
                "a|h",
                "a|j",
                "a|j|",
                "a|j|12345",
                "a|j|\0\0\0\0\0",
                "a|h|\0\0\0\0\0",
                "a|j|\0\0\0\0\0\0\0\1",
                "a|j|\0\0\0\0\0\0\0\1|j|",
                "a|j|\0\0\0\0\0\0\0\2x",
                "a|snapshot|",
                "b",
                "ä",
                "😀",
                "eyJwcm9jZXNzSWQiOiIxIn0=",
                "eyJwcm9jZXNzSWQiOiIxIn0");
        // Long enough for everything to have a snapshot too.
        int entries = LoadedState.SNAPSHOT_ENTRIES + 1;
        for (long sequence = 1; sequence <= entries; sequence++) {
            for (var subject : subjects) {
                var context = new HashMap<String, Object>();
                context.put("subject", subject);
                store.append(subject, entry(sequence, context));
            }
        }
        subjects.forEach(subject ->
                store.hold(subject, new HeldEvent(1, Entries.BEGIN, null, Map.of("id", "for " + subject))));
        for (var each : List.of(store, new OrchestrationStore(keyValues))) {
            for (var subject : subjects) {
                assertThat(each.read(subject, 1, 100))
                        .as(subject)
                        .hasSize(entries)
                        .allMatch(entry -> subject.equals(entry.context().get("subject")));
                assertThat(each.load(subject).orElseThrow().context())
                        .as(subject)
                        .containsEntry("subject", subject);
                assertThat(each.held(subject))
                        .as(subject)
                        .extracting(held -> held.event().get("id"))
                        .containsExactly("for " + subject);
            }
        }
    }

    @Test
    default void whatElseTheStoreHoldsIsLeftAlone() {
        var keyValues = keyValues();
        for (var key : List.of("a", "a|", "a|i|12345678", "a|j", "a|k|12345678", "a|s|", "|j|12345678")) {
            keyValues.put(Bytes.wrap(key.getBytes(UTF_8)), "not an entry".getBytes(UTF_8));
        }
        var store = StoreContract.write(new OrchestrationStore(keyValues), "a", 1);
        assertThat(store.read("a", 1, 10)).containsExactly(entry(1));
        assertThat(new OrchestrationStore(keyValues).load("a").orElseThrow().sequence())
                .isEqualTo(1);
    }

    @Test
    default void theKeyIsSubjectAndPosition() {
        var keyValues = keyValues();
        StoreContract.write(new OrchestrationStore(keyValues), "ä", 2);
        var key = ByteBuffer.allocate(2 + 3 + 8).put("ä|j|".getBytes(UTF_8)).putLong(2);
        assertThat(keyValues.get(Bytes.wrap(key.array()))).isEqualTo(EntryCodec.write(entry(2)));
        assertThat(StoreContract.keys(keyValues)).hasSize(2);
    }

    @Test
    default void anEntryThatCannotBeReadIsNoState() {
        var keyValues = keyValues();
        StoreContract.write(new OrchestrationStore(keyValues), "a", 1);
        keyValues.put(Keys.journal("a", 2), "{\"v\":99}".getBytes(UTF_8));
        var store = new OrchestrationStore(keyValues);
        assertThatThrownBy(() -> store.load("a"))
                .isInstanceOf(JournalException.class)
                .hasMessage("a journal entry has format version 99, this release reads versions 1 to 3");
        assertThatThrownBy(() -> store.read("a", 1, 10)).isInstanceOf(JournalException.class);
        assertThat(store.read("a", 1, 1)).hasSize(1);
        for (long sequence : new long[] {1, 2, 3}) {
            assertThatThrownBy(() -> store.append("a", entry(sequence))).isInstanceOf(JournalException.class);
        }
        assertThat(keyValues.get(Keys.journal("a", 2))).isEqualTo("{\"v\":99}".getBytes(UTF_8));
        assertThat(StoreContract.keys(keyValues)).hasSize(2);
    }

    @Test
    default void anEntryThatIsMissingIsNoState() {
        var keyValues = keyValues();
        StoreContract.write(new OrchestrationStore(keyValues), "a", 3);
        keyValues.delete(Keys.journal("a", 2));
        assertThatThrownBy(() -> new OrchestrationStore(keyValues).load("a"))
                .isInstanceOf(JournalException.class)
                .hasMessage("journal entry 3 does not follow: expected entry 2");
    }

    @Test
    default void inTheCommonCaseAnEntryCostsOneWriteAndNoRead() {
        var counted = new CountedStore(keyValues());
        var store = new OrchestrationStore(counted);
        assertThat(store.load("a")).isEmpty();
        counted.reset();
        store.append("a", entry(1));
        assertThat(counted.puts()).as("writes of a start").isEqualTo(1);
        assertThat(counted.reads())
                .as("reads of a start, beyond looking for it")
                .isZero();
        for (long sequence = 2; sequence < LoadedState.SNAPSHOT_ENTRIES; sequence++) {
            counted.reset();
            assertThat(store.load("a").orElseThrow().sequence()).isEqualTo(sequence - 1);
            store.append("a", entry(sequence));
            assertThat(counted.puts()).as("writes of entry %d", sequence).isEqualTo(1);
            assertThat(counted.reads()).as("reads of entry %d", sequence).isZero();
            assertThat(counted.deletes()).as("deletes of entry %d", sequence).isZero();
        }
    }
}
