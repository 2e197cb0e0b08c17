package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.Responder;
import dev.xorca.router.CallToken;
import dev.xorca.router.Decision.Outcome;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState.Status;
import dev.xorca.store.PendingCall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where the machine fails at what came of a question, or a question cannot be put, nobody would ever say it again: it
 * becomes an incident, so that an operator sees it, and has it asked again or answers it.
 */
class FailingStepsTest {
    private static final String INCIDENT = "notif.xorca.asking.incident";

    /** Asks, and on the way to the next state divides by what was answered. */
    private static String dividing(String more) {
        return """
                name: asking
                context: { n: 0 }
                schemas: { emits: { notif.told: { type: object, properties: { n: { type: integer, maximum: 50 } } } } }
                initial: Ask
                states:
                  Ask:
                    invoke: { id: ask, command: cmd.ask, result: { into: n } %s, onDone: { target: Done, actions: [ { emit: notif.told, data: { n: "${100 / context.n}" } } ] } }
                    on: { evt.leave: Left }
                  Done: { type: final }
                  Left: {}
                """.formatted(more.isEmpty() ? "" : ", " + more);
    }

    private static CallToken token(Play play, PendingCall call) {
        return new CallToken(call.token(), call.attempt(), play.subject());
    }

    @ParameterizedTest
    @CsvSource({"0, action-failed", "1, emitted-event-invalid"})
    void anAnswerAtWhichTheMachineFailsIsAnIncident(int divisor, String code) {
        var play = Play.of(dividing(""))
                .done("ask", divisor)
                .outcome(Outcome.FAILED)
                .failure(code)
                .emitted(INCIDENT)
                .in("Ask")
                .context("n", 0L)
                .incidents(code)
                .waitsFor();
        assertThat(play.data(0)).containsEntry("code", code).containsEntry("attempts", 1L);
        assertThat(play.steps().get(0).decision().events().get(0).getType())
                .isEqualTo("xorca.orchestrator.asking.error");
        var entry = play.steps().get(0).decision().entry();
        assertThat(entry.outcome()).isEqualTo(JournalEntry.Outcome.FAILED);
        assertThat(entry.reason().code()).isEqualTo(code);
        assertThat(entry.microsteps()).isEmpty();

        play.order(Order.RETRY)
                .outcome(Outcome.RETRIED)
                .emitted("cmd.ask")
                .done("ask", 4)
                .emitted("notif.told")
                .status(Status.DONE);
    }

    @Test
    void anAnswerByTokenAtWhichTheMachineFailsMayBeGivenBetter() {
        var play = Play.of(dividing(""));
        var call = play.state().calls().values().iterator().next();
        play.internal(InternalEvents.answer(token(play, call), "a", true, 0))
                .outcome(Outcome.FAILED)
                .incidents("action-failed");
        play.internal(InternalEvents.answer(token(play, call), "b", true, 5))
                .outcome(Outcome.TRANSITIONED)
                .status(Status.DONE);
    }

    @Test
    void theIncidentGoesWithItsState() {
        Play.of(dividing("")).done("ask", 0).event("evt.leave", 1).in("Left").incidents();
    }

    @Test
    void aDeadlineAtWhichTheMachineFailsIsAnIncident() {
        var play = Play.of(dividing("timeout: { after: PT10S, action: resume, result: \"${0}\" }"))
                .advance("PT10S")
                .failure("action-failed")
                .emitted(INCIDENT)
                .incidents("action-failed");
        assertThat(play.state().timers()).isEmpty();
        play.order(Order.RETRY).emitted("cmd.ask").done("ask", 4).status(Status.DONE);
    }

    @Test
    void aReminderThatCannotBeWrittenLeavesTheQuestionOpen() {
        Play.of(dividing("timeout: { after: PT10S, action: notify, message: \"${string(1 / context.n)}\" }"))
                .advance("PT10S")
                .failure("action-failed")
                .emitted()
                .incidents()
                .done("ask", 4)
                .status(Status.DONE);
    }

    @Test
    void anAttemptThatCannotBeMadeIsAnIncident() {
        var play = Play.of("""
                name: asking
                context: { n: 1 }
                initial: Ask
                states:
                  Ask:
                    invoke: { id: ask, command: cmd.ask, attributes: { share: "${string(1 / context.n)}" }, retry: 3, onDone: Done }
                    on: { evt.set: { actions: [ { assign: { n: "${event.data}" } } ] } }
                  Done: { type: final }
                """);
        play.fails("ask", "busy").event("evt.set", 0);
        play.advance("PT1S").emitted(INCIDENT).incidents("action-failed").waitsFor();
        // The order leads to the same as long as nothing has changed.
        play.order(Order.RETRY).outcome(Outcome.RETRIED).emitted(INCIDENT).incidents("action-failed");
        play.event("evt.set", 1)
                .order(Order.RETRY)
                .emitted("cmd.ask")
                .done("ask", 1)
                .status(Status.DONE);
    }

    private static String fanOut(String more) {
        return """
                name: asking
                schemas: { emits: { cmd.item: { type: object, properties: { share: { type: integer, maximum: 50 } } } } }
                context: { all: [ 2, 1, 0, 4 ], results: [] }
                initial: Ask
                states:
                  Ask:
                    forEach:
                      items: "${context.all}"
                      invoke: { command: cmd.item, data: { share: "${100 / item}" } }
                      collect: { into: results }
                      onDone: Done
                      %s
                    on: { evt.set: { actions: [ { assign: { all: "${event.data}" } } ] } }
                  Done: { type: final }
                  Failed: {}
                """.formatted(more);
    }

    @Test
    void anItemOfWhichNobodyCanBeAskedIsAnIncidentAndTheOthersGoOn() {
        var play = Play.of(fanOut("")).in("Ask").incidents("emitted-event-invalid", "action-failed");
        assertThat(play.events())
                .extracting(event -> event.getType())
                .containsExactly("cmd.item", INCIDENT, INCIDENT, "cmd.item");
        play.waitsFor("cmd.item", "cmd.item");
        for (var call : play.state().calls().values()) {
            if (call.fanOut() == null) {
                play.internal(InternalEvents.answer(token(play, call), "to " + call.token(), true, call.index()));
            }
        }
        play.status(Status.DONE);
        assertThat(play.state().context()).extractingByKey("results").isEqualTo(List.of(0L, 1L, 2L, 3L));
    }

    @Test
    void anItemOfWhichNobodyCanBeAskedIsCollectedAsAnError() {
        var play = Play.of(fanOut("onItemError: collect"))
                .done("cmd.item", "a")
                .done("cmd.item", "d")
                .status(Status.DONE);
        assertThat(play.state().context().get("results").toString())
                .startsWith("[a, {error={code=emitted-event-invalid, ")
                .contains("{error={code=action-failed, ")
                .endsWith(", d]");
    }

    @Test
    void anItemOfWhichNobodyCanBeAskedFailsTheWhole() {
        Play.of(fanOut("onError: Failed")).in("Failed").waitsFor();
    }

    @Test
    void theLastAnswerOfAFanOutAtWhichTheMachineFailsIsAnIncidentOfItsItem() {
        var play = Play.of("""
                name: asking
                context: { n: 0 }
                initial: Ask
                states:
                  Ask:
                    forEach:
                      items: [ 1, 2 ]
                      invoke: { command: cmd.item, data: "${item}" }
                      onDone: { target: Done, actions: [ { assign: { n: "${100 / event.data.results[1]}" } } ] }
                  Done: { type: final, output: "${context.n}" }
                """);
        play.done("cmd.item", 0).done("cmd.item", 0).failure("action-failed").incidents("action-failed");
        play.order(Order.RETRY).emitted("cmd.item").done("cmd.item", 4).status(Status.DONE);
        assertThat(play.state().position().output()).isEqualTo(25L);
    }

    @Test
    void anUndoingThatCannotBeAskedForIsAnIncident() {
        var play = Play.of("""
                name: asking
                schemas: { emits: { cmd.undo: { type: object, properties: { n: { type: integer, maximum: 50 } } } } }
                initial: Ask
                states:
                  Ask: { invoke: { command: cmd.ask, compensate: { command: cmd.undo, data: { n: "${event.data}" } }, onDone: Asked } }
                  Asked: { on: { evt.back: { actions: [ { compensate: true } ] } } }
                """);
        play.done("cmd.ask", 51).event("evt.back", 1).emitted(INCIDENT).incidents("emitted-event-invalid");
    }

    @Test
    void aChildWhoseEndTheMachineFailsAtIsAskedAgain() {
        var play = Play.of("""
                name: asking
                context: { n: 0 }
                initial: Ask
                states:
                  Ask: { invoke: { id: child, machine: child, onDone: { target: Done, actions: [ { assign: { n: "${1 / event.data.n}" } } ] } } }
                  Done: { type: final }
                """, """
                name: child
                initial: Wait
                states: { Wait: { invoke: { command: cmd.ask, onDone: End } }, End: { type: final, output: { n: "${event.data}" } } }
                """);
        play.done("cmd.ask", 0).incidents("action-failed");
        // Nothing goes to the child, which is over.
        assertThat(play.steps()).hasSize(2);
        play.order(Order.RETRY).done("cmd.ask", 1).status(Status.DONE);
    }

    @Test
    void theEndOfAFanOutThatIsAnsweredAtOnceMayFailTheEventThatLedToIt() {
        var answering = Map.<String, Responder>of("cmd.item", question -> new Responder.Done(0));
        Play.of(answering, Map.of(), """
                name: asking
                initial: Idle
                states:
                  Idle: { on: { evt.go: Ask } }
                  Ask:
                    forEach:
                      items: [ 1, 2 ]
                      completion: { when: "1 / result == 1" }
                      invoke: { command: cmd.item, data: "${item}" }
                      onDone: Done
                  Done: { type: final }
                """)
                .event("evt.go", 1)
                .failure("action-failed")
                .in("Idle")
                .incidents();
    }
}
