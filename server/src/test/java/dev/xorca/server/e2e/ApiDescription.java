package dev.xorca.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.SchemaCompiler;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a node says of its interface, held against what it answers. */
public final class ApiDescription {
    private final Map<String, Object> document;

    public ApiDescription(Map<String, Object> document) {
        this.document = document;
    }

    /** Asserts that status, content type and body are among those that the document announces. */
    public void assertDescribes(HttpResponse<String> response) {
        var method = response.request().method().toLowerCase(Locale.ROOT);
        var template = template(response.uri().getPath(), method);
        var what = method + " " + template + " " + response.statusCode();
        var responses =
                member(member(member(document, "paths"), template), method).get("responses");
        assertThat(Json.object(responses)).as(what).containsKey(Integer.toString(response.statusCode()));
        var announced = resolved(Json.object(responses).get(Integer.toString(response.statusCode())));
        var contentType =
                response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        if (response.body().isEmpty() && !announced.containsKey("content")) {
            return;
        }
        var content = member(announced, "content");
        assertThat(content).as(what).containsKey(contentType);
        if (contentType.equals("application/json") || contentType.endsWith("+json")) {
            var schema = Json.object(content.get(contentType)).get("schema");
            var violations = SchemaCompiler.standard()
                    .compile(Map.of("allOf", List.of(schema), "components", document.get("components")))
                    .check(Json.read(response.body()));
            assertThat(violations).as(what + " " + response.body()).isEmpty();
        }
    }

    /** The path in the document that stands for this one; of several, the one that names most of it. */
    private String template(String path, String method) {
        return template(path, method, "[^/]+")
                // What stands for a parameter may have slashes, where no other path is meant.
                .or(() -> template(path, method, ".+"))
                .orElseThrow(() -> new AssertionError("the document does not know " + method + " " + path));
    }

    private Optional<String> template(String path, String method, String parameter) {
        return member(document, "paths").keySet().stream()
                .filter(template -> Pattern.matches(template.replaceAll("\\{[^}]+}", parameter), path))
                .filter(template -> member(member(document, "paths"), template).containsKey(method))
                .max(Comparator.comparingInt(
                        template -> template.replaceAll("\\{[^}]+}", "").length()));
    }

    private Map<String, Object> resolved(@Nullable Object value) {
        var object = Json.object(value);
        Object at = document;
        if (object.get("$ref") instanceof String reference) {
            for (var step : reference.substring("#/".length()).split("/", -1)) {
                at = Json.object(at).get(step);
            }
            return Json.object(at);
        }
        return object;
    }

    private static Map<String, Object> member(Map<String, Object> object, String name) {
        return Json.object(object.get(name));
    }
}
