package dev.xorca.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.Responder;
import dev.xorca.router.CallToken;
import dev.xorca.router.Machines;
import dev.xorca.router.Subject;
import dev.xorca.runtime.DeploymentChecks;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.runtime.RuntimeSettings.Placement;
import dev.xorca.schemas.Json;
import dev.xorca.server.cli.CommandLines;
import dev.xorca.server.node.HttpSettings;
import dev.xorca.server.node.Node;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions answered over HTTP, retries of what has failed, and starts by rule, at a node over a real broker. */
class AnswersHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PREFIX = "a" + UUID.randomUUID().toString().substring(0, 8) + ".";

    private static final String PERMIT = """
            name: permit
            version: "1.0.0"
            starts:
              - on: room.wanted
                when: "event.data.nights > 0"
                processId: "${event.data.room}"
            initial: Asking
            states:
              Asking:
                invoke:
                  - { id: rate, command: cmd.permit.rate, result: { into: rate } }
                  - { id: ask, command: cmd.permit.ask, timeout: P1D, result: { into: permit }, onDone: Granted }
              Granted: { type: final }
            output: { permit: "${context.permit}", rate: "${context.rate}" }
            """;

    private static final String BOOKING = """
            name: booking
            schemas:
              accepts:
                evt.booking.ask.success:
                  type: object
                  required: [ok]
                  properties: { ok: { type: boolean }, pin: { type: string, maxLength: 4, x-sensitive: true } }
                evt.booking.ask.error:
                  type: object
                  required: [floor]
                  properties: { code: { enum: [full, closed] }, floor: { type: integer } }
            initial: Asking
            states:
              Asking: { invoke: { command: cmd.booking.ask, result: { into: answer }, onDone: End, onError: Refused } }
              End: { type: final }
              Refused: { type: final, outcome: failed }
            """;

    private static final String POLL = """
            name: poll
            initial: Asking
            states:
              Asking: { forEach: { items: 2, invoke: { command: cmd.poll.ask }, collect: { into: votes }, onDone: End } }
              End: { type: final }
            output: { votes: "${context.votes}" }
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
                Machines.of(List.of(
                        new MachineDocuments().read("permit.machine.yaml", PERMIT),
                        new MachineDocuments().read("booking.machine.yaml", BOOKING),
                        new MachineDocuments().read("poll.machine.yaml", POLL))),
                Map.of("cmd.permit.rate", question -> new Responder.Done(3L)),
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
                HttpSettings.at("127.0.0.1", 0));
        assertThat(node.awaitReady(PATIENCE, () -> false)).isTrue();
        api = new ApiDescription(Json.object(
                Json.read(HTTP.send(HttpRequest.newBuilder(uri("/openapi.json")).build(), BodyHandlers.ofString())
                        .body())));
    }

    @AfterAll
    static void closeNode() {
        node.close();
    }

    @Test
    void whoHoldsTheTokenAnswersOnce() throws Exception {
        var token = ask("once");
        var state = state("once");
        assertThat(state).containsEntry("incidents", 0L).containsEntry("context", Map.of("rate", 3L));
        assertThat(waitsFor(state).get(0))
                .containsEntry("invocation", "ask")
                .containsEntry("command", "cmd.permit.ask")
                .containsEntry("state", "Asking")
                .containsEntry("status", "asked")
                .containsEntry("attempt", 1L)
                .containsKeys("since", "deadline");
        assertThat(json(get("/answers/" + token))).containsEntry("standing", "waiting");

        var answered = post("/answers/" + token, "{\"data\":{\"ok\":true}}", "Idempotency-Key", "k1");
        assertThat(answered.statusCode()).as(answered.body()).isEqualTo(202);
        assertThat(json(answered)).containsEntry("subject", subject("once").encode());
        awaitStatus("once", "done");
        assertThat(state("once")).containsEntry("output", Map.of("permit", Map.of("ok", true), "rate", 3L));

        var again = post("/answers/" + token, "{\"data\":{\"ok\":true}}", "Idempotency-Key", "k1");
        assertThat(again.statusCode())
                .as("the same answer once more: " + again.body())
                .isEqualTo(202);
        assertThat(json(again)).containsEntry("id", json(answered).get("id"));
        var other = post("/answers/" + token, "{\"data\":{\"ok\":false}}");
        assertProblem(other, 409, "the question was answered before");
        assertThat(json(other)).containsEntry("code", "already-answered");
        assertThat(json(get("/answers/" + token))).containsEntry("standing", "answered");
    }

    @Test
    void whatWasGivenUpOrNeverAskedIsRefused() throws Exception {
        var token = ask("given-up");
        var unknown = new CallToken("77.0", 1, token.subject());
        assertProblem(post("/answers/" + unknown, "{\"data\":1}"), 404, "has never asked anything");
        var nobody = new CallToken(token.token(), 1, subject("nobody"));
        assertProblem(
                post("/answers/" + nobody, "{\"data\":1}"), 404, "there is no orchestration permit 1.0.0 'nobody'");
        assertProblem(get("/answers/" + nobody), 404, "there is no orchestration");
        post(path("given-up") + "/terminate", "");
        awaitStatus("given-up", "terminated");
        var late = post("/answers/" + token, "{\"data\":1}");
        assertProblem(late, 409, "given up");
        assertThat(json(late)).containsEntry("code", "stale-token");
    }

    @Test
    void aKeyThatComesAgainWithAnotherAnswerIsRefused() throws Exception {
        var token = ask("keyed");
        assertThat(post("/answers/" + token, "{\"data\":{\"n\":1.50}}", "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(202);
        awaitStatus("keyed", "done");
        assertThat(post("/answers/" + token, "{\"data\": {\"n\": 1.5}}", "Idempotency-Key", "k")
                        .statusCode())
                .as("the same, written in another way")
                .isEqualTo(202);
        for (var other : List.of("{\"data\":{\"n\":2}}", "{\"error\":{\"code\":\"x\"}}")) {
            var refused = post("/answers/" + token, other, "Idempotency-Key", "k");
            assertProblem(refused, 422, "this Idempotency-Key was used before, with another body");
            assertThat(json(refused)).containsEntry("code", "idempotency-key-reused");
        }
    }

    @Test
    void anAnswerThatIsNotWhatTheMachineAcceptsIsRefusedAndAnotherOneTaken() throws Exception {
        var subject = new Subject("b1", "booking", "1.0.0");
        var path = "/orchestrations/" + subject.encodeForUrl();
        post("/orchestrations/booking", "{\"processId\":\"b1\"}");
        await().atMost(PATIENCE).until(() -> get(path).statusCode() == 200);
        var answers = "/answers/" + token(json(get(path)));
        assertThat(json(get(answers)))
                .containsEntry("answers", Map.of("done", "evt.booking.ask.success", "error", "evt.booking.ask.error"));

        var bad = post(answers, "{\"data\":{\"ok\":1,\"pin\":\"31415\"}}", "Idempotency-Key", "k");
        assertProblem(bad, 422, "the answer, as 'evt.booking.ask.success', does not match its schema: /data/");
        assertThat(json(bad)).containsEntry("code", "schema-mismatch");
        assertThat(((List<?>) json(bad).get("errors")).stream().map(Json::object))
                .extracting(error -> error.get("pointer"), error -> error.get("rule"))
                .containsExactlyInAnyOrder(tuple("/data/ok", "type"), tuple("/data/pin", "maxLength"));
        assertThat(bad.body()).doesNotContain("31415");
        var failed = post(answers, "{\"error\":{\"code\":\"gone\",\"message\":\"no\"}}");
        assertProblem(failed, 422, "the answer, as 'evt.booking.ask.error', does not match its schema: /error");
        assertThat(json(get(path))).containsEntry("sequence", 1L);

        var good = post(answers, "{\"error\":{\"code\":\"full\",\"floor\":3}}", "Idempotency-Key", "k");
        assertThat(good.statusCode()).as(good.body()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> "failed".equals(json(get(path)).get("status")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nonsense | {"data":1}                       | this is no token
            TOKEN    | {"data":1,"error":{"code":"x"}}  | the body is either
            TOKEN    | {"error":{"message":"x"}}        | the body is either
            TOKEN    | [1]                              | the body is either
            TOKEN    | {"data":                         | the body is not JSON
            """)
    void whatIsNoAnswerIsToldSo(String token, String body, String why) throws Exception {
        var any = new CallToken("1.0", 1, subject("any")).toString();
        assertProblem(post("/answers/" + token.replace("TOKEN", any), body), 400, why);
    }

    @Test
    void whatHasFailedForGoodIsAskedAgainWhenAnOperatorSaysSo() throws Exception {
        var token = ask("incident");
        assertProblem(post(path("incident") + "/retry", ""), 409, "nothing of this orchestration has failed for good");
        post("/answers/" + token, "{\"error\":{\"code\":\"no-clerk\",\"message\":\"nobody is here\"}}");
        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(1).equals(state("incident").get("incidents")));
        assertThat(waitsFor(state("incident")).get(0))
                .containsEntry("status", "incident")
                .containsEntry(
                        "fault",
                        Map.of(
                                "code",
                                "no-clerk",
                                "message",
                                "nobody is here",
                                "data",
                                Map.of("code", "no-clerk", "message", "nobody is here")));
        assertProblem(post(path("incident") + "/retry", "{\"token\":\"9.9\"}"), 409, "has not failed for good");
        assertProblem(post(path("incident") + "/retry", "{\"token\":9}"), 400, "\"token\"");
        var retried = post(path("incident") + "/retry", "{\"token\":\"" + token.token() + "\",\"reason\":\"hired\"}");
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(202);
        assertThat(json(retried)).containsEntry("order", "retry");
        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(0).equals(state("incident").get("incidents")));
        var second = token(state("incident"));
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(post("/answers/" + token, "{\"data\":1}").statusCode()).isEqualTo(409);
        assertThat(post("/answers/" + second, "{\"data\":1}").statusCode()).isEqualTo(202);
        awaitStatus("incident", "done");
    }

    @Test
    void eachItemOfAFanOutIsAnsweredAndTriedAgainByItsOwnToken() throws Exception {
        var path = "/orchestrations/" + new Subject("v1", "poll", "1.0.0").encodeForUrl();
        post("/orchestrations/poll", "{\"processId\":\"v1\"}");
        await().atMost(PATIENCE).until(() -> get(path).statusCode() == 200);
        var asked = waitsFor(json(get(path)));
        assertThat(asked).extracting(call -> call.get("kind")).containsExactly("single", "item", "item");
        post("/answers/" + asked.get(1).get("token"), "{\"data\":\"yes\"}");
        post("/answers/" + asked.get(2).get("token"), "{\"error\":{\"code\":\"absent\"}}");
        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(1).equals(json(get(path)).get("incidents")));

        var left = waitsFor(json(get(path)));
        assertThat(left).hasSize(2);
        assertThat(left.get(0))
                .containsEntry(
                        "items",
                        Map.of("total", 2L, "begun", 2L, "done", 1L, "failed", 0L, "open", 1L, "incidents", 1L));
        assertThat(left.get(1)).containsEntry("index", 1L).containsEntry("status", "incident");
        var retried = CommandLines.run(
                "retry", subjectOf(path), "--token", text(left.get(1), "token"), "--server", uri("/").getAuthority());
        assertThat(retried.exitCode()).as(retried.err()).isZero();
        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(0).equals(json(get(path)).get("incidents")));
        var token = text(waitsFor(json(get(path))).get(1), "token");
        var answered = CommandLines.run("answer", token, "--data", "\"no\"", "--server", uri("/").getAuthority());
        assertThat(answered.exitCode()).as(answered.err()).isZero();
        await().atMost(PATIENCE).until(() -> "done".equals(json(get(path)).get("status")));
        assertThat(json(get(path))).containsEntry("output", Map.of("votes", List.of("yes", "no")));
        var late = CommandLines.run("answer", token, "--data", "1", "--server", uri("/").getAuthority());
        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.err())
                .contains("says: the question was answered before")
                .hasLineCount(1);
    }

    private static String subjectOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String text(Map<String, Object> call, String name) {
        return String.valueOf(call.get(name));
    }

    @Test
    void aForeignEventStartsWhatARuleSays() throws Exception {
        var started = event("{\"room\":\"r1\",\"nights\":2}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        assertThat(json(started))
                .containsEntry("type", "room.wanted")
                .containsEntry("subject", subject("r1").encode());
        awaitStatus("r1", "active");
        assertProblem(event("{\"room\":\"r2\",\"nights\":0}"), 422, "no start rule holds");
        assertProblem(event("{\"room\":\"r2\"}"), 422, "start rule 0 of permit 1.0.0 for 'room.wanted'");
    }

    private static HttpResponse<String> event(String data) throws Exception {
        var event = "{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID()
                + "\",\"source\":\"me\",\"type\":\"room.wanted\",\"data\":" + data + "}";
        return post("/events", event, "Content-Type", "application/cloudevents+json");
    }

    /** Starts an orchestration; the token of its question. */
    private static CallToken ask(String processId) throws Exception {
        var start = "{\"processId\":\"" + processId + "\"}";
        assertThat(post("/orchestrations/permit", start).statusCode()).isEqualTo(202);
        awaitStatus(processId, "active");
        return token(state(processId));
    }

    private static CallToken token(Map<String, Object> state) {
        return CallToken.parse(String.valueOf(waitsFor(state).get(0).get("token")))
                .orElseThrow();
    }

    private static List<Map<String, Object>> waitsFor(Map<String, Object> state) {
        return ((List<?>) state.get("waitsFor")).stream().map(Json::object).toList();
    }

    private static void awaitStatus(String processId, String status) {
        await().atMost(PATIENCE).until(() -> status.equals(state(processId).get("status")));
    }

    private static Map<String, Object> state(String processId) throws Exception {
        return json(get(path(processId)));
    }

    private static Subject subject(String processId) {
        return new Subject(processId, "permit", "1.0.0");
    }

    private static String path(String processId) {
        return "/orchestrations/" + subject(processId).encodeForUrl();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return described(HttpRequest.newBuilder(uri(path)).build());
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body));
        var all = List.of(headers).contains("Content-Type")
                ? Stream.of(headers)
                : Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers));
        return described(request.headers(all.toArray(String[]::new)).build());
    }

    private static HttpResponse<String> described(HttpRequest request) throws Exception {
        var response = HTTP.send(request, BodyHandlers.ofString());
        api.assertDescribes(response);
        return response;
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.httpPort() + path);
    }

    private static Map<String, Object> json(HttpResponse<String> response) {
        return Json.object(Json.read(response.body()));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(String.valueOf(json(response).get("detail"))).contains(detail);
    }
}
