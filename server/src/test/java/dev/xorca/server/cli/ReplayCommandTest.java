package dev.xorca.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.router.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command with journals from files. From a node: {@code TwoNodesTest}. */
class ReplayCommandTest {
    private final InputStream stdin = System.in;

    @TempDir
    private Path folder;

    private String journals;

    @BeforeEach
    void record() throws IOException {
        journals = RecordedLamps.write(folder.resolve("journals.jsonl")).toString();
    }

    @AfterEach
    void giveBackStandardInput() {
        System.setIn(stdin);
    }

    @Test
    void theSameMachinesDecideTheSame() throws IOException {
        var result = CommandLines.run("replay", "--machines", machines("1", RecordedLamps.LAMP), "--journal", journals);
        assertThat(result)
                .isEqualTo(new CommandLines.Result(
                        0,
                        "replayed 12 steps of 3 orchestrations, 0 steps by another definition than then: 0 orchestrations differ"
                                + System.lineSeparator(),
                        ""));
    }

    @Test
    void ofEachOrchestrationTheFirstStepThatDiffersIsTold() throws IOException {
        var changed = machines("1", RecordedLamps.LAMP.replace("context.times + 1", "context.times + 2"));
        var result = CommandLines.run("replay", "--machines", changed, "--journal", journals, "--limit", "1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly(
                        "lamp 1.0.0 'lamp-0' differs at entry 2, evt.press at 1970-01-01T00:00:01Z",
                        "  subject " + new Subject("lamp-0", "lamp", "1.0.0").encode(),
                        "  context.times: was 1, would be 2",
                        "  emitted[0].data.times: was 1, would be 2",
                        "... and 2 more",
                        "replayed 6 steps of 3 orchestrations, 6 steps by another definition than then: 3 orchestrations "
                                + "differ");
    }

    @Test
    void anUpgradeIsTriedWithTheVersionThatIsAskedFor() throws IOException {
        var next = RecordedLamps.LAMP.replace("1.0.0", "1.1.0").replace("context.times + 1", "context.times + 2");
        machines("both/old", RecordedLamps.LAMP);
        machines("both/new", next);
        var both = folder.resolve("both").toString();
        assertThat(CommandLines.run("replay", "--machines", both, "--journal", journals)
                        .exitCode())
                .isZero();
        assertThat(CommandLines.run("replay", "--machines", both, "--journal", journals, "--as-version", "1.1.0")
                        .exitCode())
                .isEqualTo(1);
        var none = CommandLines.run("replay", "--machines", both, "--journal", journals, "--as-version", "3.0.0");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).startsWith("xorca: no machine has version 3.0.0").hasLineCount(1);
    }

    @Test
    void journalsComeFromStandardInputAndMayBeAPart() throws IOException {
        var part = String.join("\n", Files.readAllLines(Path.of(journals)).subList(0, 6));
        System.setIn(new ByteArrayInputStream(part.getBytes(UTF_8)));
        var result = CommandLines.run("replay", "--machines", machines("1", RecordedLamps.LAMP), "--journal", "-");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("replayed 6 steps of 2 orchestrations");
        assertThat(result.err()).contains("may be a part of an export").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --journal nowhere.jsonl               | there is no file nowhere.jsonl; check --journal
            --journal {bad}                       | file {bad}: line 1: Unrecognized token
            --journal {middle}                    | file {middle}: line 1: a journal begins with entry 2
            --journal {cut}                       | file {cut}: line 12: Unexpected end-of-input
            --journal {empty}                     | there is no journal of these machines in file {empty}; check
            --from 127.0.0.1:1                    | no node answers at 127.0.0.1:1; check --from
            --from nonsense:port                  | 'nonsense:port' is no HOST:PORT or URL of a node; check --from
            --journal {bad} --from 127.0.0.1:1    | Error: --journal=FILE, --from=HOST:PORT are mutually exclusive
            ``                                    | Error: Missing required argument
            """)
    void whatCannotBeReplayedIsOneLineAndNoDifference(String arguments, String why) throws IOException {
        var lines = Files.readAllLines(Path.of(journals));
        Files.writeString(folder.resolve("bad"), "nonsense\n");
        Files.writeString(folder.resolve("middle"), lines.get(1));
        Files.writeString(folder.resolve("cut"), String.join("\n", lines.subList(0, 11)) + "\n{\"subject\":");
        Files.writeString(folder.resolve("empty"), "");
        var command = new ArrayList<>(List.of("replay", "--machines", machines("1", RecordedLamps.LAMP)));
        command.addAll(List.of(inFolder(arguments).split(" ")));
        command.remove("");

        var result = CommandLines.run(command.toArray(new String[0]));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("xorca: " + inFolder(why)).hasLineCount(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void machinesThatCannotBeLoadedOrDoNotFitAreNoDifference() throws IOException {
        var broken = CommandLines.run("replay", "--machines", machines("1", "name: ["), "--journal", journals);
        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(broken.err()).startsWith("xorca: the machines have 1 problem");
        var others = CommandLines.run(
                "replay",
                "--machines",
                machines("2", RecordedLamps.LAMP.replace("name: lamp", "name: bell")),
                "--journal",
                journals);
        assertThat(others.exitCode()).isEqualTo(2);
        assertThat(others.err()).contains("only 3 of others; check --machines");
    }

    private String machines(String name, String document) throws IOException {
        var machines = Files.createDirectories(folder.resolve(name));
        Files.writeString(machines.resolve("lamp.machine.yaml"), document);
        return machines.toString();
    }

    private String inFolder(String text) {
        return text.replaceAll("\\{(\\w+)}", folder.resolve("$1").toString());
    }
}
