package dev.xorca.store;

import static dev.xorca.store.Entries.BEGIN;
import static dev.xorca.store.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All orchestrations of a partition can be listed, page by page. */
interface SubjectsContract extends StoreContract {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    default void pagesOneAfterTheOtherHaveEverySubjectOnce(int most) {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        var subjects =
                List.of("a", "aa", "ab", "aaa", "b", "a=", "a+b", "a/", "A", "0", "eyJwIjoiMSJ9", "eyJwIjoiMSJ9==");
        for (var subject : subjects) {
            StoreContract.write(store, subject, subject.length() * 20);
            store.hold(subject, new HeldEvent(1, BEGIN, BEGIN, Entries.event("h")));
        }
        assertThat(all(new JournalReader(keyValues), most)).containsExactlyInAnyOrderElementsOf(subjects);
    }

    @Test
    default void aPageMayBeginWhereNothingIsAnyMore() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        List.of("a", "b", "d").forEach(subject -> store.append(subject, entry(1)));
        var reader = new JournalReader(keyValues);
        assertThat(reader.subjects("c", 10)).containsExactly("d");
        assertThat(reader.subjects("a", 10)).containsExactly("b", "d");
        assertThat(reader.subjects("d", 10)).isEmpty();
        assertThat(reader.subjects("", 0)).isEmpty();
    }

    @Test
    default void onlyWhatHasStartedIsListed() {
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        store.hold("early", new HeldEvent(1, BEGIN, BEGIN, Entries.event("h")));
        store.append("started", Entries.starting(1, Entries.timer("1.0", 5)));
        assertThat(new JournalReader(keyValues).subjects("", 10)).containsExactly("started");
        assertThat(new JournalReader(keyValues()).subjects("", 10)).isEmpty();
    }

    @Test
    default void aLongJournalIsNotReadToFindTheNextSubject() {
        var counted = new CountedStore(keyValues());
        var store = new OrchestrationStore(counted);
        for (var subject : List.of("a", "b", "c")) {
            StoreContract.write(store, subject, 300);
        }
        counted.reset();
        assertThat(new JournalReader(counted).subjects("", 3)).containsExactly("a", "b", "c");
        assertThat(counted.passed()).isLessThan(10);
        counted.reset();
        assertThat(new JournalReader(counted).subjects("a", 1)).containsExactly("b");
        assertThat(counted.passed()).isLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void randomSubjectsAreListedWhole(long seed) {
        var random = new Random(seed);
        var keyValues = keyValues();
        var store = new OrchestrationStore(keyValues);
        var subjects = new HashSet<String>();
        for (int i = 0; i < 200; i++) {
            var subject = new StringBuilder();
            for (int length = 1 + random.nextInt(4); length > 0; length--) {
                subject.append("aAzZ09+/=".charAt(random.nextInt(9)));
            }
            if (subjects.add(subject.toString())) {
                StoreContract.write(store, subject.toString(), 1 + random.nextInt(3));
            }
        }
        assertThat(all(new JournalReader(keyValues), 1 + random.nextInt(20)))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(subjects);
    }

    private static List<String> all(JournalReader reader, int most) {
        var all = new ArrayList<String>();
        for (var page = reader.subjects("", most);
                !page.isEmpty();
                page = reader.subjects(page.get(page.size() - 1), most)) {
            assertThat(page).hasSizeLessThanOrEqualTo(most);
            all.addAll(page);
        }
        return all;
    }
}
