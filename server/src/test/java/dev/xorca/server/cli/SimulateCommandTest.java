package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {
    private static final Path CONFORMANCE = Path.of("../machine-format/src/test/resources/conformance");
    private static final String LAMP = """
            name: lamp
            schemas:
              accepts: { dim: { type: object, properties: { to: { type: integer } }, required: [to] } }
            context: { level: 0 }
            initial: off
            states:
              off: { on: { press: on } }
              on:
                on:
                  dim: { actions: { assign: { level: "${event.data.to}" } } }
                  who: { actions: { emit: said, data: { by: "${event.source}" } } }
                  break: { target: broken, guard: context.missing }
                after: { PT1M: off }
              broken: { type: final }
            """;

    private final InputStream stdin = System.in;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @AfterEach
    void giveBackStandardInput() {
        System.setIn(stdin);
    }

    @Test
    void aBatchAnswersEveryConformanceCaseAsExpected() throws IOException {
        try (var files = Files.list(CONFORMANCE)) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }

        assertThat(xorca("simulate", "--batch", folder.toString())).isZero();

        assertThat(err.toString()).isEmpty();
        try (var files = Files.list(folder)) {
            var expectations = files.filter(file -> file.toString().endsWith(".expected.jsonl"))
                    .toList();
            assertThat(expectations).hasSizeGreaterThan(40);
            for (var expected : expectations) {
                var answered = Path.of(expected.toString().replace(".expected.", ".out."));
                assertThat(lines(Files.readString(answered)))
                        .as("%s", answered.getFileName())
                        .isEqualTo(lines(Files.readString(expected)));
            }
        }
    }

    @Test
    void aMachineThatDoesNotLoadIsReportedAndTheOthersRun() throws IOException {
        write("good.machine.yaml", LAMP);
        write("good.events.jsonl", "{\"type\":\"press\"}\n");
        write("bad.machine.json", "{\"name\":\"bad\",\"initial\":\"nowhere\",\"states\":{\"a\":{}}}");
        write("bad.events.jsonl", "");
        write("bad.out.jsonl", "old");
        write("twice.machine.json", "{}");
        write("twice.machine.yaml", LAMP);
        write("twice.events.jsonl", "");
        write("alone.machine.json", "{}");

        assertThat(xorca("simulate", "--batch", folder.toString())).isEqualTo(1);

        assertThat(lines(Files.readString(folder.resolve("good.out.jsonl")))).hasSize(2);
        assertThat(folder.resolve("bad.out.jsonl")).doesNotExist();
        assertThat(folder.resolve("alone.out.jsonl")).doesNotExist();
        assertThat(err.toString().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("xorca: ").contains("bad.machine.json:1:", "nowhere"))
                .anySatisfy(line -> assertThat(line).contains("twice.machine.json", "twice.machine.yaml"));
    }

    private static final String ASKING = """
            name: asking
            context: { sum: 0 }
            initial: Ask
            states:
              Ask:
                invoke:
                  id: price
                  command: cmd.price.quote
                  onDone: { target: Done, actions: { assign: { sum: "${event.data.sum}" } } }
                  onError: Done
              Done: { type: final }
            """;

    @Test
    void whatIsAskedIsShownAndAnswered() throws IOException {
        System.setIn(new ByteArrayInputStream(
                "{\"type\":\"evt.price.quote.success\",\"data\":{\"sum\":5}}\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(xorca("simulate", write("asking.machine.yaml", ASKING))).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines()).containsExactly("""
                {"event":null,"configuration":["Ask"],"status":"active","context":{"sum":0},"emitted":[{"type":"cmd.price.quote","data":{},"asks":"cmd.price.quote#1"}],"asked":[{"name":"cmd.price.quote#1","status":"asked","attempt":1}]}
                {"event":"evt.price.quote.success","configuration":["Done"],"status":"done","context":{"sum":5},"emitted":[]}
                """.split("\n"));
    }

    @Test
    void childrenComeFromAFolder() throws IOException {
        write("asking.machine.yaml", ASKING);
        var parent = write("parent.machine.yaml", """
                name: parent
                initial: Ask
                states:
                  Ask: { invoke: { machine: asking, onDone: Done, onError: Failed } }
                  Done: { type: final }
                  Failed: { type: final }
                """);
        var events = write("events.jsonl", "{\"answer\":\"cmd.price.quote\",\"data\":{\"sum\":1}}");

        assertThat(xorca("simulate", parent, "--events", events, "--machines", folder.toString()))
                .isZero();
        assertThat(out.toString().lines().skip(1))
                .singleElement()
                .asString()
                .contains("\"configuration\":[\"Done\"]", "\"children\":[{\"machine\":\"asking\"");

        out.getBuffer().setLength(0);
        assertThat(xorca("simulate", parent, "--events", events)).isEqualTo(1);
        assertThat(out.toString().lines().findFirst().orElseThrow()).contains("\"configuration\":[\"Failed\"]");
    }

    @Test
    void aMachineThatNoRouterTakesIsAFailure() throws IOException {
        var machine = write("asking.machine.yaml", ASKING.replace("cmd.price", "price"));
        write("asking.events.jsonl", "");

        assertThat(xorca("simulate", machine)).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("xorca: ")
                .contains("emits 'price.quote'")
                .hasLineCount(1);

        err.getBuffer().setLength(0);
        assertThat(xorca("simulate", "--batch", folder.toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("xorca: ")
                .contains("emits 'price.quote'")
                .hasLineCount(1);
    }

    @Test
    void linesComeFromStandardInputAndAreAnsweredOneByOne() throws IOException {
        System.setIn(new ByteArrayInputStream("""
                {"type":"press"}

                {"type":"who","source":"/gr\u00fc\u00df"}
                {"advance":"PT2M"}
                """.getBytes(StandardCharsets.UTF_8)));

        assertThat(xorca("simulate", write("lamp.machine.yaml", LAMP))).isZero();

        assertThat(out.toString().lines()).containsExactly("""
                {"event":null,"configuration":["off"],"status":"active","context":{"level":0},"emitted":[]}
                {"event":"press","configuration":["on"],"status":"active","context":{"level":0},"emitted":[]}
                {"event":"who","configuration":["on"],"status":"active","context":{"level":0},"emitted":[{"type":"said","data":{"by":"/gr\u00fc\u00df"}}]}
                {"event":null,"configuration":["off"],"status":"active","context":{"level":0},"emitted":[]}
                """.split("\n"));
    }

    @Test
    void aStepThatFailsHasItsReasonAndIsNoFailureOfTheCommand() throws IOException {
        var events = write(
                "events.jsonl",
                "{\"type\":\"press\"}\n{\"type\":\"break\"}\n{\"type\":\"dim\",\"data\":{\"to\":\"x\"}}");

        assertThat(xorca("simulate", write("lamp.machine.yaml", LAMP), "--events", events))
                .isZero();

        var lines =
                out.toString().lines().map(line -> Json.object(Json.read(line))).toList();
        assertThat(Json.object(lines.get(2).get("error")))
                .containsEntry("code", "guard-failed")
                .containsEntry("state", "on")
                .containsEntry("where", "/states/on/on/break/guard");
        assertThat(Json.object(lines.get(3).get("error"))).containsEntry("code", "schema");
        assertThat(lines.get(3).get("configuration")).isEqualTo(List.of("on"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            press                                | not a JSON object
            []                                   | expected an object
            {}                                   | either 'type' or 'advance'
            {"type":"a","advance":"PT1S"}        | either 'type' or 'advance'
            {"type":1}                           | 'type' must be a string
            {"type":" "}                         | 'type' must be a string
            {"type":"a","Data":{}}               | 'Data' is neither
            {"type":"a","time":{}}               | 'time' is neither
            {"advance":10}                       | must be an ISO-8601 duration
            {"advance":"10s"}                    | '10s' is no ISO-8601 duration
            {"advance":"-PT1S"}                  | not by -PT1S
            {"advance":"P99999D"}                | not by P99999D
            {"advance":"PT1S","type2":1}         | no other key
            """)
    void aLineThatIsNotUnderstoodIsAnsweredToldAndFailsTheCommand(String line, String why) throws IOException {
        var events =
                write("events.jsonl", "{\"type\":\"press\"}\n" + line + "\n{\"type\":\"who\",\"source\":\"me\"}\n");

        assertThat(xorca("simulate", write("lamp.machine.yaml", LAMP), "--events", events))
                .isEqualTo(1);

        assertThat(err.toString()).startsWith("xorca: line 2: ").contains(why).hasLineCount(1);
        var lines =
                out.toString().lines().map(text -> Json.object(Json.read(text))).toList();
        assertThat(lines).hasSize(4);
        assertThat(Json.object(lines.get(2).get("error"))).containsEntry("code", "bad-input");
        assertThat(lines.get(3)).doesNotContainKey("error");
    }

    @Test
    void inputAndTimeAreTaken() throws IOException {
        var machine = write("m.machine.yaml", """
                name: m
                schemas: { input: { type: object, properties: { n: { type: integer } }, required: [n] } }
                context: { n: "${input.n}", at: "${now}" }
                """);
        var events = write("events.jsonl", "");

        assertThat(xorca(
                        "simulate",
                        machine,
                        "--events",
                        events,
                        "--input",
                        "{\"n\":7}",
                        "--now",
                        "2026-01-31T12:00:00Z"))
                .isZero();
        assertThat(out.toString()).contains("\"configuration\":[]", "{\"n\":7,\"at\":\"2026-01-31T12:00:00Z\"}");

        assertThat(xorca("simulate", machine, "--events", events)).isZero();
        assertThat(out.toString().lines().skip(1))
                .singleElement()
                .asString()
                .contains("\"configuration\":[],\"status\":\"error\"", "the input breaks its schema");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            simulate                                 | 2 | give either a MACHINE or --batch DIR
            simulate a --batch b                     | 2 | give either a MACHINE or --batch DIR
            simulate a --input {                     | 2 | --input is not JSON
            simulate a --now noon                    | 2 | Invalid value for option '--now'
            simulate nowhere.machine.yaml            | 1 | there is no file nowhere.machine.yaml
            simulate --batch nowhere                 | 1 | there is no folder nowhere
            simulate --batch src --machines nowhere  | 1 | there is no folder nowhere; check --machines
            simulate --batch src/test/java           | 1 | there is nothing to run in src/test/java
            """)
    void whatCannotBeDoneIsOneLine(String arguments, int exitCode, String line) {
        assertThat(xorca(arguments.split(" "))).isEqualTo(exitCode);
        assertThat(err.toString()).startsWith("xorca: " + line).hasLineCount(1);
    }

    @Test
    void eventsThatAreNotThereOrNotTextAreAFailure() throws IOException {
        var machine = write("lamp.machine.yaml", LAMP);

        assertThat(xorca("simulate", machine, "--events", "nowhere.jsonl")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("xorca: there is no file nowhere.jsonl")
                .hasLineCount(1);

        err.getBuffer().setLength(0);
        var latin = Files.write(
                folder.resolve("latin.jsonl"), "{\"type\":\"gr\u00fc\u00df\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(xorca("simulate", machine, "--events", latin.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("not UTF-8 text").hasLineCount(1);
    }

    private static List<Map<String, Object>> lines(String text) {
        return text.lines()
                .map(line -> {
                    Map<String, Object> same = new LinkedHashMap<>(Json.object(Json.read(line)));
                    same.computeIfPresent("error", (key, error) -> Map.of());
                    return same;
                })
                .toList();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int xorca(String... arguments) {
        var commandLine = Xorca.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return Xorca.run(commandLine, arguments);
    }
}
