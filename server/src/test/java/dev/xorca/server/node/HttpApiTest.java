package dev.xorca.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP interface as long as there is nothing behind it yet. */
class HttpApiTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpApi api;

    @BeforeEach
    void start() {
        api = HttpApi.start("127.0.0.1", 0);
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

    @Test
    void aPageOfAnotherOriginGivesNoOrders() throws Exception {
        var request = HttpRequest.newBuilder(uri("/orchestrations/x/suspend"))
                .header("Origin", "https://elsewhere.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertProblem(client.send(request, BodyHandlers.ofString()), 403, "https://elsewhere.example");
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
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
