package dev.xorca.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Machines;
import dev.xorca.router.Subject;
import dev.xorca.runtime.DeploymentChecks;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.runtime.RuntimeSettings.Guarantee;
import dev.xorca.runtime.RuntimeSettings.Placement;
import dev.xorca.schemas.Json;
import dev.xorca.server.cli.CommandLines;
import dev.xorca.server.node.HttpSettings;
import dev.xorca.server.node.Node;
import dev.xorca.server.node.NodeStartException;
import dev.xorca.store.JournalLines;
import dev.xorca.store.OrchestrationStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two nodes of one application over a real broker, asked by HTTP and by the command line: each answers for both. */
class TwoNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ORCHESTRATIONS = 40;
    private static final String PREFIX = "n" + UUID.randomUUID().toString().substring(0, 8) + ".";

    private static final String TICKET = """
            name: ticket
            version: 1.0.0
            context: { n: "${input.n}", sum: 0 }
            initial: Open
            states:
              Open:
                entry: { emit: cmd.ticket.check, data: { n: "${context.n}" } }
                after: { PT1H: Expired }
                on:
                  evt.ticket.add: { actions: { assign: { sum: "${context.sum + event.data.n}" } } }
                  evt.ticket.close: Closed
              Expired: { type: final }
              Closed: { type: final, entry: { emit: notif.ticket.closed, data: { sum: "${context.sum}" } } }
            output: { sum: "${context.sum}" }
            """;

    @TempDir
    private static Path folder;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<Node> NODES = new ArrayList<>();
    private static PlainClient client;

    @BeforeAll
    static void startNodesAndOrchestrations() throws Exception {
        client = new PlainClient(TestKafka.bootstrapServers(), Map.of());
        NODES.add(start("a", ""));
        NODES.add(start("b", ""));
        for (var node : NODES) {
            assertThat(node.awaitReady(PATIENCE, () -> false)).isTrue();
        }
        for (int i = 0; i < ORCHESTRATIONS; i++) {
            startTicket("p" + i, i);
        }
        await().atMost(PATIENCE).until(() -> all(NODES.get(0), 1_000).size() == ORCHESTRATIONS);
        // Work is shared when both have settled, and each follows the other.
        for (var node : NODES) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(roles(node)).containsOnlyKeys("active", "standby"));
        }
    }

    @AfterAll
    static void closeAll() {
        NODES.forEach(Node::close);
        client.close();
    }

    private static Node start(String name, String address) {
        return start(PREFIX, name, address);
    }

    private static Node start(String prefix, String name, String address) {
        return start(prefix, name, address, Guarantee.EXACTLY_ONCE);
    }

    private static Node start(String prefix, String name, String address, Guarantee guarantee) {
        var settings = RuntimeSettings.of(TestKafka.bootstrapServers(), prefix + "app", folder.resolve(prefix + name));
        return Node.start(
                Machines.of(List.of(new MachineDocuments().read("ticket.machine.yaml", TICKET))),
                new RuntimeSettings(
                        settings.bootstrapServers(),
                        settings.applicationId(),
                        settings.stateDir(),
                        name,
                        prefix,
                        "",
                        true,
                        4,
                        1,
                        settings.eventEncoding(),
                        guarantee,
                        20,
                        1,
                        settings.maxInputBytes(),
                        DeploymentChecks.DEFAULT,
                        false,
                        new Placement(1, "", address),
                        settings.router(),
                        settings.kafka()),
                HttpSettings.at("127.0.0.1", 0));
    }

    private static void startTicket(String processId, int n) {
        startTicket(PREFIX, processId, n);
    }

    private static void startTicket(String prefix, String processId, int n) {
        var json = "{\"processId\":\"" + processId + "\",\"context\":{\"n\":" + n + "}}";
        client.send(
                prefix + "xorca.ticket.start",
                PlainClient.event("xorca.ticket.start", "start-" + processId, json)
                        .build());
    }

    private static void send(String type, String id, String processId, String json) {
        client.send(
                PREFIX + type,
                PlainClient.event(type, id, json)
                        .withSubject(subject(processId).encode())
                        .build());
    }

    @Test
    void eachNodeAnswersForAllOrchestrations() throws Exception {
        var owners = new HashSet<Integer>();
        for (int i = 0; i < ORCHESTRATIONS; i++) {
            var path = "/orchestrations/" + subject("p" + i).encodeForUrl();
            var answers = new ArrayList<Map<String, Object>>();
            for (var node : NODES) {
                var response = get(node, path);
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(response.headers().firstValue("xorca-read")).isEmpty();
                answers.add(json(response));
            }
            assertThat(answers.get(0)).isEqualTo(answers.get(1)).containsEntry("processId", "p" + i);
            owners.addAll(ownersOf(path));
        }
        assertThat(owners).as("both nodes own some").containsExactlyInAnyOrder(0, 1);
    }

    /** Nodes that answer as owners when they are not allowed to ask others. */
    private static Set<Integer> ownersOf(String path) throws Exception {
        var owners = new HashSet<Integer>();
        for (int i = 0; i < NODES.size(); i++) {
            var response = HTTP.send(
                    HttpRequest.newBuilder(uri(NODES.get(i), path))
                            .header("xorca-forwarded", "yes")
                            .build(),
                    BodyHandlers.ofString());
            if (response.statusCode() == 200
                    && response.headers().firstValue("xorca-read").isEmpty()) {
                owners.add(i);
            }
        }
        assertThat(owners).as("owners of %s", path).hasSize(1);
        return owners;
    }

    @Test
    void whoeverTakesAStartWaitsForItsOutcomeWhereverItRuns() throws Exception {
        for (int i = 0; i < 4; i++) {
            var processId = "http" + i;
            for (var node : NODES) {
                var path = "/orchestrations/" + subject(processId).encodeForUrl();
                var start = HttpRequest.newBuilder(uri(node, "/orchestrations/ticket?wait=PT30S"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", processId)
                        .POST(BodyPublishers.ofString("{\"processId\":\"" + processId + "\",\"context\":{\"n\":1}}"))
                        .build();
                var answer = HTTP.sendAsync(start, BodyHandlers.ofString());
                await().atMost(PATIENCE).until(() -> get(node, path).statusCode() == 200);
                send("evt.ticket.close", "close-" + processId, processId, "{}");
                assertThat(json(answer.get(60, TimeUnit.SECONDS)))
                        .containsEntry("status", "done")
                        .containsEntry("output", Map.of("sum", 0L));
            }
        }
    }

    @Test
    void anOrchestrationIsShownWithAllThatIsKnownOfIt() throws Exception {
        var state = json(get(NODES.get(0), "/orchestrations/" + subject("p7").encode()));
        assertThat(state)
                .containsEntry("subject", subject("p7").encode())
                .containsEntry("name", "ticket")
                .containsEntry("version", "1.0.0")
                .containsEntry("status", "active")
                .containsEntry("configuration", List.of("Open"))
                .containsEntry("context", Map.of("n", 7L, "sum", 0L))
                .containsEntry("sequence", 1L)
                .containsEntry("held", 0L)
                .containsEntry("correlationId", "start-p7")
                .containsKeys("startedAt", "changedAt", "machine", "journal")
                .doesNotContainKey("output");
        assertThat((List<?>) state.get("timers"))
                .singleElement()
                .satisfies(timer -> assertThat(Json.object(timer)).containsKeys("token", "type", "due"));
        assertThat(Json.object(state.get("machine")).get("hash").toString()).startsWith("sha256:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /orchestrations/{nobody}                 | 404 | there is no such orchestration
            /orchestrations/{nobody}/journal         | 404 | there is no such orchestration
            /orchestrations/nonsense                 | 400 | the subject cannot be read
            /orchestrations/{p1}/journal?from=0      | 400 | 'from' must be a whole number from 1
            /orchestrations/{p1}/journal?limit=1001  | 400 | 'limit' must be a whole number from 1 to 1000
            /orchestrations?limit=x                  | 400 | 'limit' must be a whole number
            /orchestrations?after=nonsense           | 400 | the subject cannot be read
            /orchestrations?partition=4              | 400 | 'partition' must be a whole number from 0 to 3
            /journals?partition=-1                   | 400 | 'partition' must be
            """)
    void whatIsNotThereOrNotUnderstoodIsToldWithItsReason(String path, int status, String why) throws Exception {
        var resolved = path.replace("{nobody}", subject("nobody").encodeForUrl())
                .replace("{p1}", subject("p1").encodeForUrl());
        for (var node : NODES) {
            var response = get(node, resolved);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(String.valueOf(json(response).get("detail"))).startsWith(why);
        }
    }

    @Test
    void subjectsAreReadInBothAlphabetsOfBase64() throws Exception {
        startTicket("p?>~ü", 1);
        var subject = subject("p?>~ü");
        assertThat(subject.encode()).containsPattern("[+/]");
        for (var spelt : List.of(
                subject.encode(), subject.encode().replace("/", "%2F").replace("+", "%2B"), subject.encodeForUrl())) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get(NODES.get(0), "/orchestrations/" + spelt + "/journal")
                                    .statusCode())
                            .as(spelt)
                            .isEqualTo(200));
        }
        send("evt.ticket.close", "close-it", "p?>~ü", "{}");
    }

    @Test
    void aJournalCanBeReadPageByPage() throws Exception {
        var processId = "p3";
        for (int i = 1; i <= 5; i++) {
            send("evt.ticket.add", "page-" + i, processId, "{\"n\":" + i + "}");
        }
        var path = "/orchestrations/" + subject(processId).encodeForUrl() + "/journal";
        await().atMost(PATIENCE)
                .until(() -> entries(json(get(NODES.get(0), path))).size() == 6);
        var whole = json(get(NODES.get(1), path));
        assertThat(whole)
                .doesNotContainKey("next")
                .containsEntry("subject", subject(processId).encode());

        var paged = new ArrayList<Map<String, Object>>();
        var next = path + "?limit=4";
        while (next != null) {
            var page = json(get(NODES.get(0), next));
            assertThat(entries(page)).hasSizeLessThanOrEqualTo(4);
            paged.addAll(entries(page));
            next = (String) page.get("next");
        }
        assertThat(paged).isEqualTo(entries(whole)).hasSize(6);
        assertThat(entries(json(get(NODES.get(0), path + "?from=6")))).containsExactly(paged.get(5));
        assertThat(entries(json(get(NODES.get(0), path + "?from=7")))).isEmpty();
    }

    @Test
    void allOrchestrationsAreListedOnceInTheSameOrderByEachNode() throws Exception {
        var once = all(NODES.get(0), 7);
        assertThat(once).doesNotHaveDuplicates();
        assertThat(once)
                .containsAll(IntStream.range(0, ORCHESTRATIONS)
                        .mapToObj(i -> subject("p" + i).encode())
                        .toList());
        var others = new LinkedHashSet<>(all(NODES.get(1), 1_000));
        others.retainAll(once);
        assertThat(others).containsExactlyElementsOf(once);
    }

    private static List<String> all(Node node, int limit) throws Exception {
        var subjects = new ArrayList<String>();
        var next = "/orchestrations?limit=" + limit;
        while (next != null) {
            var response = get(node, next);
            if (response.statusCode() != 200) {
                return List.of();
            }
            var page = json(response);
            ((List<?>) page.get("orchestrations"))
                    .forEach(each -> subjects.add((String) Json.object(each).get("subject")));
            next = (String) page.get("next");
        }
        return subjects;
    }

    @Test
    void whatOneNodeExportsIsEverythingAndCanBeReadIntoAStore() throws Exception {
        for (var node : NODES) {
            var response =
                    HTTP.send(HttpRequest.newBuilder(uri(node, "/journals")).build(), BodyHandlers.ofByteArray());
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/x-ndjson");
            var store = OrchestrationStore.inMemory();
            var subjects = new HashSet<String>();
            try (var lines = new JournalLines(new ByteArrayInputStream(response.body()))) {
                for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                    store.append(line.get().subject(), line.get().entry());
                    subjects.add(line.get().subject());
                }
                assertThat(lines.isComplete()).isTrue();
            }
            assertThat(subjects).hasSizeGreaterThanOrEqualTo(ORCHESTRATIONS);
            assertThat(store.load(subject("p9").encode()).orElseThrow().context())
                    .containsEntry("n", 9L);
        }
    }

    @Test
    void journalsAreReplayedFromAnyNodeAndFromAFile() throws Exception {
        var same = Files.createDirectories(folder.resolve("same"));
        Files.writeString(same.resolve("ticket.machine.yaml"), TICKET);
        var changed = Files.createDirectories(folder.resolve("changed"));
        Files.writeString(
                changed.resolve("ticket.machine.yaml"),
                TICKET.replace("data: { n: \"${context.n}\" }", "data: { n: \"${context.n + 1}\" }"));
        var file = folder.resolve("all.jsonl").toString();
        var server = address(NODES.get(1));

        assertThat(run("journal", "--export", file, "--server", server).exitCode())
                .isZero();
        for (var source : List.of(List.of("--from", server), List.of("--journal", file))) {
            var fine = run("replay", "--machines", same.toString(), source.get(0), source.get(1));
            assertThat(fine.exitCode()).as(fine.err()).isZero();
            assertThat(fine.out()).contains("0 orchestrations differ");
            assertThat(fine.err()).isEmpty();

            var other = run("replay", "--machines", changed.toString(), source.get(0), source.get(1), "--limit", "3");
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.out())
                    .contains("differs at entry 1, xorca.ticket.start at ", "  emitted[0].data.n: was ", "... and ");
        }
    }

    @Test
    void ordersAreTakenByAnyNodeAndCarriedOut() throws Exception {
        var path = "/orchestrations/" + subject("p11").encodeForUrl();
        for (var node : NODES) {
            var taken = post(node, path + "/suspend", "{\"reason\":\"for a look\"}");
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
            assertThat(taken.headers().firstValue("Location")).contains(path);
            assertThat(json(taken)).containsEntry("order", "suspend").containsKey("id");
            awaitState(path, "status", "suspended");
            send("evt.ticket.add", "held-" + node.httpPort(), "p11", "{\"n\":5}");
            awaitState(path, "held", 1L);
            assertThat(post(node, path + "/resume", "").statusCode()).isEqualTo(202);
            awaitState(path, "status", "active");
        }
        awaitState(path, "context", Map.of("n", 11L, "sum", 10L));
        assertThat(post(NODES.get(0), path + "/terminate", "{}").statusCode()).isEqualTo(202);
        awaitState(path, "status", "terminated");

        var late = post(NODES.get(1), path + "/suspend", "");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(json(late)).containsEntry("detail", "the orchestration is over: terminated");
        var journal = entries(json(get(NODES.get(0), path + "/journal")));
        assertThat(Json.object(Json.object(journal.get(1).get("cause")).get("data")))
                .containsEntry("reason", "for a look");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nobody | {}                      | 404 | there is no such orchestration
            p12    | {"reason":1}            | 400 | the body may be
            p12    | {"because":"of"}        | 400 | the body may be
            p12    | {                       | 400 | the body is not JSON
            """)
    void anOrderThatCannotBeGivenIsToldWithItsReason(String processId, String body, int status, String why)
            throws Exception {
        for (var node : NODES) {
            var response = post(node, "/orchestrations/" + subject(processId).encodeForUrl() + "/suspend", body);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(String.valueOf(json(response).get("detail"))).startsWith(why);
        }
    }

    @Test
    void aNodeThatGuaranteesSomethingElseDoesNotStart() {
        assertThatThrownBy(() -> start(PREFIX, "c", "", Guarantee.IDEMPOTENT).close())
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("runs with guarantee exactly-once (on /127.0.0.1)")
                .hasMessageContaining("was to run with idempotent")
                .hasMessageContaining("--guarantee=exactly-once");
    }

    @Test
    void theCommandLineShowsAJournal() throws Exception {
        send("evt.ticket.add", "shown", "p20", "{\"n\":5}");
        // Events of different types travel on different topics: the second could come first.
        awaitState("/orchestrations/" + subject("p20").encodeForUrl(), "sequence", 2L);
        send("evt.ticket.close", "shown-too", "p20", "{}");
        awaitState("/orchestrations/" + subject("p20").encodeForUrl(), "status", "done");
        for (var node : NODES) {
            var table = run("journal", subject("p20").encode(), "--server", address(node));
            assertThat(table.exitCode()).as(table.err()).isZero();
            var lines = table.out().lines().toList();
            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).startsWith("ENTRY  TIME ");
            assertThat(lines.get(1))
                    .contains("xorca.ticket.start", "transitioned", "-> Open", "emits cmd.ticket.check; waits until ");
            assertThat(lines.get(3)).contains("evt.ticket.close", "Open -> Closed (done)", "emits notif.ticket.closed");

            var json = run(
                    "journal", subject("p20").encode(), "--format", "json", "--from", "2", "--server", address(node));
            assertThat(json.out().lines().map(line -> Json.object(Json.read(line))))
                    .extracting(line -> line.get("sequence"))
                    .containsExactly(2L, 3L);
        }
    }

    @Test
    void theCommandLineShowsTheNodes() {
        for (var node : NODES) {
            var status = run("status", "--server", address(node));
            assertThat(status.exitCode()).as(status.err()).isZero();
            assertThat(status.out())
                    .contains("application " + PREFIX + "app", "events to be taken in: ")
                    .contains(address(NODES.get(0)), address(NODES.get(1)))
                    .doesNotContain("no answer");
            var json = run("status", "--format", "json", "--server", address(node));
            var nodes =
                    json.out().lines().map(line -> Json.object(Json.read(line))).toList();
            assertThat(nodes)
                    .hasSize(2)
                    .allSatisfy(said -> assertThat(said)
                            .containsEntry("ready", true)
                            .containsEntry("orchestrator", "running")
                            .containsKey("intakeLag"));
            assertThat(nodes.stream().flatMap(said -> partitions(said, "active").stream()))
                    .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
            assertThat(nodes.stream().flatMap(said -> partitions(said, "standby").stream()))
                    .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
            assertThat((List<?>) nodes.get(0).get("inbox")).hasSize(4);
        }
    }

    /** The owner is there for Kafka, but nothing listens where it says that it can be reached. */
    @Test
    void aCopyAnswersWhereTheOwnerDoesNot() throws Exception {
        var prefix = "a" + UUID.randomUUID().toString().substring(0, 8) + ".";
        try (var near = start(prefix, "near", "");
                var away = start(prefix, "away", "127.0.0.1:" + closedPort())) {
            assertThat(near.awaitReady(PATIENCE, () -> false)).isTrue();
            assertThat(away.awaitReady(PATIENCE, () -> false)).isTrue();
            for (int i = 0; i < 20; i++) {
                startTicket(prefix, "p" + i, i);
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(roles(near)).containsOnlyKeys("active", "standby");
                var copies = 0;
                for (int i = 0; i < 20; i++) {
                    var response =
                            get(near, "/orchestrations/" + subject("p" + i).encodeForUrl());
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                    copies += response.headers().firstValue("xorca-read").isPresent() ? 1 : 0;
                }
                assertThat(copies).isBetween(1, 19);
            });
            assertThat(all(near, 1_000)).hasSize(20);

            var unknown = new HashSet<Integer>();
            for (int i = 100; i < 140; i++) {
                var response = get(near, "/orchestrations/" + subject("p" + i).encodeForUrl());
                unknown.add(response.statusCode());
                if (response.statusCode() == 503) {
                    assertThat(response.headers().firstValue("Retry-After")).contains("1");
                }
            }
            assertThat(unknown)
                    .as("a copy does not say that something is not there")
                    .containsExactlyInAnyOrder(404, 503);

            var export = run("journal", "--export", folder.resolve("part.jsonl").toString(), "--server", address(near));
            assertThat(export.exitCode()).isEqualTo(1);
            assertThat(export.err())
                    .contains("the journals break off here", "which does not answer")
                    .hasLineCount(1);
            assertThat(folder.resolve("part.jsonl")).doesNotExist();
            var status = run("status", "--server", address(near));
            assertThat(status.out()).contains("no answer");
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Map<String, List<Long>> roles(Node node) throws Exception {
        var status = json(get(node, "/status"));
        var roles = new TreeMap<String, List<Long>>();
        for (var role : List.of("active", "standby")) {
            var partitions = partitions(status, role);
            if (!partitions.isEmpty()) {
                roles.put(role, partitions);
            }
        }
        return roles;
    }

    private static List<Long> partitions(Map<String, Object> status, String role) {
        return ((List<?>) status.get("partitions"))
                .stream()
                        .map(Json::object)
                        .filter(copy -> role.equals(copy.get("role")))
                        .map(copy -> (Long) copy.get("partition"))
                        .toList();
    }

    private static List<Map<String, Object>> entries(Map<String, Object> page) {
        return ((List<?>) page.get("entries")).stream().map(Json::object).toList();
    }

    private static void awaitState(String path, String key, Object value) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(json(get(NODES.get(0), path))).containsEntry(key, value));
    }

    private static CommandLines.Result run(String... arguments) {
        return CommandLines.run(arguments);
    }

    private static Subject subject(String processId) {
        return new Subject(processId, "ticket", "1.0.0");
    }

    private static String address(Node node) {
        return "127.0.0.1:" + node.httpPort();
    }

    private static URI uri(Node node, String path) {
        return URI.create("http://" + address(node) + path);
    }

    private static HttpResponse<String> get(Node node, String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(uri(node, path)).build(), BodyHandlers.ofString(UTF_8));
    }

    private static HttpResponse<String> post(Node node, String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(uri(node, path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString(UTF_8));
    }

    private static Map<String, Object> json(HttpResponse<String> response) {
        return Json.object(Json.read(response.body()));
    }
}
