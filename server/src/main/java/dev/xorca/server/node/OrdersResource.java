package dev.xorca.server.node;

import dev.xorca.router.InternalEvents.Order;
import dev.xorca.router.Subject;
import dev.xorca.runtime.NotAcknowledgedException;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code /orchestrations/SUBJECT/suspend}, {@code resume} and {@code terminate}: orders of an operator. They are taken
 * when Kafka has them, and carried out in their turn.
 */
final class OrdersResource {
    private static final int MAX_REASON = 1_000;
    private static final int MAX_BODY_BYTES = 100_000;

    private final Supplier<OrchestratorRuntime> runtime;
    private final ClusterReader cluster;
    private final Origins origins;

    OrdersResource(Supplier<OrchestratorRuntime> runtime, ClusterReader cluster, Origins origins) {
        this.runtime = runtime;
        this.cluster = cluster;
        this.origins = origins;
    }

    void post(Context context) {
        origins.check(context);
        var order = order(context.pathParam("order"));
        var subject = Parameters.subject(context);
        var reason = reason(Body.of(context, MAX_BODY_BYTES).bytes());
        checkCanBeObeyed(context, subject);
        try {
            var json = new LinkedHashMap<String, Object>();
            json.put("id", runtime.get().orders().give(order, subject, reason));
            json.put("order", word(order));
            json.put("subject", subject.encode());
            context.status(202)
                    .header("Location", OrchestrationResource.path(subject))
                    .contentType("application/json")
                    .result(Json.bytes(json));
        } catch (NotAcknowledgedException e) {
            throw Problem.unavailable(e.getMessage() + "; it may be carried out nevertheless");
        }
    }

    private static Order order(String text) {
        return Arrays.stream(Order.values())
                .filter(order -> word(order).equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("'" + text + "' is no order; there are "
                        + String.join(
                                ", ",
                                Arrays.stream(Order.values())
                                        .map(OrdersResource::word)
                                        .toList())));
    }

    private static String word(Order order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    private static String reason(byte[] body) {
        if (body.length == 0) {
            return "";
        }
        try {
            var json = Json.readObject(body);
            if (Set.of("reason").containsAll(json.keySet())
                    && json.getOrDefault("reason", "") instanceof String reason
                    && reason.length() <= MAX_REASON) {
                return reason;
            }
        } catch (JsonException e) {
            throw Problem.badRequest("the body is not JSON: " + e.getMessage());
        }
        throw Problem.badRequest(
                "the body may be {\"reason\": \"...\"} with at most " + MAX_REASON + " characters, and nothing else");
    }

    /** As far as it can be said now: an order that turns out to be pointless does no harm. */
    private void checkCanBeObeyed(Context context, Subject subject) {
        Answer state;
        try {
            state = cluster.ask(
                    context,
                    cluster.queries().find(subject),
                    OrchestrationResource.path(subject),
                    store -> OrchestrationResource.state(subject, store));
        } catch (Problem e) {
            if (e.isUnavailable()) {
                return;
            }
            throw e;
        }
        if (state.status() == 404) {
            throw Problem.notFound("there is no such orchestration");
        }
        if (state.isFound() && !state.standby() && OrchestrationJson.isOver(state.json())) {
            throw Problem.of(
                    409, "Over", "the orchestration is over: " + state.json().get("status"));
        }
    }
}
