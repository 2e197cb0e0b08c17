package dev.xorca.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.CatalogSettings;
import dev.xorca.schemas.Json;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP interface as long as there is nothing behind it yet. */
class HttpApiTest {
    private static final Catalog NOTHING = Catalog.of(List.of(), CatalogSettings.DEFAULT);

    private final HttpClient client = HttpClient.newHttpClient();
    private HttpApi api;

    @BeforeEach
    void start() {
        api = HttpApi.start(HttpSettings.at("127.0.0.1", 0), NOTHING);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/status", "/journals", "/orchestrations", "/orchestrations/eyJh", "/orchestrations/eyJh/journal"
            })
    void whatNeedsTheRouterIsToBeAskedForAgain(String path) throws Exception {
        // A subject that cannot be read would be told first.
        var response =
                send("GET", path.replace("eyJh", "eyJwcm9jZXNzSWQiOiJhIiwibmFtZSI6ImIiLCJ2ZXJzaW9uIjoiMS4wLjAifQ"));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertProblem(response, 503, "the node is starting");
    }

    @Test
    void aNodeThatStartsIsAliveAndNotReady() throws Exception {
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /nowhere                       | 404 | Endpoint GET /nowhere not found
            DELETE | /orchestrations                | 405 | Method Not Allowed {availableMethods=GET}
            GET    | /orchestrations/x              | 400 | the subject cannot be read: it is not base64
            GET    | /orchestrations/x/journal      | 400 | the subject cannot be read
            POST   | /orchestrations/x/suspend      | 400 | the subject cannot be read
            POST   | /orchestrations/x/delete       | 404 | 'delete' is no order; there are suspend, resume, terminate
            """)
    void whatCannotBeAnsweredIsAProblemWithItsReason(String method, String path, int status, String why)
            throws Exception {
        assertProblem(send(method, path), status, why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/json                 | {}            | 400 | there are neither headers such as ce-id
            application/cloudevents+json     | {             | 400 | the body is not JSON
            application/cloudevents+json     | []            | 400 | an event is an object, this is an array of 0
            application/cloudevents+json     | {"id":"1"}    | 400 | no CloudEvent: 'specversion' is missing
            application/cloudevents+json; charset=latin1 | {} | 415 | the body must be in UTF-8
            application/cloudevents-batch+json | {}          | 400 | a batch is an array of events
            application/cloudevents-batch+json | [{"id":"1"}] | 400 | event 0 of the batch: 'specversion' is missing
            application/cloudevents+avro     | {}            | 415 | send application/cloudevents+json
            """)
    void whatIsNoCloudEventIsAProblemWithItsReason(String contentType, String body, int status, String why)
            throws Exception {
        assertProblem(post("/events", body, "Content-Type", contentType), status, why);
    }

    @Test
    void everythingThatIsWrongWithABatchIsToldWithTheIndexOfTheEvent() throws Exception {
        var good = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"me\",\"type\":\"evt.a\"}";
        var bad =
                "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"me\",\"type\":7,\"data\":1,\"data_base64\":\"MQ==\"}";
        var response =
                post("/events", "[" + good + "," + bad + "]", "Content-Type", "application/cloudevents-batch+json");
        assertProblem(response, 400, "event 1 of the batch: 'data_base64' stands beside 'data'");
        assertThat(Json.object(Json.read(response.body())).get("errors"))
                .isEqualTo(Json.read(
                        "[{\"index\":1,\"attribute\":\"data_base64\",\"detail\":\"stands beside 'data'; an event"
                                + " has one of them\"},{\"index\":1,\"attribute\":\"id\",\"detail\":\"is empty\"},{\"index\":1,"
                                + "\"attribute\":\"type\",\"detail\":\"must be a text\"}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ce-id      | %E4               | 400 | 'id' is not UTF-8 when it is decoded
            ce-id      | 100%              | 400 | 'id' has a % that is not followed by two hexadecimal digits
            ce-id      | a%2               | 400 | 'id' has a %
            ce-My_Ext  | a                 | 400 | 'my_ext' is no name of an attribute
            ce-datacontenttype | text/plain | 400 | 'datacontenttype' is no header
            ce-time    | noon              | 400 | 'time' must be a time
            ce-good    | %C3%A4%F0%9F%99%82 | 503 | the node is starting
            ce-good    | "quoted \"text\"" | 503 | the node is starting
            """)
    void headersAreReadAsTheBindingSays(String name, String value, int status, String why) throws Exception {
        assertProblem(
                post(
                        "/events",
                        "{}",
                        "ce-specversion",
                        "1.0",
                        "ce-source",
                        "me",
                        "ce-type",
                        "evt.a",
                        name.equals("ce-id") ? "ce-good" : "ce-id",
                        "1",
                        name,
                        value),
                status,
                why);
    }

    @Test
    void dataThatIsNoJsonThoughItSaysSoIsTold() throws Exception {
        var response =
                post("/events", "{", "ce-specversion", "1.0", "ce-source", "me", "ce-type", "evt.a", "ce-id", "1");
        assertProblem(response, 400, "'data' is not JSON");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /orchestrations/a           | application/json | []                      | 400 | the body is an object with "context"
            /orchestrations/a           | application/json | {"input":{}}            | 400 | and nothing else
            /orchestrations/a           | application/json | {"version":"new"}       | 400 | "version" must be a version
            /orchestrations/a           | text/plain       | {}                      | 415 | must be application/json
            /orchestrations/a?wait=10   | application/json | {}                      | 400 | 'wait' must be a duration
            /orchestrations/a?wait=PT61S | application/json | {}                     | 400 | at most PT1M
            /orchestrations/a?wait=-PT1S | application/json | {}                     | 400 | 'wait' must be a duration
            /orchestrations/a           | application/json | {}                      | 503 | the node is starting
            """)
    void aStartThatCannotBeReadIsAProblem(String path, String contentType, String body, int status, String why)
            throws Exception {
        assertProblem(post(path, body, "Content-Type", contentType), status, why);
    }

    @Test
    void bodiesAreLimited() throws Exception {
        api.close();
        api = HttpApi.start(new HttpSettings("127.0.0.1", 0, 100, 0, 1, 1, Set.of()), NOTHING);
        assertProblem(
                post("/events", "x".repeat(101), "Content-Type", "application/cloudevents+json"),
                413,
                "more than the limit of 100 bytes");
        var chunked = HttpRequest.newBuilder(uri("/events"))
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream("x".repeat(101).getBytes(UTF_8))))
                .build();
        assertProblem(client.send(chunked, BodyHandlers.ofString()), 413, "more than the limit of 100 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/orchestrations/a", "/orchestrations/x/suspend"})
    void aPageOfAnotherOriginChangesNothing(String path) throws Exception {
        assertProblem(post(path, "{}", "Origin", "https://elsewhere.example"), 403, "https://elsewhere.example");
    }

    @Test
    void pagesOfAllowedOriginsMayUseIt() throws Exception {
        api.close();
        api = HttpApi.start(new HttpSettings("127.0.0.1", 0, 100, 0, 1, 1, Set.of("https://desk.example")), NOTHING);
        var asked = HttpRequest.newBuilder(uri("/events"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://desk.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,ce-id")
                .build();
        var may = client.send(asked, BodyHandlers.ofString());
        assertThat(may.statusCode()).isEqualTo(204);
        assertThat(may.headers().firstValue("Access-Control-Allow-Origin")).contains("https://desk.example");
        assertThat(may.headers().firstValue("Access-Control-Allow-Headers")).contains("content-type,ce-id");
        var did = post("/orchestrations/a", "{}", "Origin", "https://desk.example", "Content-Type", "application/json");
        assertProblem(did, 503, "the node is starting");
        assertThat(did.headers().firstValue("Access-Control-Allow-Origin")).contains("https://desk.example");
        assertThat(did.headers().firstValue("Vary")).contains("Origin");
        var other = post("/orchestrations/a", "{}", "Origin", "https://elsewhere.example");
        assertProblem(other, 403, "https://elsewhere.example");
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void withoutTheSettingNoPageIsToldThatItMay() throws Exception {
        var response = post("/events", "{}", "Origin", "https://desk.example");
        assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(uri(path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + api.port() + path);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        var json = Json.object(Json.read(response.body()));
        assertThat(json).containsEntry("status", (long) status).containsKeys("type", "title");
        assertThat(String.valueOf(json.get("detail"))).contains(detail);
    }
}
