package dev.xorca.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Answer ANSWER = Answer.of(Map.of("status", "done"), false);

    private final Outcomes outcomes = new Outcomes(1);

    @AfterEach
    void close() {
        outcomes.close();
    }

    @Test
    void looksAgainUntilThereIsAnOutcome() {
        var looks = new AtomicInteger();
        var outcome = outcomes.takeSeat()
                .await(LONG, () -> looks.incrementAndGet() < 4 ? Optional.empty() : Optional.of(ANSWER));
        assertThat(outcome.join()).contains(ANSWER);
        assertThat(looks).hasValue(4);
    }

    @Test
    void givesUpInTime() {
        assertThat(outcomes.takeSeat()
                        .await(Duration.ofMillis(30), Optional::empty)
                        .join())
                .isEmpty();
    }

    @Test
    void aSeatIsFreeAgainWhenItIsGivenBack() {
        var seat = outcomes.takeSeat();
        assertThatThrownBy(outcomes::takeSeat).isInstanceOf(Problem.class).hasMessageContaining("http-max-waiting");
        seat.close();
        seat.close();
        var next = outcomes.takeSeat();
        assertThatThrownBy(outcomes::takeSeat)
                .as("given back twice counts once")
                .isInstanceOf(Problem.class);
        next.close();
    }

    @Test
    void whatCannotBeReadEndsTheWait() {
        var outcome = outcomes.takeSeat().await(LONG, () -> {
            throw new IllegalStateException("unreadable");
        });
        assertThatThrownBy(outcome::join).hasMessageContaining("unreadable");
    }

    @Test
    void nobodyWaitsForANodeThatEnds() {
        var outcome = outcomes.takeSeat().await(LONG, Optional::empty);
        outcomes.close();
        assertThat(outcome.join()).isEmpty();
    }
}
