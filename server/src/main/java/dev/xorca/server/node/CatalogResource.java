package dev.xorca.server.node;

import dev.xorca.catalog.AsyncApi;
import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.CatalogJson;
import dev.xorca.catalog.EventType;
import dev.xorca.catalog.MachineVersion;
import dev.xorca.catalog.OrchestrationEvents;
import dev.xorca.catalog.Orchestrator;
import dev.xorca.catalog.Yaml;
import dev.xorca.machine.diagram.Mermaid;
import dev.xorca.server.diagram.Svg;
import dev.xorca.server.pages.CatalogPages;
import dev.xorca.server.pages.CatalogSearch;
import dev.xorca.server.pages.Html;
import dev.xorca.server.pages.Links;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /catalog}: the events of the machines that run here, as JSON, as AsyncAPI, and as pages for browsers. */
final class CatalogResource {
    private static final String JSON = "application/json";
    private static final String HTML = "text/html";
    private static final String YAML = "application/yaml";
    private static final String SCHEMA = "application/schema+json";
    private static final int MAX_QUERY = 200;

    private final Catalog catalog;
    private final CatalogPages pages;
    private final Map<String, Representation> diagrams = new ConcurrentHashMap<>();
    private final Representation style = style();

    CatalogResource(Catalog catalog) {
        this.catalog = catalog;
        this.pages = new CatalogPages(catalog);
    }

    /** Whether whoever asks would rather read a page than JSON. */
    static boolean wantsPage(Context context) {
        return Accept.choose(context.header("Accept"), List.of(JSON, HTML)).equals(HTML);
    }

    /** {@code /catalog}. */
    void list(Context context) {
        var query = query(context);
        if (query.isEmpty()) {
            answer(
                    context,
                    pages::start,
                    () -> page(
                            context,
                            Links.CATALOG,
                            "orchestrators",
                            catalog.orchestrators(),
                            Orchestrator::name,
                            CatalogJson::orchestrator));
            return;
        }
        var search = new CatalogSearch(catalog, query);
        answer(context, () -> pages.search(query, search.orchestrators(), search.eventTypes()), () -> {
            var json = new LinkedHashMap<String, Object>();
            json.put(
                    "orchestrators",
                    search.orchestrators().stream()
                            .map(CatalogJson::orchestrator)
                            .toList());
            json.put(
                    "events",
                    search.eventTypes().stream().map(CatalogResource::inShort).toList());
            return json;
        });
    }

    /** {@code /catalog/NAME}. */
    void orchestrator(Context context) {
        var orchestrator = find(context);
        answer(
                context,
                () -> pages.orchestrator(orchestrator),
                () -> OrchestrationEvents.of(orchestrator, catalog.settings()));
    }

    /** {@code /catalog/NAME/VERSION}. */
    void machine(Context context) {
        var machine = findVersion(context);
        answer(context, () -> pages.machine(machine), () -> CatalogJson.machine(machine, catalog));
    }

    /** {@code /catalog/NAME/VERSION/machine}. */
    void document(Context context) {
        Representation.of(findVersion(context).document().definition()).send(context);
    }

    /** {@code /catalog/NAME/VERSION/diagram.svg}. */
    void svg(Context context) {
        var machine = findVersion(context);
        diagrams.computeIfAbsent(
                        machine.id(),
                        id -> Representation.picture(Svg.of(machine.document().machine())))
                .send(context);
    }

    /** {@code /catalog/NAME/VERSION/diagram.mmd}. */
    void mermaid(Context context) {
        Representation.text(
                        "text/plain", Mermaid.of(findVersion(context).document().machine()))
                .send(context);
    }

    /** {@code /catalog/NAME/VERSION/asyncapi}, and for whoever serves a command with {@code ?for=COMMAND}. */
    void asyncApi(Context context) {
        var machine = findVersion(context);
        var command = context.queryParam("for");
        document(
                context,
                command == null
                        ? AsyncApi.of(machine, catalog.settings())
                        : AsyncApi.ofService(command, List.of(machine), catalog.settings())
                                .orElseThrow(() -> Problem.notFound(
                                        machine.document().machine() + " emits no '" + command + "'")));
    }

    /** {@code /catalog/asyncapi}, and for whoever serves a command of any machine with {@code ?for=COMMAND}. */
    void allAsyncApi(Context context) {
        var command = context.queryParam("for");
        document(
                context,
                command == null
                        ? AsyncApi.of(catalog)
                        : AsyncApi.ofService(command, catalog.machines(), catalog.settings())
                                .orElseThrow(() -> Problem.notFound("no machine here emits '" + command + "'")));
    }

    /** The form is that of the path's suffix; without one, what the request likes best. */
    private static void document(Context context, Map<String, Object> document) {
        var path = context.path();
        var type = path.endsWith(".json") ? JSON : path.endsWith(".yaml") ? YAML : chosen(context, List.of(JSON, YAML));
        (type.equals(YAML) ? Representation.text(YAML, Yaml.text(document)) : Representation.of(document))
                .send(context);
    }

    /** {@code /catalog/events}. */
    void events(Context context) {
        answer(
                context,
                pages::events,
                () -> page(
                        context,
                        Links.EVENTS,
                        "events",
                        catalog.eventTypes(),
                        EventType::type,
                        CatalogResource::inShort));
    }

    /** {@code /catalog/events/TYPE}. */
    void event(Context context) {
        var type = context.pathParam("type");
        var event = catalog.eventType(type)
                .orElseThrow(() -> Problem.notFound("no machine here takes or emits '" + type + "'"));
        answer(context, () -> pages.event(event, EventExamples.contracts(event)), () -> EventExamples.json(event));
    }

    /** {@code /catalog/schemas/TYPE/VERSION}. */
    void schema(Context context) {
        var type = context.pathParam("type");
        var version = context.pathParam("version");
        var schema = catalog.schema(type, version)
                .orElseThrow(() -> Problem.notFound("there is no schema of '" + type + "' as '" + version
                        + "' has it; /catalog/events/" + type + " names those that there are"));
        Representation.of(schema.document()).as(SCHEMA).send(context);
    }

    /** {@code /assets/catalog.css}. */
    void style(Context context) {
        style.send(context);
    }

    private static void answer(Context context, Supplier<Html> page, Supplier<Map<String, Object>> json) {
        var representation = chosen(context, List.of(JSON, HTML)).equals(HTML)
                ? Representation.of(page.get())
                : Representation.of(json.get());
        representation.send(context);
    }

    private static String chosen(Context context, List<String> offered) {
        context.res().addHeader("Vary", "Accept");
        return Accept.choose(context.header("Accept"), offered);
    }

    private static <T> Map<String, Object> page(
            Context context,
            String path,
            String member,
            List<T> all,
            Function<T, String> key,
            Function<T, Map<String, Object>> form) {
        int limit = Parameters.limit(context);
        var after = context.queryParam("after");
        var rest = after == null
                ? all
                : all.stream()
                        .filter(each -> key.apply(each).compareTo(after) > 0)
                        .toList();
        var json = new LinkedHashMap<String, Object>();
        json.put(member, rest.stream().limit(limit).map(form).toList());
        if (rest.size() > limit) {
            json.put("next", path + "?after=" + Links.query(key.apply(rest.get(limit - 1))) + "&limit=" + limit);
        }
        return json;
    }

    /** An event type in a list: all but its schemas and its example. */
    private static Map<String, Object> inShort(EventType event) {
        var json = new LinkedHashMap<>(CatalogJson.eventType(event));
        json.remove("schemas");
        json.remove("example");
        json.put("path", Links.event(event.type()));
        return json;
    }

    private Orchestrator find(Context context) {
        var name = context.pathParam("name");
        return catalog.orchestrator(name)
                .orElseThrow(() -> Problem.notFound("no machine named '" + name + "' runs here; there are "
                        + String.join(
                                ", ",
                                catalog.orchestrators().stream()
                                        .map(Orchestrator::name)
                                        .toList())));
    }

    private MachineVersion findVersion(Context context) {
        var orchestrator = find(context);
        var version = context.pathParam("version");
        return orchestrator
                .version(version)
                .orElseThrow(() -> Problem.notFound(orchestrator.name() + " has no version '" + version
                        + "' here; there are "
                        + String.join(
                                ", ",
                                orchestrator.versions().stream()
                                        .map(MachineVersion::version)
                                        .toList())));
    }

    private static String query(Context context) {
        var query = context.queryParam("q");
        if (query != null && query.length() > MAX_QUERY) {
            throw Problem.badRequest("'q' has at most " + MAX_QUERY + " characters");
        }
        return query == null ? "" : query.strip();
    }

    private static Representation style() {
        try (var css = CatalogPages.class.getResourceAsStream("catalog.css")) {
            if (css == null) {
                throw new IllegalStateException("catalog.css is not on the class path");
            }
            return Representation.text("text/css", new String(css.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
