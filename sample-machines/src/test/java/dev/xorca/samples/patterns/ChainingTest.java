package dev.xorca.samples.patterns;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.MachineDocument;
import dev.xorca.testkit.MachineCoverage;
import dev.xorca.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MachineCoverage(machine = "chaining", states = 100, transitions = 100)
class ChainingTest {
    private final MachineDocument machine = Documents.read("chaining", "chaining.machine.yaml");

    @Test
    void threeCitiesAreGreetedOneAfterTheOther() {
        given(machine)
                .thenIn("Tokyo")
                .thenEmitted("cmd.city.greet", Map.of("city", "Tokyo"))
                .whenAnswered("cmd.city.greet", Map.of("greeting", "Hello Tokyo!"))
                .thenEmitted("cmd.city.greet", Map.of("city", "Seattle"))
                .whenAnswered("cmd.city.greet", Map.of("greeting", "Hello Seattle!"))
                .thenEmitted("cmd.city.greet", Map.of("city", "London"))
                .whenAnswered("cmd.city.greet", Map.of("greeting", "Hello London!"))
                .thenDone(Map.of("greetings", List.of("Hello Tokyo!", "Hello Seattle!", "Hello London!")));
    }

    @Test
    void aCallThatFailsIsTriedAgain() {
        var scenario = given(machine);
        fail(scenario);
        scenario.thenIn("Tokyo").thenNothingEmitted();
        scenario.whenTimePasses(Duration.ofMillis(200)).thenEmittedOnly("cmd.city.greet");
        fail(scenario);
        scenario.whenTimePasses(Duration.ofMillis(399)).thenNothingEmitted();
        scenario.whenTimePasses(Duration.ofMillis(1)).thenEmittedOnly("cmd.city.greet");
        fail(scenario);
        scenario.thenFailed().thenIn("Failed");
    }

    @Test
    void aCallThatNobodyAnswersFails() {
        given(machine).whenTimePasses(Duration.ofSeconds(31)).thenFailed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void itFailsWhereverACallFailsForGood(int greeted) {
        var scenario = given(machine);
        for (int i = 0; i < greeted; i++) {
            scenario.whenAnswered("cmd.city.greet", Map.of("greeting", "Hello!"));
        }
        scenario.whenTimePasses(Duration.ofSeconds(31)).thenFailed();
    }

    private static void fail(Scenario scenario) {
        scenario.whenFails("cmd.city.greet", "closed", "nobody at home");
    }
}
