package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.Scope;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.store.Fault;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.PendingCall;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds which invocation an event answers: the one whose token it echoes, else the only one that it can be meant for. */
final class Answers {
    private final Input input;
    private final MachineDocument document;
    private final OrchestrationState state;

    Answers(Input input, MachineDocument document, OrchestrationState state) {
        this.input = input;
        this.document = document;
        this.state = state;
    }

    /** What an event is to the invocations of an orchestration. */
    sealed interface Match {}

    /** The answer to this one. */
    record To(PendingCall call, boolean well) implements Match {}

    /** An answer, but to one that is over. */
    record Late(String reason) implements Match {}

    /** No answer: an event like any other. */
    record None() implements Match {}

    /** @throws Refusal when it could be the answer to several */
    Match find(Event event) {
        var token = token(input.event());
        if (token.isPresent()) {
            return byToken(token.get());
        }
        if (state.calls().isEmpty()) {
            return new None();
        }
        var candidates = new ArrayList<To>();
        for (var call : state.calls().values()) {
            if (call.status() == PendingCall.Status.ASKED && call.fanOut() == null) {
                var well = answer(call, event.type());
                if (well.isPresent() && correlates(call, event)) {
                    candidates.add(new To(call, well.get()));
                }
            }
        }
        if (candidates.size() > 1) {
            throw Refusal.of(
                    ErrorCode.AMBIGUOUS_ANSWER,
                    "'" + event.type() + "' could answer " + candidates.size()
                            + " invocations; echo the command's attribute " + CallToken.ATTRIBUTE
                            + " in the answer, or let the machine say which by correlate");
        }
        return candidates.isEmpty() ? new None() : candidates.get(0);
    }

    private Match byToken(CallToken token) {
        var call = state.calls().get(token.token());
        if (call == null || call.fanOut() != null || !token.subject().equals(input.subject())) {
            return new Late("it answers what nobody waits for any more");
        }
        if (call.attempt() != token.attempt() || call.status() != PendingCall.Status.ASKED) {
            return new Late("it answers attempt " + token.attempt() + ", which is over");
        }
        return answer(call, input.type()).<Match>map(well -> new To(call, well)).orElseGet(None::new);
    }

    static Optional<CallToken> token(CloudEvent event) {
        return event.getExtension(CallToken.ATTRIBUTE) instanceof String text
                ? CallToken.parse(text)
                : Optional.empty();
    }

    /** Whether an event of this type says that an invocation is done (true) or failed (false); empty for neither. */
    private Optional<Boolean> answer(PendingCall call, String type) {
        var asked = CallDefinition.of(call, document).call();
        if (asked instanceof Call.Command command) {
            return command.done().contains(type)
                    ? Optional.of(true)
                    : command.error().contains(type) ? Optional.of(false) : Optional.empty();
        } else if (asked instanceof Call.Child child) {
            return type.equals(EventTypes.completion(child.machine(), true))
                    ? Optional.of(true)
                    : type.equals(EventTypes.completion(child.machine(), false))
                            ? Optional.of(false)
                            : Optional.empty();
        }
        return token(input.event()).map(token -> !type.endsWith(".error"));
    }

    private boolean correlates(PendingCall call, Event event) {
        var invocation = CallDefinition.of(call, document);
        if (!(invocation.call() instanceof Call.Command command)) {
            return false;
        }
        Guard correlate = command.correlate();
        if (correlate == null) {
            return true;
        }
        var locals = CallDefinition.locals(call, document, state.calls().get(call.whole()));
        try {
            var machine = MachineState.active(
                    document.machine(),
                    state.position().configuration(),
                    state.context(),
                    state.position().history());
            return correlate.test(new Scope(
                    document.machine(),
                    machine.configuration(),
                    state.context(),
                    event,
                    Router.environment(input.subject(), state.start(), input.at()),
                    locals));
        } catch (RuntimeException e) {
            throw Refusal.of(invocation, e);
        }
    }

    /** What an answer says that failed: a code and a message where it has them, and all of it as data. */
    static Fault fault(@Nullable Object data) {
        var fields = data instanceof Map<?, ?> map ? map : Map.of();
        var inner = fields.get("error") instanceof Map<?, ?> error ? error : fields;
        return new Fault(
                text(inner, "code", "errorCode").orElse("error"),
                text(inner, "message", "errorMessage").orElse("the answer says that it failed"),
                data);
    }

    private static Optional<String> text(Map<?, ?> fields, String... keys) {
        for (var key : keys) {
            if (fields.get(key) instanceof String text && !text.isEmpty()) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }
}
