package dev.xorca.server.node;

import dev.xorca.schemas.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code /openapi.json}: what this interface is, as OpenAPI 3.1. It is written as YAML, in {@code openapi.yaml}. */
final class OpenApiResource {
    private final byte[] json = Json.bytes(document());

    void get(Context context) {
        context.contentType("application/json").result(json);
    }

    /** The document as a JSON value. */
    static Map<String, Object> document() {
        try (var yaml = OpenApiResource.class.getResourceAsStream("openapi.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("openapi.yaml is not on the class path");
            }
            return Json.object(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
