package dev.xorca.server.node;

import dev.xorca.router.Subject;
import dev.xorca.runtime.EventPublisher;
import dev.xorca.runtime.EventPublisher.Addressed;
import dev.xorca.runtime.EventPublisher.RefusedException;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.schemas.Json;
import dev.xorca.server.node.Publishing.Receipt;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code POST /events}: CloudEvents over HTTP, one or a batch. Either all of them are published or, when one cannot be,
 * none; where Kafka fails in the middle, the answer says for each what became of it.
 */
final class EventsResource {
    private final Supplier<OrchestratorRuntime> runtime;
    private final Publishing publishing;
    private final Origins origins;
    private final int maxBodyBytes;

    EventsResource(
            Supplier<OrchestratorRuntime> runtime, Publishing publishing, Origins origins, HttpSettings settings) {
        this.runtime = runtime;
        this.publishing = publishing;
        this.origins = origins;
        this.maxBodyBytes = settings.maxBodyBytes();
    }

    void post(Context context) {
        origins.check(context);
        var request = EventRequest.of(context, Body.of(context, maxBodyBytes));
        var publisher = runtime.get().publisher();
        var events = address(publisher, request);
        var published = publishing.publish(events, publisher::publish);
        context.future(() -> published.thenAccept(receipts -> {
            if (!receipts.stream().allMatch(Receipt::isAcknowledged)) {
                throw notAcknowledged(request, receipts);
            }
            answer(context, request, receipts);
        }));
    }

    private static List<Addressed> address(EventPublisher publisher, EventRequest request) {
        var now = Instant.now();
        var addressed = new ArrayList<Addressed>();
        var errors = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < request.events().size(); i++) {
            try {
                addressed.add(publisher.address(request.events().get(i), now));
            } catch (RefusedException e) {
                var error = new LinkedHashMap<String, Object>();
                if (request.batch()) {
                    error.put("index", (long) i);
                }
                error.put("code", e.code());
                error.put("detail", e.reason());
                errors.add(error);
            }
        }
        if (errors.isEmpty()) {
            return addressed;
        }
        var first = errors.get(0);
        var place = request.batch() ? "event " + first.get("index") + " of the batch: " : "";
        throw Problem.unprocessable(place + first.get("detail")).withErrors(errors);
    }

    private static void answer(Context context, EventRequest request, List<Receipt<Addressed>> receipts) {
        context.status(202).contentType("application/json");
        if (request.batch()) {
            context.result(Json.bytes(
                    Map.of("events", receipts.stream().map(EventsResource::json).toList())));
            return;
        }
        var event = receipts.get(0).event();
        if (event.isStart()) {
            context.header("Location", OrchestrationResource.path(event.subject()));
        }
        context.result(Json.bytes(json(receipts.get(0))));
    }

    private static Problem notAcknowledged(EventRequest request, List<Receipt<Addressed>> receipts) {
        var first = receipts.stream()
                .filter(receipt -> !receipt.isAcknowledged())
                .findFirst()
                .orElseThrow();
        var problem = Problem.unavailable(first.failure() + "; send it again under the same id");
        return request.batch()
                ? problem.with(
                        "events", receipts.stream().map(EventsResource::json).toList())
                : problem;
    }

    /** A published event and its orchestration. */
    static Map<String, Object> json(Receipt<Addressed> receipt) {
        var event = receipt.event();
        var json = new LinkedHashMap<String, Object>();
        json.put("id", event.event().getId());
        json.put("source", event.event().getSource().toString());
        json.put("type", event.event().getType());
        json.put("subject", event.subject().encode());
        json.put("orchestration", OrchestrationResource.path(event.subject()));
        if (event.subjects().size() > 1) {
            json.put("subjects", event.subjects().stream().map(Subject::encode).toList());
        }
        if (receipt.failure() != null) {
            json.put("failure", receipt.failure());
        }
        return json;
    }
}
