package dev.xorca.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process, as a user runs it. */
@Timeout(120)
class KafkaCommandTest {

    @Test
    void itIsReadyHoldsItsDirectoryAndEndsInOrderOnSigterm(@TempDir Path data) throws Exception {
        var kafka = xorca("kafka", "--port", "0", "--data", data.toString());
        try (var out = kafka.inputReader(UTF_8)) {
            assertThat(out.readLine()).matches("ready kafka=127\\.0\\.0\\.1:\\d+");

            var second = xorca("kafka", "--port", "0", "--data", data.toString());
            try (var err = second.errorReader(UTF_8)) {
                assertThat(err.lines())
                        .singleElement()
                        .asString()
                        .startsWith("xorca: ")
                        .contains("is in use by another");
            }
            assertThat(second.waitFor()).isEqualTo(1);

            kafka.toHandle().destroy(); // SIGTERM
            assertThat(kafka.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(kafka.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
        } finally {
            kafka.destroyForcibly();
        }
    }

    private static Process xorca(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Xorca.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
