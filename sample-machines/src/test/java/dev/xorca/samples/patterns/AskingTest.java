package dev.xorca.samples.patterns;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.Responder;
import dev.xorca.testkit.MachineCoverage;
import dev.xorca.testkit.Scenario;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MachineCoverage(states = 100, transitions = 100)
class AskingTest {
    private final MachineDocument sync = Documents.read("ask-sync", "ask-sync.machine.yaml");
    private final MachineDocument later = Documents.read("ask-later", "ask-later.machine.yaml");

    @Test
    void aQuestionIsAnsweredInTheStepThatAsks() {
        price(new Responder.Done(Map.of("price", 80L)))
                .thenEmittedOnly("evt.xorca.ask-sync.done")
                .thenDone(Map.of("bought", true, "price", 80));
        price(new Responder.Done(Map.of("price", 101L))).thenDone(Map.of("bought", false, "price", 101));
        price(new Responder.Failed("UNKNOWN_ARTICLE", "nobody sells it", null)).thenFailed();
    }

    @Test
    void theSameQuestionIsAnsweredLaterByWhoeverHasTheToken() {
        price(new Responder.Later())
                .thenWaitsFor("cmd.price.quote")
                .whenAnswered("cmd.price.quote", Map.of("price", 80))
                .thenDone(Map.of("bought", true, "price", 80));
    }

    @Test
    void aDecisionWaitsForTheAnswer() {
        credit().whenTimePasses(Duration.ofSeconds(59))
                .whenAnswered("cmd.credit.check", Map.of("approved", true))
                .thenDone(Map.of("decision", "approved"));
        credit().whenAnswered("cmd.credit.check", Map.of("approved", false)).thenDone(Map.of("decision", "rejected"));
        credit().whenFails("cmd.credit.check", "NO_REGISTER", "burnt").thenFailed();
    }

    @Test
    void whatNobodyAnswersIsRejected() {
        credit().whenTimePasses(Duration.ofMinutes(1)).thenDone(Map.of("decision", "rejected"));
    }

    private Scenario price(Responder.Reply reply) {
        return given(sync)
                .withResponder("cmd.price.quote", question -> reply)
                .input(Map.of("article", "chair", "limit", 100));
    }

    private Scenario credit() {
        return given(later)
                .withResponder("cmd.credit.check", question -> new Responder.Later())
                .input(Map.of("customer", "Ada"));
    }
}
