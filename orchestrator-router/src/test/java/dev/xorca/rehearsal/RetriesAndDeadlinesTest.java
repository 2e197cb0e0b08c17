package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.router.Decision.Outcome;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.store.OrchestrationState.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens when an attempt fails, and when nobody answers. */
class RetriesAndDeadlinesTest {

    private static String asking(String more) {
        return """
                name: asking
                context: { deadline: "2026-03-01T08:05:00Z" }
                initial: Ask
                states:
                  Ask:
                    invoke: { id: ask, command: cmd.ask, result: { into: result }, onDone: Done %s }
                    on: { evt.leave: Failed }
                  Done: { type: final }
                  Failed: { entry: [ { assign: { code: "${has(event.code) ? event.code : 'none'}", attempts: "${has(event.attempts) ? event.attempts : 0}" } } ] }
                """.formatted(more.isEmpty() ? "" : ", " + more);
    }

    /** Fails again and again; the seconds from one attempt to the next. */
    private static List<Long> waits(String retry, String code) {
        var play = Play.of(asking("onError: Failed, retry: " + retry));
        var waits = new ArrayList<Long>();
        while (!play.machine().configuration().leaves().contains("Failed")) {
            var failedAt = play.rehearsal().now();
            play.fails("ask", code);
            if (play.questions().isEmpty() && !play.state().timers().isEmpty()) {
                var due = play.state().timers().values().iterator().next().due();
                play.advance(Duration.between(failedAt, due).minusMillis(1).toString())
                        .emitted();
                play.advance("PT0.001S").emitted("cmd.ask");
                waits.add(Duration.between(failedAt, due).toSeconds());
            }
        }
        assertThat(play.state().timers()).isEmpty();
        return waits;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                { attempts: 1 }                                          | x    | ''
                3                                                        | x    | 1 2
                { first: PT2S, factor: 3, attempts: 4 }                  | x    | 2 6 18
                { first: PT10S, factor: 10, max: PT20S, attempts: 4 }    | x    | 10 20 20
                { first: PT5S, factor: 1, total: PT12S, attempts: 100 }  | x    | 5 5
                { attempts: 3, on: [busy] }                              | busy | 1 2
                { attempts: 3, on: [busy] }                              | x    | ''
                """)
    void attemptsAreMadeByThePolicy(String retry, String code, String waits) {
        assertThat(waits(retry, code).stream().map(String::valueOf).toList())
                .containsExactly(waits.isEmpty() ? new String[0] : waits.split(" "));
    }

    @Test
    void jitterShortensWaitsAndIsTheSameEachTime() {
        var retry = "{ first: PT100S, factor: 1, max: PT100S, attempts: 20, jitter: 0.5 }";
        var waits = waits(retry, "x");
        assertThat(waits)
                .hasSize(19)
                .allMatch(wait -> wait >= 50 && wait <= 100)
                .isEqualTo(waits(retry, "x"));
        assertThat(waits.stream().distinct().count()).isGreaterThan(8);
    }

    @Test
    void theMachineLearnsWhatWentWrongAndHowOftenItWasTried() {
        Play.of(asking("onError: Failed, retry: { attempts: 2 }"))
                .fails("ask", "busy")
                .in("Ask")
                .advance("PT1S")
                .fails("ask", "gone")
                .in("Failed")
                .context("code", "gone")
                .context("attempts", 2L);
    }

    @Test
    void attemptsAreInTheJournal() {
        var play = Play.of(asking("onError: Failed, retry: { attempts: 2 }")).fails("ask", "busy");
        var paused = play.steps().get(0).decision().entry().calls().put().get(0);
        assertThat(paused.attempt()).isEqualTo(1);
        assertThat(paused.fault().code()).isEqualTo("busy");
        play.advance("PT1S");
        assertThat(play.steps().get(0).decision().entry().calls().put().get(0).attempt())
                .isEqualTo(2);
    }

    @Test
    void whatNobodyHandlesIsAnIncidentThatAnOperatorMayHaveTriedAgain() {
        var play = Play.of(asking("retry: { attempts: 2 }")).fails("ask", "a").advance("PT1S");
        play.fails("ask", "b")
                .emitted("notif.xorca.asking.incident")
                .in("Ask")
                .incidents("b")
                .waitsFor();
        assertThat(play.data(0))
                .containsEntry("code", "b")
                .containsEntry("message", "b!")
                .containsEntry("attempts", 2L)
                .containsEntry("state", "Ask")
                .containsEntry("invocation", "ask")
                .containsEntry("name", "asking")
                .containsEntry("processId", "p1")
                .containsEntry("subject", play.subject().encode());
        play.advance("P1D").emitted().incidents("b");
        play.order(Order.RETRY)
                .outcome(Outcome.RETRIED)
                .emitted("cmd.ask")
                .incidents()
                .waitsFor("cmd.ask");
        // Another round of attempts.
        play.fails("ask", "c").in("Ask").incidents().advance("PT1S").emitted("cmd.ask");
        play.fails("ask", "d").incidents("d");
        play.order(Order.RETRY).done("ask", 1).in("Done").context("result", 1L);
    }

    @Test
    void anIncidentIsGivenUpWhenItsStateIsLeft() {
        Play.of(asking(""))
                .fails("ask", "a")
                .incidents("a")
                .event("evt.leave", 1)
                .in("Failed")
                .incidents();
    }

    @Test
    void withoutIncidentsThereIsNothingToTryAgain() {
        Play.of(asking("")).order(Order.RETRY).outcome(Outcome.IGNORED).emitted();
    }

    @Test
    void whatIsPausedGoesOnAfterASuspension() {
        var play = Play.of(asking("onError: Failed, retry: 2"))
                .fails("ask", "busy")
                .order(Order.SUSPEND);
        play.advance("PT1H").emitted().status(Status.SUSPENDED);
        play.order(Order.RESUME).emitted("cmd.ask").done("ask", 1).in("Done");
    }

    // Deadlines.

    @Test
    void resumeGoesOnWithAResultThatSaysSo() {
        var play = Play.of(asking("timeout: PT10M"));
        var question = play.question("ask");
        play.advance("PT9M59S").in("Ask").advance("PT1S").in("Done").context("result", Map.of("timedOut", true));
        assertThat(play.state().timers()).isEmpty();
        assertThat(question).isNotNull();
    }

    @Test
    void resumeMayHaveAResultOfItsOwn() {
        Play.of(asking("timeout: { after: PT1M, result: { answer: 42 } }"))
                .advance("PT1M")
                .in("Done")
                .context("result", Map.of("answer", 42L));
    }

    @Test
    void theAnswerInTimeCallsTheDeadlineOff() {
        var play = Play.of(asking("timeout: PT10M").replace("Done: { type: final }", "Done: {}"))
                .done("ask", 1);
        assertThat(play.state().timers()).isEmpty();
        play.advance("PT1H").emitted().in("Done");
    }

    @Test
    void theAnswerAfterTheDeadlineIsLate() {
        var play = Play.of(asking("timeout: PT10M").replace("Done: { type: final }", "Done: {}"));
        var question = play.question("ask");
        play.advance("PT10M").in("Done");
        play.event(question.answer(java.net.URI.create("/s"), "x", true, 1)).outcome(Outcome.LATE);
    }

    @Test
    void failFailsForGood() {
        Play.of(asking("onError: Failed, timeout: { after: PT1M, action: fail }, retry: 5"))
                .advance("PT1M")
                .in("Failed")
                .context("code", "timeout");
    }

    @Test
    void failOfAnAttemptIsTriedAgain() {
        var play =
                Play.of(asking("onError: Failed, timeout: { after: PT1M, anchor: attempt, action: fail }, retry: 2"));
        play.advance("PT1M").in("Ask").emitted().advance("PT1S").emitted("cmd.ask");
        play.advance("PT59S")
                .in("Ask")
                .advance("PT1S")
                .in("Failed")
                .context("code", "timeout")
                .context("attempts", 2L);
    }

    @Test
    void theTimeOfAStateIsNotLongerForAnotherAttempt() {
        var play = Play.of(asking(
                "onError: Failed, timeout: { after: PT1M, action: fail }, retry: { attempts: 5, first: PT10S }"));
        play.advance("PT30S")
                .fails("ask", "busy")
                .advance("PT10S")
                .emitted("cmd.ask")
                .advance("PT19S")
                .in("Ask");
        play.advance("PT1S").in("Failed").context("code", "timeout");
    }

    @Test
    void theTimeOfAStateRunsOutInAPauseToo() {
        var play = Play.of(
                asking("onError: Failed, timeout: { after: PT1M, action: fail }, retry: { attempts: 5, first: PT5M }"));
        play.advance("PT30S").fails("ask", "busy").advance("PT29S").in("Ask");
        play.advance("PT1S").in("Failed").context("code", "timeout");
    }

    @Test
    void theTimeOfTheOrchestrationBeginsWithIt() {
        var late = asking("timeout: { after: PT1H, anchor: orchestration }")
                .replace("initial: Ask", "initial: Idle")
                .replace("states:\n", "states:\n  Idle: { on: { evt.go: Ask } }\n");
        Play.of(late)
                .advance("PT59M")
                .event("evt.go", 1)
                .in("Ask")
                .advance("PT1M")
                .in("Done");
        Play.of(late).advance("PT2H").event("evt.go", 1).in("Done");
    }

    @Test
    void untilIsATime() {
        Play.of(asking("timeout: { until: \"${context.deadline}\" }"))
                .advance("PT4M59S")
                .in("Ask")
                .advance("PT1S")
                .in("Done");
        Play.of(asking("timeout: { until: \"${context.deadline + 'x'}\" }")
                        .replace("initial: Ask", "initial: Idle")
                        .replace("states:\n", "states:\n  Idle: { on: { evt.go: Ask } }\n"))
                .event("evt.go", 1)
                .failure("action-failed")
                .in("Idle");
    }

    @Test
    void notifyAnnouncesAgainAndAgainUntilItIsHandled() {
        var play = Play.of(asking(
                "timeout: { after: PT1H, action: notify, tag: books, message: \"Where is ${context.deadline}?\" }"));
        play.advance("PT1H").emitted("notif.xorca.asking.timedout").in("Ask").waitsFor("cmd.ask");
        assertThat(play.data(0))
                .containsEntry("tag", "books")
                .containsEntry("message", "Where is 2026-03-01T08:05:00Z?")
                .containsEntry("state", "Ask")
                .containsEntry("invocation", "ask")
                .containsEntry("times", 1L)
                .containsEntry("attempt", 1L)
                .containsEntry("due", "2026-03-01T09:00:00Z")
                .containsEntry("token", play.question("ask").token().toString())
                .containsEntry("tenant", null);
        play.advance("PT3H")
                .emitted("notif.xorca.asking.timedout", "notif.xorca.asking.timedout", "notif.xorca.asking.timedout");
        assertThat(play.data(2)).containsEntry("times", 4L);
        play.done("ask", 1).in("Done").advance("P1D").emitted();
    }

    @Test
    void notifyUntilATimeAnnouncesOnce() {
        var play = Play.of(asking("timeout: { until: \"${context.deadline}\", action: notify }"));
        play.advance("PT5M")
                .emitted("notif.xorca.asking.timedout")
                .advance("P1D")
                .emitted()
                .in("Ask");
    }

    @Test
    void notifyGoesOnWhileAnotherAttemptIsMade() {
        var play = Play.of(asking(
                "onError: Failed, timeout: { after: PT1H, action: notify }, retry: { attempts: 9, first: PT10M }"));
        play.advance("PT30M").fails("ask", "busy").advance("PT10M").emitted("cmd.ask");
        play.advance("PT20M").emitted("notif.xorca.asking.timedout");
    }

    @Test
    void anotherAttemptDoesNotBeginTheAnnouncementsAnew() {
        var play = Play.of(asking(
                "onError: Failed, timeout: { after: PT1H, action: notify }, retry: { attempts: 9, first: PT10M }"));
        play.advance("PT2H30M").fails("ask", "busy").advance("PT10M").emitted("cmd.ask");
        play.advance("PT20M").emitted("notif.xorca.asking.timedout");
        assertThat(play.data(0)).containsEntry("times", 3L);
    }

    @Test
    void aStateHasADeadlineOfItsOwn() {
        var play = Play.of("""
                name: approval
                initial: Wait
                states:
                  Wait:
                    timeout: PT24H
                    onTimeout: Canceled
                    on: { evt.approved: Approved }
                  Approved: {}
                  Canceled: {}
                """);
        play.advance("PT23H59M")
                .in("Wait")
                .event("evt.approved", 1)
                .in("Approved")
                .advance("P2D")
                .in("Approved");
        assertThat(play.state().calls()).isEmpty();
    }

    @Test
    void theDeadlineOfAStateRunsOut() {
        Play.of("""
                name: approval
                initial: Wait
                states:
                  Wait: { timeout: PT24H, onTimeout: Canceled, on: { evt.approved: Approved } }
                  Approved: {}
                  Canceled: {}
                """).advance("PT24H").in("Canceled").event("evt.approved", 1).in("Canceled");
    }

    @Test
    void theDefaultsOfTheMachineHoldForWhatSaysNothingItself() {
        var play = Play.of(asking("onError: Failed")
                .replace(
                        "initial: Ask",
                        "defaults: { timeout: { after: PT1M, action: fail }, retry: 2 }\ninitial: Ask"));
        play.fails("ask", "busy")
                .advance("PT1S")
                .emitted("cmd.ask")
                .advance("PT59S")
                .in("Failed");
    }
}
