package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.server.cli.StandInNode.Asked;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What operators look at, order and answer, as nodes are asked for it. With nodes: {@code AnswersHttpTest}. */
class OperatorCommandsTest {
    private static final String SUBJECT = "eyJwcm9jZXNzSWQiOiJhIiwibmFtZSI6ImIiLCJ2ZXJzaW9uIjoiMS4wLjAifQ";
    private static final String TOKEN = "2.0-1~" + SUBJECT;

    @TempDir
    private Path folder;

    private final StandInNode node = new StandInNode();

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            suspend SUBJECT --reason audit           | suspend   | {"reason":"audit"}
            resume SUBJECT                           | resume    | {}
            terminate SUBJECT                        | terminate | {}
            retry SUBJECT                            | retry     | {}
            retry SUBJECT --token 2.0                | retry     | {"token":"2.0"}
            retry --token 2.0 SUBJECT --reason hired | retry     | {"reason":"hired","token":"2.0"}
            """)
    void anOrderIsGivenToTheNode(String arguments, String order, String body) {
        node.answers(202, "{\"id\":\"1\"}");
        var result = run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .isEqualToNormalizingNewlines("b 1.0.0 'a' is told to " + order + "; it does so in its turn\n");
        assertThat(node.asked())
                .containsExactly(new Asked("POST", "/orchestrations/" + SUBJECT + "/" + order, body, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            answer TOKEN --data {"ok":true}            | {"data":{"ok":true}}                          | ``
            answer TOKEN --data null                   | {"data":null}                                 | ``
            answer TOKEN --data-file FILE              | {"data":[1,2]}                                | ``
            answer TOKEN --error gone                  | {"error":{"code":"gone"}}                     | ``
            answer TOKEN --error gone --message sorry  | {"error":{"code":"gone","message":"sorry"}}   | ``
            answer TOKEN --data 1 --key k1             | {"data":1}                                    | k1
            """)
    void aQuestionIsAnswered(String arguments, String body, String key) throws IOException {
        var file = Files.writeString(folder.resolve("result.json"), "[1, 2]");
        node.answers(202, "{\"id\":\"1\"}");
        var result = run(arguments.replace("FILE", file.toString()));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("b 1.0.0 'a' is answered").hasLineCount(1);
        assertThat(node.asked()).containsExactly(new Asked("POST", "/answers/" + TOKEN, body, key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            retry                                   | Missing required parameter: 'SUBJECT'
            retry nonsense!                         | 'nonsense!' is no subject: it is not base64; take the 'subject'
            suspend SUBJECT --token 2.0             | Unknown options: '--token', '2.0'
            show nonsense!                          | 'nonsense!' is no subject
            answer nonsense --data 1                | 'nonsense' is no token; one looks like 2.0-1~
            answer TOKEN                            | give one of --data JSON, --data-file FILE and --error CODE
            answer TOKEN --data 1 --error x         | give one of --data JSON, --data-file FILE and --error CODE
            answer TOKEN --data 1 --message sorry   | --message says more of an --error; give --error CODE with it
            answer TOKEN --data yes                 | --data is not JSON: Unrecognized token 'yes'
            """)
    void whatIsNotUnderstoodIsOneLineAndNobodyIsAsked(String arguments, String why) {
        var result = run(arguments);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("xorca: " + why).hasLineCount(1);
        assertThat(node.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry SUBJECT", "answer TOKEN --data 1", "show SUBJECT"})
    void whatTheNodeRefusesIsOneLine(String arguments) {
        node.answers(409, "{\"detail\":\"nothing has failed\\u001b[2J for good\"}");
        var result = run(arguments);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .isEqualToNormalizingNewlines(
                        "xorca: the node at " + node.address() + " says: nothing has failed\uFFFD[2J for good\n");
    }

    @Test
    void aFileThatIsNotThereIsToldSo() {
        var result = run("answer TOKEN --data-file " + folder.resolve("nothing"));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("nothing cannot be read", "check --data-file")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "answer", "retry", "suspend", "resume", "terminate"})
    void eachTellsHowItIsUsed(String command) {
        var help = CommandLines.run(command, "--help");
        assertThat(help.exitCode()).as(help.err()).isZero();
        assertThat(help.out()).contains("Usage: xorca " + command, "--server=HOST:PORT", "--help");
        assertThat(CommandLines.run("--help").out()).contains("  " + command + " ");
    }

    @Test
    void whatAnOrchestrationWaitsForIsShownWithItsTokens() {
        node.answers(200, """
                {"status":"active","configuration":["Asking"],"startedAt":"2026-03-01T08:00:00Z",
                "changedAt":"2026-03-01T08:00:01Z","sequence":2,"held":0,"incidents":1,"waitsFor":[
                {"token":"1.0-1~S","invocation":"each","kind":"single","state":"Asking","status":"asked","attempt":1,
                "since":"2026-03-01T08:00:00Z","items":{"total":3,"begun":2,"done":0,"failed":0,"open":2,"incidents":1}},
                {"token":"1.0.1-2~S","invocation":"each","kind":"item","index":1,"command":"cmd.ask","state":"Asking",
                "status":"incident","attempt":2,"since":"2026-03-01T08:00:00Z","fault":{"code":"gone","message":"no\\u001b"}},
                {"token":"1.0.0-1~S","invocation":"each","kind":"item","index":0,"command":"cmd.ask","state":"Asking",
                "status":"paused","attempt":1,"since":"2026-03-01T08:00:00Z","nextAttempt":"2026-03-01T08:01:00Z"}]}
                """.replace("~S", "~" + SUBJECT));
        var table = run("show SUBJECT");
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .containsExactly(
                        "b 1.0.0 'a' is active in Asking",
                        "started 2026-03-01T08:00:00Z, changed 2026-03-01T08:00:01Z, journal entries 2, events that wait 0",
                        "",
                        "WAITS FOR | STATE | STATUS | ATTEMPT | SINCE | DEADLINE | LAST FAILURE | TOKEN",
                        "each | Asking | asked: of 3 items 0 done, 0 failed, 2 open, 1 of them incidents | 1 | "
                                + "2026-03-01T08:00:00Z | 1.0-1~" + SUBJECT,
                        "- cmd.ask, item 1 | Asking | incident | 2 | 2026-03-01T08:00:00Z | gone: no\uFFFD | 1.0.1-2~"
                                + SUBJECT,
                        "- cmd.ask, item 0 | Asking | paused until 2026-03-01T08:01:00Z | 1 | 2026-03-01T08:00:00Z | "
                                + "1.0.0-1~" + SUBJECT);
        assertThat(run("show SUBJECT --format json").out())
                .startsWith("{\"status\":\"active\"")
                .hasLineCount(1);
        assertThat(node.asked()).contains(new Asked("GET", "/orchestrations/" + SUBJECT, "", ""));
    }

    private CommandLines.Result run(String arguments) {
        var all = new ArrayList<>(List.of(
                arguments.replace("SUBJECT", SUBJECT).replace("TOKEN", TOKEN).split(" ")));
        all.addAll(List.of("--server", node.address()));
        return CommandLines.run(all.toArray(new String[0]));
    }
}
