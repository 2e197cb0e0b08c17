package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractCheckTest {
    private static final String MACHINE = """
            name: order
            version: %s
            schemas:
              accepts: { evt.paid: { type: object, required: [%s] } }
              emits: { cmd.pay: { type: object, required: [%s] } }
            initial: A
            states: { A: { entry: { emit: cmd.pay, data: { sum: 1 } }, on: { evt.paid: B } }, B: { type: final } }
            """;

    @TempDir
    private Path folder;

    private Path before;
    private Path after;

    @BeforeEach
    void folders() throws IOException {
        before = Files.createDirectory(folder.resolve("before"));
        after = Files.createDirectory(folder.resolve("after"));
        Files.writeString(before.resolve("order.machine.yaml"), MACHINE.formatted("1.0.0", "amount", "sum"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            ACCEPTED         | EMITTED   | OPTIONS                      | EXIT CODE
            amount           | sum       | ''                           | 0
            'amount, date'   | sum       | ''                           | 1
            'amount, date'   | sum       | '--policy forward'           | 0
            'amount, date'   | sum       | '--policy none'              | 0
            ''               | sum       | ''                           | 0
            ''               | sum       | '--policy full'              | 1
            amount           | ''        | ''                           | 1
            amount           | ''        | '--policy backward'          | 0
            amount           | ''        | '--policy backwards'         | 2
            """)
    void theExitCodeFollowsThePolicy(String accepted, String emitted, String options, int exitCode) throws IOException {
        next(accepted, emitted);

        assertThat(check(options)).extracting(CommandLines.Result::exitCode).isEqualTo(exitCode);
    }

    @Test
    void theTextSaysWhatBreaksForWhomAndByWhat() throws IOException {
        next("amount, date", "sum");

        assertThat(check("").out()).isEqualTo("""
                order 1.0.0 -> 1.1.0
                  accepted evt.paid: changed, FORWARD
                    breaks BACKWARD: the new machine refuses what the services that send it may send today
                      upgrade the services that send it first
                      (whole) required: 'date' is required, and may be missing
                        refused: {"amount":"amount"}
                  3 contracts are the same
                broken by policy services
                """);
    }

    @Test
    void schemasThatMachinesShareAreFound() throws IOException {
        for (var version : Map.of(before, "1.0.0", after, "1.1.0").entrySet()) {
            var shared = Files.createDirectories(version.getKey().resolve("shared"));
            Files.writeString(shared.resolve("money.schema.json"), """
                    { "$id": "https://example.com/money", "type": "object", "required": ["amount"] }
                    """);
            var machines = Files.createDirectories(version.getKey().resolve("orders"));
            Files.writeString(machines.resolve("refund.machine.yaml"), """
                    name: refund
                    version: %s
                    schemas: { accepts: { evt.refunded: { $ref: "https://example.com/money" } } }
                    initial: A
                    states: { A: { on: { evt.refunded: B } }, B: { type: final } }
                    """.formatted(version.getValue()));
        }
        next("amount", "sum");

        var result = check("");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("refund 1.0.0 -> 1.1.0");
    }

    @Test
    void theJsonSaysTheSame() throws IOException {
        next("amount, date", "sum");

        var json = Json.object(Json.read(check("--format json").out()));
        assertThat(json).containsEntry("policy", "services").containsEntry("broken", true);
        var machine = Json.object(((List<?>) json.get("machines")).get(0));
        assertThat(machine).containsEntry("before", "1.0.0").containsEntry("after", "1.1.0");
        assertThat(Json.text(machine))
                .contains(
                        "\"counterExample\":{\"amount\":\"amount\"}",
                        "\"certainty\":\"breaks\"",
                        "\"broken\":\"BACKWARD\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nowhere                | there is no folder nowhere; check --against
            http://127.0.0.1:1     | no node answers at http://127.0.0.1:1; check --against
            """)
    void withNothingToCompareWithItEndsWith2(String against, String problem) {
        var result = CommandLines.run("check", before.toString(), "--against", against);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(problem);
    }

    @Test
    void aRunningNodeIsAskedForItsMachines() throws IOException {
        next("amount, date", "sum");
        var definition = new MachineDocuments()
                .read(before.resolve("order.machine.yaml"))
                .definition();
        var answers = Map.of(
                "/catalog",
                Map.of("orchestrators", List.of(), "next", "/catalog?after=a"),
                "/catalog?after=a",
                Map.of(
                        "orchestrators",
                        List.of(Map.of(
                                "name", "order", "versions", List.of(Map.of("version", "1.0.0", "hash", "sha256:1"))))),
                "/catalog/order/1.0.0/machine",
                definition);
        var node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            var body = Json.bytes(answers.get(exchange.getRequestURI().toString()));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        node.start();
        try {
            var url = "http://127.0.0.1:" + node.getAddress().getPort() + "/catalog";
            var result = CommandLines.run("check", after.toString(), "--against", url);

            assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
            assertThat(result.out()).contains("order 1.0.0 -> 1.1.0", "'date' is required, and may be missing");
        } finally {
            node.stop(0);
        }
    }

    @Test
    void aNewMachineAndOneThatIsGoneAreNamed() throws IOException {
        Files.writeString(
                after.resolve("other.machine.yaml"),
                MACHINE.replace("order", "other").formatted("1.0.0", "", ""));

        assertThat(check("").out()).isEqualTo("""
                other 1.0.0 is new
                order is deployed and not among these files
                fine by policy services
                """);
    }

    private void next(String accepted, String emitted) throws IOException {
        Files.writeString(after.resolve("order.machine.yaml"), MACHINE.formatted("1.1.0", accepted, emitted));
    }

    private CommandLines.Result check(String options) {
        var arguments = options.isEmpty() ? List.<String>of() : List.of(options.split(" ", -1));
        var all = new ArrayList<>(List.of("check", after.toString(), "--against", before.toString()));
        all.addAll(arguments);
        return CommandLines.run(all.toArray(String[]::new));
    }
}
