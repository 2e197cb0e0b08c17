package dev.xorca.samples.patterns;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.MachineDocument;
import dev.xorca.testkit.MachineCoverage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MachineCoverage(machine = "fan-out", states = 100, transitions = 100)
class FanOutTest {
    private final MachineDocument machine = Documents.read("fan-out", "fan-out.machine.yaml");

    @Test
    void asMuchIsProcessedAsThereIsAndAddedUp() {
        given(machine)
                .input(Map.of("batch", "b"))
                .whenAnswered("cmd.work.list", Map.of("items", List.of("a", "bb", "ccc")))
                .thenEmittedOnly("cmd.work.process", "cmd.work.process", "cmd.work.process")
                .whenAllAnswered("cmd.work.process", data -> Map.of("value", length(data)))
                .thenDone(Map.of("items", List.of("a", "bb", "ccc"), "total", 6));
    }

    @Test
    void nothingToDoIsDoneAtOnce() {
        given(machine)
                .input(Map.of("batch", "b"))
                .whenAnswered("cmd.work.list", Map.of("items", List.of()))
                .thenDone(Map.of("items", List.of(), "total", 0));
    }

    @Test
    void oneThatFailsForGoodFailsTheWhole() {
        var scenario = given(machine)
                .input(Map.of("batch", "b"))
                .whenAnswered("cmd.work.list", Map.of("items", List.of("a", "bb")));
        for (int attempt = 1; attempt < 5; attempt++) {
            scenario.whenFails("cmd.work.process", "broken", "it does not work")
                    .whenFails("cmd.work.process", "broken", "it does not work")
                    .whenTimePasses(Duration.ofSeconds(10));
        }
        scenario.whenFails("cmd.work.process", "broken", "it does not work").thenFailed();
    }

    @Test
    void withoutAListThereIsNothingToBeDone() {
        var scenario = given(machine).input(Map.of("batch", "b"));
        for (int attempt = 1; attempt < 3; attempt++) {
            scenario.whenFails("cmd.work.list", "broken", "it does not work").whenTimePasses(Duration.ofMinutes(1));
        }
        scenario.whenFails("cmd.work.list", "broken", "it does not work").thenFailed();
    }

    private static long length(Object data) {
        return data instanceof Map<?, ?> question
                ? String.valueOf(question.get("item")).length()
                : 0;
    }
}
