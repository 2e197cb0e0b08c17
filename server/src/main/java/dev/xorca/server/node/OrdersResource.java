package dev.xorca.server.node;

import dev.xorca.router.CallToken;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.router.Subject;
import dev.xorca.runtime.NotAcknowledgedException;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.schemas.Json;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /orchestrations/SUBJECT/suspend}, {@code resume}, {@code terminate} and {@code retry}: orders of an operator. They are taken
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
        var details = Details.of(Body.of(context, MAX_BODY_BYTES), order, subject);
        checkCanBeObeyed(context, subject, order, details.token);
        try {
            var json = new LinkedHashMap<String, Object>();
            json.put("id", runtime.get().orders().give(order, subject, details.token, details.reason));
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

    /**
     * What a body says of an order.
     *
     * @param token which invocation is to be tried again, as in the journal; empty for all
     * @param reason why; empty for no reason
     */
    private record Details(String token, String reason) {
        private static final Pattern TOKEN = Pattern.compile("\\d{1,18}(\\.\\d{1,9}){1,2}u?");

        static Details of(Body body, Order order, Subject subject) {
            if (body.bytes().length == 0) {
                return new Details("", "");
            }
            var members = order == Order.RETRY ? Set.of("reason", "token") : Set.of("reason");
            if (body.json() instanceof Map<?, ?> json
                    && members.containsAll(json.keySet())
                    && text(json, "reason") instanceof String reason
                    && reason.length() <= MAX_REASON
                    && text(json, "token") instanceof String token) {
                return new Details(token.isEmpty() ? "" : token(token, subject), reason);
            }
            throw Problem.badRequest("the body may be {\"reason\": \"...\""
                    + (order == Order.RETRY ? ", \"token\": \"...\"" : "") + "}, the reason with at most "
                    + MAX_REASON + " characters, and nothing else");
        }

        private static @Nullable Object text(Map<?, ?> json, String name) {
            return json.containsKey(name) ? json.get(name) : "";
        }

        /** Tokens come as the journal has them, or as outsiders see them. */
        private static String token(String text, Subject subject) {
            var whole = CallToken.parse(text);
            if (whole.isPresent() && !whole.get().subject().equals(subject)) {
                throw Problem.badRequest("the token is of another orchestration: "
                        + whole.get().subject().encode());
            } else if (whole.isEmpty() && !TOKEN.matcher(text).matches()) {
                throw Problem.badRequest(
                        "\"token\" is none; GET /orchestrations/SUBJECT shows those of invocations under 'waitsFor'");
            }
            return whole.map(CallToken::token).orElse(text);
        }
    }

    /** As far as it can be said now: an order that turns out to be pointless does no harm. */
    private void checkCanBeObeyed(Context context, Subject subject, Order order, String token) {
        Answer state;
        try {
            state = cluster.ask(
                    context,
                    cluster.queries().find(subject),
                    OrchestrationResource.path(subject),
                    store -> OrchestrationResource.state(subject, store, cluster.machine(subject)));
        } catch (Problem e) {
            if (e.isUnavailable()) {
                return;
            }
            throw e;
        }
        if (state.status() == 404) {
            throw Problem.notFound("there is no such orchestration");
        }
        if (!state.isFound() || state.standby()) {
            return;
        }
        var json = state.json();
        if (OrchestrationJson.isOver(json)) {
            throw Problem.of(409, "Over", "the orchestration is over: " + json.get("status"));
        } else if (order == Order.RETRY) {
            checkCanBeRetried(json, token);
        }
    }

    private static void checkCanBeRetried(Map<String, Object> json, String token) {
        if (OrchestrationJson.isSuspended(json)) {
            throw Problem.of(409, "Suspended", "the orchestration is suspended; resume it first");
        }
        var incidents = OrchestrationJson.incidents(json);
        if (incidents.isEmpty()) {
            throw Problem.of(409, "Nothing to retry", "nothing of this orchestration has failed for good");
        } else if (!token.isEmpty()
                && !incidents.contains(token)
                && Long.valueOf(incidents.size()).equals(json.get("incidents"))) {
            throw Problem.of(
                    409,
                    "Nothing to retry",
                    "what has the token " + token + " has not failed for good; this has: "
                            + String.join(", ", incidents));
        }
    }
}
