package dev.xorca.samples.patterns;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.MachineDocument;
import dev.xorca.testkit.MachineCoverage;
import dev.xorca.testkit.Scenario;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MachineCoverage(machine = "hotel-reservation", states = 100, transitions = 100)
class HotelReservationTest {
    private final MachineDocument machine = Documents.read("hotel-reservation", "hotel-reservation.machine.yaml");
    private final MachineDocument clients = Documents.read("hotel-reservation", "client-creation.machine.yaml");

    @Test
    void aRoomIsBookedForAClientWhoIsKnown() {
        reservation()
                .thenIn("Validate")
                .whenAnswered("cmd.reservation.validate")
                .thenIn("Client")
                .thenChildIn("client-creation", "Find")
                .whenAnswered("cmd.client.find", Map.of("clientId", "c1"))
                .thenIn("CheckRoom")
                .whenAnswered("cmd.room.check", Map.of("price", 240))
                .whenAnswered("cmd.room.block", Map.of("blockId", "b1"))
                .thenEmitted("cmd.booking.create", Map.of("clientId", "c1", "blockId", "b1", "price", 240))
                .whenAnswered("cmd.booking.create", Map.of("bookingId", "k1"))
                .thenDone(Map.of("bookingId", "k1", "price", 240));
    }

    @Test
    void aClientWhoIsNotKnownIsCreated() {
        untilRoomIsChecked().thenIn("CheckRoom");
    }

    @Test
    void aRoomIsFreedAgainWhenItCannotBeBooked() {
        untilRoomIsChecked()
                .whenAnswered("cmd.room.check", Map.of("price", 240))
                .whenAnswered("cmd.room.block", Map.of("blockId", "b1"))
                .whenFails("cmd.booking.create", "NO_BOOKING", "not today")
                .thenIn("Undo")
                .thenEmitted("cmd.room.free", Map.of("blockId", "b1"))
                .whenFails("cmd.room.free", "busy", "in a moment")
                .thenIn("Undo")
                .whenTimePasses(Duration.ofMillis(200))
                .whenAnswered("cmd.room.free")
                .thenCompensated()
                .thenFailed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmd.reservation.validate", "cmd.client.create", "cmd.room.check", "cmd.room.block"})
    void aNoAtAnyStepBeforeRejectsTheReservationAndThereIsNothingToUndo(String refusing) {
        var scenario = reservation();
        for (var step : new String[] {
            "cmd.reservation.validate", "cmd.client.find", "cmd.client.create", "cmd.room.check", "cmd.room.block"
        }) {
            if (step.equals(refusing)) {
                scenario.whenFails(step, "NO", "no");
                break;
            }
            scenario.whenAnswered(step, answer(step));
        }
        scenario.thenFailed().thenIn("Rejected").thenContext("code", "NO");
    }

    @Test
    void aServiceThatIsBusyIsAskedAgain() {
        reservation()
                .whenFails("cmd.reservation.validate", "busy", "in a moment")
                .thenIn("Validate")
                .whenTimePasses(Duration.ofMillis(200))
                .thenEmittedOnly("cmd.reservation.validate");
    }

    private Scenario reservation() {
        return given(machine, clients).input(Map.of("client", "Ada", "room", "101", "nights", 2));
    }

    private Scenario untilRoomIsChecked() {
        return reservation()
                .whenAnswered("cmd.reservation.validate")
                .whenAnswered("cmd.client.find", Map.of())
                .thenChildIn("client-creation", "Create")
                .whenAnswered("cmd.client.create", Map.of("clientId", "c2"));
    }

    private static Map<String, Object> answer(String command) {
        return switch (command) {
            case "cmd.client.create" -> Map.of("clientId", "c2");
            case "cmd.room.check" -> Map.of("price", 240);
            default -> Map.of();
        };
    }
}
