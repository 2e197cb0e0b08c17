package dev.xorca.testkit;

import static dev.xorca.testkit.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a person reads when a scenario goes wrong. */
class ScenarioTest {
    private static final MachineDocument MACHINE = new MachineDocuments().read("lamp.machine.yaml", """
            name: lamp
            schemas:
              input: { type: object, required: [room] }
              accepts: { evt.dim: { type: object, required: [level] } }
              emits: { notif.level: { type: object, properties: { level: { type: integer, maximum: 10 } } } }
            context: { room: "${input.room}", level: 0 }
            initial: Off
            states:
              Off:
                on: { evt.on: On, evt.break: { guard: context.nothing } }
              On:
                type: parallel
                entry: [ { emit: notif.on, data: { room: "${context.room}" } }, { emit: notif.on } ]
                on:
                  evt.dim:
                    actions: [ { assign: { level: "${event.data.level}" } }, { emit: notif.level, data: { level: "${context.level}" } } ]
                after: { PT1H: Off }
                states:
                  Bulb: {}
                  Timer: { initial: Running, states: { Running: { on: { evt.stop: Stopped } }, Stopped: {} } }
            """);

    private static Scenario lamp() {
        return given(MACHINE).input(Map.of("room", "hall"));
    }

    @Test
    void whatIsTrueHolds() {
        lamp().startingAt(Instant.parse("2026-01-01T00:00:00Z"))
                .thenIn("Off")
                .when("evt.on")
                .thenIn("On")
                .thenIn("On.Bulb", "On.Timer")
                .thenIn("On.Bulb", "#lamp.On.Timer.Running")
                .thenEmittedOnly("notif.on", "notif.on")
                .thenEmitted("notif.on", Map.of("room", "hall"))
                .thenEmitted("notif.on", "{}")
                .when("evt.dim", Map.of("level", 3))
                .thenContext("level", 3)
                .when("evt.unknown")
                .thenIgnored()
                .whenTimePasses(Duration.ofHours(1))
                .thenIn("Off")
                .when("evt.break")
                .thenFails("guard-failed")
                .thenIn("Off");
    }

    @Test
    void aFailureTellsTheStepsSoFar() {
        assertThatThrownBy(() -> lamp().when("evt.on")
                        .when("evt.unknown")
                        .whenTimePasses(Duration.ofMinutes(2))
                        .thenIn("Off"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        the machine is in other states
                          expected: ["Off"]
                          but was:  ["On.Bulb","On.Timer.Running"]
                        Steps so far of lamp 1.0.0:
                           1. start {"room":"hall"}
                               in Off
                           2. evt.on {}
                               in On.Bulb, On.Timer.Running
                               emitted notif.on {"room":"hall"}
                               emitted notif.on {}
                           3. evt.unknown {}
                               no transition; still in On.Bulb, On.Timer.Running
                           4. PT2M pass
                               no transition; still in On.Bulb, On.Timer.Running""");
    }

    @Test
    void whatIsNotTrueIsSaid() {
        says(() -> lamp().when("evt.on").thenIn("On.Bulb"), "the machine is in other states");
        says(() -> lamp().when("evt.on").thenEmitted("notif.off"), "no notif.off was emitted");
        says(
                () -> lamp().when("evt.on")
                        .thenEmitted("notif.on")
                        .thenEmitted("notif.on")
                        .thenEmitted("notif.on"),
                "no notif.on was emitted");
        says(() -> lamp().when("evt.on").thenEmitted("notif.on", "{\"a\":1}"), "notif.on has other data");
        says(() -> lamp().when("evt.on").thenNothingEmitted(), "other events were emitted");
        says(() -> lamp().when("evt.on").thenIgnored(), "a transition was taken");
        says(() -> lamp().thenContext("level", 1), "context.level has another value");
        says(() -> lamp().thenContext("colour", null), "(no such key)");
        says(() -> lamp().thenDone(), "the machine is not done");
        says(() -> lamp().when("evt.on").thenFails("guard"), "nothing failed");
        says(() -> lamp().when("evt.break").thenFails("action-failed"), "it failed for another reason");
        says(() -> lamp().when("evt.break").thenIn("Off"), "the step failed: guard 'context.nothing'");
        says(() -> lamp().when("evt.break").when("evt.on"), "the step failed: guard 'context.nothing'");
        says(() -> lamp().thenRefuses("evt.dim", Map.of("level", 1)), "lets {\"level\":1} pass");
    }

    @Test
    void contractsAreHeld() {
        says(() -> given(MACHINE).thenIn("Off"), "the input breaks the contract");
        says(() -> lamp().when("evt.dim", Map.of("l", 1)), "the data of evt.dim breaks the contract");
        says(
                () -> lamp().when("evt.on").when("evt.dim", Map.of("level", 11)),
                "notif.level breaks the contract that the machine declares: /level:");
    }

    @Test
    void aStateThatTheMachineDoesNotHaveIsAMistakeInTheTest() {
        assertThatThrownBy(() -> lamp().thenIn("Of"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("machine lamp 1.0.0 has no state 'Of'");
    }

    private static void says(ThrowingCallable scenario, String what) {
        assertThatThrownBy(scenario)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what)
                .satisfies(failure -> assertThat(failure.getMessage()).contains("Steps so far of lamp 1.0.0:"));
    }
}
