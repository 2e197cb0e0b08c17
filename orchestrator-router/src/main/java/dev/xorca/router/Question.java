package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationState.Status;
import dev.xorca.store.PendingCall;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that waits for an answer, and how it is answered.
 *
 * @param token what the answer echoes
 * @param id the invocation's id in the machine
 * @param invocation what the machine says of it; for an item of a fan-out what it says of each item
 * @param data what was asked, a JSON value
 */
public record Question(
        CallToken token,
        String id,
        Invocation invocation,
        @Nullable Object data) {

    /**
     * What an orchestration waits to be answered by others than orchestrations, in the order in which it was asked;
     * nothing when it is over.
     */
    public static List<Question> open(Subject subject, OrchestrationState state, MachineDocument document) {
        return state.status() == Status.ACTIVE || state.status() == Status.SUSPENDED
                ? state.calls().values().stream()
                        .filter(call -> call.status() == PendingCall.Status.ASKED && call.fanOut() == null)
                        .map(call -> of(subject, call, document))
                        .filter(question -> !(question.invocation.call() instanceof Call.Child))
                        .toList()
                : List.of();
    }

    /** The one that a token is for, where it may be answered: what has failed for good may be, too. */
    public static Optional<Question> of(CallToken token, OrchestrationState state, MachineDocument document) {
        return Optional.ofNullable(state.calls().get(token.token()))
                .filter(call -> isOpen(call, token.attempt()))
                .filter(call -> document.machine().invocation(call.invocation()).isPresent())
                .map(call -> of(token.subject(), call, document));
    }

    /** Whether whoever holds the token of this attempt may answer. */
    static boolean isOpen(PendingCall call, long attempt) {
        return call.fanOut() == null && call.status() != PendingCall.Status.PAUSED && call.attempt() == attempt;
    }

    private static Question of(Subject subject, PendingCall call, MachineDocument document) {
        return new Question(
                CallToken.of(call, subject), call.invocation(), CallDefinition.of(call, document), call.request());
    }

    /** The type of the command by which it was asked; empty when it was not asked by one. */
    public String command() {
        return invocation.call() instanceof Call.Command command ? command.type() : "";
    }

    /**
     * The event that answers it: the one that its service would send, or that of somebody who holds the token.
     *
     * @param source who answers
     * @param eventId tells answers apart
     * @param well whether it is done; else it has failed
     * @param data the result, or what went wrong, a JSON value
     */
    public CloudEvent answer(URI source, String eventId, boolean well, @Nullable Object data) {
        var type = answerType(well);
        return type.isEmpty()
                ? InternalEvents.answer(token, eventId, well, data)
                : CloudEventBuilder.v1()
                        .withId(eventId)
                        .withSource(source)
                        .withType(type)
                        .withSubject(token.subject().encode())
                        .withExtension(CallToken.ATTRIBUTE, token.toString())
                        .withData("application/json", Json.bytes(data))
                        .build();
    }

    /** The type of the answer, by the machine's first choice; empty when any answer does that brings the token. */
    public String answerType(boolean well) {
        return answerType(invocation.call(), well);
    }

    static String answerType(Call asked, boolean well) {
        if (asked instanceof Call.Command command) {
            var types = well ? command.done() : command.error();
            return types.isEmpty() ? "" : types.get(0);
        } else if (asked instanceof Call.Child child) {
            return EventTypes.completion(child.machine(), well);
        }
        return "";
    }
}
