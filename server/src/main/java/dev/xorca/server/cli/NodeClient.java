package dev.xorca.server.cli;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Asks a node over HTTP; whatever goes wrong is a failure of the command, in a sentence. */
final class NodeClient {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** Longer than nodes wait for each other. */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final String server;
    private final String option;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /**
     * Makes a client.
     *
     * @param server {@code HOST:PORT}, or a whole URL
     * @param option where the user has said so
     */
    NodeClient(String server, String option) {
        this.server = server;
        this.option = option;
    }

    String server() {
        return server;
    }

    /** The JSON object at a path. */
    Map<String, Object> get(String path) {
        return answer(send(path, request -> {}, BodyHandlers.ofByteArray()), 200);
    }

    /**
     * Has something done.
     *
     * @param key under which it may be asked for again; empty for none
     * @return what the node says when it has taken it
     */
    Map<String, Object> post(String path, Map<String, ?> body, String key) {
        Consumer<HttpRequest.Builder> asked = request -> {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(Json.bytes(body)));
            if (!key.isEmpty()) {
                request.header("Idempotency-Key", key);
            }
        };
        return answer(send(path, asked, BodyHandlers.ofByteArray()), 202);
    }

    private Map<String, Object> answer(HttpResponse<byte[]> response, int expected) {
        var json = json(response.body());
        if (response.statusCode() != expected) {
            throw refused(response.statusCode(), json);
        }
        return json;
    }

    /** What is at a path, as it comes. */
    InputStream open(String path) {
        var response = send(path, request -> {}, BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (var body = response.body()) {
            throw refused(response.statusCode(), json(body.readNBytes(100_000)));
        } catch (IOException e) {
            throw new CommandFailure("the node at " + server + " went away; try again");
        }
    }

    private String base() {
        return server.contains("://") ? server : "http://" + server;
    }

    private <T> HttpResponse<T> send(String path, Consumer<HttpRequest.Builder> asked, BodyHandler<T> handler) {
        try {
            var request = HttpRequest.newBuilder(URI.create(base() + path)).timeout(ANSWER);
            asked.accept(request);
            return client.send(request.build(), handler);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("'" + server + "' is no HOST:PORT or URL of a node; check " + option);
        } catch (HttpTimeoutException | ConnectException e) {
            throw new CommandFailure("no node answers at " + server + "; check " + option + ", and that the node runs");
        } catch (IOException e) {
            throw new CommandFailure("what is at " + server + " does not talk HTTP as a node does (" + e.getMessage()
                    + "); check " + option);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the node at " + server + " answers");
        }
    }

    private Map<String, Object> json(byte[] body) {
        try {
            return Json.readOwnObject(body);
        } catch (JsonException e) {
            throw new CommandFailure("what answers at " + server + " is no node; check " + option);
        }
    }

    private CommandFailure refused(int status, Map<String, Object> problem) {
        var detail = problem.getOrDefault("detail", "status " + status);
        return new CommandFailure("the node at " + server + " says: " + TextTable.harmless(detail.toString())
                + (status == 503 ? "; try again in a moment" : ""));
    }
}
