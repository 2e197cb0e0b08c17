package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.xorca.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command says when it is not answered as it should be. With nodes: {@code TwoNodesTest}. */
class JournalCommandTest {
    private static final String SUBJECT = "eyJwcm9jZXNzSWQiOiJhIiwibmFtZSI6ImIiLCJ2ZXJzaW9uIjoiMS4wLjAifQ";

    @TempDir
    private Path folder;

    private final StandInNode node = new StandInNode();

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            journal                          | give a SUBJECT, --export FILE or --journal FILE
            journal a --export b             | --export writes all journals of a cluster; give neither a SUBJECT nor
            journal --export a --journal b   | --export writes all journals of a cluster; give neither a SUBJECT nor
            journal --journal a --server b:1 | give either --server or --journal
            journal nonsense!                | 'nonsense!' is no subject: it is not base64; take the 'subject'
            journal a --from 0               | --from must be at least 1, this is 0
            journal a --format xml           | Invalid value for option '--format'
            """)
    void whatIsNotUnderstoodIsOneLine(String arguments, String why) {
        var result = CommandLines.run(arguments.split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("xorca: " + why).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            404 | {"detail":"there is no such orchestration"} | the node at {server} says: there is no such orchestration
            503 | {"detail":"starting"}                       | the node at {server} says: starting; try again in a moment
            500 | {}                                          | the node at {server} says: status 500
            200 | <html></html>                               | what answers at {server} is no node; check --server
            200 | {"entries":[{"v":99}]}                      | a journal entry has format version 99
            """)
    void whatANodeDoesNotAnswerIsOneLine(int code, String body, String why) {
        node.answers(code, body);
        var result = CommandLines.run("journal", SUBJECT, "--server", node.address());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("xorca: " + why.replace("{server}", node.address()))
                .hasLineCount(1);
    }

    @Test
    void aNodeThatIsNotThereIsNamed() {
        var nowhere = node.address();
        node.close();
        for (var command : List.of("journal " + SUBJECT, "journal --export -", "status")) {
            var arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(List.of("--server", nowhere));
            var result = CommandLines.run(arguments.toArray(new String[0]));
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .startsWith("xorca: no node answers at " + nowhere + "; check --server, and that the node runs")
                    .hasLineCount(1);
        }
    }

    @Test
    void whatForeignEventsSayDoesNotSteerTheTerminal() {
        node.answers(200, """
                {"entries":[{"v":2,"sequence":1,"at":"2026-03-01T08:00:00Z","outcome":"ignored",
                "cause":{"source":"s","id":"i","type":"evt.\\u001b[2J"},
                "machine":{"name":"b","version":"1.0.0","hash":"h"}}]}
                """);
        var result = CommandLines.run("journal", SUBJECT, "--server", node.address());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("evt.\uFFFD[2J").doesNotContain("\u001b");
        assertThat(node.asked())
                .extracting(StandInNode.Asked::path)
                .containsExactly("/orchestrations/" + SUBJECT + "/journal?from=1&limit=100");
    }

    @Test
    void aFileTellsWhatIsInIt() throws IOException {
        var file = RecordedLamps.write(folder.resolve("lamps.jsonl")).toString();

        var table = CommandLines.run("journal", "--journal", file);
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.err()).isEmpty();
        assertThat(table.out().lines())
                .hasSize(4)
                .contains("lamp-1   lamp 1.0.0  active  4        1970-01-01T00:00:04Z  1970-01-01T00:00:07Z  "
                        + RecordedLamps.subject(1).encode());

        var json = CommandLines.run("journal", "--journal", file, "--format", "json");
        assertThat(json.out().lines().map(line -> Json.object(Json.read(line))))
                .extracting(each -> each.get("processId"), each -> each.get("status"), each -> each.get("sequence"))
                .containsExactly(
                        tuple("lamp-0", "active", 4L), tuple("lamp-1", "active", 4L), tuple("lamp-2", "active", 4L));
    }

    @Test
    void aJournalInAFileIsShownAsOneOfANode() throws IOException {
        var file = RecordedLamps.write(folder.resolve("lamps.jsonl")).toString();
        var subject = RecordedLamps.subject(1).encode();

        var table = CommandLines.run("journal", subject, "--journal", file);
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out().lines())
                .hasSize(5)
                .contains(
                        "2      1970-01-01T00:00:05Z  evt.press         transitioned  off -> on  emits notif.lamp.on");

        var lines = CommandLines.run("journal", subject, "--journal", file, "--format", "json", "--from", "3");
        assertThat(lines.out().lines())
                .containsExactlyElementsOf(Files.readAllLines(Path.of(file)).subList(6, 8));
    }

    @Test
    void aPartOfAnExportIsReadAndSaidToBeOne() throws IOException {
        var all = Files.readAllLines(RecordedLamps.write(folder.resolve("lamps.jsonl")));
        var part = Files.write(folder.resolve("part.jsonl"), all.subList(0, 6)).toString();
        var result = CommandLines.run("journal", "--journal", part);
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines()).hasSize(3);
        assertThat(result.err()).contains("may be a part of an export").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nowhere | there is no file {file}; check --journal
            bad     | file {file}: line 2: Unrecognized token
            gap     | file {file}: line 3: journal entry 4 does not follow: expected entry 3
            middle  | file {file}: line 1: journal entry 2 does not follow: expected entry 1
            future  | file {file}: line 1: a journal entry has format version 99
            subject | file {file}: line 1: 'subject' cannot be read: it is not base64
            other   | file {file} has no journal of this orchestration; without a SUBJECT
            """)
    void whatIsWrongInAFileIsToldWithItsLine(String name, String why) throws IOException {
        var lines = Files.readAllLines(RecordedLamps.write(folder.resolve("lamps.jsonl")));
        var first = lines.get(0);
        Files.write(folder.resolve("bad"), List.of(first, "nonsense"));
        Files.write(folder.resolve("gap"), List.of(first, lines.get(1), lines.get(3)));
        Files.write(folder.resolve("middle"), lines.subList(1, 4));
        Files.write(folder.resolve("future"), List.of(first.replaceAll("\"v\":\\d+", "\"v\":99")));
        Files.write(folder.resolve("subject"), List.of(first.replaceAll("\"subject\":\"[^\"]*", "\"subject\":\"!")));
        Files.write(folder.resolve("other"), lines.subList(0, 4));
        var file = folder.resolve(name).toString();

        var result = CommandLines.run("journal", RecordedLamps.subject(2).encode(), "--journal", file);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("xorca: " + why.replace("{file}", file))
                .hasLineCount(1);
    }
}
