package dev.xorca.server.node;

import dev.xorca.machine.EventTypes;
import dev.xorca.router.Subject;
import dev.xorca.runtime.EventPublisher;
import dev.xorca.runtime.EventPublisher.Addressed;
import dev.xorca.runtime.EventPublisher.RefusedException;
import dev.xorca.runtime.EventPublisher.Rejection;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.schemas.Json;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.javalin.http.Context;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /orchestrations/NAME}: starts an orchestration with plain JSON, and waits for its outcome when that is wanted.
 * What cannot begin is told at once, and nothing is published.
 */
final class StartResource {
    private static final URI SOURCE = URI.create("xorca.http");
    private static final Set<String> MEMBERS = Set.of("context", "processId", "version");
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}");
    private static final List<String> TRACE = List.of("traceparent", "tracestate");

    private final Supplier<OrchestratorRuntime> runtime;
    private final ClusterReader cluster;
    private final Publishing publishing;
    private final Outcomes outcomes;
    private final Origins origins;
    private final int maxBodyBytes;

    StartResource(
            Supplier<OrchestratorRuntime> runtime,
            ClusterReader cluster,
            Publishing publishing,
            Outcomes outcomes,
            Origins origins,
            HttpSettings settings) {
        this.runtime = runtime;
        this.cluster = cluster;
        this.publishing = publishing;
        this.outcomes = outcomes;
        this.origins = origins;
        this.maxBodyBytes = settings.maxBodyBytes();
    }

    void post(Context context) {
        origins.check(context);
        var name = context.pathParam("name");
        var data = data(context);
        var patience = patience(context);
        var key = Parameters.idempotencyKey(context);
        var publisher = runtime.get().publisher();
        var start = start(publisher, name, event(context, name, key, data));
        publisher.tryStart(start, Instant.now()).ifPresent(rejection -> {
            throw rejected(publisher, start.subject(), data, rejection);
        });
        var canExist = key != null || data.containsKey("processId");
        var repeated = canExist && isRepeated(start, data);
        if (patience.isZero()) {
            var published = publish(publisher, start, repeated);
            context.future(() -> published.thenRun(() -> accepted(context, start)));
        } else {
            var outcome = publishAndWait(publisher, start, repeated, patience);
            context.future(() -> outcome.thenAccept(found ->
                    found.ifPresentOrElse(answer -> ended(context, start, answer), () -> accepted(context, start))));
        }
    }

    private CompletableFuture<Optional<Answer>> publishAndWait(
            EventPublisher publisher, Addressed start, boolean repeated, Duration patience) {
        var seat = outcomes.takeSeat();
        try {
            return publish(publisher, start, repeated)
                    .thenCompose(published -> seat.await(patience, () -> outcome(start.subject())))
                    .whenComplete((outcome, failure) -> seat.close());
        } catch (RuntimeException e) {
            seat.close();
            throw e;
        }
    }

    private Map<String, Object> data(Context context) {
        var body = Body.of(context, maxBodyBytes);
        if (body.bytes().length == 0) {
            return Map.of();
        }
        if (!body.mediaType().equals("application/json") && !body.mediaType().endsWith("+json")) {
            throw Body.unsupported("the body must be application/json, this is "
                    + (body.mediaType().isEmpty() ? "without a Content-Type" : "'" + body.mediaType() + "'"));
        }
        if (!(body.json() instanceof Map<?, ?> map) || !MEMBERS.containsAll(map.keySet())) {
            throw Problem.badRequest(
                    "the body is an object with \"context\", \"processId\" and \"version\", each of them optional, and "
                            + "nothing else");
        }
        var data = Json.object(map);
        if (data.containsKey("version")
                && !(data.get("version") instanceof String version
                        && VERSION.matcher(version).matches())) {
            throw Problem.badRequest("\"version\" must be a version such as \"1.0.0\"");
        }
        return data;
    }

    private static Duration patience(Context context) {
        var text = context.queryParam("wait");
        if (text == null) {
            return Duration.ZERO;
        }
        try {
            var wait = Duration.parse(text);
            if (!wait.isNegative() && wait.compareTo(HttpSettings.MAX_WAIT) <= 0) {
                return wait;
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw Problem.badRequest("'wait' must be a duration such as PT10S, at most " + HttpSettings.MAX_WAIT
                + ", this is '" + text + "'");
    }

    private static CloudEvent event(Context context, String name, @Nullable String key, Map<String, Object> data) {
        var event = CloudEventBuilder.v1()
                .withId(key == null ? UUID.randomUUID().toString() : key)
                .withSource(SOURCE)
                .withType(EventTypes.start(name))
                .withData("application/json", Json.bytes(data));
        for (var header : TRACE) {
            var value = context.header(header);
            if (value != null && !value.isEmpty()) {
                event.withExtension(header, value);
            }
        }
        return event.build();
    }

    private static Addressed start(EventPublisher publisher, String name, CloudEvent event) {
        if (!publisher.machines().has(name)) {
            throw Problem.notFound("no machine named '" + name + "' runs here; there are "
                    + String.join(", ", publisher.machines().names()));
        }
        try {
            return publisher.address(event, Instant.now());
        } catch (RefusedException e) {
            throw Problem.unprocessable(e.reason()).with("code", e.code());
        }
    }

    private static Problem rejected(
            EventPublisher publisher, Subject subject, Map<String, Object> data, Rejection rejection) {
        var problem = Problem.unprocessable(rejection.message()).with("code", rejection.code());
        var violations = publisher
                .machines()
                .find(subject.name(), subject.version())
                .flatMap(document -> Optional.ofNullable(document.input()))
                .map(input -> input.check(data.getOrDefault("context", Map.of())))
                .orElse(List.of());
        if (!violations.isEmpty()) {
            return problem.withViolations("/context", violations);
        }
        return rejection.where().isEmpty() ? problem : problem.with("where", rejection.where());
    }

    /**
     * Whether this very request has been answered before.
     *
     * @throws Problem when the orchestration exists for another reason
     */
    private boolean isRepeated(Addressed start, Map<String, Object> data) {
        Optional<Map<String, Object>> first;
        try {
            first = firstCause(start.subject());
        } catch (Problem e) {
            if (e.isUnavailable()) {
                // Nobody can say. One start too many does no harm.
                return false;
            }
            throw e;
        }
        if (first.isEmpty()) {
            return false;
        }
        checkStartedBy(start, first.get());
        if (!data.equals(first.get().getOrDefault("data", Map.of()))) {
            throw Problem.keyUsedBefore();
        }
        return true;
    }

    private static void checkStartedBy(Addressed start, Map<String, Object> cause) {
        if (!start.event().getId().equals(cause.get("id")) || !SOURCE.toString().equals(cause.get("source"))) {
            var subject = start.subject();
            throw Problem.of(
                            409,
                            "Exists already",
                            "an orchestration of " + subject.name() + " " + subject.version() + " with processId '"
                                    + subject.processId() + "' exists already")
                    .with("subject", subject.encode())
                    .with("orchestration", OrchestrationResource.path(subject));
        }
    }

    /** The event that started an orchestration; empty when there is no such orchestration. */
    private Optional<Map<String, Object>> firstCause(Subject subject) {
        return cluster.find(
                        cluster.queries().find(subject),
                        OrchestrationResource.journalPath(subject, 1, 1),
                        store -> OrchestrationResource.journal(subject, 1, 1, store))
                .flatMap(page -> OrchestrationJson.firstCause(page.json()));
    }

    private CompletableFuture<Void> publish(EventPublisher publisher, Addressed start, boolean repeated) {
        return repeated
                ? CompletableFuture.completedFuture(null)
                : publishing.publish(List.of(start), publisher::publish).thenAccept(receipts -> {
                    var failure = receipts.get(0).failure();
                    if (failure != null) {
                        throw Problem.unavailable(failure
                                + "; it may have, nevertheless: an Idempotency-Key makes it safe " + "to ask again");
                    }
                });
    }

    private Optional<Answer> outcome(Subject subject) {
        try {
            return cluster.find(
                            cluster.queries().find(subject),
                            OrchestrationResource.path(subject),
                            store -> OrchestrationResource.state(subject, store, cluster.machine(subject)))
                    .filter(answer -> OrchestrationJson.isOver(answer.json()));
        } catch (Problem e) {
            if (e.isUnavailable()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void ended(Context context, Addressed start, Answer outcome) {
        // Two may have started it at the same moment.
        firstCause(start.subject()).ifPresent(cause -> checkStartedBy(start, cause));
        context.header("Location", OrchestrationResource.path(start.subject()));
        outcome.send(context);
    }

    private static void accepted(Context context, Addressed start) {
        context.status(202)
                .header("Location", OrchestrationResource.path(start.subject()))
                .contentType("application/json")
                .result(Json.bytes(EventsResource.json(new Publishing.Receipt<>(start, null))));
    }
}
