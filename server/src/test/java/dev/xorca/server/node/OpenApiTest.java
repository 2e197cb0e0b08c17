package dev.xorca.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.CatalogSettings;
import dev.xorca.schemas.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The OpenAPI document against the routes that there are, and against itself. */
class OpenApiTest {
    private static final Catalog NOTHING = Catalog.of(List.of(), CatalogSettings.DEFAULT);

    private final Map<String, Object> document = OpenApiResource.document();

    @Test
    void everyRouteIsInItAndEverythingInItIsARoute() {
        var described = new TreeSet<String>();
        Json.object(document.get("paths"))
                .forEach((path, item) -> Json.object(item)
                        .keySet()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + nameless(path))));
        try (var api = HttpApi.start(HttpSettings.at("127.0.0.1", 0), NOTHING)) {
            var routes = new TreeSet<String>();
            api.allRoutes().forEach(route -> routes.add(route.method().name() + " " + nameless(route.path())));
            assertThat(routes).isEqualTo(described);
        }
    }

    /** OpenAPI knows one name for a parameter in one place, whatever the method. */
    private static String nameless(String path) {
        return path.replaceAll("\\{[^}]+}|<[^>]+>", "{}");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertReferences(document);
    }

    private void assertReferences(Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                Object at = document;
                for (var step : reference.substring("#/".length()).split("/", -1)) {
                    assertThat(Json.object(at)).as(reference).containsKey(step);
                    at = Json.object(at).get(step);
                }
            }
            map.values().forEach(this::assertReferences);
        } else if (value instanceof Iterable<?> list) {
            list.forEach(this::assertReferences);
        }
    }

    @Test
    void everyOperationHasItsOwnIdASummaryAndATag() {
        var ids = new TreeSet<String>();
        Json.object(document.get("paths"))
                .forEach((path, item) -> Json.object(item).forEach((method, value) -> {
                    var operation = Json.object(value);
                    assertThat(operation).as(method + " " + path).containsKeys("operationId", "summary", "tags");
                    assertThat(ids.add(String.valueOf(operation.get("operationId"))))
                            .as("%s is there twice", operation.get("operationId"))
                            .isTrue();
                }));
    }
}
