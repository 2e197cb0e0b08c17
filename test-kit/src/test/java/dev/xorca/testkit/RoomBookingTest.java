package dev.xorca.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.dsl.Machine;
import dev.xorca.machine.MachineDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The machine that asks others and that docs/java-dsl.md shows. */
class RoomBookingTest {
    record Trip(String guest, List<String> rooms) {
        Trip in(String roomId) {
            return new Trip(guest, List.of(roomId));
        }
    }

    record Blocked(String roomId) {}

    static MachineDocument machine() {
        return Machine.named("room-booking")
                .context(Trip.class, input -> new Trip("Ada", List.of()))
                .initial("BlockRoom")
                .state(
                        "BlockRoom",
                        state -> state.invoke(
                                "cmd.room.block",
                                Blocked.class,
                                room -> room.data(trip -> Map.of("guest", trip.guest()))
                                        .retry(policy -> policy.attempts(5)
                                                .first(Duration.ofMillis(100))
                                                .on("busy"))
                                        .timeout(
                                                Duration.ofMinutes(1),
                                                wait -> wait.fail().ofEachAttempt())
                                        .compensate(
                                                "cmd.room.free",
                                                (trip, answer) -> Map.of(
                                                        "roomId", answer.data().roomId()))
                                        .onDone(t -> t.assign((trip, answer) ->
                                                        trip.in(answer.data().roomId()))
                                                .target("CleanRooms"))
                                        .onError(t -> t.compensate().target("Failed"))))
                .state(
                        "CleanRooms",
                        state -> state.forEach(
                                Trip::rooms,
                                rooms -> rooms.concurrency(3)
                                        .invoke(
                                                "cmd.room.clean",
                                                room -> room.data(
                                                        (trip, event) -> Map.of("room", event.item(String.class))))
                                        .collect("cleaned")
                                        .onDone("Done")
                                        .onError("Failed")))
                .finalState("Done")
                .finalState("Failed", state -> state.failed())
                .build();
    }

    @Test
    void whatItAsksIsKnownBeforehand() {
        assertThat(machine().machine().emittedTypes())
                .containsExactlyInAnyOrder("cmd.room.block", "cmd.room.free", "cmd.room.clean");
        assertThat(machine().accepts()).containsOnlyKeys("evt.room.block.success");
    }
}
