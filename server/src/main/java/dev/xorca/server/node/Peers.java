package dev.xorca.server.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks other nodes. A request that a node passes on says so in a header, and is not passed on again: nodes that have not
 * heard of a rebalance yet must not send it in circles.
 */
final class Peers {
    static final String FORWARDED = "xorca-forwarded";
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final Duration patience;
    private final Duration stall;

    Peers() {
        this(Duration.ofSeconds(3), Duration.ofSeconds(15));
    }

    /**
     * Prepares to ask.
     *
     * @param patience how long to wait for a whole answer
     * @param stall how long to wait for the next part of an answer that is read as it comes
     */
    Peers(Duration patience, Duration stall) {
        this.patience = patience;
        this.stall = stall;
    }

    /** A node's answer, whatever it says; empty when there is none in time. */
    Optional<HttpResponse<byte[]>> get(String address, String path) {
        var request = HttpRequest.newBuilder(uri(address, path))
                .timeout(patience)
                .header(FORWARDED, "yes")
                .build();
        try {
            return Optional.of(client.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * A node's answer as it comes, for one that is too long to be held in memory. Unlike the JDK's newer client, the older
     * one gives up when nothing comes for a while.
     *
     * @throws IOException when it does not answer, or not with 200
     */
    InputStream open(String address, String path) throws IOException {
        var connection = (HttpURLConnection) uri(address, path).toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) stall.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty(FORWARDED, "yes");
        if (connection.getResponseCode() != 200) {
            throw new IOException("it answers with " + connection.getResponseCode());
        }
        return connection.getInputStream();
    }

    private static URI uri(String address, String path) {
        return URI.create("http://" + address + path);
    }
}
