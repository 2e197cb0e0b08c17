package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {
    private static final String WARNED = "name: warned\ninitial: A\nstates:\n  A: {}\n  B: {}\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void machines() throws IOException {
        Files.writeString(folder.resolve("warned.machine.yaml"), WARNED);
        Files.writeString(folder.resolve("broken.machine.yaml"), "name: broken\ninitial: A\n");
        Files.writeString(folder.resolve("fine.machine.json"), "{\"name\": \"fine\"}");
    }

    @Test
    void theSampleMachinesHaveNoFindings() {
        assertThat(xorca("../sample-machines", "--strict")).isZero();
        assertThat(out.toString()).endsWith("checked: 0 errors, 0 warnings, 0 info" + System.lineSeparator());
    }

    @Test
    void everyFileIsCheckedEvenIfOneDoesNotLoad() {
        assertThat(xorca(folder.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("broken.machine.yaml:2:1: error: ", "[initial-without-states at /initial]")
                .contains("warned.machine.yaml:5:3: warning: state 'B' can never be active"
                        + " [unreachable-state at /states/B]")
                .contains("To silence: x-ignore: [unreachable-state]")
                .contains("3 files checked: ", ", 1 warning, 0 info");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            warned                                     | 0
            fine                                       | 0
            broken                                     | 1
            warned --strict                            | 1
            warned --strict --ignore unreachable-state | 0
            warned --ignore nonsense                   | 2
            warned --diagram png                       | 2
            missing                                    | 2
            """)
    void theExitCodeTellsHowBadItIs(String arguments, int code) {
        var words = arguments.split(" ");
        words[0] = folder.resolve(words[0] + (words[0].equals("fine") ? ".machine.json" : ".machine.yaml"))
                .toString();
        assertThat(xorca(words)).as("%s%s", out, err).isEqualTo(code);
    }

    @Test
    void jsonIsForTools() {
        xorca(folder.resolve("warned.machine.yaml").toString(), "--format", "json");
        var report = Json.object(Json.read(out.toString()));
        assertThat(report.get("summary")).isEqualTo(Map.of("files", 1L, "error", 0L, "warning", 1L, "info", 0L));
        assertThat(Json.object(((List<?>) report.get("findings")).get(0)))
                .containsEntry("code", "unreachable-state")
                .containsEntry("severity", "warning")
                .containsEntry("line", 5L)
                .containsEntry("column", 3L)
                .containsEntry("pointer", "/states/B")
                .containsKeys("file", "message", "explanation", "silence");
    }

    @Test
    void githubTakesWorkflowCommands() throws IOException {
        var file = Files.writeString(folder.resolve("odd,name.machine.yaml"), WARNED);
        xorca(file.toString(), "--format", "github");
        assertThat(out.toString())
                .startsWith("::warning file=")
                .contains("odd%2Cname.machine.yaml,line=5,col=3,title=unreachable-state::state 'B' can never");
    }

    @ParameterizedTest
    @CsvSource({"mermaid,stateDiagram-v2", "dot,digraph", "svg,<svg"})
    void aDiagramIsPrintedInstead(String format, String begin) {
        assertThat(xorca(folder.resolve("warned.machine.yaml").toString(), "--diagram", format))
                .isZero();
        assertThat(out.toString()).startsWith(begin);
    }

    @Test
    void aDiagramShowsOneMachine() {
        assertThat(xorca(folder.toString(), "--diagram", "dot")).isEqualTo(2);
        assertThat(err.toString()).contains("--diagram draws one machine, and there are 3");
    }

    private int xorca(String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = "check";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        var commandLine = Xorca.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return Xorca.run(commandLine, all);
    }
}
