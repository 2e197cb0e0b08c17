package dev.xorca.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.rehearsal.Rehearsal;
import dev.xorca.router.Machines;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is to be seen of a fan-out. */
class OrchestrationJsonTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private static final String FAN = """
            name: fan
            initial: Ask
            states:
              Ask: { forEach: { id: each, items: 150, concurrency: 130, invoke: { command: cmd.ask } } }
            """;

    @Test
    void theItemsThatAreOpenAreShownBehindTheFanOutIncidentsFirstAndAHundredAtMost() {
        var document = new MachineDocuments().read("fan.machine.yaml", FAN);
        var rehearsal = new Rehearsal(Machines.of(List.of(document)), NOW);
        var subject = new Subject("p1", "fan", document.machine().version());
        rehearsal.start(subject, "start", Map.of());
        var questions = rehearsal.questions(subject);
        assertThat(questions).hasSize(130);
        rehearsal.publish(questions.get(3).answer(URI.create("/s"), "done", true, 1));
        rehearsal.publish(questions.get(120).answer(URI.create("/s"), "failed", false, Map.of("code", "gone")));

        var json = OrchestrationJson.of(subject, rehearsal.state(subject).orElseThrow(), 0, document);

        var shown = ((List<?>) json.get("waitsFor")).stream().map(Json::object).toList();
        assertThat(shown.get(0))
                .containsEntry("kind", "single")
                .containsEntry(
                        "items",
                        Map.of("total", 150L, "begun", 131L, "done", 1L, "failed", 0L, "open", 130L, "incidents", 1L));
        var items = shown.subList(1, shown.size());
        assertThat(items)
                .hasSize(100)
                .allSatisfy(
                        item -> assertThat(item).containsEntry("kind", "item").containsEntry("command", "cmd.ask"));
        assertThat(items.get(0))
                .containsEntry("index", 120L)
                .containsEntry("status", "incident")
                .containsEntry("token", questions.get(120).token().toString());
        assertThat(items.subList(1, 6)).extracting(item -> item.get("index")).containsExactly(0L, 1L, 2L, 4L, 5L);
        assertThat(json).containsEntry("incidents", 1L);
    }
}
