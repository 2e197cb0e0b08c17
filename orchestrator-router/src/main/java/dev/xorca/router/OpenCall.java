package dev.xorca.router;

import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.PendingCall;
import dev.xorca.store.Timer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that an orchestration waits for, as those see it who look at it from outside.
 *
 * @param token by which it can be answered
 * @param call how far it has come
 * @param state the path of the state that asks; empty when the machine is not here
 * @param asks what is asked; null when the machine is not here
 * @param nextAttempt when it is tried again; null for no such time
 * @param deadline when its deadline is over; null for none
 */
public record OpenCall(
        CallToken token,
        PendingCall call,
        String state,
        @Nullable Call asks,
        @Nullable Instant nextAttempt,
        @Nullable Instant deadline) {

    /**
     * What is to be seen of a call.
     *
     * @param document the machine that goes on with the orchestration; null when it is not here
     */
    public static OpenCall of(
            Subject subject, OrchestrationState state, PendingCall call, @Nullable MachineDocument document) {
        var invoked = document == null
                ? Optional.<Machine.Invoked>empty()
                : document.machine().invocation(call.invocation());
        return new OpenCall(
                CallToken.of(call, subject),
                call,
                invoked.map(each -> each.state().path()).orElse(""),
                document == null || invoked.isEmpty()
                        ? null
                        : CallDefinition.of(call, document).call(),
                due(state, CallTimers.RETRY, call),
                due(state, CallTimers.DEADLINE, call));
    }

    /** Whether a timer is about an invocation, and no event for the machine. */
    public static boolean isAbout(Timer timer) {
        return CallTimers.isOurs(timer);
    }

    private static @Nullable Instant due(OrchestrationState state, String type, PendingCall call) {
        var id = CallTimers.id(type, call);
        return state.timers().values().stream()
                .filter(timer -> id.equals(timer.id()))
                .map(Timer::due)
                .findFirst()
                .orElse(null);
    }
}
