package dev.xorca.server.node;

import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.CatalogSettings;
import dev.xorca.catalog.CatalogSettings.Encoding;
import dev.xorca.machine.Responder;
import dev.xorca.router.Machines;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.runtime.RuntimeSettings.Placement;
import dev.xorca.runtime.StartException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A node of the orchestrator: the runtime, and HTTP that tells how it is. Safe for several threads. */
public final class Node implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final OrchestratorRuntime runtime;
    private final HttpApi http;
    private final CountDownLatch closing = new CountDownLatch(1);

    private Node(OrchestratorRuntime runtime, HttpApi http) {
        this.runtime = runtime;
        this.http = http;
    }

    /** Starts a node in whose process nobody answers commands. */
    public static Node start(Machines machines, RuntimeSettings settings, HttpSettings httpSettings) {
        return start(machines, Map.of(), settings, httpSettings);
    }

    /**
     * Starts a node; returns once both parts are under way, {@link #awaitReady} tells when they work.
     *
     * @param responders who answers commands of a type within this process; every node of the cluster needs the same
     * @param httpSettings where the runtime's settings name no address, other nodes look for this one there
     * @throws NodeStartException when it cannot start; nothing is left running
     */
    public static Node start(
            Machines machines, Map<String, Responder> responders, RuntimeSettings settings, HttpSettings httpSettings) {
        var http = HttpApi.start(httpSettings, catalog(machines, settings));
        OrchestratorRuntime runtime;
        try {
            runtime = new OrchestratorRuntime(
                    machines, withAddress(settings, httpSettings.host(), http.port()), responders);
        } catch (StartException e) {
            http.close();
            throw new NodeStartException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
        try {
            http.attach(runtime);
            runtime.start();
            return new Node(runtime, http);
        } catch (RuntimeException e) {
            http.close();
            runtime.close(Duration.ZERO);
            throw e;
        }
    }

    private static Catalog catalog(Machines machines, RuntimeSettings settings) {
        return Catalog.of(
                machines.all(),
                machines.defaultVersions(),
                new CatalogSettings(
                        settings.topicPrefix(),
                        settings.router().catalogUrl(),
                        switch (settings.eventEncoding()) {
                            case BINARY -> Encoding.BINARY;
                            case STRUCTURED -> Encoding.STRUCTURED;
                        },
                        settings.router().alternativeSystemErrorType(),
                        settings.router().routingMetadata(),
                        settings.bootstrapServers(),
                        settings.partitions()));
    }

    /** Unless it is told otherwise, a node is reached where it listens. */
    private static RuntimeSettings withAddress(RuntimeSettings settings, String host, int port) {
        var placement = settings.placement();
        return placement.address().isEmpty()
                ? settings.withPlacement(
                        new Placement(placement.standbyReplicas(), placement.rack(), reachable(host) + ":" + port))
                : settings;
    }

    /** A node that listens on all its addresses is reached at the one that its host's name stands for. */
    private static String reachable(String host) {
        try {
            var one = InetAddress.getByName(host).isAnyLocalAddress()
                    ? InetAddress.getLocalHost().getHostAddress()
                    : host;
            return one.contains(":") ? "[" + one + "]" : one;
        } catch (UnknownHostException e) {
            return host;
        }
    }

    /** The port that HTTP listens on. */
    public int httpPort() {
        return http.port();
    }

    /**
     * Waits until the node does its share of the work.
     *
     * @param cancelled ends the wait early when it turns true
     * @return false when it was cancelled
     * @throws NodeStartException when the node has given up, or takes longer than that
     */
    public boolean awaitReady(Duration patience, BooleanSupplier cancelled) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!runtime.isReady()) {
            if (cancelled.getAsBoolean() || closing.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (!runtime.isAlive()) {
                throw new NodeStartException("the router has given up (" + runtime.describe() + "); see the log");
            }
            if (System.nanoTime() > deadline) {
                throw new NodeStartException("the router was not ready within " + patience.toSeconds() + " s ("
                        + runtime.describe() + "); see the log, then try again");
            }
        }
        return true;
    }

    /** Whether the node works or may come to work again by itself. */
    public boolean isAlive() {
        return runtime.isAlive();
    }

    /** How the node is, for people. */
    public String describe() {
        return runtime.describe();
    }

    @Override
    public void close() {
        closing.countDown();
        http.close();
        runtime.close(Duration.ofSeconds(4));
    }
}
