package dev.xorca.crash.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String READY = "echo 'ready http=127.0.0.1:123 kafka=x'; ";

    private final CompletableFuture<Integer> ownEnd = new CompletableFuture<>();
    private ServerProcess process;

    @TempDir
    Path folder;

    private ServerProcess start(String script) {
        process = ServerProcess.start(
                List.of("sh", "-c", script), Map.of("LEVEL", "INFO"), folder.resolve("log"), ownEnd::complete);
        return process;
    }

    @AfterEach
    void end() {
        process.abandon();
        process.awaitEnd();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"), UTF_8);
    }

    @Test
    void saysWhenItIsReadyAndWhere() throws Exception {
        var server = start("echo $LEVEL; echo oops >&2; " + READY + "exec sleep 60");
        server.awaitReady(PATIENCE);
        assertThat(server.http()).isEqualTo("http://127.0.0.1:123");
        assertThat(log()).contains("--- sh -c", "INFO", "oops", "ready http");
    }

    @Test
    void anEndThatNobodyWantedIsTold() throws Exception {
        start("exit 3");
        assertThat(ownEnd.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(3);
        assertThatThrownBy(() -> process.awaitReady(PATIENCE)).hasMessageContaining("not ready");
    }

    @Test
    void aKillIsNoEndOfItsOwn() throws Exception {
        var server = start(READY + "exec sleep 60");
        server.awaitReady(PATIENCE);
        server.kill();
        assertThat(server.isAlive()).isFalse();
        assertThat(ownEnd).isNotDone();
    }

    @Test
    void whatIgnoresSigtermIsKilled() throws Exception {
        var server = start("trap '' TERM; " + READY + "while :; do sleep 1; done");
        server.awaitReady(PATIENCE);
        assertThat(server.stop(Duration.ofMillis(50))).isFalse();
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void whatEndsOnSigtermEndsInOrder() throws Exception {
        var server = start(READY + "exec sleep 60");
        server.awaitReady(PATIENCE);
        assertThat(server.stop(PATIENCE)).isTrue();
    }

    @Test
    void whatIsFrozenDoesNotAnswerUntilItIsThawed() throws Exception {
        var server = start("trap 'exit 0' TERM; " + READY + "while :; do sleep 0.1; done");
        server.awaitReady(PATIENCE);
        server.freeze();
        assertThat(state()).isEqualTo('T');
        server.thaw();
        assertThat(state()).isNotEqualTo('T');
        assertThat(server.stop(PATIENCE)).isTrue();
    }

    /** As the kernel tells it; where there is no such file the test has nothing to look at. */
    private char state() throws IOException {
        var stat = Path.of("/proc/" + process.pid() + "/stat");
        Assumptions.assumeTrue(Files.exists(stat));
        var line = Files.readString(stat);
        return line.charAt(line.lastIndexOf(')') + 2);
    }
}
