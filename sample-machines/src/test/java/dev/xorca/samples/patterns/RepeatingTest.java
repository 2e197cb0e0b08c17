package dev.xorca.samples.patterns;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.MachineDocument;
import dev.xorca.testkit.MachineCoverage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MachineCoverage(states = 100, transitions = 100)
class RepeatingTest {
    private final MachineDocument reminder = Documents.read("reminder", "reminder.machine.yaml");
    private final MachineDocument loop = Documents.read("loop", "loop.machine.yaml");

    @Test
    void itRemindsEveryHourUntilTheTaskIsHandled() {
        given(reminder)
                .input(Map.of("task", "write the report"))
                .thenNothingEmitted()
                .whenTimePasses(Duration.ofMinutes(59))
                .thenNothingEmitted()
                .whenTimePasses(Duration.ofMinutes(1))
                .thenEmittedOnly("notif.xorca.reminder.timedout")
                .whenTimePasses(Duration.ofHours(3))
                .thenEmittedOnly(
                        "notif.xorca.reminder.timedout",
                        "notif.xorca.reminder.timedout",
                        "notif.xorca.reminder.timedout")
                .thenIn("Open")
                .when("evt.task.handled", Map.of("by", "Ada"))
                .thenDone(Map.of("by", "Ada"))
                .whenTimePasses(Duration.ofHours(5))
                .thenNothingEmitted();
    }

    @Test
    void aStateThatIsEnteredAgainAsksAgain() {
        given(loop)
                .input(Map.of("job", "backup"))
                .thenEmitted("cmd.job.look", Map.of("job", "backup", "look", 1))
                .whenAnswered("cmd.job.look", Map.of("ready", false))
                .thenIn("Pause")
                .whenTimePasses(Duration.ofMinutes(1))
                .thenEmitted("cmd.job.look", Map.of("job", "backup", "look", 2))
                .whenAnswered("cmd.job.look", Map.of("ready", true))
                .thenDone(Map.of("looks", 2));
    }

    @Test
    void whatCannotBeLookedAfterFails() {
        var scenario = given(loop).input(Map.of("job", "backup"));
        for (int attempt = 1; attempt <= 5; attempt++) {
            scenario.whenFails("cmd.job.look", "broken", "it does not work").whenTimePasses(Duration.ofSeconds(10));
        }
        scenario.thenFailed();
    }
}
