package dev.xorca.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command says when it is not answered as it should be. With nodes: {@code TwoNodesTest}. */
class JournalCommandTest {
    private static final String SUBJECT = "eyJwcm9jZXNzSWQiOiJhIiwibmFtZSI6ImIiLCJ2ZXJzaW9uIjoiMS4wLjAifQ";

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            var bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            journal                          | give either a SUBJECT or --export FILE
            journal a --export b             | give either a SUBJECT or --export FILE
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
        status = code;
        answer = body;
        var result = CommandLines.run("journal", SUBJECT, "--server", address());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("xorca: " + why.replace("{server}", address()))
                .hasLineCount(1);
    }

    @Test
    void aNodeThatIsNotThereIsNamed() {
        var nowhere = address();
        server.stop(0);
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
        answer = """
                {"entries":[{"v":2,"sequence":1,"at":"2026-03-01T08:00:00Z","outcome":"ignored",
                "cause":{"source":"s","id":"i","type":"evt.\\u001b[2J"},
                "machine":{"name":"b","version":"1.0.0","hash":"h"}}]}
                """;
        var result = CommandLines.run("journal", SUBJECT, "--server", address());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("evt.\uFFFD[2J").doesNotContain("\u001b");
        assertThat(asked).containsExactly("/orchestrations/" + SUBJECT + "/journal?from=1&limit=100");
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }
}
