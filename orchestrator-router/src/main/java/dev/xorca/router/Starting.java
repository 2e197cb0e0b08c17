package dev.xorca.router;

import dev.xorca.machine.EventSchemas;
import dev.xorca.machine.EventTypes;
import dev.xorca.machine.StartRule;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.statechart.StepException;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides a start event: contract first, then whether it may start anything, then the machine. */
final class Starting {
    /** What the data of every start event must be, whatever the machine. */
    private static final PayloadSchema ENVELOPE = SchemaCompiler.standard().compile(EventSchemas.startEnvelope());

    private final Router router;
    private final Input input;
    private final CloudEvent event;
    private final Subject subject;

    Starting(Router router, Input input) {
        this.router = router;
        this.input = input;
        this.event = input.event();
        this.subject = input.subject();
    }

    /**
     * Decides.
     *
     * @param existing the orchestration that has this subject already; null for none
     * @throws Refusal when nothing can be started
     */
    Decision decide(@Nullable OrchestrationState existing) {
        if (existing != null && StartRules.number(event).isPresent()) {
            return Decision.nothing(
                    Decision.Outcome.DUPLICATE, "another event has started an orchestration of this process id before");
        }
        var data = Payload.read(event);
        Payload.check(ENVELOPE, data, ErrorCode.SCHEMA_MISMATCH, "the start event", "");
        if (Json.object(data).get("processId") instanceof String id && !Subject.isProcessId(id)) {
            throw Refusal.of(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the start event's processId has half a surrogate pair: no text has that");
        }
        var context = Json.object(data).getOrDefault("context", Map.of());
        var wanted = event.getExtension("statemachineversion");
        if (wanted != null && !wanted.equals(subject.version())) {
            throw Refusal.of(
                    ErrorCode.VERSION_MISMATCH,
                    "statemachineversion is " + wanted + ", the start is for version " + subject.version());
        }
        var document = router.machine(subject);
        if (document.input() != null) {
            Payload.check(document.input(), context, ErrorCode.SCHEMA_MISMATCH, "the start event", "/context");
        }
        if (existing != null) {
            throw Refusal.of(
                    ErrorCode.ALREADY_EXISTS,
                    "an orchestration of " + subject.name() + " " + subject.version() + " with processId '"
                            + subject.processId() + "' already exists");
        }
        var correlationId = OutgoingEvents.correlationOf(event);
        var tenant = OutgoingEvents.tenantOf(event);
        var start = new JournalEntry.Start(context, correlationId, tenant, Parents.of(event));
        var outgoing =
                new OutgoingEvents(router.settings(), subject, event, input.at(), input.at(), correlationId, tenant, 1);
        try {
            var turn = Turn.first(router, input, document, outgoing, start);
            StartRules.rule(event, document)
                    .filter(StartRule::announces)
                    .ifPresent(rule ->
                            turn.send(outgoing.announcement(turn.announcement(EventTypes.STARTED), started(rule))));
            turn.start(EventJson.toEvent(event, data));
            return turn.decision(Decision.Outcome.STARTED, JournalEntry.Outcome.TRANSITIONED);
        } catch (StepException e) {
            throw Router.machineFailed(e);
        }
    }

    private Map<String, @Nullable Object> started(StartRule rule) {
        var cause = new LinkedHashMap<String, Object>();
        cause.put("source", event.getSource().toString());
        cause.put("id", event.getId());
        cause.put("type", rule.on());
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("subject", subject.encode());
        data.put("processId", subject.processId());
        data.put("name", subject.name());
        data.put("version", subject.version());
        data.put("cause", cause);
        return data;
    }
}
