package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.Responder;
import dev.xorca.router.CallToken;
import dev.xorca.router.Decision.Outcome;
import dev.xorca.router.InternalEvents;
import dev.xorca.store.OrchestrationState.Status;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which invocation an event answers, and what comes of an answer. */
class AnswersTest {
    private static final URI SERVICE = URI.create("/service");

    private static final String ONE = """
            name: one
            context: { n: 1 }
            initial: Ask
            states:
              Ask:
                invoke: { id: ask, command: cmd.ask, data: { n: "${context.n}" }, result: { into: a.b }, onDone: Told, onError: Failed }
                on: { evt.leave: Left }
              Left: { on: { evt.back: Ask } }
              Told: { type: final, output: "${context.a}" }
              Failed: { type: final }
            """;

    /** The same is asked twice, in two regions. */
    private static final String TWO = """
            name: two
            initial: Ask
            states:
              Ask:
                type: parallel
                onDone: End
                states:
                  L: { initial: W, states: { W: { invoke: { id: l, command: cmd.ask, data: { side: l }, result: { into: l }, onDone: D } }, D: { type: final } } }
                  R: { initial: W, states: { W: { invoke: { id: r, command: cmd.ask, data: { side: r }, result: { into: r }, onDone: D } }, D: { type: final } } }
              End: { type: final }
            """;

    @Test
    void aCommandCarriesATokenAndTheAnswerThatEchoesItIsMatched() {
        var play = Play.of(ONE).emitted("cmd.ask");
        assertThat(play.data(0)).isEqualTo(Map.of("n", 1L));
        var token = CallToken.parse(String.valueOf(play.events().get(0).getExtension(CallToken.ATTRIBUTE)));
        assertThat(token).contains(new CallToken("1.0", 1, play.subject()));
        play.done("cmd.ask", Map.of("x", 5)).in("Told").context("a", Map.of("b", Map.of("x", 5L)));
        assertThat(play.state().calls()).isEmpty();
        assertThat(play.machine().output()).isEqualTo(Map.of("b", Map.of("x", 5L)));
    }

    @Test
    void anAnswerWithATokenNeedsNoSubject() {
        var play = Play.of(ONE);
        var answer = play.question("cmd.ask").answer(SERVICE, "a", true, 1L);
        play.event(CloudEventBuilder.v1()
                        .withId("b")
                        .withSource(SERVICE)
                        .withType(answer.getType())
                        .withExtension(CallToken.ATTRIBUTE, String.valueOf(answer.getExtension(CallToken.ATTRIBUTE)))
                        .withData("application/json", answer.getData())
                        .build())
                .in("Told");
    }

    @Test
    void anAnswerWithTheSubjectAloneIsMatchedWhenThereIsOneQuestion() {
        Play.of(ONE).event("evt.ask.success", 7).in("Told").context("a", Map.of("b", 7L));
        Play.of(ONE).event("evt.ask.error", Map.of("code", "gone")).in("Failed");
    }

    @Test
    void anAnswerWithTheSubjectAloneIsRefusedWhenItCouldAnswerSeveral() {
        var play = Play.of(TWO).waitsFor("cmd.ask", "cmd.ask");
        play.event("evt.ask.success", 1).outcome(Outcome.FAILED).failure("ambiguous-answer");
        play.in("Ask.L.W", "Ask.R.W").waitsFor("cmd.ask", "cmd.ask");
        var left = play.question("l");
        play.done("r", "right").in("Ask.L.W", "Ask.R.D").context("r", "right");
        play.event(left.answer(SERVICE, "x", true, "left"))
                .in("End")
                .context("l", "left")
                .context("r", "right")
                .status(Status.DONE);
    }

    @Test
    void correlateTellsWhichOneIsMeant() {
        var play = Play.of(TWO.replace("data: { side: l }", "correlate: \"event.data.side == 'l'\"")
                .replace("data: { side: r }", "correlate: \"event.data.side == 'r'\""));
        play.event("evt.ask.success", Map.of("side", "r")).in("Ask.L.W", "Ask.R.D");
        play.event("evt.ask.success", Map.of("side", "x"))
                .outcome(Outcome.IGNORED)
                .in("Ask.L.W", "Ask.R.D");
        play.event("evt.ask.success", Map.of("side", "l")).in("End");
    }

    @Test
    void theAnswerToACancelledInvocationIsLateAndNeverTakenForAnother() {
        var play = Play.of(ONE);
        var first = play.question("ask");
        play.event("evt.leave", Map.of()).in("Left");
        assertThat(play.state().calls()).isEmpty();
        play.event(first.answer(SERVICE, "late", true, 1)).outcome(Outcome.LATE).in("Left");
        play.event("evt.back", Map.of()).in("Ask").emitted("cmd.ask");
        play.event(first.answer(SERVICE, "later", true, 1))
                .outcome(Outcome.LATE)
                .in("Ask");
        play.done("ask", 2).in("Told").context("a", Map.of("b", 2L));
        play.event(first.answer(SERVICE, "latest", true, 1)).outcome(Outcome.OVER);
    }

    @Test
    void theAnswerToAnAttemptThatIsOverIsLate() {
        var play = Play.of(ONE.replace("onDone: Told", "retry: { attempts: 2 }, onDone: Told"));
        var first = play.question("ask");
        play.fails("ask", "busy").waitsFor();
        play.event(first.answer(SERVICE, "x", true, 1)).outcome(Outcome.LATE).in("Ask");
        play.advance("PT1S").emitted("cmd.ask");
        play.event(first.answer(SERVICE, "y", true, 1)).outcome(Outcome.LATE).in("Ask");
        play.done("ask", 2).in("Told");
    }

    @Test
    void aTransitionOnTheTypeOfAnAnswerDoesNotTakeTheAnswer() {
        var play = Play.of(ONE.replace("evt.leave: Left", "evt.*: Left"));
        play.event("evt.ask.success", 1).in("Told");
    }

    @Test
    void anAnswerOfAnotherOrchestrationsTokenIsNotForThisOne() {
        var other = Play.of(ONE.replace("name: one", "name: other")).question("ask");
        var play = Play.of(ONE);
        var stolen = CloudEventBuilder.from(other.answer(SERVICE, "x", true, 1))
                .withSubject(play.subject().encode())
                .build();
        play.event(stolen).outcome(Outcome.LATE).in("Ask");
    }

    @Test
    void whoeverHoldsTheTokenMayAnswerOnce() {
        var play = Play.of(ONE);
        var token = play.question("ask").token();
        play.internal(InternalEvents.answer(token, "x", true, 3)).in("Told").context("a", Map.of("b", 3L));

        var failing = Play.of(ONE.replace("Told: { type: final, output: \"${context.a}\" }", "Told: {}"));
        token = failing.question("ask").token();
        failing.internal(InternalEvents.answer(token, "x", false, Map.of("code", "no")))
                .in("Failed");

        var twice = Play.of(ONE.replace("Told: { type: final, output: \"${context.a}\" }", "Told: {}"));
        token = twice.question("ask").token();
        twice.internal(InternalEvents.answer(token, "x", true, 3)).in("Told");
        twice.internal(InternalEvents.answer(token, "x", true, 3)).outcome(Outcome.DUPLICATE);
        twice.internal(InternalEvents.answer(token, "y", true, 4))
                .outcome(Outcome.LATE)
                .in("Told");
    }

    @Test
    void anAnswerByTokenIsHeldAgainstTheContractOfTheEventThatItStandsFor() {
        var play = Play.of("""
                schemas:
                  accepts:
                    evt.ask.success: { type: object, required: [n], properties: { n: { type: integer } } }
                    evt.ask.error: { type: object, properties: { code: { enum: [no] } } }
                """ + ONE);
        var token = play.question("ask").token();
        play.internal(InternalEvents.answer(token, "x", true, Map.of("n", "three")))
                .outcome(Outcome.REJECTED)
                .failure("schema-mismatch")
                .in("Ask")
                .waitsFor("cmd.ask");
        assertThat(play.steps().get(0).decision().reason()).startsWith("the answer, as 'evt.ask.success', does not");
        assertThat(play.error())
                .containsEntry("where", Map.of("pointer", "/data/n", "schemaPath", "#/properties/n", "rule", "type"));
        play.internal(InternalEvents.answer(token, "y", false, Map.of("code", "other")))
                .outcome(Outcome.REJECTED)
                .in("Ask");
        play.internal(InternalEvents.answer(token, "z", true, Map.of("n", 3))).in("Told");
    }

    @Test
    void aSubOrchestrationIsAnsweredForByWhatItsEndWouldHaveToBe() {
        var play = Play.of("""
                name: parent
                schemas: { accepts: { evt.xorca.child.done: { type: integer } } }
                initial: Ask
                states: { Ask: { invoke: { machine: child, onDone: Told } }, Told: {} }
                """, "{ name: child, initial: A, states: { A: {} } }");
        var call = play.state().calls().values().iterator().next();
        var token = new CallToken(call.token(), call.attempt(), play.subject());
        play.internal(InternalEvents.answer(token, "x", true, "three")).outcome(Outcome.REJECTED);
        play.internal(InternalEvents.answer(token, "y", true, 3)).in("Told");
    }

    @Test
    void aWaitIsAnsweredByItsToken() {
        var play = Play.of("""
                name: human
                initial: Ask
                states:
                  Ask: { invoke: { id: approval, wait: true, result: { into: by }, onDone: Yes, onError: No } }
                  Yes: { type: final }
                  No: { type: final }
                """).waitsFor("approval").emitted();
        play.done("approval", "Ann").in("Yes").context("by", "Ann");
    }

    @Test
    void aWaitIsNotAnsweredByEventsThatHaveTheSubjectAlone() {
        var play = Play.of("""
                name: human
                initial: Ask
                states: { Ask: { invoke: { wait: true, onDone: Yes }, on: { evt.x: Other } }, Yes: {}, Other: {} }
                """);
        play.event("evt.x", 1).in("Other");
    }

    @Test
    void severalInvocationsOfOneStateAreAllWaitedFor() {
        var play = Play.of("""
                name: both
                context: { n: 0 }
                initial: Ask
                states:
                  Ask:
                    invoke:
                      - { id: a, command: cmd.a, result: { into: a }, onDone: { actions: [ { assign: { n: "${context.n + 1}" } } ] } }
                      - { id: b, command: cmd.b, result: { into: b }, onDone: { actions: [ { assign: { n: "${context.n + 1}" } } ] } }
                    always: { target: End, guard: "context.n == 2" }
                  End: { type: final }
                """).emitted("cmd.a", "cmd.b");
        play.done("b", 2)
                .in("Ask")
                .waitsFor("cmd.a")
                .done("a", 1)
                .in("End")
                .context("a", 1L)
                .context("b", 2L);
    }

    // Responders.

    private static Play answeredBy(Responder responder, String document) {
        return Play.of(Map.of("cmd.ask", responder), Map.of(), document);
    }

    @Test
    void aResponderAnswersInTheSameStep() {
        var play = answeredBy(question -> new Responder.Done(Map.of("got", question.data())), ONE);
        assertThat(play.steps()).hasSize(1);
        play.emitted().in("Told").context("a", Map.of("b", Map.of("got", Map.of("n", 1L))));
    }

    @Test
    void aResponderMayFailAndIsAskedAgainByThePolicy() {
        var asked = new int[1];
        var play = answeredBy(
                question ->
                        asked[0]++ < 2 ? new Responder.Failed("busy", "not now", null) : new Responder.Done("at last"),
                ONE.replace("onDone: Told", "retry: { attempts: 3 }, onDone: Told"));
        play.in("Ask").emitted();
        play.advance("PT1S").in("Ask").advance("PT2S").in("Told");
        assertThat(asked[0]).isEqualTo(3);
    }

    @Test
    void aResponderThatThrowsHasFailed() {
        answeredBy(
                        question -> {
                            throw new IllegalStateException("broken");
                        },
                        ONE)
                .in("Failed");
    }

    @Test
    void aResponderMaySayLater() {
        var token = new String[1];
        var play = answeredBy(
                question -> {
                    token[0] = question.token();
                    return new Responder.Later();
                },
                ONE);
        play.emitted().waitsFor("cmd.ask").in("Ask");
        play.internal(InternalEvents.answer(CallToken.parse(token[0]).orElseThrow(), "x", true, 1))
                .in("Told");
    }

    @Test
    void whatIsNotAwaitedIsForgotten() {
        var document = """
                name: forget
                initial: Tell
                states: { Tell: { invoke: { command: cmd.ask, await: false }, on: { "*": Next } }, Next: {} }
                """;
        var play = Play.of(document).emitted("cmd.ask").waitsFor();
        assertThat(play.events().get(0).getExtension(CallToken.ATTRIBUTE)).isNull();
        answeredBy(question -> new Responder.Failed("x", "y", null), document)
                .emitted()
                .in("Tell");
    }

    @Test
    void aMachineThatAsksForEverWhatIsAnsweredAtOnceIsStopped() {
        var play = answeredBy(question -> new Responder.Done(1), """
                name: circle
                initial: Idle
                states:
                  Idle: { on: { evt.go: A } }
                  A: { invoke: { command: cmd.ask, onDone: B } }
                  B: { invoke: { command: cmd.ask, onDone: A } }
                """);
        play.event("evt.go", 1)
                .outcome(Outcome.FAILED)
                .failure("machine-failed")
                .in("Idle");
    }
}
