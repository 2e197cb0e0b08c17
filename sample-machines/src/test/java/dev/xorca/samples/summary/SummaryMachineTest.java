package dev.xorca.samples.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sample machine {@code summary.machine.yaml}, without Kafka: every transition of it is taken by a scenario. */
class SummaryMachineTest {
    private static final Set<String> TAKEN = new HashSet<>();
    private static MachineDocument document;

    private Simulation simulation;
    private List<Effect.Emit> emitted;

    @BeforeEach
    void start() throws IOException {
        document = new MachineDocuments().read(Path.of("summary", "summary.machine.yaml"));
        simulation = new Simulation(document.machine(), Map.of("bookId", "b"), Instant.EPOCH);
        note(simulation.start());
    }

    @AfterAll
    static void everyTransitionWasTaken() {
        var all = document.machine().states().stream()
                .flatMap(state -> state.transitions().stream())
                .map(transition -> transition.at())
                .collect(Collectors.toSet());
        assertThat(TAKEN).containsAll(all);
    }

    @Test
    void aBookThatPassesBothChecksIsDone() {
        thenEmitted("cmd.book.fetch");
        fetched();
        thenEmitted("cmd.text.summarise");
        summarised();
        thenEmitted("cmd.summary.ground", "cmd.summary.comply");
        send("evt.summary.comply.success", Map.of("compliant", true, "words", List.of()));
        send("evt.summary.ground.success", Map.of("grounded", true, "missing", List.of()));
        thenEndedIn("Done", "notif.summary.done");
        assertThat(emitted.get(0).data())
                .isEqualTo(Map.of("bookId", "b", "title", "T", "author", "A", "summary", "One."));
    }

    @Test
    void aMissingBookFails() {
        send("evt.book.fetch.error", Map.of("reason", "no such book"));
        thenFailedBecause("no such book");
    }

    @Test
    void aTextThatCannotBeSummarisedFails() {
        fetched();
        send("evt.text.summarise.error", Map.of("reason", "too short"));
        thenFailedBecause("too short");
    }

    @Test
    void asSoonAsASentenceIsNotInTheTextItFails() {
        fetched();
        summarised();
        send("evt.summary.ground.success", Map.of("grounded", false, "missing", List.of("One.", "Two.")));
        thenFailedBecause("not in the text: One. | Two.");
    }

    @Test
    void asSoonAsAForbiddenWordIsFoundItFails() {
        fetched();
        summarised();
        send("evt.summary.ground.success", Map.of("grounded", true, "missing", List.of()));
        send("evt.summary.comply.success", Map.of("compliant", false, "words", List.of("dead", "gone")));
        thenFailedBecause("forbidden words: dead, gone");
    }

    @Test
    void aCheckThatCannotBeMadeFails() {
        fetched();
        summarised();
        send("evt.summary.comply.error", Map.of("reason", "no list of words"));
        thenFailedBecause("no list of words");

        restart();
        fetched();
        summarised();
        send("evt.summary.ground.error", Map.of("reason", "no text"));
        thenFailedBecause("no text");
    }

    private void restart() {
        simulation = new Simulation(document.machine(), Map.of("bookId", "b"), Instant.EPOCH);
        note(simulation.start());
    }

    private void fetched() {
        send("evt.book.fetch.success", Map.of("bookId", "b", "title", "T", "author", "A", "text", "One. Two."));
    }

    private void summarised() {
        send("evt.text.summarise.success", Map.of("summary", "One.", "sentences", List.of("One.")));
    }

    /** Data must keep to the contract that the document declares, or the scenario would be about nothing. */
    private void send(String type, Map<String, Object> data) {
        assertThat(document.accepts().get(type).check(data)).isEmpty();
        note(simulation.send(Event.of(type, data)));
    }

    private void note(Simulation.Outcome outcome) {
        assertThat(outcome.error()).isNull();
        emitted = outcome.emitted();
        emitted.forEach(each ->
                assertThat(document.emits().get(each.type()).check(each.data())).isEmpty());
        outcome.microsteps().forEach(step -> step.taken().forEach(transition -> TAKEN.add(transition.at())));
    }

    private void thenEmitted(String... types) {
        assertThat(emitted).extracting(Effect.Emit::type).containsExactly(types);
    }

    private void thenEndedIn(String state, String notification) {
        thenEmitted(notification);
        assertThat(simulation.state()).hasValueSatisfying(now -> {
            assertThat(now.status()).isEqualTo(MachineState.Status.DONE);
            assertThat(now.configuration().leaves()).containsExactly(state);
        });
    }

    private void thenFailedBecause(String reason) {
        thenEndedIn("Failed", "notif.summary.failed");
        assertThat(emitted.get(0).data()).isEqualTo(Map.of("bookId", "b", "reason", reason));
    }
}
