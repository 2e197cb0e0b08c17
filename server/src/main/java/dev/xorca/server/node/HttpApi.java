package dev.xorca.server.node;

import dev.xorca.catalog.Catalog;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.server.pages.Links;
import dev.xorca.store.JournalException;
import io.javalin.Javalin;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's HTTP interface: where it listens, which resource answers what, and how errors are told. Answers are JSON;
 * errors are {@code application/problem+json} (RFC 9457).
 */
final class HttpApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    /** Attributes of an event may be 64 KiB together, percent-encoded; a subject may have 8 KiB in a path. */
    private static final int MAX_HEADER_BYTES = 96 * 1024;
    /** Who waits has a limit of its own. */
    private static final long NEVER = 0;

    private final HttpSettings settings;
    private final Outcomes outcomes;
    private final List<Route> routes;
    private final Javalin server;
    private volatile @Nullable OrchestratorRuntime runtime;

    private HttpApi(HttpSettings settings, Catalog catalog) {
        this.settings = settings;
        outcomes = new Outcomes(settings.maxWaiting());
        routes = routes(catalog);
        var origins = new Origins(settings.corsOrigins());
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.prefer405over404 = true;
            config.http.asyncTimeout = NEVER;
            config.jetty.modifyHttpConfiguration(http -> http.setRequestHeaderSize(MAX_HEADER_BYTES));
            config.routes.before(origins::before);
            routes.forEach(route -> config.routes.addHttpHandler(route.method(), route.path(), route.handler()));
            config.routes.exception(Problem.class, Problem::answer);
            config.routes.exception(
                    JournalException.class,
                    (e, context) -> Problem.of(500, "Unreadable journal", String.valueOf(e.getMessage()))
                            .answer(context));
            config.routes.exception(
                    HttpResponseException.class,
                    (e, context) ->
                            Problem.of(e.getStatus(), "Not possible", reason(e)).answer(context));
            config.routes.exception(Exception.class, (e, context) -> {
                LOG.error("{} {} could not be answered", context.method(), context.path(), e);
                Problem.of(500, "Internal error", "the node's log has more").answer(context);
            });
        });
    }

    private List<Route> routes(Catalog known) {
        var reader = new ClusterReader(this::runtime);
        var origins = new Origins(settings.corsOrigins());
        var publishing = new Publishing(settings, System::nanoTime, this::execute);
        var catalog = new CatalogResource(known);
        var health = new HealthResource(() -> runtime);
        var orchestrations = new OrchestrationResource(reader);
        var list = new OrchestrationsResource(reader);
        var journals = new JournalsResource(reader);
        var orders = new OrdersResource(this::runtime, reader, origins);
        var events = new EventsResource(this::runtime, publishing, origins, settings);
        var answers = new AnswersResource(this::runtime, reader, publishing, origins, settings);
        var start = new StartResource(this::runtime, reader, publishing, outcomes, origins, settings);
        var status = new StatusResource(this::runtime);
        return List.of(
                Route.get("/health/live", health::live),
                Route.get("/health/ready", health::ready),
                Route.get("/status", status::get),
                Route.get("/openapi.json", new OpenApiResource()::get),
                Route.get("/", context -> context.redirect(Links.CATALOG)),
                Route.get("/catalog", catalog::list),
                Route.get("/catalog/asyncapi", catalog::allAsyncApi),
                Route.get("/catalog/asyncapi.json", catalog::allAsyncApi),
                Route.get("/catalog/asyncapi.yaml", catalog::allAsyncApi),
                Route.get("/catalog/events", catalog::events),
                Route.get("/catalog/events/<type>", catalog::event),
                Route.get("/catalog/schemas/<type>/{version}", catalog::schema),
                Route.get("/catalog/{name}", catalog::orchestrator),
                Route.get("/catalog/{name}/{version}", catalog::machine),
                Route.get("/catalog/{name}/{version}/machine", catalog::document),
                Route.get("/catalog/{name}/{version}/diagram.svg", catalog::svg),
                Route.get("/catalog/{name}/{version}/diagram.mmd", catalog::mermaid),
                Route.get("/catalog/{name}/{version}/asyncapi", catalog::asyncApi),
                Route.get("/catalog/{name}/{version}/asyncapi.json", catalog::asyncApi),
                Route.get("/catalog/{name}/{version}/asyncapi.yaml", catalog::asyncApi),
                Route.get("/assets/catalog.css", catalog::style),
                Route.get("/journals", journals::get),
                Route.post("/events", events::post),
                Route.get("/answers/{token}", answers::get),
                Route.post("/answers/{token}", answers::post),
                Route.get("/orchestrations", list::get),
                Route.post("/orchestrations/{name}", start::post),
                // A subject is base64 and may hold slashes.
                Route.get("/orchestrations/<subject>/journal", orchestrations::journal),
                Route.get("/orchestrations/<subject>", orchestrations::state),
                Route.post("/orchestrations/<subject>/{order}", orders::post));
    }

    private void execute(Runnable task) {
        server.jettyServer().threadPool().execute(task);
    }

    /** Who answers what. */
    List<Route> allRoutes() {
        return routes;
    }

    private static String reason(HttpResponseException e) {
        return e.getMessage() + (e.getDetails().isEmpty() ? "" : " " + e.getDetails());
    }

    /**
     * Begins to listen; what needs the router is answered with 503 until it is {@link #attach attached}.
     *
     * @throws NodeStartException when the port is taken
     */
    static HttpApi start(HttpSettings settings, Catalog catalog) {
        var api = new HttpApi(settings, catalog);
        try {
            api.server.start(settings.host(), settings.port());
            return api;
        } catch (JavalinBindException e) {
            api.close();
            throw new NodeStartException(
                    "port " + settings.port() + " on " + settings.host()
                            + " is taken; choose another --http-port, or 0 for any",
                    e);
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
        outcomes.close();
        server.stop();
    }
}
