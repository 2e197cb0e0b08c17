package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.simulate.BadInputException;
import dev.xorca.machine.simulate.SimulationLines;
import dev.xorca.router.DeploymentException;
import dev.xorca.schemas.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A simulation of machines that ask others: inputs in, lines out. */
class RehearsedRunTest {
    private static final String BOOK = """
            name: book
            schemas: { accepts: { evt.book.fetch.success: { type: object, required: [text] } } }
            context: { text: "" }
            initial: Fetch
            states:
              Fetch:
                invoke:
                  id: fetch
                  command: cmd.book.fetch
                  data: { id: "${input.id}" }
                  retry: { attempts: 2, first: PT10S }
                  timeout: PT1M
                  onDone: { target: Done, actions: { assign: { text: "${event.data.text}" } } }
              Done: { type: final, output: "${context.text}" }
            """;

    private static final String BOOKS = """
            name: books
            initial: Ask
            states:
              Ask:
                forEach:
                  id: all
                  items: ["a", "b"]
                  as: book
                  invoke: { command: cmd.book.read, data: { id: "${book}" } }
                  collect: { into: texts }
                  onDone: Done
              Done: { type: final, output: "${context.texts}" }
            """;

    private static final String SHELF = """
            name: shelf
            initial: Wait
            states:
              Wait: { invoke: { id: child, machine: book, input: { id: "b1" }, onDone: Ask, onError: Failed } }
              Ask: { invoke: { id: approval, wait: true, onDone: Done, onError: Failed } }
              Done: { type: final }
              Failed: { type: final }
            """;

    @Test
    void aCommandLeavesWithANameAndItsAnswerIsTakenWithoutAToken() {
        var run = run(BOOK);
        var start = run.start();
        assertThat(start.get("emitted"))
                .isEqualTo(List.of(
                        Map.of("type", "cmd.book.fetch", "data", Map.of("id", "b1"), "asks", "cmd.book.fetch#1")));
        assertThat(start.get("asked"))
                .isEqualTo(List.of(Map.of(
                        "name", "cmd.book.fetch#1",
                        "status", "asked",
                        "attempt", 1L,
                        "deadline", "1970-01-01T00:01:00Z")));

        var done = run.take("{\"type\":\"evt.book.fetch.success\",\"data\":{\"text\":\"Once\"}}");
        assertThat(done)
                .containsEntry("event", "evt.book.fetch.success")
                .containsEntry("status", "done")
                .containsEntry("output", "Once")
                .doesNotContainKeys("asked", "error");
    }

    @Test
    void timeFiresDeadlinesAndRetriesAndAnOperatorTriesAgain() {
        var run = run(BOOK);
        run.start();
        var paused = run.take("{\"fail\":\"cmd.book.fetch\",\"data\":{\"code\":\"busy\",\"message\":\"later\"}}");
        assertThat(paused).containsEntry("event", "evt.book.fetch.error");
        assertThat(asked(paused, 0))
                .containsEntry("status", "paused")
                .containsEntry("again", "1970-01-01T00:00:10Z")
                .containsEntry("fault", Map.of("code", "busy", "message", "later"));

        var again = run.take("{\"advance\":\"PT10S\"}");
        assertThat(again.get("emitted").toString()).contains("cmd.book.fetch#1");
        assertThat(asked(again, 0)).containsEntry("status", "asked").containsEntry("attempt", 2L);

        var late = run.take("{\"advance\":\"PT50S\"}");
        assertThat(asked(late, 0)).containsEntry("status", "incident");
        assertThat(late.get("emitted").toString()).contains("notif.xorca.book.incident");

        var retried = run.take("{\"retry\":true}");
        assertThat(asked(retried, 0)).containsEntry("status", "asked").containsEntry("attempt", 3L);
        assertThat(run.take("{\"answer\":\"cmd.book.fetch#1\",\"data\":{\"text\":\"t\"}}"))
                .containsEntry("status", "done");
    }

    @Test
    void itemsOfAFanOutAreAnsweredByName() {
        var run = run(BOOKS);
        var start = run.start();
        assertThat(asked(start, 0)).containsEntry("name", "all#1").containsEntry("total", 2L);
        assertThat(asked(start, 1)).containsEntry("name", "cmd.book.read#1");
        assertThat(asked(start, 2)).containsEntry("name", "cmd.book.read#2");

        var unclear = run.take("{\"type\":\"evt.book.read.success\",\"data\":\"A\"}");
        assertThat(Json.object(unclear.get("error"))).containsEntry("code", "ambiguous-answer");

        run.take("{\"type\":\"evt.book.read.success\",\"data\":\"B\",\"xorcatoken\":\"cmd.book.read#2\"}");
        var done = run.take("{\"answer\":\"cmd.book.read\",\"data\":\"A\"}");
        assertThat(done).containsEntry("status", "done").containsEntry("output", List.of("A", "B"));
    }

    @Test
    void childrenRunAlong() {
        var run = run(SHELF, BOOK);
        var start = run.start();
        assertThat(start.get("children"))
                .isEqualTo(List.of(Map.of("machine", "book", "configuration", List.of("Fetch"), "status", "active")));
        assertThat(asked(start, 0)).containsEntry("name", "child#1").doesNotContainKey("machine");
        assertThat(asked(start, 1)).containsEntry("name", "cmd.book.fetch#1").containsEntry("machine", "book");

        var answered = run.take("{\"type\":\"evt.book.fetch.success\",\"data\":{\"text\":\"Once\"}}");
        assertThat(answered).containsEntry("configuration", List.of("Ask"));
        assertThat(run.take("{\"answer\":\"approval\"}"))
                .containsEntry("event", null)
                .containsEntry("configuration", List.of("Done"));
    }

    @Test
    void aChildThatIsNotHereIsAFailureLikeAnyOther() {
        assertThat(run(SHELF).start()).containsEntry("configuration", List.of("Failed"));
    }

    @Test
    void whatBreaksASchemaOrTheMachineChangesNothing() {
        var run = run(BOOK);
        run.start();
        var refused = run.take("{\"type\":\"evt.book.fetch.success\",\"data\":{}}");
        assertThat(Json.object(refused.get("error"))).containsEntry("code", "schema");
        assertThat(asked(refused, 0)).containsEntry("status", "asked");

        var failing = lines(document(BOOK.replace("input.id", "input.nothing")));
        var failed = failing.start();
        assertThat(failed).containsEntry("status", "error");
        assertThat(Json.object(failed.get("error"))).containsEntry("code", "action-failed");
        assertThat(failing.take("{\"type\":\"evt.book.fetch.success\"}"))
                .containsEntry("status", "error")
                .doesNotContainKey("error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"answer":"cmd.other"}                            | nobody waits for an answer to 'cmd.other'; open are cmd.book.fetch#1
            {"answer":"cmd.book.fetch#2"}                     | nobody waits for an answer to 'cmd.book.fetch#2'
            {"retry":true}                                    | nothing has failed for good
            {"retry":"cmd.book.fetch"}                        | 'cmd.book.fetch' has not failed for good
            {"type":"evt.x","xorcatoken":"cmd.other#1"}       | nothing was asked by the name 'cmd.other#1'
            {"type":"xorca.timer"}                            | routers make for themselves
            {"type":"evt.x","source":"not a uri"}             | make no CloudEvent
            {"type":"evt.x","n":99999999999}                  | 'n' is too large
            {"answer":1}                                      | must be the name of what was asked
            {"fail":"x","type2":1}                            | no other key but 'data'
            {"retry":1}                                       | must be true, or the name
            """)
    void whatIsNoInputIsRefused(String line, String why) {
        var run = run(BOOK);
        run.start();
        assertThatThrownBy(() -> run.take(line))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aMachineThatNoRouterTakesIsNotRun() {
        assertThatThrownBy(() -> run(BOOK.replace("cmd.book.fetch", "book.fetch")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("book.fetch");
    }

    private static Map<String, Object> asked(Map<String, Object> line, int index) {
        return Json.object(((List<?>) line.get("asked")).get(index));
    }

    private static SimulationLines run(String document, String... others) {
        return lines(
                document(document),
                Stream.of(others).map(RehearsedRunTest::document).toArray(MachineDocument[]::new));
    }

    private static SimulationLines lines(MachineDocument document, MachineDocument... others) {
        return new SimulationLines(
                new RehearsedRun(document, List.of(others), Map.of(), Map.of("id", "b1"), Instant.EPOCH));
    }

    private static MachineDocument document(String text) {
        return new MachineDocuments().read("m.machine.yaml", text);
    }
}
