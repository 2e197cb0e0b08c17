package dev.xorca.server.node;

import java.time.Duration;
import java.util.Set;

/**
 * Where HTTP listens, and how much of it at a time.
 *
 * @param host the address that it listens on
 * @param port 0 for any that is free
 * @param maxBodyBytes the largest body that a request may bring
 * @param eventsPerSecond how many events it takes in a second, with as many at once after a pause; 0 for no limit
 * @param maxPublishing how many requests may wait for Kafka at a time
 * @param maxWaiting how many requests may wait for the outcome of an orchestration at a time
 * @param corsOrigins the origins whose pages may use it from a browser; {@code *} for all
 */
public record HttpSettings(
        String host,
        int port,
        int maxBodyBytes,
        int eventsPerSecond,
        int maxPublishing,
        int maxWaiting,
        Set<String> corsOrigins) {

    /** The longest that a request may wait for an outcome. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(60);

    public HttpSettings {
        corsOrigins = Set.copyOf(corsOrigins);
    }

    /** The defaults, listening here. */
    public static HttpSettings at(String host, int port) {
        return new HttpSettings(host, port, 4_000_000, 0, 100, 100, Set.of());
    }
}
