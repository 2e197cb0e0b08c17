package dev.xorca.crash.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.crash.fault.Fault.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration GAP = Duration.ofSeconds(9);
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

    private static Schedule schedule(long seed, int faults) {
        return Schedule.of(seed, faults, ALL, 2, GAP, SESSION);
    }

    @Test
    void aSeedGivesTheSameFaultsForEver() {
        assertThat(schedule(7, 3).faults().stream().map(Fault::toString))
                .as("a schedule that was written down must stay what it was")
                .containsExactly(
                        "    3.0 s  stop-node    node-2 for 1.9 s",
                        "    7.5 s  kill-node    node-1 for 8.9 s",
                        "   18.6 s  freeze-node  node-2 for 8.3 s");
        assertThat(schedule(7, 100)).isEqualTo(schedule(7, 100)).isNotEqualTo(schedule(8, 100));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noVictimIsStruckWhileItIsAway(long seed) {
        var schedule = schedule(seed, 300);
        for (int victim = 0; victim <= 2; victim++) {
            var faults = schedule.of(victim);
            assertThat(faults).as("victim %s", victim).isNotEmpty();
            for (int i = 1; i < faults.size(); i++) {
                assertThat(faults.get(i).at()).isGreaterThan(faults.get(i - 1).end());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void faultsComeInOrderAndSeveralAreAwayAtOnce(long seed) {
        var faults = schedule(seed, 300).faults();
        boolean together = false;
        for (int i = 1; i < faults.size(); i++) {
            assertThat(faults.get(i).at()).isGreaterThan(faults.get(i - 1).at());
            together |= faults.get(i).at().compareTo(faults.get(i - 1).end()) < 0;
        }
        assertThat(faults).hasSize(300);
        assertThat(together).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void tenFaultsHaveEveryKind(long seed) {
        assertThat(schedule(seed, 10).faults()).extracting(Fault::kind).containsAll(ALL);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsFrozenLosesItsSession(long seed) {
        assertThat(schedule(seed, 300).faults())
                .filteredOn(fault -> fault.kind() == Kind.FREEZE_NODE)
                .allSatisfy(fault -> assertThat(fault.away()).isGreaterThan(SESSION));
    }

    @Test
    void onlyTheKindsThatAreWantedHappen() {
        var wanted = EnumSet.of(Kind.KILL_NODE, Kind.STOP_BROKER);
        assertThat(Schedule.of(1, 40, wanted, 3, GAP, SESSION).faults())
                .extracting(Fault::kind)
                .containsAll(wanted)
                .isSubsetOf(wanted);
    }

    @Test
    void theEndIsWhenTheLastVictimIsBack() {
        var schedule = schedule(1, 30);
        assertThat(schedule.faults())
                .allSatisfy(fault -> assertThat(fault.end()).isLessThanOrEqualTo(schedule.end()));
        assertThat(Schedule.of(1, 0, ALL, 2, GAP, SESSION).end()).isZero();
    }
}
