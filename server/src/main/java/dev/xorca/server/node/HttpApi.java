package dev.xorca.server.node;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The node's HTTP interface. Answers are JSON; errors are {@code application/problem+json} (RFC 9457). */
final class HttpApi implements AutoCloseable {
    private final Javalin server;

    /** What the health endpoints ask. */
    record Health(BooleanSupplier live, BooleanSupplier ready, Supplier<String> detail) {}

    private record Status(String status, String detail) {}

    private record Problem(String type, String title, int status, String detail) {}

    private HttpApi(Javalin server) {
        this.server = server;
    }

    /**
     * Begins to listen.
     *
     * @param port 0 for any that is free
     * @throws NodeStartException when the port is taken
     */
    static HttpApi start(String host, int port, Health health) {
        var server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.routes.get("/health/live", context -> answer(context, health.live(), "live", health));
            config.routes.get("/health/ready", context -> answer(context, health.ready(), "ready", health));
            config.routes.error(404, context -> problem(context, 404, "Not found", "there is nothing at this path"));
            config.routes.error(405, context -> problem(context, 405, "Method not allowed", "use GET here"));
            config.routes.exception(
                    Exception.class,
                    (e, context) -> problem(context, 500, "Internal error", "the node's log has more"));
        });
        try {
            return new HttpApi(server.start(host, port));
        } catch (JavalinBindException e) {
            server.stop();
            throw new NodeStartException(
                    "port " + port + " on " + host + " is taken; choose another --http-port, or 0 for any", e);
        }
    }

    int port() {
        return server.port();
    }

    private static void answer(Context context, BooleanSupplier yes, String word, Health health) {
        var holds = yes.getAsBoolean();
        context.status(holds ? 200 : 503)
                .json(new Status(holds ? word : "not " + word, health.detail().get()));
    }

    private static void problem(Context context, int status, String title, String detail) {
        context.status(status)
                .json(new Problem("about:blank", title, status, detail))
                .contentType("application/problem+json");
    }

    @Override
    public void close() {
        server.stop();
    }
}
