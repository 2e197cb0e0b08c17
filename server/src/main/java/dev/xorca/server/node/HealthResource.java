package dev.xorca.server.node;

import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.schemas.Json;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /health}: whether to restart the node, and whether it works; in a status code for probes, in words for people. */
final class HealthResource {
    private final Supplier<@Nullable OrchestratorRuntime> runtime;

    HealthResource(Supplier<@Nullable OrchestratorRuntime> runtime) {
        this.runtime = runtime;
    }

    void live(Context context) {
        answer(context, "live", OrchestratorRuntime::isAlive, true);
    }

    void ready(Context context) {
        answer(context, "ready", OrchestratorRuntime::isReady, false);
    }

    private void answer(Context context, String word, Predicate<OrchestratorRuntime> holds, boolean whileStarting) {
        var router = runtime.get();
        var yes = router == null ? whileStarting : holds.test(router);
        var json = new LinkedHashMap<String, Object>();
        json.put("status", yes ? word : "not " + word);
        json.put("detail", router == null ? "starting" : router.describe());
        context.status(yes ? 200 : 503).contentType("application/json").result(Json.bytes(json));
    }
}
