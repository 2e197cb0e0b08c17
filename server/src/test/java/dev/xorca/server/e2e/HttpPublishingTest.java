package dev.xorca.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Machines;
import dev.xorca.router.Subject;
import dev.xorca.runtime.DeploymentChecks;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.runtime.RuntimeSettings.Placement;
import dev.xorca.schemas.Json;
import dev.xorca.server.node.HttpSettings;
import dev.xorca.server.node.Node;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Events and starts over HTTP, at a node over a real broker. Every answer is held against the node's own OpenAPI document.
 */
class HttpPublishingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PREFIX = "h" + UUID.randomUUID().toString().substring(0, 8) + ".";

    /** Ends at once when n is 0; else when it is told to. */
    private static final String TICKET = """
            name: ticket
            version: %s
            schemas:
              input:
                type: object
                required: [n]
                properties: { n: { type: integer, minimum: 0 }, word: { type: string } }
            context: { n: "${input.n}" }
            initial: Opening
            states:
              Opening: { always: [ { guard: context.n == 0, target: Closed }, { target: Open } ] }
              Open:
                on:
                  evt.ticket.close: Closed
                  evt.ticket.add: { actions: { assign: { n: "${context.n + event.data.n}" } } }
              Closed: { type: final }
            output: { n: "${context.n}" }
            """;

    @TempDir
    private static Path folder;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Node node;
    private static ApiDescription api;

    @BeforeAll
    static void startNode() throws Exception {
        var settings = RuntimeSettings.of(TestKafka.bootstrapServers(), PREFIX + "app", folder);
        node = Node.start(
                Machines.of(List.of(machine("1.0.0"), machine("1.2.0"))),
                new RuntimeSettings(
                        settings.bootstrapServers(),
                        settings.applicationId(),
                        settings.stateDir(),
                        "",
                        PREFIX,
                        "",
                        true,
                        2,
                        1,
                        settings.eventEncoding(),
                        settings.guarantee(),
                        20,
                        1,
                        10_000,
                        DeploymentChecks.DEFAULT,
                        false,
                        Placement.ALONE,
                        settings.router(),
                        settings.kafka()),
                new HttpSettings("127.0.0.1", 0, 100_000, 0, 100, 1, Set.of()));
        assertThat(node.awaitReady(PATIENCE, () -> false)).isTrue();
        var document = HTTP.send(HttpRequest.newBuilder(uri("/openapi.json")).build(), BodyHandlers.ofString());
        api = new ApiDescription(Json.object(Json.read(document.body())));
        api.assertDescribes(document);
    }

    @AfterAll
    static void closeNode() {
        node.close();
    }

    private static MachineDocument machine(String version) {
        return new MachineDocuments().read("ticket-" + version + ".machine.yaml", TICKET.formatted(version));
    }

    @Test
    void aStartIsAnsweredWithItsOutcomeWhenSomebodyWaitsForIt() throws Exception {
        var response = post("/orchestrations/ticket?wait=PT30S", "{\"context\":{\"n\":0}}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response))
                .containsEntry("status", "done")
                .containsEntry("output", Map.of("n", 0L))
                .containsEntry("version", "1.2.0");
        assertThat(response.headers().firstValue("Location"))
                .contains(path(Subject.parse(String.valueOf(json(response).get("subject")))));
    }

    @Test
    void aStartIsAcceptedOnceKafkaHasIt() throws Exception {
        var response =
                post("/orchestrations/ticket", "{\"processId\":\"s1\",\"version\":\"1.0.0\",\"context\":{\"n\":1}}");
        var subject = new Subject("s1", "ticket", "1.0.0");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(json(response))
                .containsEntry("subject", subject.encode())
                .containsEntry("type", "xorca.ticket.start")
                .containsEntry("orchestration", path(subject));
        assertThat(response.headers().firstValue("Location")).contains(path(subject));
        await().atMost(PATIENCE).until(() -> get(path(subject)).statusCode() == 200);
        assertThat(json(get(path(subject))))
                .containsEntry("status", "active")
                .containsEntry("correlationId", json(response).get("id"));
    }

    @Test
    void whoWaitsInVainIsToldWhereToLook() throws Exception {
        var response = post("/orchestrations/ticket?wait=PT0.1S", "{\"processId\":\"w1\",\"context\":{\"n\":1}}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(response.headers().firstValue("Location")).contains(path(new Subject("w1", "ticket", "1.2.0")));
    }

    @Test
    void noMoreThanAreAllowedWaitAndWhoIsRefusedHasStartedNothing() throws Exception {
        var path = "/orchestrations/ticket?wait=PT60S";
        var first = HTTP.sendAsync(startOf(path, "q1"), BodyHandlers.ofString());
        // Once the first one is there, its request has its seat.
        await().atMost(PATIENCE)
                .until(() -> get(path(new Subject("q1", "ticket", "1.2.0"))).statusCode() == 200);
        var second = described(startOf(path, "q2"));
        assertProblem(second, 429, "http-max-waiting");
        assertThat(second.headers().firstValue("Retry-After")).contains("1");
        assertThat(get(path(new Subject("q2", "ticket", "1.2.0"))).statusCode()).isEqualTo(404);
        binary("evt.ticket.close", "q3", new Subject("q1", "ticket", "1.2.0").encode(), "");
        assertThat(json(first.get(60, TimeUnit.SECONDS))).containsEntry("status", "done");
        assertThat(post(path, "{\"context\":{\"n\":0}}").statusCode())
                .as("the seat is free again")
                .isEqualTo(200);
    }

    private static HttpRequest startOf(String path, String processId) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"processId\":\"" + processId + "\",\"context\":{\"n\":1}}"))
                .build();
    }

    @Test
    void aStartThatBreaksItsContractIsToldAndNotPublished() throws Exception {
        var response = post("/orchestrations/ticket", "{\"processId\":\"v1\",\"context\":{\"n\":-1,\"word\":2}}");
        assertProblem(response, 422, "the start event does not match its schema");
        assertThat(json(response)).containsEntry("code", "schema-mismatch");
        assertThat(errors(response))
                .extracting(error -> error.get("pointer") + " " + error.get("rule"))
                .containsExactlyInAnyOrder("/context/n minimum", "/context/word type");
        assertProblem(post("/orchestrations/ticket", ""), 422, "n");
        assertProblem(post("/orchestrations/ticket", "{\"processId\":\"\",\"context\":{\"n\":1}}"), 422, "/processId");
        assertThat(get(path(new Subject("v1", "ticket", "1.2.0"))).statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNotHereCannotBeStarted() throws Exception {
        assertProblem(
                post("/orchestrations/nobody", "{}"), 404, "no machine named 'nobody' runs here; there are ticket");
        assertProblem(
                post("/orchestrations/ticket", "{\"version\":\"2.0.0\",\"context\":{\"n\":0}}"),
                422,
                "ticket has no version 2.0.0 here; there are 1.0.0, 1.2.0");
    }

    @Test
    void aProcessIdIsTakenOnce() throws Exception {
        var body = "{\"processId\":\"t1\",\"context\":{\"n\":0}}";
        assertThat(post("/orchestrations/ticket?wait=PT30S", body).statusCode()).isEqualTo(200);
        var again = post("/orchestrations/ticket", body);
        assertProblem(again, 409, "with processId 't1' exists already");
        assertThat(json(again)).containsEntry("orchestration", path(new Subject("t1", "ticket", "1.2.0")));
    }

    @ParameterizedTest
    @CsvSource({"with-process-id,true", "without-process-id,false"})
    void aStartCanBeRepeatedSafelyUnderItsKey(String key, boolean processId) throws Exception {
        var body = processId ? "{\"processId\":\"i1\",\"context\":{\"n\":0}}" : "{\"context\":{\"n\":0}}";
        var first = post("/orchestrations/ticket?wait=PT30S", body, "Idempotency-Key", key);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        var second = post("/orchestrations/ticket", body, "Idempotency-Key", "\"" + key + "\"");
        assertThat(second.statusCode()).as(second.body()).isEqualTo(202);
        assertThat(json(second))
                .containsEntry("id", key)
                .containsEntry("subject", json(first).get("subject"));
        var third = post("/orchestrations/ticket?wait=PT30S", body, "Idempotency-Key", key);
        assertThat(json(third)).isEqualTo(json(first));
        assertProblem(
                post("/orchestrations/ticket", body.replace("0", "1"), "Idempotency-Key", key), 422, "another body");
        assertThat(json(get(json(first).get("journal").toString())).get("entries"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
    }

    @Test
    void eventsInBothModesReachTheirOrchestration() throws Exception {
        var started = structured("xorca.ticket.start", "e1", null, "{\"processId\":\"e\",\"context\":{\"n\":1}}");
        var subject = new Subject("e", "ticket", "1.2.0");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        assertThat(started.headers().firstValue("Location")).contains(path(subject));
        var added = binary("evt.ticket.add", "e2", subject.encode(), "{\"n\":4}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(202);
        assertThat(added.headers().firstValue("Location")).isEmpty();
        assertThat(json(added)).containsEntry("id", "e2").containsEntry("subject", subject.encode());
        structured("evt.ticket.add", "e2", subject.encode(), "{\"n\":4}");
        binary("evt.ticket.close", "ä 🙂%", subject.encode(), "");
        await().atMost(PATIENCE).until(() -> get(path(subject)).body().contains("\"done\""));
        var state = json(get(path(subject)));
        assertThat(state).as("the event that came twice counts once").containsEntry("output", Map.of("n", 5L));
        assertThat((List<?>) json(get(state.get("journal").toString())).get("entries"))
                .extracting(
                        entry -> Json.object(Json.object(entry).get("cause")).get("id"))
                .containsExactly("e1", "e2", "ä 🙂%");
    }

    @Test
    void aBatchIsPublishedAsAWhole() throws Exception {
        var subject = new Subject("b", "ticket", "1.2.0");
        var start = event("xorca.ticket.start", "b1", null, "{\"processId\":\"b\",\"context\":{\"n\":1}}");
        var add = event("evt.ticket.add", "b2", subject.encode(), "{\"n\":2}");
        var close = event("evt.ticket.close", "b3", subject.encode(), "{}");
        var refused = batch(start, add, event("evt.nobody", "b4", subject.encode(), "{}"), close);
        assertProblem(refused, 422, "event 2 of the batch: ticket 1.2.0 takes no events of type 'evt.nobody'");
        assertThat(errors(refused)).extracting(error -> error.get("code")).containsExactly("not-accepted");

        var accepted = batch(start, add, close);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat((List<?>) json(accepted).get("events"))
                .extracting(each -> Json.object(each).get("id"))
                .containsExactly("b1", "b2", "b3");
        await().atMost(PATIENCE).until(() -> get(path(subject)).body().contains("\"done\""));
        assertThat(json(get(path(subject))))
                .containsEntry("output", Map.of("n", 3L))
                .containsEntry("sequence", 3L);
        assertThat(json(batch())).containsEntry("events", List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cmd.ticket.add                  | ticket | unroutable-type | is a type that routers emit
            notif.ticket.done               | ticket | unroutable-type | is a type that routers emit
            xorca.orchestrator.ticket.error | ticket | unroutable-type | is a type that routers emit
            xorca.order.terminate           | ticket | unroutable-type | neither xorca.<name>.start nor evt.* nor sys.*
            xorca.timer                     | ticket | unroutable-type | neither xorca.<name>.start nor evt.* nor sys.*
            ticket.closed                   | ticket | unroutable-type | neither xorca.<name>.start nor evt.* nor sys.*
            evt.ticket.open                 | ticket | not-accepted    | it takes evt.ticket.add, evt.ticket.close
            evt.ticket.close                | nobody | foreign-name    | no machine named 'nobody' runs here
            xorca.nobody.start              | ticket | foreign-name    | no machine named 'nobody' runs here
            evt.ticket.close                |        | no-subject      | answers must carry those of the command
            """)
    void whatNobodyHereTakesIsToldSo(String type, String machine, String code, String why) throws Exception {
        var subject = machine == null ? null : new Subject("x", machine, "1.2.0").encode();
        var response = structured(type, UUID.randomUUID().toString(), subject, "{}");
        assertProblem(response, 422, why);
        assertThat(errors(response)).extracting(error -> error.get("code")).containsExactly(code);
    }

    @Test
    void anEventLargerThanTheRouterTakesIsToldSo() throws Exception {
        var data = "{\"word\":\"" + "x".repeat(10_000) + "\"}";
        var response = structured("evt.ticket.close", "l1", new Subject("l", "ticket", "1.2.0").encode(), data);
        assertProblem(response, 422, "max-input-bytes");
    }

    @Test
    void whatHasAlwaysBeenThereIsDescribedToo() throws Exception {
        for (var path : List.of("/status", "/health/live", "/health/ready", "/orchestrations?limit=1", "/journals")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
        var subject = new Subject("o", "ticket", "1.2.0");
        post("/orchestrations/ticket?wait=PT0.1S", "{\"processId\":\"o\",\"context\":{\"n\":1}}");
        await().atMost(PATIENCE).until(() -> get(path(subject)).statusCode() == 200);
        assertThat(post(path(subject) + "/terminate", "{\"reason\":\"enough\"}").statusCode())
                .isEqualTo(202);
        get(path(subject) + "/journal?limit=1");
        assertProblem(get("/orchestrations/x"), 400, "cannot be read");
    }

    private static HttpResponse<String> binary(String type, String id, String subject, String data) throws Exception {
        return post(
                "/events",
                data,
                "ce-specversion",
                "1.0",
                "ce-id",
                URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"),
                "ce-source",
                "me",
                "ce-type",
                type,
                "ce-subject",
                subject);
    }

    private static HttpResponse<String> structured(String type, String id, String subject, String data)
            throws Exception {
        return post("/events", event(type, id, subject, data), "Content-Type", "application/cloudevents+json");
    }

    private static HttpResponse<String> batch(String... events) throws Exception {
        return post(
                "/events", "[" + String.join(",", events) + "]", "Content-Type", "application/cloudevents-batch+json");
    }

    private static String event(String type, String id, String subject, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"me\",\"type\":\"" + type + "\",\"data\":"
                + data + (subject == null ? "" : ",\"subject\":\"" + subject + "\"") + "}";
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body));
        if (!List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return described(request.build());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return described(HttpRequest.newBuilder(uri(path)).build());
    }

    private static HttpResponse<String> described(HttpRequest request) throws Exception {
        var response = HTTP.send(request, BodyHandlers.ofString());
        api.assertDescribes(response);
        return response;
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.httpPort() + path);
    }

    private static String path(Subject subject) {
        return "/orchestrations/" + subject.encodeForUrl();
    }

    private static Map<String, Object> json(HttpResponse<String> response) {
        return Json.object(Json.read(response.body()));
    }

    private static List<Map<String, Object>> errors(HttpResponse<String> response) {
        return ((List<?>) json(response).get("errors"))
                .stream().map(Json::object).toList();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(String.valueOf(json(response).get("detail"))).contains(detail);
    }
}
