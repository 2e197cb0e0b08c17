package dev.xorca.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.crash.fault.Fault;
import dev.xorca.crash.fault.Fault.Kind;
import dev.xorca.crash.fault.Struck;
import dev.xorca.crash.load.Waits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GapsTest {
    private final Waits waits = new Waits();

    private static long seconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private static Struck struck(Kind kind, int victim, double began, double ended, boolean isBack) {
        var fault = new Fault(Duration.ofNanos(seconds(began)), kind, victim, Duration.ofNanos(seconds(ended - began)));
        return new Struck(fault, seconds(began), seconds(ended), isBack);
    }

    @Test
    void aGapIsThatOfTheFaultItFallsInto() {
        waits.add(seconds(12), seconds(16));
        waits.add(seconds(50), seconds(57));
        waits.add(seconds(100), seconds(120));
        var gaps = Gaps.of(
                0, waits, List.of(struck(Kind.KILL_NODE, 1, 11, 13, true), struck(Kind.FREEZE_NODE, 2, 49, 58, true)));
        assertThat(gaps.longest()).isEqualTo(20);
        assertThat(gaps.longestFrom()).isEqualTo(100);
        assertThat(gaps.atLongest()).isEmpty();
        assertThat(gaps.oneNode()).containsOnlyKeys(Kind.KILL_NODE, Kind.FREEZE_NODE);
        assertThat(gaps.oneNode()).containsEntry(Kind.KILL_NODE, 4.0).containsEntry(Kind.FREEZE_NODE, 7.0);
    }

    @Test
    void aGapWhileTwoAreAwayIsNobodys() {
        waits.add(seconds(10), seconds(14));
        var gaps = Gaps.of(
                0, waits, List.of(struck(Kind.KILL_NODE, 1, 11, 13, true), struck(Kind.KILL_BROKER, 0, 12, 13, true)));
        assertThat(gaps.longest()).isEqualTo(4);
        assertThat(gaps.atLongest()).isEqualTo(gaps.atFaults());
        assertThat(gaps.atFaults()).extracting(Gaps.AtFault::gap).containsExactly(3.0, 2.0);
        assertThat(gaps.oneNode()).isEmpty();
    }

    @Test
    void aGapAtTheBrokerIsNoGapAtANode() {
        waits.add(seconds(10), seconds(14));
        assertThat(Gaps.of(0, waits, List.of(struck(Kind.STOP_BROKER, 0, 11, 13, true)))
                        .oneNode())
                .isEmpty();
    }
}
