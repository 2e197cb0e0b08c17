package dev.xorca.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other nodes that answer, and those that do not. */
@Timeout(60)
class PeersTest {
    private final Peers peers = new Peers(Duration.ofSeconds(3), Duration.ofSeconds(3));
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (var each : opened) {
            each.close();
        }
    }

    @Test
    void aNodeThatAnswersIsAskedWithTheHeaderThatKeepsItFromAskingOthers() throws Exception {
        var asked = new ArrayList<String>();
        var address = listen("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nxorca-read: standby\r\n\r\nnone", asked);
        var answer = Answer.of(peers.get(address, "/orchestrations/x?from=1").orElseThrow());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.standby()).isTrue();
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("none");
        assertThat(asked).contains("GET /orchestrations/x?from=1 HTTP/1.1", "xorca-forwarded: yes");
    }

    @Test
    void aNodeThatIsAwayOrStandsStillIsNotWaitedForLong() throws Exception {
        String closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = address(socket);
        }
        assertThat(peers.get(closed, "/")).isEmpty();
        assertThatThrownBy(() -> peers.open(closed, "/")).isInstanceOf(IOException.class);
        var silent = listen("", new ArrayList<>());
        assertThat(peers.get(silent, "/")).isEmpty();
        assertThatThrownBy(() -> peers.open(silent, "/")).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aNodeThatStopsInTheMiddleIsNotReadForEver() throws Exception {
        var address = listen("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin", new ArrayList<>());
        try (var in = peers.open(address, "/journals")) {
            assertThat(in.readNBytes(5)).asString(UTF_8).isEqualTo("begin");
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aStreamThatIsRefusedIsAFailure() throws Exception {
        var address = listen("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", new ArrayList<>());
        assertThatThrownBy(() -> peers.open(address, "/journals"))
                .isInstanceOf(IOException.class)
                .hasMessage("it answers with 503");
    }

    /** Takes connections, answers each with the same and leaves it open. */
    private String listen(String answer, List<String> asked) throws IOException {
        var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        opened.add(socket);
        var thread = new Thread(() -> {
            try {
                while (true) {
                    serve(socket.accept(), answer, asked);
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return address(socket);
    }

    private void serve(Socket connection, String answer, List<String> asked) {
        opened.add(connection);
        try {
            var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
            for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                asked.add(line);
            }
            connection.getOutputStream().write(answer.getBytes(UTF_8));
            connection.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String address(ServerSocket socket) {
        return "127.0.0.1:" + socket.getLocalPort();
    }
}
