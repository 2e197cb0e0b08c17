package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitPaceTest {
    private static final long LONGEST = 100;

    @Test
    void aRecordAfterAPauseIsCommittedAtOnce() {
        var pace = new CommitPace(LONGEST);
        pace.asked(1_000);
        assertThat(pace.afterRecord(1_500)).isTrue();
    }

    @Test
    void aRecordRightBehindACommitWaitsALittle() {
        var pace = new CommitPace(LONGEST);
        pace.asked(1_000);
        assertThat(pace.afterRecord(1_003)).isFalse();
        assertThat(pace.later(1_009)).isFalse();
        assertThat(pace.later(1_010)).isTrue();
    }

    @Test
    void nothingIsCommittedWhenNothingWasDone() {
        var pace = new CommitPace(LONGEST);
        pace.asked(1_000);
        assertThat(pace.later(9_000)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            RECORDS PER SECOND, MILLISECONDS BETWEEN COMMITS
            100,                10
            500,                10
            1000,               20
            2000,               40
            4000,               80
            20000,              100
            """)
    void theBusierTheSeldomer(long rate, long expected) {
        var pace = new CommitPace(LONGEST);
        pace.asked(0);
        long now = 0;
        for (long record = 1; ; record++) {
            now = record * 1_000 / rate;
            if (pace.afterRecord(now)) {
                break;
            }
        }
        assertThat(now).isBetween(expected - 1, expected + 1);
    }
}
