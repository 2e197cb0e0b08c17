package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.Responder;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.store.OrchestrationState.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What was done is undone, the last first. */
class CompensationTest {
    private static String trip(String root, String more) {
        return """
                name: trip
                %s
                initial: Hotel
                states:
                  Hotel: { invoke: { id: hotel, command: cmd.hotel, compensate: { command: cmd.hotel.free, data: { room: "${event.data.room}" } %s }, onDone: Car } }
                  Car: { invoke: { id: car, command: cmd.car, compensate: { command: cmd.car.free, data: { car: "${event.data.car}" } %s }, onDone: Flight } }
                  Flight: { invoke: { id: flight, command: cmd.flight, compensate: { command: cmd.flight.free }, onDone: Done %s } }
                  Undo: { entry: [ { compensate: true } ], on: { xorca.compensated: Undone } }
                  Undone: {}
                  Done: { type: final }
                """.formatted(root, more, more, root.isEmpty() ? ", onError: Undo" : "");
    }

    private static Play twoDone(String document) {
        return Play.of(document)
                .done("hotel", Map.of("room", 7))
                .done("car", Map.of("car", "red"))
                .in("Flight");
    }

    @Test
    void anActionUndoesInReverseOrderOneByOne() {
        var play = twoDone(trip("", "")).fails("cmd.flight", "full").in("Undo").emitted("cmd.car.free");
        assertThat(play.data(0)).isEqualTo(Map.of("car", "red"));
        play.done("cmd.car.free", 1).emitted("cmd.hotel.free").in("Undo");
        assertThat(play.data(0)).isEqualTo(Map.of("room", 7L));
        play.done("cmd.hotel.free", 1).in("Undone").emitted();
        assertThat(play.state().undos()).isEmpty();
        assertThat(play.state().calls()).isEmpty();
    }

    @Test
    void nothingDoneIsNothingToUndo() {
        Play.of(trip("", "").replace("initial: Hotel", "initial: Undo")).in("Undone");
    }

    @Test
    void whatIsUndoneStandsInTheJournal() {
        var play = twoDone(trip("", ""))
                .fails("cmd.flight", "full")
                .done("cmd.car.free", 1)
                .done("cmd.hotel.free", 1);
        var entries = play.rehearsal().store().read(play.subject().encode(), 1, 100);
        assertThat(entries.stream()
                        .flatMap(entry -> entry.calls().undos().stream())
                        .map(undo -> undo.invocation()))
                .containsExactly("hotel", "car");
        assertThat(entries.stream().flatMap(entry -> entry.calls().undone().stream()))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void anUndoingIsTriedAgainByItsOwnPolicyAndThenIsAnIncident() {
        var play = twoDone(trip("", ", retry: 2"))
                .fails("cmd.flight", "full")
                .fails("cmd.car.free", "busy")
                .incidents();
        play.advance("PT1S")
                .emitted("cmd.car.free")
                .fails("cmd.car.free", "gone")
                .incidents("gone");
        play.emitted("notif.xorca.trip.incident").in("Undo");
        play.order(Order.RETRY).emitted("cmd.car.free").done("cmd.car.free", 1).emitted("cmd.hotel.free");
        play.done("cmd.hotel.free", 1).in("Undone");
    }

    @Test
    void anUnhandledFailureUndoesAllAndFailsTheOrchestrationWhereTheMachineSaysSo() {
        var play = twoDone(trip("onFailure: compensate", ""))
                .fails("cmd.flight", "full")
                .emitted("cmd.car.free")
                .in("Flight");
        play.status(Status.ACTIVE)
                .done("cmd.car.free", 1)
                .emitted("cmd.hotel.free")
                .done("cmd.hotel.free", 1);
        play.status(Status.FAILED);
        assertThat(play.state().position().output())
                .isEqualTo(Map.of(
                        "error",
                        Map.of(
                                "code",
                                "full",
                                "message",
                                "full!",
                                "data",
                                Map.of("code", "full", "message", "full!"))));
        assertThat(play.state().calls()).isEmpty();
        assertThat(play.state().timers()).isEmpty();
    }

    @Test
    void anUnhandledFailureWithNothingDoneFailsAtOnce() {
        Play.of(trip("onFailure: compensate", "")).fails("hotel", "x").status(Status.FAILED);
    }

    @Test
    void withoutThatAnUnhandledFailureIsAnIncidentAndNothingIsUndone() {
        twoDone(trip("onFailure: incident", ""))
                .fails("cmd.flight", "full")
                .incidents("full")
                .status(Status.ACTIVE);
    }

    @Test
    void itemsOfAFanOutAreUndoneOneByOne() {
        var play = Play.of("""
                name: rooms
                initial: Ask
                states:
                  Ask:
                    forEach:
                      items: ["a", "b", "c"]
                      as: guest
                      invoke: { command: cmd.room, compensate: { command: cmd.free, data: { guest: "${guest}", room: "${event.data.room}" } } }
                      onDone: Never
                      onError: Undo
                  Undo: { entry: [ { compensate: true } ], on: { xorca.compensated: Undone } }
                  Undone: {}
                  Never: {}
                """);
        play.done("cmd.room", Map.of("room", 1))
                .done("cmd.room", Map.of("room", 2))
                .fails("cmd.room", "full");
        play.emitted("cmd.free").in("Undo");
        assertThat(play.data(0)).isEqualTo(Map.of("guest", "b", "room", 2L));
        play.done("cmd.free", 1).emitted("cmd.free");
        assertThat(play.data(0)).isEqualTo(Map.of("guest", "a", "room", 1L));
        play.done("cmd.free", 1).in("Undone");
    }

    @Test
    void anyNumberCanBeUndoneWithinOneStep() {
        int items = 5_000;
        var freed = new ArrayList<Object>();
        Map<String, Responder> responders = Map.of(
                "cmd.room", question -> new Responder.Done(question.data()),
                "cmd.free",
                        question -> {
                            freed.add(question.data());
                            return new Responder.Done(null);
                        });
        var play = Play.of(responders, Map.of(), """
                name: rooms
                initial: Ask
                states:
                  Ask:
                    forEach:
                      items: %d
                      invoke: { command: cmd.room, data: "${index}", compensate: { command: cmd.free, data: "${event.data}" } }
                      onDone: Undo
                  Undo: { entry: [ { compensate: true } ], on: { xorca.compensated: Undone } }
                  Undone: {}
                """.formatted(items));
        play.in("Undone");
        var lastFirst = LongStream.range(0, items)
                .mapToObj(i -> (Object) (items - 1 - i))
                .toList();
        assertThat(freed).isEqualTo(lastFirst);
        assertThat(play.state().undos()).isEmpty();
    }

    @Test
    void whatNobodyAnsweredIsNotUndone() {
        var play = Play.of(trip("", "").replace("id: car,", "id: car, timeout: PT1M,"))
                .done("hotel", Map.of("room", 7));
        play.advance("PT1M").in("Flight").fails("flight", "full").emitted("cmd.hotel.free");
    }

    @Test
    void aCompletedOrchestrationUndoesNothing() {
        var play = twoDone(trip("", ""))
                .done("cmd.flight", 1)
                .in("Done")
                .status(Status.DONE)
                .emitted();
        assertThat(List.copyOf(play.state().calls().keySet())).isEmpty();
    }
}
