package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogCommandTest {
    @Test
    void withoutANameItShowsOrchestratorsAndTypesOfEvents() {
        var result = CommandLines.run("catalog");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .anyMatch(line -> line.matches("summary +1\\.0\\.0 +Summarises a book .*"))
                .anyMatch(line -> line.matches("cmd\\.book\\.fetch +summary +\\(services\\) +bookId"))
                .anyMatch(
                        line -> line.matches("evt\\.book\\.fetch\\.error +\\(services\\) +summary +bookId\\?, reason"));
    }

    @Test
    void withANameItShowsWhatTheOrchestratorTakesAndEmits() {
        var result = CommandLines.run("catalog", "summary", "--topic-prefix", "test.");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .anyMatch(line -> line.matches("summary 1\\.0\\.0 \\(default\\) sha256:[0-9a-f]{64}"))
                .anyMatch(line -> line.matches(
                        "takes +evt\\.book\\.fetch\\.success +test\\.evt\\.book\\.fetch\\.success +FetchBook .*"))
                .anyMatch(line -> line.matches("emits +notif\\.summary\\.done .* Done .*"));
    }

    @Test
    void asJsonAnOrchestratorHasTheShapeOfGetOrchestrationEvents() {
        var result = CommandLines.run("catalog", "summary", "--format", "json");

        var json = Json.object(Json.read(result.out()));
        assertThat(json.keySet()).containsExactly("name", "description", "machineSchema");
        assertThat(Json.object(((List<?>) json.get("machineSchema")).get(0)).keySet())
                .containsExactly("version", "orchestrationInit", "orchestrationEvents", "orchestrationError");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            ARGUMENTS                                          | STARTS                    | HAS
            catalog --format json                              | {"orchestrators":[{"name" | "events":[{"type":"cmd.book.fetch"
            catalog --format yaml                              | orchestrators:            | type: cmd.book.fetch
            catalog --asyncapi                                 | asyncapi: '3.0.0'         | title: xOrca
            catalog summary 1.0.0 --asyncapi --format json     | {"asyncapi":"3.0.0"       | "action":"send","channel":{"$ref":"#/channels/cmd.book.fetch"}
            catalog summary --for cmd.book.fetch --format json | {"asyncapi":"3.0.0"       | "action":"receive","channel":{"$ref":"#/channels/cmd.book.fetch"}
            catalog --for cmd.book.fetch                       | asyncapi: '3.0.0'         | title: Service for cmd.book.fetch
            catalog --asyncapi --bootstrap-servers kafka:9092  | asyncapi: '3.0.0'         | host: kafka:9092
            """)
    void documentsAreWrittenAsJsonAndYaml(String arguments, String starts, String has) {
        var result = CommandLines.run(arguments.split(" "));

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith(starts).contains(has);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            ARGUMENTS                              | EXIT | SAYS
            catalog nobody                         | 1    | there is no orchestrator 'nobody'; there are summary
            catalog summary 9.9.9                  | 1    | summary has no version 9.9.9; there are 1.0.0
            catalog --for cmd.nobody               | 1    | no machine here emits 'cmd.nobody'; there are cmd.book.fetch, cmd.text.summarise
            catalog --machines no-such-folder      | 1    | there is no folder no-such-folder
            catalog --catalog-url xorca.example/   | 2    | --catalog-url takes an http or https address without a slash
            catalog --asyncapi --format table      | 2    | an AsyncAPI document is no table; use --format json or yaml
            """)
    void whatCannotBeShownIsSaid(String arguments, int exitCode, String says) {
        var result = CommandLines.run(arguments.split(" "));

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.err()).contains(says);
        assertThat(result.err().lines()).hasSize(1);
    }
}
