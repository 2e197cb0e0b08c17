package dev.xorca.server.node;

import dev.xorca.router.CallToken;
import dev.xorca.router.Standing;
import dev.xorca.runtime.EventPublisher;
import dev.xorca.runtime.EventPublisher.Addressed;
import dev.xorca.runtime.EventPublisher.RefusedException;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.schemas.Json;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /answers/TOKEN}: whether somebody waits for the answer to the question that a token is for, and the answer. It is
 * taken when Kafka has it, and decided in its turn: of two answers at the same moment the second is too late.
 */
final class AnswersResource {
    private static final String STANDING = "standing";
    private static final Set<String> ERROR = Set.of("code", "message", "data");

    private final Supplier<OrchestratorRuntime> runtime;
    private final ClusterReader cluster;
    private final Publishing publishing;
    private final Origins origins;
    private final int maxBodyBytes;

    AnswersResource(
            Supplier<OrchestratorRuntime> runtime,
            ClusterReader cluster,
            Publishing publishing,
            Origins origins,
            HttpSettings settings) {
        this.runtime = runtime;
        this.cluster = cluster;
        this.publishing = publishing;
        this.origins = origins;
        this.maxBodyBytes = settings.maxBodyBytes();
    }

    void get(Context context) {
        var answer = ask(context, token(context), context.queryParam("id"));
        if (standing(answer) == Standing.Kind.UNKNOWN && !ClusterReader.isForwarded(context)) {
            throw unknown(answer);
        }
        answer.send(context);
    }

    void post(Context context) {
        origins.check(context);
        var token = token(context);
        var given = given(Body.of(context, maxBodyBytes));
        var key = Parameters.idempotencyKey(context);
        var id = key == null
                ? UUID.randomUUID().toString()
                : UUID.nameUUIDFromBytes(("answer\n" + token + "\n" + key).getBytes(StandardCharsets.UTF_8))
                        .toString();
        var found = ask(context, token, id);
        var standing = standing(found);
        switch (standing) {
            case WAITING -> {
                var published = publish(runtime.get().publisher(), token, id, given);
                context.future(() -> published.thenRun(() -> accepted(context, token, id)));
            }
            case REPEATED -> accepted(context, token, id);
            case ANSWERED -> throw over("already-answered", found);
            case STALE -> throw over("stale-token", found);
            case UNKNOWN -> throw unknown(found);
        }
    }

    /**
     * What is answered.
     *
     * @param well whether the question is answered; else what was asked for has failed
     */
    private record Given(boolean well, @Nullable Object data) {}

    private static Given given(Body body) {
        if (body.json() instanceof Map<?, ?> map && map.size() == 1) {
            if (map.containsKey("data")) {
                return new Given(true, map.get("data"));
            } else if (map.get("error") instanceof Map<?, ?> error
                    && ERROR.containsAll(error.keySet())
                    && isText(error.get("code"))
                    && (error.get("message") == null || isText(error.get("message")))) {
                return new Given(false, error);
            }
        }
        throw Problem.badRequest(
                "the body is either {\"data\": ...}, any JSON value, or {\"error\": {\"code\": \"...\", "
                        + "\"message\": \"...\", \"data\": ...}} with at least a code");
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty();
    }

    private static CallToken token(Context context) {
        return CallToken.parse(context.pathParam("token"))
                .orElseThrow(() -> Problem.badRequest("this is no token; commands of invocations carry theirs as "
                        + CallToken.ATTRIBUTE + ", and GET /orchestrations/SUBJECT shows those that are waited for"));
    }

    private Answer ask(Context context, CallToken token, @Nullable String id) {
        var now = Instant.now();
        var answerId = id == null ? "" : id;
        return cluster.ask(
                context,
                cluster.queries().find(token.subject()),
                "/answers/" + token + (answerId.isEmpty() ? "" : "?id=" + Parameters.encoded(answerId)),
                store -> Optional.of(json(token, Standing.of(token, answerId, store, now))));
    }

    private static Map<String, Object> json(CallToken token, Standing standing) {
        var json = new LinkedHashMap<String, Object>();
        json.put("token", token.toString());
        json.put("subject", token.subject().encode());
        json.put("orchestration", OrchestrationResource.path(token.subject()));
        json.put(STANDING, standing.kind().name().toLowerCase(Locale.ROOT));
        if (!standing.reason().isEmpty()) {
            json.put("detail", standing.reason());
        }
        return json;
    }

    private static Standing.Kind standing(Answer answer) {
        if (!answer.isFound()) {
            throw Problem.unavailable("another node answers with " + answer.status());
        }
        return Standing.Kind.valueOf(String.valueOf(answer.json().get(STANDING)).toUpperCase(Locale.ROOT));
    }

    private static Problem over(String code, Answer found) {
        return Problem.of(409, "Not waited for", detail(found))
                .with("code", code)
                .with("subject", String.valueOf(found.json().get("subject")))
                .with("orchestration", String.valueOf(found.json().get("orchestration")));
    }

    private static Problem unknown(Answer found) {
        return found.standby()
                ? Problem.unavailable("the node that knows does not answer, and a copy may not know yet")
                : Problem.notFound(detail(found));
    }

    private static String detail(Answer found) {
        return String.valueOf(found.json().get("detail"));
    }

    private CompletableFuture<Void> publish(EventPublisher publisher, CallToken token, String id, Given given) {
        Addressed answer;
        try {
            answer = publisher.answer(token, id, given.well, given.data);
        } catch (RefusedException e) {
            throw Problem.unprocessable(e.reason()).with("code", e.code());
        }
        return publishing.publish(List.of(answer), publisher::publish).thenAccept(receipts -> {
            var failure = receipts.get(0).failure();
            if (failure != null) {
                throw Problem.unavailable(
                        failure + "; it may have, nevertheless: an Idempotency-Key makes it safe to answer again");
            }
        });
    }

    private static void accepted(Context context, CallToken token, String id) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", id);
        json.put("subject", token.subject().encode());
        json.put("orchestration", OrchestrationResource.path(token.subject()));
        context.status(202)
                .header("Location", OrchestrationResource.path(token.subject()))
                .contentType("application/json")
                .result(Json.bytes(json));
    }
}
