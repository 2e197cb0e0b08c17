package dev.xorca.samples.summary;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.testkit.MachineCoverage;
import dev.xorca.testkit.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample machine {@code summary.machine.yaml}, without Kafka: every transition of it is taken by a scenario. */
@MachineCoverage(machine = "summary", states = 100, transitions = 100)
class SummaryMachineTest {
    private MachineDocument machine;

    @BeforeEach
    void read() throws IOException {
        machine = machine();
    }

    MachineDocument machine() throws IOException {
        return new MachineDocuments().read(Path.of("summary", "summary.machine.yaml"));
    }

    @Test
    void aBookThatPassesBothChecksIsDone() {
        given(machine)
                .input(Map.of("bookId", "b"))
                .thenIn("FetchBook")
                .thenEmittedOnly("cmd.book.fetch")
                .thenEmitted("cmd.book.fetch", Map.of("bookId", "b"))
                .when("evt.book.fetch.success", Map.of("bookId", "b", "title", "T", "author", "A", "text", "One. Two."))
                .thenIn("Summarise")
                .thenEmittedOnly("cmd.text.summarise")
                .thenEmitted("cmd.text.summarise", Map.of("text", "One. Two.", "sentences", 3))
                .when("evt.text.summarise.success", Map.of("summary", "One.", "sentences", List.of("One.")))
                .thenIn("Regulate.Grounded.Checking", "Regulate.Compliant.Checking")
                .thenEmittedOnly("cmd.summary.ground", "cmd.summary.comply")
                .thenEmitted("cmd.summary.ground", Map.of("text", "One. Two.", "sentences", List.of("One.")))
                .thenEmitted("cmd.summary.comply", Map.of("summary", "One."))
                .when("evt.summary.comply.success", Map.of("compliant", true, "words", List.of()))
                .thenIn("Regulate.Grounded.Checking", "Regulate.Compliant.Passed")
                .thenNothingEmitted()
                .when("evt.summary.ground.success", Map.of("grounded", true, "missing", List.of()))
                .thenIn("Done")
                .thenEmittedOnly("notif.summary.done")
                .thenEmitted(
                        "notif.summary.done", Map.of("bookId", "b", "title", "T", "author", "A", "summary", "One."))
                .thenDone(Map.of("summary", "One."));
    }

    @Test
    void aMissingBookFails() {
        var scenario = given(machine)
                .input(Map.of("bookId", "b"))
                .when("evt.book.fetch.error", Map.of("reason", "no such book"));
        thenFailedBecause(scenario, "no such book");
    }

    @Test
    void aTextThatCannotBeSummarisedFails() {
        thenFailedBecause(fetched().when("evt.text.summarise.error", Map.of("reason", "too short")), "too short");
    }

    @Test
    void asSoonAsASentenceIsNotInTheTextItFails() {
        var scenario = checking()
                .when("evt.summary.ground.success", Map.of("grounded", false, "missing", List.of("One.", "Two.")));
        thenFailedBecause(scenario, "not in the text: One. | Two.");
    }

    @Test
    void asSoonAsAForbiddenWordIsFoundItFails() {
        var scenario = checking()
                .when("evt.summary.ground.success", Map.of("grounded", true, "missing", List.of()))
                .thenIn("Regulate.Grounded.Passed", "Regulate.Compliant.Checking")
                .when("evt.summary.comply.success", Map.of("compliant", false, "words", List.of("dead", "gone")));
        thenFailedBecause(scenario, "forbidden words: dead, gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evt.summary.ground.error", "evt.summary.comply.error"})
    void aCheckThatCannotBeMadeFails(String event) {
        thenFailedBecause(checking().when(event, Map.of("reason", "no list of words")), "no list of words");
    }

    @Test
    void anEventThatSaysTooLittleIsRefused() {
        checking()
                .thenRefuses("evt.summary.ground.success", Map.of("grounded", true))
                .thenRefuses("evt.summary.comply.error", Map.of());
    }

    private Scenario fetched() {
        return given(machine)
                .input(Map.of("bookId", "b"))
                .when(
                        "evt.book.fetch.success",
                        Map.of("bookId", "b", "title", "T", "author", "A", "text", "One. Two."));
    }

    private Scenario checking() {
        return fetched().when("evt.text.summarise.success", Map.of("summary", "One.", "sentences", List.of("One.")));
    }

    private static void thenFailedBecause(Scenario scenario, String reason) {
        scenario.thenIn("Failed")
                .thenEmittedOnly("notif.summary.failed")
                .thenEmitted("notif.summary.failed", Map.of("bookId", "b", "reason", reason))
                .thenDone(Map.of("reason", reason));
    }
}
