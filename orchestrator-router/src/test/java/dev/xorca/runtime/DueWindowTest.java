package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DueWindowTest {
    private static final int LOOK_EVERY_MILLIS = 10;

    private final DueWindow window = new DueWindow();
    private final Queue<Long> told = new ArrayDeque<>();
    private long now = 1_000_000;
    private double mayAnswer;
    private int answered;
    private long longestWait;
    private long awayMillis;

    /** Between too long a line and an orchestrator that has nothing to do. */
    @ParameterizedTest
    @ValueSource(ints = {400, 1_000, 2_000, 10_000})
    void asMuchIsToldAsIsAnsweredSoon(int perSecond) {
        pass(60_000, perSecond);
        answered = 0;
        longestWait = 0;
        pass(10_000, perSecond);
        assertThat(longestWait).isLessThanOrEqualTo(DueWindow.SOON_MILLIS + 3 * LOOK_EVERY_MILLIS);
        assertThat(answered).isGreaterThanOrEqualTo(10 * perSecond * 95 / 100);
    }

    @ParameterizedTest
    @CsvSource({"10, 50", "1000000, 500"})
    void thereIsALeastAndAMost(int perSecond, int size) {
        pass(60_000, perSecond);
        assertThat(window.size()).isEqualTo(size);
    }

    /** The machine has become slower, or has something else to do. */
    @ParameterizedTest
    @CsvSource({"2000, 500", "500, 2000"})
    void itFollowsTheSpeed(int before, int after) {
        pass(60_000, before);
        pass(60_000, after);
        longestWait = 0;
        answered = 0;
        pass(10_000, after);
        assertThat(longestWait).isLessThanOrEqualTo(DueWindow.SOON_MILLIS + 3 * LOOK_EVERY_MILLIS);
        assertThat(answered).isGreaterThanOrEqualTo(10 * after * 95 / 100);
    }

    @Test
    void aBrokerThatIsFarAwayIsNoReasonToTellLess() {
        awayMillis = 300;
        pass(60_000, 1_000);
        answered = 0;
        pass(10_000, 1_000);
        assertThat(answered).isGreaterThanOrEqualTo(9_500);
    }

    /** Answers one after the other, at this speed, while more is told at every look. */
    private void pass(int millis, int perSecond) {
        for (int i = 0; i < millis; i++, now++) {
            if (now % LOOK_EVERY_MILLIS == 0) {
                while (told.size() < window.size()) {
                    told.add(now);
                }
            }
            for (mayAnswer += perSecond / 1_000.0; mayAnswer >= 1; mayAnswer--) {
                if (!told.isEmpty() && told.element() <= now - awayMillis) {
                    long toldAt = told.remove();
                    longestWait = Math.max(longestWait, now - toldAt);
                    window.answered(toldAt, now);
                    answered++;
                }
            }
        }
    }
}
