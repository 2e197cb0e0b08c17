package dev.xorca.samples.patterns;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.MachineDocument;
import dev.xorca.testkit.MachineCoverage;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MachineCoverage(machine = "client-creation", states = 100, transitions = 100)
class ClientCreationTest {
    private final MachineDocument machine = Documents.read("hotel-reservation", "client-creation.machine.yaml");

    @Test
    void aClientWhoIsThereIsFound() {
        given(machine)
                .input(Map.of("name", "Ada"))
                .whenAnswered("cmd.client.find", Map.of("clientId", "c1"))
                .thenDone(Map.of("clientId", "c1"));
    }

    @Test
    void aClientWhoIsNotIsCreated() {
        given(machine)
                .input(Map.of("name", "Ada"))
                .whenAnswered("cmd.client.find")
                .whenAnswered("cmd.client.create", Map.of("clientId", "c2"))
                .thenDone(Map.of("clientId", "c2"));
    }

    @Test
    void whatCannotBeFoundOrCreatedFailsWithItsCode() {
        given(machine)
                .input(Map.of("name", "Ada"))
                .whenFails("cmd.client.find", "NO_REGISTER", "burnt")
                .thenFailed()
                .thenContext("code", "NO_REGISTER");
        given(machine)
                .input(Map.of("name", "Mallory"))
                .whenAnswered("cmd.client.find")
                .whenFails("cmd.client.create", "NOT_WELCOME", "never")
                .thenFailed()
                .thenContext("code", "NOT_WELCOME");
    }
}
