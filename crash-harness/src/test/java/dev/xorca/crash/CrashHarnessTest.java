package dev.xorca.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CrashHarnessTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine harness = CrashHarness.commandLine();
        harness.setOut(new PrintWriter(out, true));
        harness.setErr(new PrintWriter(err, true));
        return harness.execute(args);
    }

    @Test
    void theScheduleOfASeedCanBeLookedAt() {
        assertThat(run("--schedule", "--seed", "5", "--kills", "30", "--distribution", "."))
                .isZero();
        var first = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("--schedule", "--seed", "5", "--kills", "30", "--distribution", "."))
                .isZero();
        assertThat(out.toString()).isEqualTo(first);
        assertThat(first.lines()).hasSize(30);
    }

    @Test
    void theSizeOfCiIsWhatTheBarAsksFor() {
        run("--schedule", "--ci", "--distribution", ".");
        assertThat(out.toString().lines().count()).isGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "--orchestrations, 0, --orchestrations takes a number from 1",
        "--nodes, 9, --nodes takes a number from 1 to 5",
        "--standbys, 2, --standbys takes a number from 0 to 1",
        "--session-ms, 10, --session-ms takes a number from 6000",
        "--gap, 0, --gap takes",
        "--rate, -1, --rate takes",
        "--guarantee, twice, is none of",
        "--kinds, boom, is none of",
        "--stories, boom, is none of",
        "--distribution, no/such/folder, no/such/folder",
        "--nonsense, x, --nonsense"
    })
    void whatIsNotUnderstoodIsToldInALine(String option, String value, String message) {
        assertThat(run("--distribution", ".", option, value)).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains(message, "--help");
    }

    @Test
    void storiesOfSamplesNeedTheirFolderAndTimers() {
        assertThat(run("--distribution", ".", "--stories", "crash,fan-out", "--samples", "no/such/folder"))
                .isEqualTo(2);
        assertThat(run("--distribution", ".", "--stories", "all", "--no-timers"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("no/such/folder/fan-out", "--samples"),
                        second -> assertThat(second).contains("--no-timers"));
    }
}
