package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrokerClockTest {
    private final BrokerClock clock = new BrokerClock();

    @Test
    void isTheNodesOwnAsLongAsNothingSaysOtherwise() {
        assertThat(clock.at(5_000)).isEqualTo(Instant.ofEpochMilli(5_000));
    }

    @Test
    void isAheadWhenARecordComesFromTheFuture() {
        clock.saw(65_000, 5_000);
        assertThat(clock.at(6_000)).isEqualTo(Instant.ofEpochMilli(66_000));
    }

    @Test
    void isNotBehindBecauseARecordIsOld() {
        clock.saw(1_000, 5_000);
        assertThat(clock.at(6_000)).isEqualTo(Instant.ofEpochMilli(6_000));
    }

    @Test
    void isBehindWhenATimerWasStampedBeforeItsTime() {
        clock.sawTooEarly(4_000, 5_000);
        assertThat(clock.at(6_000)).isEqualTo(Instant.ofEpochMilli(5_000));
    }

    @Test
    void followsABrokerThatIsSetForwardAndBack() {
        clock.saw(3_605_000, 5_000);
        assertThat(clock.at(5_000)).isEqualTo(Instant.ofEpochMilli(3_605_000));
        clock.sawTooEarly(6_000, 6_000);
        assertThat(clock.at(7_000)).isEqualTo(Instant.ofEpochMilli(7_000));
    }
}
