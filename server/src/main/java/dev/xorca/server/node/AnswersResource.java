package dev.xorca.server.node;

import dev.xorca.router.CallToken;
import dev.xorca.router.ErrorCode;
import dev.xorca.router.Question;
import dev.xorca.router.Standing;
import dev.xorca.runtime.EventPublisher;
import dev.xorca.runtime.EventPublisher.Addressed;
import dev.xorca.runtime.EventPublisher.RefusedException;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.schemas.Json;
import dev.xorca.store.JournalReader;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /answers/TOKEN}: whether somebody waits for the answer to the question that a token is for, and the answer. It is
 * taken when Kafka has it, and decided in its turn: of two answers at the same moment the second is too late.
 */
final class AnswersResource {
    private static final String STANDING = "standing";
    private static final String ANSWERS = "answers";
    private static final String ENTRY = "entry";
    private static final int MOST_TOLD = 10;

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
        switch (standing(found)) {
            case WAITING -> {
                check(token, given, found);
                var published = publish(runtime.get().publisher(), token, id, given);
                context.future(() -> published.thenRun(() -> accepted(context, token, id)));
            }
            case REPEATED -> {
                checkIsTheSame(token, given, found);
                accepted(context, token, id);
            }
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
    private record Given(boolean well, @Nullable Object data) {
        String word() {
            return well ? "done" : "error";
        }

        /** Where the data stands in the body. */
        String pointer() {
            return well ? "/data" : "/error";
        }
    }

    private static Given given(Body body) {
        if (body.json() instanceof Map<?, ?> map && map.size() == 1) {
            if (map.containsKey("data")) {
                return new Given(true, map.get("data"));
            } else if (map.get("error") instanceof Map<?, ?> error
                    && isText(error.get("code"))
                    && (error.get("message") == null || isText(error.get("message")))) {
                return new Given(false, error);
            }
        }
        throw Problem.badRequest(
                "the body is either {\"data\": ...}, any JSON value, or {\"error\": {\"code\": \"...\", "
                        + "\"message\": \"...\", \"data\": ...}} with a code at least");
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty();
    }

    /**
     * Holds an answer against the schema of the event that it stands for.
     *
     * @throws Problem when it breaks that
     */
    private void check(CallToken token, Given given, Answer found) {
        if (!(found.json().get(ANSWERS) instanceof Map<?, ?> types && types.get(given.word()) instanceof String type)) {
            return;
        }
        var violations = cluster.machine(token.subject())
                .map(document -> document.accepts().get(type))
                .map(schema -> schema.check(given.data))
                .orElse(List.of());
        if (!violations.isEmpty()) {
            var places = violations.stream()
                    .limit(MOST_TOLD)
                    .map(violation -> given.pointer() + violation.pointer() + ": " + violation.message())
                    .collect(Collectors.joining("; "));
            throw Problem.unprocessable("the answer, as '" + type + "', does not match its schema: " + places)
                    .with("code", ErrorCode.SCHEMA_MISMATCH.code())
                    .withViolations(given.pointer(), violations);
        }
    }

    /** @throws Problem when the answer that was given under this key before is another one */
    private void checkIsTheSame(CallToken token, Given given, Answer found) {
        if (!(found.json().get(ENTRY) instanceof Long entry)) {
            return;
        }
        var subject = token.subject();
        var before = cluster.find(
                        cluster.queries().find(subject),
                        OrchestrationResource.journalPath(subject, entry, 1),
                        store -> OrchestrationResource.journal(subject, entry, 1, store))
                .flatMap(page -> OrchestrationJson.firstCause(page.json()))
                .map(cause -> Json.object(cause.get("data")));
        if (before.isPresent()
                && !(Objects.equals(before.get().get("well"), given.well)
                        && Objects.equals(before.get().get("data"), given.data))) {
            throw Problem.keyUsedBefore();
        }
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
                store -> Optional.of(json(token, Standing.of(token, answerId, store, now), question(token, store))));
    }

    private Optional<Question> question(CallToken token, JournalReader store) {
        return cluster.machine(token.subject())
                .flatMap(document ->
                        store.load(token.subject().encode()).flatMap(state -> Question.of(token, state, document)));
    }

    private static Map<String, Object> json(CallToken token, Standing standing, Optional<Question> question) {
        var json = new LinkedHashMap<String, Object>();
        json.put("token", token.toString());
        json.put("subject", token.subject().encode());
        json.put("orchestration", OrchestrationResource.path(token.subject()));
        json.put(STANDING, standing.kind().name().toLowerCase(Locale.ROOT));
        if (!standing.reason().isEmpty()) {
            json.put("detail", standing.reason());
        }
        if (standing.entry() > 0) {
            json.put(ENTRY, standing.entry());
        }
        question.map(AnswersResource::answers)
                .filter(types -> !types.isEmpty())
                .ifPresent(types -> json.put(ANSWERS, types));
        return json;
    }

    /** For which types of events answers stand. */
    private static Map<String, Object> answers(Question question) {
        var types = new LinkedHashMap<String, Object>();
        for (var well : List.of(true, false)) {
            var type = question.answerType(well);
            if (!type.isEmpty()) {
                types.put(new Given(well, null).word(), type);
            }
        }
        return types;
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
