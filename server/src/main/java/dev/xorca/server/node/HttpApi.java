package dev.xorca.server.node;

import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.store.JournalException;
import io.javalin.Javalin;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import org.jspecify.annotations.Nullable;

/**
 * The node's HTTP interface: where it listens, which resource answers what, and how errors are told. Answers are JSON;
 * errors are {@code application/problem+json} (RFC 9457).
 */
final class HttpApi implements AutoCloseable {
    private final Javalin server;
    private volatile @Nullable OrchestratorRuntime runtime;

    private HttpApi() {
        var reader = new ClusterReader(this::runtime);
        var health = new HealthResource(() -> runtime);
        var orchestrations = new OrchestrationResource(reader);
        var list = new OrchestrationsResource(reader);
        var journals = new JournalsResource(reader);
        var orders = new OrdersResource(this::runtime, reader);
        var status = new StatusResource(this::runtime);
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.prefer405over404 = true;
            config.routes.get("/health/live", health::live);
            config.routes.get("/health/ready", health::ready);
            config.routes.get("/status", status::get);
            config.routes.get("/journals", journals::get);
            config.routes.get("/orchestrations", list::get);
            // A subject is base64 and may hold slashes.
            config.routes.get("/orchestrations/<subject>/journal", orchestrations::journal);
            config.routes.get("/orchestrations/<subject>", orchestrations::state);
            config.routes.post("/orchestrations/<subject>/{order}", orders::post);
            config.routes.exception(Problem.class, Problem::answer);
            config.routes.exception(
                    JournalException.class,
                    (e, context) -> Problem.of(500, "Unreadable journal", String.valueOf(e.getMessage()))
                            .answer(context));
            config.routes.exception(
                    HttpResponseException.class,
                    (e, context) ->
                            Problem.of(e.getStatus(), "Not possible", reason(e)).answer(context));
            config.routes.exception(
                    Exception.class,
                    (e, context) -> Problem.of(500, "Internal error", "the node's log has more")
                            .answer(context));
        });
    }

    private static String reason(HttpResponseException e) {
        return e.getMessage() + (e.getDetails().isEmpty() ? "" : " " + e.getDetails());
    }

    /**
     * Begins to listen; what needs the router is answered with 503 until it is {@link #attach attached}.
     *
     * @param port 0 for any that is free
     * @throws NodeStartException when the port is taken
     */
    static HttpApi start(String host, int port) {
        var api = new HttpApi();
        try {
            api.server.start(host, port);
            return api;
        } catch (JavalinBindException e) {
            api.server.stop();
            throw new NodeStartException(
                    "port " + port + " on " + host + " is taken; choose another --http-port, or 0 for any", e);
        }
    }

    void attach(OrchestratorRuntime router) {
        runtime = router;
    }

    int port() {
        return server.port();
    }

    private OrchestratorRuntime runtime() {
        var attached = runtime;
        if (attached == null) {
            throw Problem.unavailable("the node is starting");
        }
        return attached;
    }

    @Override
    public void close() {
        server.stop();
    }
}
