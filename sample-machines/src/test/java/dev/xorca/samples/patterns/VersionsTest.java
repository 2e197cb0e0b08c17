package dev.xorca.samples.patterns;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.testkit.MachineCoverage;
import dev.xorca.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@MachineCoverage(machine = "versions", states = 100, transitions = 100)
class VersionsTest {

    @Test
    void theFirstVersionDoesTwoThings() {
        version(1)
                .whenAnswered("cmd.activity.one")
                .whenAnswered("cmd.activity.two")
                .thenDone(Map.of("version", "1.0.0", "did", List.of("one", "two")));
    }

    @Test
    void theSecondVersionDoesAThirdThingBetweenThem() {
        version(2)
                .whenAnswered("cmd.activity.one")
                .whenAnswered("cmd.activity.three")
                .whenAnswered("cmd.activity.two")
                .thenDone(Map.of("version", "2.0.0", "did", List.of("one", "three", "two")));
    }

    @ParameterizedTest
    @CsvSource({"1,''", "1,one", "2,''", "2,one", "2,one three"})
    void whatCannotBeDoneFails(int version, String done) {
        var scenario = version(version);
        for (var activity : done.isEmpty() ? new String[0] : done.split(" ", -1)) {
            scenario.whenAnswered("cmd.activity." + activity);
        }
        var next = done.isEmpty() ? "one" : version == 2 && done.equals("one") ? "three" : "two";
        for (int attempt = 1; attempt <= 5; attempt++) {
            scenario.whenFails("cmd.activity." + next, "broken", "it does not work")
                    .whenTimePasses(Duration.ofSeconds(10));
        }
        scenario.thenFailed();
    }

    private static Scenario version(int number) {
        return given(Documents.read("versions", number == 1 ? "versions-1.machine.yaml" : "versions-2.machine.yaml"));
    }
}
