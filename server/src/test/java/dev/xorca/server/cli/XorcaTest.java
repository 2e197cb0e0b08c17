package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class XorcaTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpListsTheCommands() {
        assertThat(xorca("--help")).isZero();
        assertThat(out.toString()).contains("Usage: xorca", "Commands:", "kafka", "Exit codes:", "XORCA_LOG");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void withoutACommandTheUsageIsShownAsAnError() {
        assertThat(xorca()).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: xorca");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --nonsense          | xorca: Unknown option: '--nonsense'; see 'xorca --help'
            kafka --nonsense    | xorca: Unknown option: '--nonsense'; see 'xorca kafka --help'
            dev --http-cors-origin=desk | xorca: --http-cors-origin takes an origin, such as https://desk.example, or *; 'desk' is none; see 'xorca dev --help'
            dev --http-max-publishing=0 | xorca: --http-max-publishing must be at least 1, this is 0; see 'xorca dev --help'
            kafka --port http   | xorca: Invalid value for option '--port': 'http' is not an int; see 'xorca kafka --help'
            kafka --port 65536  | xorca: port 65536 is not between 0 and 65535; see 'xorca kafka --help'
            kafka --port -1     | xorca: port -1 is not between 0 and 65535; see 'xorca kafka --help'
            """)
    void whatIsNotUnderstoodIsOneLineAndExitCode2(String arguments, String line) {
        assertThat(xorca(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isEqualTo(line + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dev --missing-version=newest       | 'newest' is none of fail, current-or-newer, current-or-older
            dev --default-version=nobody=1.0.0 | --default-version: 'nobody' cannot have the default version 1.0.0: no machine
            dev --default-version=summary=7.0.0 | --default-version: summary cannot have the default version 7.0.0
            """)
    void versionsThatAreNotThereAreToldBeforeAnythingStarts(String arguments, String why) {
        assertThat(xorca(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(why).hasLineCount(1);
    }

    @Test
    void aFailureIsOneLineAndExitCode1(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("kafka"), "");

        assertThat(xorca("kafka", "--data", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("xorca: Kafka cannot keep its data in " + file)
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"exception", "error"})
    void anUnexpectedErrorIsOneLineToo(String kind) {
        assertThat(xorca("break", kind)).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("xorca: unexpected error: ")
                .contains("first line; run it with --verbose")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"exception", "error"})
    void itsStackTraceIsShownOnRequest(String kind) {
        assertThat(xorca("break", kind, "--verbose")).isEqualTo(1);
        assertThat(err.toString()).startsWith("xorca: unexpected error: ").contains("\tat " + Break.class.getName());
    }

    private int xorca(String... arguments) {
        var commandLine = Xorca.commandLine().addSubcommand(new Break());
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return Xorca.run(commandLine, arguments);
    }

    /** A command with a bug. */
    @Command(name = "break")
    static final class Break implements Callable<Integer> {
        @Parameters
        private String kind = "";

        @Override
        public Integer call() {
            if (kind.equals("error")) {
                throw new AssertionError("first line\nsecond line");
            }
            throw new IllegalStateException("first line\nsecond line");
        }
    }
}
