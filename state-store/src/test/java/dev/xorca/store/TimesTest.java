package dev.xorca.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final long SEED = 20_261_128;

    @Test
    void everyTimeThatIsWrittenIsReadAsItWas() {
        var random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            var time = Instant.ofEpochMilli(random.nextLong(-70_000_000_000_000L, 260_000_000_000_000L));
            time = random.nextBoolean() ? time : time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
            assertThat(Times.parse(time.toString()))
                    .as("seed %d, case %d", SEED, i)
                    .isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-28T10:00:00.000001Z",
                "-1000000000-01-01T00:00:00Z",
                "2026-11-28T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-11-28T10:00:00+01:00"
            })
    void rarerFormsMeanWhatTheyMeanToTheJdk(String text) {
        assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-28",
                "2026-13-28T10:00:00Z",
                "2026-11-31T10:00:00Z",
                "2026-11-28T25:00:00Z",
                "x026-11-28T10:00:00Z"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
